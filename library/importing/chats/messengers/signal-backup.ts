/** Signal's chats as signalbackup-tools writes them as text: `[Mar 15, 2024 21:04:05] <Mara> words`. */
import { fileName, type Reader } from '../../reader.ts';
import { importingTexts } from '../../texts.ts';
import { momentIn, timeOf } from '../dates.ts';
import type { Grammar } from '../transcripts/grammar.ts';
import { readTranscript } from '../transcripts/transcript.ts';

const START = /^\[(\p{L}{3,5}\.? \d\d, \d{4} \d\d:\d\d:\d\d)\] (?:<(.{1,80}?)> (.*)|(\*\*\*) .*)$/u;

const STAMPED = /^\[\p{L}{3,5}\.? \d\d, \d{4} \d\d:\d\d:\d\d\]/u;

export const signalBackup: Reader = {
  title: importingTexts.titles.signalChat,
  conversations: false,
  attachments: true,
  detect: (head) =>
    fileName(head).endsWith('.txt') && head.text.split('\n', 8).some((line) => START.test(line.trimEnd())),
  read: (source, head, telling) => readTranscript(source, head, telling, () => GRAMMAR),
};

const GRAMMAR: Grammar = {
  named: (name) => `<${name}>`,
  line(raw) {
    const found = START.exec(raw.trimEnd());
    // A stamp without a name begins what is damaged.
    if (found === null) return STAMPED.test(raw) ? { system: 'damaged' } : undefined;
    const [, stamp, author, words, status] = found;
    if (status !== undefined) return { system: 'system' };
    const moment = momentIn(stamp!);
    return { author: author!, time: moment && timeOf(moment, 'year first'), words: words! };
  },
  words(text) {
    // a poll's options, indented as far as its question stands
    const poll = /^Poll: (.*)\n\s{12,}\[\d+\] /.exec(text);
    if (poll !== null) return poll[1]!.trim();
    return text.replace(/ \((?:[^()\n]{1,80}: \p{Extended_Pictographic}[^()\n]{0,80})\)\s*$/u, '').trim();
  },
};
