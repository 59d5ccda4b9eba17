/** What looks like a conversation and is no known export: read by who speaks, so that it is never learnt whole. */
import { fileName, type Reader } from '../../reader.ts';
import type { Head } from '../../source.ts';
import { importingTexts } from '../../texts.ts';
import { orderOf, timeOf } from '../dates.ts';
import { conversationIn, isRemark } from './evidence.ts';
import type { Grammar } from './grammar.ts';
import { type Family, momentOf, spokenIn } from './shapes.ts';
import { readTranscript } from './transcript.ts';

const KINDS = /\.(?:txt|md|markdown|text|log)$/;

/** What phones call a chat that they export, in several languages. */
const NAMED_CHAT =
  /^_chat|^whatsapp[ -]?chat|^(?:chat|conversa|conversación|discussion|conversation)(?: d[eo])? whatsapp/;

export const talk: Reader = {
  title: importingTexts.titles.conversation,
  conversations: false,
  guess: true,
  detect: (head) => {
    const name = fileName(head);
    if (head.encoding === undefined || (name.includes('.') && !KINDS.test(name))) return false;
    if (NAMED_CHAT.test(name) && /\.txt$|^[^.]*$/.test(name)) return head.text.trim() !== '';
    return conversationIn(head.text) !== undefined;
  },
  async *read(source, head, telling) {
    const found = conversationIn(head.text);
    if (found === undefined) {
      throw new Error(importingTexts.senders.looksLikeWhatsapp);
    }
    yield* readTranscript(source, head, telling, () => grammarOf(found.family, head));
  },
};

const MARKS = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

function grammarOf(family: Family, head: Head): Grammar {
  const lines = head.text.split('\n').map((line) => line.replace(MARKS, '').trimEnd());
  const spoken = lines.flatMap((line) => spokenIn(line, family) ?? []);
  const moments = spoken.flatMap(({ stamp }) => momentOf(stamp) ?? []);
  const order = orderOf(
    moments,
    spoken.some(({ stamp }) => /^\d{1,2}\/\d{1,2}\/\d{2,4},? \d{1,2}:\d\d(?::\d\d)?[ \u202f][AP]M/.test(stamp)),
  );
  const isTimeless = family === 'named' || family === 'alone';
  const known = new Set(spoken.map(({ name }) => name));
  return {
    people: [...known],
    headed: family === 'headed',
    timeless: isTimeless,
    named: (name) => (family === 'headed' ? [`] ${name}`, `${name}, [`] : [`${name}:`, `<${name}>`]),
    line(raw) {
      const line = raw.replace(MARKS, '').trimEnd();
      const found = spokenIn(line, family);
      if (found === undefined) {
        if (isRemark(line, family)) return { system: 'system' };
        // Without times, only names begin what somebody says: one at the beginning of a line is taken for that.
        return isTimeless && startsWithName(line, known) ? { system: 'damaged' } : undefined;
      }
      // Without a time, only who is known by then is somebody: others' colons stand in words.
      if (isTimeless && !known.has(found.name)) return undefined;
      const moment = momentOf(found.stamp);
      return { author: found.name, time: moment && timeOf(moment, order), words: found.words };
    },
  };
}

/** Whether a line begins with a name, or with one of which a letter or two are lost or wrong. */
function startsWithName(line: string, names: ReadonlySet<string>): boolean {
  for (const name of names) {
    if (line.startsWith(name) && (name.includes(' ') || !/^\p{L}/u.test(line.slice(name.length)))) return true;
    const right = lettersOf(name);
    if (right.length < LONG_NAME) continue;
    const found = lettersOf(line.slice(0, name.length + 4));
    let same = 0;
    while (same < right.length && right[same] === found[same]) same++;
    const rest = right.slice(same + 1);
    if (same >= right.length - 2) return true;
    const ends = [found.slice(same), found.slice(same + 1)].some(
      (end) => end.startsWith(rest) || end.startsWith(rest.slice(1)),
    );
    if (ends || found.slice(same + 1).startsWith(right.slice(same))) return true;
  }
  return false;
}

/** Letters of a name that is known again although some are wrong. */
const LONG_NAME = 6;

function lettersOf(text: string): string {
  return text.replace(/\P{L}/gu, '');
}
