/**
 * How a text is cut into pieces before byte pairs are merged. A merge never crosses from one piece to the next.
 *
 * The pattern follows GPT-2 and GPT-4 (openai/tiktoken, `tiktoken_ext/openai_public.py`), with four differences:
 * - a contraction must end its word (`'tis` and `'dog'` are not cut after the first letter), and may use a curly apostrophe;
 * - combining marks stay with the letter, or the symbol, that carries them;
 * - newlines are pieces of their own, never glued to punctuation, so that a line's end looks the same wherever it comes;
 * - every piece is bounded by `MAX_RUN` characters. So the work for a piece is bounded too, and an endless line of one
 *   letter costs no more per byte than prose. The same bounds stand in the regular expression that is exported.
 *
 * It is written in the syntax that Oniguruma (Hugging Face tokenizers) and JavaScript share. `\s` means White_Space.
 * Every character matches exactly one alternative, so the pieces always spell the whole text.
 */

/** Most characters (code points) of a run of letters, symbols, newlines or spaces; a leading space is not counted. */
export const MAX_RUN = 32;

/** Most digits of a piece. */
export const MAX_DIGITS = 3;

/** Most bytes of a piece: a leading space and `MAX_RUN` characters of four bytes. */
export const MAX_PIECE_BYTES = 1 + 4 * MAX_RUN;

const ALTERNATIVES = [
  // the end of a contraction: 's 't 'm 'd 'll 've 're
  "['\u2019](?:[sStTmMdD]|[lL][lL]|[vV][eE]|[rR][eE])(?![\\p{L}\\p{M}])",
  // a word with the one space before it
  ` ?\\p{L}[\\p{L}\\p{M}]{0,${MAX_RUN - 1}}`,
  // a group of digits, without the space before it: the same digits are always the same ids
  `\\p{N}{1,${MAX_DIGITS}}`,
  // punctuation, symbols, emoji, control characters, stray marks, with the one space before them
  ` ?[^\\s\\p{L}\\p{N}]{1,${MAX_RUN}}`,
  // line ends
  `[\\r\\n]{1,${MAX_RUN}}`,
  // other white space, but the last one is left to the word that follows
  `[^\\S\\r\\n]{1,${MAX_RUN}}(?!\\S)`,
  // the one white space that no word took: a tab before a letter, a space before a digit
  '\\s',
];

/** The pattern as one regular expression. */
export const PATTERN = ALTERNATIVES.join('|');

/** The pattern for JavaScript, global. Here `\s` has to be spelt out: JavaScript's own adds U+FEFF and lacks U+0085. */
export function patternRegExp(): RegExp {
  return new RegExp(PATTERN.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'), 'gu');
}
