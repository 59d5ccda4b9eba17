/** WhatsApp's exported chats: `_chat.txt` of iOS, `WhatsApp Chat with ….txt` of Android, in the phone's language. */
import { fileName, type Reader } from '../../reader.ts';
import type { ImportRecord, LeftOut } from '../../record.ts';
import { type Head, lineBatches, textPieces } from '../../source.ts';
import { isLevel, isTalk, type Order, orderOf, type Stamp, seemsStamped, stampOf, timeOf } from './whatsapp-dates.ts';
import { ATTACHED, DELETED, EDITED, NOT_TYPED, OMITTED, PLACEHOLDER } from './whatsapp-words.ts';

/** Marks of direction, which WhatsApp puts around names and in front of its own words. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const HAS_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** What phones call a chat that they export, in several languages. */
const NAMED_CHAT =
  /^_chat|^whatsapp[ -]?chat|^(?:chat|conversa|conversación|discussion|conversation)(?: d[eo])? whatsapp/;

/** Characters of one message; more is no message but a file that is damaged. */
const LONGEST = 1 << 20;

interface Open {
  stamp: Stamp;
  author: string;
  lines: string[];
  size: number;
}

export const whatsapp: Reader = {
  title: 'a WhatsApp chat',
  conversations: false,
  detect: (head) => {
    if (!/\.txt$/.test(fileName(head)) && fileName(head).includes('.')) return false;
    const { lines, stamps, strange } = beginningOf(head);
    const names = stamps.flatMap(({ rest }) => authorOf(rest)?.author ?? []);
    const people = names.filter((name) => !isLevel(name)).length;
    // A chat may begin with what WhatsApp says, or in the middle of a message; a program's log has no people.
    const begins = stampOf(lines[0]!) !== undefined;
    if (begins ? people > 0 || (stamps.length > 2 && names.length === 0) : people > 2) return true;
    // What is only like a chat is read as one as well, and refused: as a plain text, everybody's words would be learnt.
    const written = lines.filter((line) => line.trim() !== '').length;
    return (written > 0 && NAMED_CHAT.test(fileName(head))) || (strange > 2 && strange * 4 >= written);
  },
  async *read(source, head, { leftOut, warn }) {
    const { stamps, strange } = beginningOf(head);
    if (stamps.length === 0 || strange > stamps.length) {
      throw new Error(
        'it looks like a WhatsApp chat, but its lines do not begin with a date, a time and a name in a form that is known, ' +
          'and so it cannot be told who wrote what: export it again from a phone set to English, or, ' +
          'if all of it is your own writing, rename it so that it ends with .md',
      );
    }
    const order = dateOrder(head);
    let open: Open | undefined;
    let lost = 0;
    const close = (batch: ImportRecord[]): void => {
      if (open === undefined) return;
      const words = typed(open.lines.join('\n'));
      if (typeof words === 'object') leftOut(words.why);
      else batch.push({ kind: 'message', author: open.author, time: timeOf(open.stamp, order), text: words });
      open = undefined;
    };
    for await (const lines of lineBatches(textPieces(source, head, warn))) {
      const batch: ImportRecord[] = [];
      for (const raw of lines) {
        const line = HAS_MARKS.test(raw) ? raw.replace(MARKS, '') : raw;
        const stamp = stampOf(line);
        if (stamp !== undefined) {
          close(batch);
          const named = authorOf(stamp.rest);
          if (named === undefined) leftOut('system');
          else {
            const text = withMarks(raw, line.length - stamp.rest.length + named.length);
            open = { stamp, author: named.author, lines: [text], size: raw.length };
          }
        } else if (open === undefined) lost += raw.trim() === '' ? 0 : 1;
        else if (open.size < LONGEST) {
          open.lines.push(raw);
          open.size += raw.length + 1;
        }
      }
      if (batch.length > 0) yield batch;
    }
    const batch: ImportRecord[] = [];
    close(batch);
    if (batch.length > 0) yield batch;
    if (lost > 0) {
      leftOut('damaged', lost);
      warn(`has ${lost === 1 ? 'a line that belongs' : `${lost} lines that belong`} to no message, left out here.`);
    }
  },
};

/** Who speaks, and how long that part of the line is; nothing if WhatsApp itself does. */
function authorOf(rest: string): { author: string; length: number } | undefined {
  const found = /^([^:\n]{1,80}):(?: |$)/.exec(rest);
  // WhatsApp quotes what was changed: Ann changed the subject to “tea: when?”
  if (found === null || /[“”"«»]/.test(found[1]!)) return undefined;
  const author = found[1]!.replace(/^~[ \u00a0\u202f]*/, '').trim();
  return author === '' ? undefined : { author, length: found[0].length };
}

/** What of a line follows after so many characters that are no marks; marks in front of it belong to it. */
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
  const all = HAS_MARKS.test(text) ? text.replace(MARKS, '').trim() : text.trim();
  if (all === '') return { why: 'attachment' };
  // What WhatsApp says is short.
  if (all.length < 300) {
    if (DELETED.has(all.toLowerCase().replace(/\.$/, ''))) return { why: 'deleted' };
    if (PLACEHOLDER.test(all) || OMITTED.test(all) || ATTACHED.test(all)) return { why: 'attachment' };
    // On iOS this mark stands in front of all that WhatsApp itself writes, in every language.
    if (text.startsWith('\u200e') || NOT_TYPED.test(all)) return { why: 'system' };
  }
  let words = all;
  if (words !== text) {
    // Names of people who are called upon stand between marks; in one word they stay whole.
    const named = text.replace(
      /@\u2068([^\u2069\n]{1,80})\u2069/g,
      (_whole, name: string) => `@${name.trim().replace(/\s+/g, '_')}`,
    );
    words = named
      .replace(/\s*\u200e<[^<>\n]{3,200}>\s*$/u, '')
      .replace(MARKS, '')
      .trim();
  }
  if (words.endsWith('>')) words = words.replace(EDITED, '').trim();
  const firstEnd = words.indexOf('\n');
  const caption = firstEnd !== -1 && ATTACHED.test(words.slice(0, firstEnd)) ? words.slice(firstEnd + 1).trim() : words;
  return caption === '' ? { why: 'attachment' } : caption;
}

/**
 * The first lines, the dates in front of them, and how many seem to have one of another form. Lists of chapters, diaries, logs
 * and subtitles seem so too: where a file is not called a chat, only exact dates count, and only where people talk in turns.
 */
function beginningOf(head: Head): { lines: string[]; stamps: Stamp[]; strange: number } {
  const lines = head.text.split('\n', 40).map((line) => line.replace(MARKS, ''));
  const seeming = lines.flatMap((line) => (stampOf(line) === undefined ? (seemsStamped(line) ?? []) : []));
  const likely = seeming.filter(({ name, exact }) => exact && !isLevel(name));
  const talk = isTalk(likely.map(({ name }) => name)) ? likely.length : 0;
  const strange = NAMED_CHAT.test(fileName(head)) ? seeming.length : talk;
  return { lines, stamps: lines.flatMap((line) => stampOf(line) ?? []), strange };
}

function dateOrder(head: Head): Order {
  const lines = head.text.split('\n').map((line) => line.replace(MARKS, ''));
  const stamps = lines.flatMap((line) => stampOf(line) ?? []);
  // Capitals: where people write am and pm in small letters, the day comes first.
  return orderOf(
    stamps,
    /^\[?\d{1,2}\/\d{1,2}\/\d{2,4},? \d{1,2}:\d\d(?::\d\d)?[ \u202f][AP]M/m.test(lines.join('\n')),
  );
}
