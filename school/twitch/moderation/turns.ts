/** Removes marks of turns, `[name]:`, the form of conversations in the training text. They must not appear in a chat. */
import { LONGEST_NAME } from '../../../library/tokenizer/chat-template.ts';

/** `[name]:` */
const TURN = `\\[[^\\[\\]]{1,${LONGEST_NAME}}\\]\\s?:`;
/** A mark at the beginning, whole or its end: `[name]:`, `name]:`, `me]`, `]:` */
const FIRST = new RegExp(`^(?:${TURN}|[^\\s\\[\\]]{0,${LONGEST_NAME}}\\]\\s?:?)\\s*`, 'u');
/** A mark later in the text, with its opening bracket or without. */
const LATER = new RegExp(`${TURN}|[^\\s\\[\\]]*\\]\\s?:`, 'u');
/** The beginning of a mark at the end of the text. */
const BROKEN_OFF = new RegExp(`\\[[^\\[\\]]{0,${LONGEST_NAME}}$`, 'u');

/**
 * The text of the first turn, without its mark and without the turns behind it.
 * @param names names of the turns; beside a bracket they count as a mark even without a colon
 * @example firstTurn('chatter]: hello [chatter]: and you?') // 'hello'
 */
export function firstTurn(text: string, names: readonly string[] = []): string {
  const known = beside(names);
  let said = text.trim();
  for (let before = ''; said !== before; ) {
    before = said;
    said = said.replace(FIRST, '');
    if (known !== undefined && said.search(known) === 0) said = said.replace(known, '').trim();
  }
  for (const end of [LATER, known, BROKEN_OFF]) {
    const at = end === undefined ? -1 : said.search(end);
    if (at >= 0) said = said.slice(0, at).trim();
  }
  return said;
}

/** A pattern for any of the names beside a bracket. */
function beside(names: readonly string[]): RegExp | undefined {
  const all = names
    .filter((name) => name.trim() !== '')
    .map((name) => name.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  if (all.length === 0) return undefined;
  const any = `(?:${all.join('|')})`;
  return new RegExp(`(?:\\[\\s?${any}(?![\\p{L}\\p{N}])\\s?\\]?|(?<![\\p{L}\\p{N}])${any}\\s?\\])\\s?:?`, 'iu');
}
