/** The regular expressions by which vocabularies from files cut texts, for JavaScript. */
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';

/** GPT-2's pattern (openai/gpt-2, `encoder.py`), also r50k_base's. */
export const GPT2_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** GPT-4's pattern (openai/tiktoken, `tiktoken_ext/openai_public.py`). */
export const CL100K_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** Classes that mean other sets in JavaScript, or do not exist there. */
const CLASSES: Readonly<Record<string, string>> = {
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  h: '0-9a-fA-F',
};
const INSIDE_ONLY = new Set(['h']);
/** Escapes that the flag `u` allows as they stand; in a class also the hyphen's. */
const KNOWN_ESCAPES = /[\^$\\.*+?()[\]{}|/pPnrtfvbBwWxuk0-9cD]/;

/**
 * A pattern in the syntax of Oniguruma, Rust or Python as a global regular expression. Possessive quantifiers become greedy
 * ones, which match the same wherever nothing behind them could match what they took.
 *
 * @throws Error with one sentence if JavaScript cannot read it
 */
export function splitPattern(pattern: string): RegExp {
  let source = '';
  let inClass = false;
  let quantified = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === '\\') {
      const escaped = pattern[++at] ?? '';
      if (Object.hasOwn(CLASSES, escaped)) {
        source += INSIDE_ONLY.has(escaped) && !inClass ? `[${CLASSES[escaped]}]` : CLASSES[escaped];
      } else source += KNOWN_ESCAPES.test(escaped) || (inClass && escaped === '-') ? `\\${escaped}` : escaped;
      const property = /^[pP]$/.test(escaped) ? (/^\{[^}]*\}/.exec(pattern.slice(at + 1))?.[0] ?? '') : '';
      source += property;
      at += property.length;
      quantified = false;
      continue;
    }
    if (character === '+' && quantified && !inClass) {
      quantified = false;
      continue;
    }
    // a quantifier may be followed by the + that makes it possessive
    quantified = !inClass && '*+?}'.includes(character) && !source.endsWith('(');
    if (character === '[' && !inClass) inClass = true;
    else if (character === ']' && inClass) inClass = false;
    // in a class, `[` and braces are syntax for the flag v only
    source += character;
  }
  try {
    return new RegExp(source, 'gu');
  } catch (error) {
    throw new Error(tokenizerTexts.files.unusablePattern(JSON.stringify(pattern.slice(0, 80))), { cause: error });
  }
}
