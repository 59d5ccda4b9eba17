/** Making any text safe to show in a terminal. */

/**
 * Whole escape sequences, so that nothing of them stays behind as litter: strings (DCS, SOS, OSC, PM, APC) with what they
 * carry up to their end or the end of the line, control sequences (CSI), and the short ones. ECMA-48, 5th edition, 5.4–5.6.
 */
const SEQUENCES =
  /(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g;

/**
 * Characters that steer, hide or reorder: controls but newline and tab, format characters (bidi, zero width, soft hyphen,
 * tags), lone surrogates, line and paragraph separators, noncharacters, all that Unicode draws as nothing (fillers, the
 * grapheme joiner), and U+E0000–E0FFF (tags and the variation selectors that can smuggle bytes), assigned or not. Only
 * U+FE0E and U+FE0F stay, which choose between text and emoji and count as combining marks, and a joiner that stands alone
 * between two emoji, of which it makes one: a family, a flag.
 */
const HARMFUL =
  /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}](?<![\ufe0e\ufe0f])(?<!\p{ExtPict}[\ufe0f\p{EMod}]?\u200d(?=\p{ExtPict}))/gu;

/** Most combining marks that one base character keeps: enough for living scripts, too few to climb over other lines. */
const STACKED = /(\p{M}{3})\p{M}+/gu;

/**
 * The text without anything that could move the cursor, change colours or the title, reverse the order of reading or hide.
 * Pure, linear in time, and `printable(printable(x)) === printable(x)`. Newline and tab stay.
 *
 * A stream should be cleaned whole lines at a time: the limit on combining marks cannot see what was shown before.
 */
export function printable(text: string): string {
  return text.replace(SEQUENCES, '').replace(HARMFUL, '').replace(STACKED, '$1');
}
