/** Scraps of the form in which conversations are read, `[name]: words`: nobody in a chat is to see them. */
import { LONGEST_NAME } from '../../../library/tokenizer/chat-template.ts';

/** `[name]:` */
const TURN = `\\[[^\\[\\]]{1,${LONGEST_NAME}}\\]\\s?:`;
/** At the very beginning, whole or what is left of one: `[name]:`, `name]:`, `me]`, `]:` */
const FIRST = new RegExp(`^(?:${TURN}|[^\\s\\[\\]]{0,${LONGEST_NAME}}\\]\\s?:?)\\s*`, 'u');
/** Later on, with its first bracket or without. */
const LATER = new RegExp(`${TURN}|[^\\s\\[\\]]*\\]\\s?:`, 'u');
/** At the very end, broken off. */
const BROKEN_OFF = new RegExp(`\\[[^\\[\\]]{0,${LONGEST_NAME}}$`, 'u');

/**
 * The words of the first turn alone: without the scraps of its name, and without what others are made to say next.
 * @param names of those who talk with it; beside a bracket they are such a scrap without a colon, too
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

/** Any of the names beside a bracket. */
function beside(names: readonly string[]): RegExp | undefined {
  const all = names
    .filter((name) => name.trim() !== '')
    .map((name) => name.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  if (all.length === 0) return undefined;
  const any = `(?:${all.join('|')})`;
  return new RegExp(`(?:\\[\\s?${any}(?![\\p{L}\\p{N}])\\s?\\]?|(?<![\\p{L}\\p{N}])${any}\\s?\\])\\s?:?`, 'iu');
}
