/** Who comes to the baby past the library must pass the same gate: what is held out for exams is never learnt. */

import { type HeldOutSet, knownIn, Sieve } from '../heldout/decontaminate.ts';
import type { SeenSet } from '../heldout/seen-set.ts';
import { turnName } from '../tokenizer/chat-template.ts';
import type { Example, ExampleTurn } from './examples.ts';

/**
 * Whether a passage may be learnt: nothing that it says is held out, neither as turns nor as words alone.
 * @returns numbers of all that it says, to be known as given out; undefined if any of it is held out
 */
export function admit({ turns }: Example, withheld: HeldOutSet): number[] | undefined {
  return passableAll([turns.map(lineOf).join(''), ...turns.flatMap(({ text }) => waysToSay(text))], withheld);
}

/**
 * The words of a turn, by any speaker: a line that a diary holds out may not be learnt from a chat either.
 * @returns numbers of all of it, to be known as given out; undefined if any of it is held out
 */
export function admitWords(text: string, withheld: HeldOutSet): number[] | undefined {
  return passableAll(waysToSay(text), withheld);
}

/** Line by line, as it may stand in a text, and in one line, as it is said. */
const waysToSay = (text: string): string[] => (/[\r\n]/.test(text) ? [text, inOneLine(text)] : [text]);

/** Numbers of what stands in texts, unless any of it is held out. */
function passableAll(texts: readonly string[], withheld: HeldOutSet): number[] | undefined {
  const hashes: number[] = [];
  for (const text of texts) {
    const sieve = new Sieve(withheld);
    for (const known of knownIn(text)) {
      if (sieve.drops(known)) return undefined;
      if (!Number.isNaN(known.hash)) hashes.push(known.hash);
    }
  }
  return hashes;
}

/** The examples that may be learnt; they are recorded in the seen set. */
export function admitAll<P extends Example>(passages: readonly P[], withheld: HeldOutSet, given: SeenSet): P[] {
  return passages.filter((passage) => {
    const hashes = admit(passage, withheld);
    if (hashes) given.add(hashes);
    return hashes !== undefined;
  });
}

/** A turn as a line of a text. */
export function lineOf({ speaker, text }: Pick<ExampleTurn, 'speaker' | 'text'>): string {
  return `[${turnName(speaker)}]: ${inOneLine(text)}\n`;
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
