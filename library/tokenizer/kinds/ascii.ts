/** 97 characters: the printable ones of ASCII, the tab and the newline. All other characters are folded into them. */
import { hashOf, SpelledTokenizer, spellingsOf } from '../spelled.ts';
import type { SpecialIds } from '../vocabulary.ts';

const FIRST_PRINTABLE = 0x20;
const PRINTABLE = 95;
const [TAB, NEWLINE] = [PRINTABLE, PRINTABLE + 1];
/** The printable characters, the tab, the newline. */
export const ASCII_CHARACTERS = 97;

/** Letters and marks that no decomposition of Unicode spells in ASCII, and how people write them there. */
const SPELT: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '‹': "'",
  '›': "'",
  '´': "'",
  '`': '`',
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '*',
  '·': '*',
  '…': '...',
  '×': 'x',
  '÷': '/',
  '€': 'EUR',
  '£': 'GBP',
  '©': '(c)',
  '®': '(r)',
  '°': ' degrees',
  '⁄': '/',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'ng',
  Ŋ: 'NG',
  ŧ: 't',
  Ŧ: 'T',
};

/** A text in the 97 characters: marks of typographers folded, accents stripped, `?` for a character that has no such form. */
export function foldToAscii(text: string): string {
  let folded = '';
  for (const character of text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')) {
    folded += isAscii(character) ? character : (SPELT[character] ?? decomposed(character));
  }
  return folded;
}

function decomposed(character: string): string {
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return '';
  if (/^\p{Zs}$/u.test(character)) return ' ';
  const parts = Array.from(character.normalize('NFKD').replace(/\p{M}/gu, ''), (part) => SPELT[part] ?? part);
  return parts.length > 0 && parts.every((part) => Array.from(part).every(isAscii)) ? parts.join('') : '?';
}

const isAscii = (character: string): boolean => idOf(character.charCodeAt(0)) !== undefined;

function idOf(code: number): number | undefined {
  if (code === 0x09) return TAB;
  if (code === 0x0a) return NEWLINE;
  const id = code - FIRST_PRINTABLE;
  return id >= 0 && id < PRINTABLE ? id : undefined;
}

/** Ids: the 97 characters, then the marks `end`, `turn` and `done`. */
export class AsciiTokenizer extends SpelledTokenizer {
  readonly kind = 'ascii';
  readonly special: SpecialIds = { end: ASCII_CHARACTERS, turn: ASCII_CHARACTERS + 1, done: ASCII_CHARACTERS + 2 };
  readonly control: ReadonlySet<number> = new Set(Object.values(this.special));
  override readonly folds = true;
  readonly hash = hashOf(['ascii', 1]);

  constructor() {
    const codes = [...Array.from({ length: PRINTABLE }, (_, i) => FIRST_PRINTABLE + i), 0x09, 0x0a];
    super(spellingsOf([...codes.map((code) => Uint8Array.of(code)), ...new Array<undefined>(3)]));
  }

  encode(text: string): Int32Array {
    return Int32Array.from(foldToAscii(text), (character) => idOf(character.charCodeAt(0))!);
  }

  stored(): object {
    return {};
  }
}
