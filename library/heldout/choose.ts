/** Choosing the part of a text that is held out; what is promised about it stands in heldout.ts. */

import { KnownReader, linesOf, saidIn } from './decontaminate.ts';
import type { Known } from './fingerprint.ts';
import { NumberSpool } from './number-spool.ts';
import { RECOGNISABLE } from './segments.ts';

/** Fewest characters of a file that gives up a part. */
export const SMALLEST = 400;

/** Fewest characters of a part. */
const SMALLEST_PART = 64;

/** Most characters of a part: enough for any exam, and what is held out is in memory. */
const LARGEST_PART = 1 << 22;

/** How far the beginning may move to reach the beginning of a line, as a part of the file. */
const LINE_WITHIN = 0.02;

/** A text whose part comes up again in more of its other passages than this repeats itself. */
const MOST_REPEATED = 0.1;

export type Choice =
  | { kind: 'part'; text: string }
  /** `nothing new`: all of the end was learnt or held out before. */
  | { kind: 'too small' | 'repeats itself' | 'nothing new' };

/**
 * Chooses from the end of a text. Reads it twice: to count its characters, and to take the part.
 * @param mayHold whether a passage, by its number, may be held out: it was never learnt and is not held out yet.
 */
export async function chooseHeldOut(
  read: () => AsyncIterable<string>,
  fraction: number,
  mayHold: (hash: number) => boolean,
): Promise<Choice> {
  let length = 0;
  for await (const piece of read()) length += piece.length;
  if (length < SMALLEST) return { kind: 'too small' };
  const wanted = Math.min(LARGEST_PART, Math.ceil(length * fraction));
  const from = length - Math.max(wanted, SMALLEST_PART);
  const head = new NumberSpool();
  try {
    const tail = await split(read, from, from + Math.floor(length * LINE_WITHIN), head);
    return choiceOf(tail, head, mayHold);
  } finally {
    head.close();
  }
}

/** Of the passages at the end of a text those that may be held out. @param head the numbers of all before */
function choiceOf(tail: readonly Known[], head: NumberSpool, mayHold: (hash: number) => boolean): Choice {
  const isFree = ({ hash, blank }: Known): boolean => blank || Number.isNaN(hash) || mayHold(hash);
  // what was learnt as words alone is no test of a turn that says them
  const free = linesOf(tail).flatMap((line) => {
    const said = saidIn(line).every(isFree);
    return line.map((known) => said && isFree(known));
  });
  const candidates = new Set(tail.filter((known, i) => free[i] && !known.blank).map(({ hash }) => hash));
  const repeated = new Set<number>();
  const again = head.countOf((hash) => candidates.has(hash) && repeated.add(hash) !== undefined);
  const repeats = again > head.length * MOST_REPEATED;
  // Holding such a text's end out would hold out all of it.
  const spared = repeats ? free.map((isFree, i) => isFree && !repeated.has(tail[i]!.hash)) : free;
  const text = join(tail, spared);
  if (text.replace(/\s+/g, ' ').trim().length >= RECOGNISABLE) return { kind: 'part', text };
  return { kind: repeats ? 'repeats itself' : 'nothing new' };
}

/** The passages of the part. @param head takes the numbers of the passages before it */
async function split(
  read: () => AsyncIterable<string>,
  from: number,
  lineUntil: number,
  head: NumberSpool,
): Promise<Known[]> {
  const reader = new KnownReader();
  let tail: Known[] = [];
  let across: Known | undefined;
  let offset = 0;
  let lineBegins = true;
  let atLine = false;
  const take = (passages: readonly Known[]): void => {
    for (const known of passages) {
      if (lineBegins && !atLine && offset >= from && offset <= lineUntil) {
        // What was taken from the middle of a line on goes back.
        for (const { hash } of tail) if (!Number.isNaN(hash)) head.push(hash);
        tail = [];
        atLine = true;
      }
      if (offset >= from) tail.push(known);
      else if (offset + known.text.length > from) across = known;
      else if (!Number.isNaN(known.hash)) head.push(known.hash);
      offset += known.text.length;
      lineBegins = known.text.endsWith('\n');
    }
  };
  for await (const piece of read()) take(reader.push(piece));
  take(reader.end());
  if (across !== undefined) {
    // A small file whose next line begins too late gives the whole line in which the part should begin.
    if (tail.reduce((sum, { text }) => sum + text.length, 0) < SMALLEST_PART) tail.unshift(across);
    else if (!Number.isNaN(across.hash)) head.push(across.hash);
  }
  return tail;
}

/**
 * The free passages, joined. A short one is taken only together with all that its number covers, so that the numbers of the
 * joined text are those of the file; the file's last short lines follow a passage that is taken.
 */
function join(tail: readonly Known[], free: readonly boolean[]): string {
  const taken = new Uint8Array(tail.length);
  tail.forEach(({ hash, span, blank }, i) => {
    if (blank || Number.isNaN(hash)) {
      if (i > 0 && taken[i - 1] === 1 && free[i]) taken[i] = 1;
      return;
    }
    for (let j = i; j < i + span; j++) if (!free[j]) return;
    taken.fill(1, i, i + span);
  });
  return tail
    .filter((_, i) => taken[i] === 1)
    .map(({ text }) => text)
    .join('');
}
