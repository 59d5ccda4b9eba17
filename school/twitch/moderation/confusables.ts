/** Characters that look like others. What NFKC already makes equal (wide, bold, circled, …) is not repeated here. */
import { UNICODE_CONFUSABLES } from './unicode-confusables.ts';

/**
 * What letters and marks are mistaken for beside what Unicode calls confusable, in small letters and without accents. Where both know a
 * character this table holds: people read a Greek eta as an h.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'ɐᴀⲁᗩ卂',
  b: 'ъыʙⲃ乃',
  c: 'ɔцⅽᑕ匚',
  d: 'ᴅдⅾδ',
  e: 'єэɛǝəᴇзɘⲉᗴ乇',
  f: 'ꜰɟ千',
  g: 'ɢᏀᎶ',
  h: 'ʜɥηҥ卄',
  i: 'іɨⲓιƖ丨',
  j: 'ᴊյȷフ',
  k: 'ᴋҝ',
  l: 'ӏʟլⅼлʅㄥ',
  m: 'ᴍɯⅿ爪',
  n: 'ɴпᴎŋᏁπⲡᑎ几',
  o: '๐〇ⲑㄖ',
  p: 'ᴘքþ卩',
  q: 'ɋϥᑫ',
  r: 'ɹяɾ尺',
  s: 'ςᔕ丂',
  t: 'ᴛʇϯㄒ',
  u: 'ʊиμㄩ',
  v: 'ʌʋⅴ',
  w: 'ωшщʍⲱϣᗯ山',
  x: 'жⅹϫ乂',
  y: 'ʎㄚ',
  z: 'ӡʑⲍᘔ乙',
  ss: 'ß',
  io: 'ю',
  '.': '。․·•∙・᛫⋅｡‧۔ꓸ',
  '\\': '⧵∖',
  ':': 'ːꓽ︰',
  '-': '—',
  "'": '‘’‛′`´',
  '"': '“”„‟″',
};

/** Capitals that look like another letter than their small form does. */
const CAPITALS: Readonly<Record<string, string>> = {
  a: 'ΛΔ',
  e: 'ΣΞ',
  i: 'Ӏ',
  m: 'ΜϺ',
  n: 'ΝИ',
  o: 'ΩΦФ',
  r: 'Γ',
  s: 'Տ',
  u: 'ԱЦ',
  y: 'ΥΨ',
};

/** The letters of Lisu, U+A4D0 to U+A4F7: Latin capitals, upright and turned. */
const LISU = 'bpddttgkkjcczffmnlsrravhgjwxybaaeeiounld';

/** Letters in squares and circles that NFKC leaves alone, and the letters of flags: [first code point, how many]. */
const ALPHABETS: readonly (readonly [first: number, letters: number])[] = [
  [0x1f1e6, 26],
  [0x1f150, 26],
  [0x1f170, 26],
  [0x1f130, 26],
];

/** Unlike `LOOK_ALIKES`, only inside a word: elsewhere they mean themselves. One character may stand for several letters. */
export const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'il',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'gb',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
  '£': 'l',
  '¥': 'y',
  '+': 't',
  '!': 'il',
  '|': 'il',
  '(': 'c',
  '<': 'c',
  '¡': 'i',
  '¢': 'c',
  '§': 's',
};

/** Each character of a table, and its small form, with what it is mistaken for. */
function readingsOf(table: Readonly<Record<string, string>>): Map<string, string> {
  const pairs = Object.entries(table).flatMap(([target, sources]) =>
    [...sources].map((source): [string, string] => [source, target]),
  );
  const map = new Map(pairs);
  for (const [source, target] of pairs) if (!map.has(source.toLowerCase())) map.set(source.toLowerCase(), target);
  return map;
}

function ownReadings(): Map<string, string> {
  const map = readingsOf(LOOK_ALIKES);
  for (const [target, sources] of Object.entries(CAPITALS)) for (const source of sources) map.set(source, target);
  [...LISU].forEach((letter, i) => map.set(String.fromCharCode(0xa4d0 + i), letter));
  for (const [first, letters] of ALPHABETS) {
    for (let i = 0; i < letters; i++) map.set(String.fromCodePoint(first + i), String.fromCharCode(97 + i));
  }
  return map;
}

const OWN = ownReadings();
const UNICODE = readingsOf(UNICODE_CONFUSABLES);

/** The reading of one character that is not ASCII. */
function readingOf(character: string): string {
  const small = character.toLowerCase();
  return OWN.get(character) ?? OWN.get(small) ?? UNICODE.get(character) ?? UNICODE.get(small) ?? small;
}

/** In small letters, with what looks like a Latin letter or a mark of addresses replaced by it. The text should be in NFKC. */
export function unconfused(text: string): string {
  return (
    text
      // at the end of a word it is an s in small letters, too
      .replace(/Σ(?!\p{L})/gu, 'ς')
      .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
      .replace(/[^\x00-\x7f]|`/gu, readingOf)
  );
}
