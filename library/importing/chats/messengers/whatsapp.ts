/** WhatsApp's exported chats: `_chat.txt` of iOS, `WhatsApp Chat with ….txt` of Android, in the phone's language. */
import { fileName, type Reader } from '../../reader.ts';
import type { LeftOut } from '../../record.ts';
import { importingTexts } from '../../texts.ts';
import { type Order, orderOf, timeOf } from '../dates.ts';
import { mention } from '../mentions.ts';
import { conversationIn } from '../transcripts/evidence.ts';
import type { Grammar } from '../transcripts/grammar.ts';
import { readTranscript } from '../transcripts/transcript.ts';
import { Authors } from './whatsapp-authors.ts';
import { isDated, isLevel, isTalk, type Stamp, stampOf } from './whatsapp-dates.ts';
import {
  ATTACHED,
  DELETED,
  EDITED,
  EVENT,
  NOBODY_TYPED,
  NOT_TYPED,
  OMITTED,
  PLACEHOLDER,
  questionOf,
} from './whatsapp-words.ts';

/** Marks of direction, which WhatsApp puts around names and in front of its own words. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const HAS_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Lines in which it must be seen that a file is a chat. */
const FIRST = 40;

export const whatsapp: Reader = {
  title: importingTexts.titles.whatsapp,
  conversations: false,
  attachments: true,
  detect: (head) => {
    if (!/\.txt$/.test(fileName(head)) && fileName(head).includes('.')) return false;
    const lines = head.text.split('\n', FIRST).map(plain);
    const stamps = lines.flatMap((line) => stampOf(line) ?? []);
    const authors = new Authors();
    for (const { rest } of stamps) authors.notice(rest);
    const names = stamps.flatMap(({ rest }) => authors.of(rest)?.author ?? []);
    const people = names.filter((name) => !isLevel(name));
    // Logs and diaries, too, have a date, a time and colons: there somebody has to speak again after somebody else.
    if (stamps.length > 0 && stamps.every(({ colon }) => colon)) return people.length > 1 && isTalk(people);
    // A chat may begin with what WhatsApp says, or in the middle of a message; a program's log has no people.
    const begins = stampOf(lines[0]!) !== undefined;
    if (!begins) return people.length > 2;
    return people.length > 0 || (stamps.length > 2 && names.length === 0 && conversationIn(head.text) === undefined);
  },
  async *read(source, head, telling) {
    const lines = head.text.split('\n').map(plain);
    const stamps = lines.flatMap((line) => stampOf(line) ?? []);
    const authors = new Authors();
    for (const { rest } of stamps) authors.notice(rest);
    yield* readTranscript(source, head, telling, () =>
      grammarOf(
        authors,
        dateOrder(stamps, lines),
        stamps.every(({ colon }) => colon),
      ),
    );
  },
};

function grammarOf(authors: Authors, order: Order, colons: boolean): Grammar {
  return {
    line(raw) {
      const line = plain(raw);
      const stamp = stampOf(line);
      // In the old form, a date and a time at the beginning of a line and no name begin what is damaged.
      if (stamp === undefined) return colons && isDated(line) ? { system: 'damaged' } : undefined;
      const speaker = authors.of(stamp.rest);
      if (speaker === undefined) return { system: 'system' };
      const words = withMarks(raw, line.length - stamp.rest.length + speaker.length);
      return { author: speaker.author, time: timeOf(stamp, order), words };
    },
    words: typed,
    people: authors.people,
  };
}

function plain(line: string): string {
  return HAS_MARKS.test(line) ? line.replace(MARKS, '') : line;
}

/** The rest of a line after this many characters without direction marks; marks in front of it belong to it. */
function withMarks(raw: string, skipped: number): string {
  let at = 0;
  for (let left = skipped; left > 0 && at < raw.length; at++) if (!isMark(raw.charCodeAt(at))) left--;
  return raw.slice(at);
}

function isMark(code: number): boolean {
  return (
    code === 0xfeff ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

/** What a person typed, or why there is nothing. */
function typed(text: string): string | { why: LeftOut } {
  const all = plain(text).trim();
  if (all === '') return { why: 'attachment' };
  // What WhatsApp says is short.
  if (all.length < 300) {
    const short = all.toLowerCase().replace(/^<|>$|[.]?>?$/g, '');
    if (DELETED.has(short)) return { why: 'deleted' };
    if (PLACEHOLDER.test(all) || OMITTED.test(all) || ATTACHED.test(all)) return { why: 'attachment' };
    // On iOS this mark stands in front of all that WhatsApp itself writes, in every language.
    if (text.startsWith('\u200e') || NOBODY_TYPED.has(short) || NOT_TYPED.test(all)) return { why: 'system' };
  }
  if (EVENT.test(all)) return { why: 'system' };
  const question = questionOf(all);
  if (question !== undefined) return question === '' ? { why: 'system' } : question;
  let words = all;
  if (words !== text) {
    // Names of people who are called upon stand between marks.
    const named = text.replace(/@\u2068([^\u2069\n]{1,80})\u2069/g, (_whole, name: string) => mention(name));
    words = plain(named.replace(/\s*\u200e<[^<>\n]{3,200}>\s*$/u, '')).trim();
  }
  if (words.endsWith('>')) words = words.replace(EDITED, '').trim();
  const firstEnd = words.indexOf('\n');
  const caption = firstEnd !== -1 && ATTACHED.test(words.slice(0, firstEnd)) ? words.slice(firstEnd + 1).trim() : words;
  return caption === '' ? { why: 'attachment' } : caption;
}

function dateOrder(stamps: readonly Stamp[], lines: readonly string[]): Order {
  // Capitals: where people write am and pm in small letters, the day comes first.
  return orderOf(
    stamps,
    lines.some((line) => /^\[?\d{1,2}\/\d{1,2}\/\d{2,4},? \d{1,2}:\d\d(?::\d\d)?[ \u202f][AP]M/.test(line)),
  );
}
