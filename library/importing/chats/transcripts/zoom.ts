/** The chat of a Zoom meeting: time, "From … to Everyone:", and the words on the same line or below. */
import { fileName, type Reader } from '../../reader.ts';
import { importingTexts } from '../../texts.ts';
import { Day } from './day.ts';
import type { Grammar } from './grammar.ts';
import { readTranscript } from './transcript.ts';

const HEADING =
  /^(\d\d:\d\d:\d\d)\s+(?:From|Von|De|Da|Van) +(.{1,80}?) +(?:(?:to|To|an|An|à|À|a|A|para|aan|naar) +[^:]{1,80}?)?(?: ?\((?:Direct Message|Privately|Direktnachricht|Privat)\))? ?:(?:\s?(.*))?$/;

export const zoom: Reader = {
  title: importingTexts.titles.meetingChat,
  conversations: false,
  detect: (head) => {
    if (!/^[^.]*$|\.(?:txt|log|text)$/.test(fileName(head))) return false;
    return head.text.split('\n', 8).some((line) => HEADING.test(line.trimEnd()));
  },
  read: (source, head, telling) => readTranscript(source, head, telling, () => grammarOf(source.name)),
};

function grammarOf(name: string): Grammar {
  const day = new Day(name);
  return {
    named: (author) => ` ${author} `,
    line(raw) {
      const found = HEADING.exec(raw.trimEnd());
      // A time at the beginning of a line, and no name, begins what is damaged.
      if (found === null) return /^\d\d:\d\d:\d\d\s/.test(raw) ? { system: 'damaged' } : undefined;
      return { author: found[2]!.trim(), time: day.at(found[1]!), words: found[3] ?? '' };
    },
    words(text) {
      const lines = text.split('\n').map((line) => line.replace(/^\t/, '').trimEnd());
      // What is answered or felt stands in front in Zoom's own words.
      const own = lines.filter((line) => !/^(?:Replying to|Antwort auf) ["“].*["”]:?$/.test(line.trim()));
      const words = own.join('\n').trim();
      return /^(?:Reacted to|Removed a|Hat auf) .*["“].*["”].*$/.test(words) ? { why: 'system' } : words;
    },
  };
}
