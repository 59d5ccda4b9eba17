/** Texts removed from the library: the weights may still know them. */
import { commonLength } from '../../../library/batches/token-text.ts';
import type { PrivateText } from './memorised.ts';

/** Tokens kept on both sides of a change: more than 40 characters can have, so that no window across the edge is lost. */
const AROUND = 256;

/**
 * The parts of the old texts that are not in the new ones: whole removed texts, and the changed place of a changed text. A text that
 * only grew at its end, or was renamed, adds nothing. Time grows with the total length.
 *
 * @param end the id that ends a text
 */
export function goneTexts(then: readonly PrivateText[], now: readonly PrivateText[], end: number): PrivateText[] {
  const byLength = Map.groupBy(now, ({ tokens }) => tokens.length);
  const byName = Map.groupBy(now, ({ name }) => name);
  const gone: PrivateText[] = [];
  for (const text of then) {
    if (byLength.get(text.tokens.length)?.some((other) => alike(text, other))) continue;
    const part = changedPart(text, byName.get(text.name) ?? [], end);
    if (part !== undefined && !gone.some((other) => alike(part, other))) gone.push(part);
  }
  return gone;
}

/** Whether these are the same texts under the same names, in the same order. */
export const sameTexts = (some: readonly PrivateText[], others: readonly PrivateText[]): boolean =>
  some.length === others.length && some.every((text, i) => text.name === others[i]!.name && alike(text, others[i]!));

const alike = ({ tokens }: PrivateText, other: PrivateText): boolean =>
  tokens.length === other.tokens.length && commonLength(tokens, other.tokens) === tokens.length;

/** The part of a text between the beginning and the end that it shares with the most similar other text. */
function changedPart(text: PrivateText, others: readonly PrivateText[], end: number): PrivateText | undefined {
  const { name, tokens } = text;
  // no words: what stands before the end of a text stands as well before what was written behind it
  const words = tokens.at(tokens.length - 1) === end ? tokens.length - 1 : tokens.length;
  let [from, to] = [0, tokens.length];
  for (const { tokens: other } of others) {
    const begin = commonLength(tokens, other);
    if (begin >= words) return undefined;
    const most = Math.min(tokens.length, other.length) - begin;
    const same = commonLength(tokens, other, true, most);
    if (tokens.length - same - begin < to - from) [from, to] = [begin, tokens.length - same];
  }
  const first = Math.max(0, from - AROUND);
  const last = Math.min(tokens.length, to + AROUND);
  if (first === 0 && last === tokens.length) return text;
  // a view of the whole would keep the whole in memory
  return { name, tokens: tokens.slice(first, last) };
}
