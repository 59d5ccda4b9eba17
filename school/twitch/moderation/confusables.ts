/** Characters that look like others. What NFKC already makes equal (wide, bold, circled, …) is not repeated here. */

/** What each letter or mark is mistaken for; the look-alikes in small letters, marks (accents) left out. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑɐαᴀᎪⲁᗅ',
  b: 'вьъыʙɓβбƃᏴᖯƀⲃ',
  c: 'сɔᴄϲцᏟⅽҫȼⲥ',
  d: 'ԁɗđðᴅдᎠɖⅾδ',
  e: 'еєэɛǝəᴇεзɘҽᎬ℮ɇⲉ',
  f: 'ꜰɟƒϝ',
  g: 'ɡɢɠցԍᏀᶃ',
  h: 'һнհʜħɥɦᎻηҥⲏ',
  i: 'іıɩɪιᎥꙇɨⲓ',
  j: 'јᴊյϳᎫȷɉ',
  k: 'кκᴋқҝƙᏦⲕ',
  l: 'ӏłʟլⅼᏞɭլлʅ',
  m: 'мᴍɯɱᎷⅿⲙ',
  n: 'ոռɴпᴎɲŋɳᏁπⲛⲡ',
  o: 'оοσօøᴏөɵᎾ๐ဝ〇θⲟⲑ',
  p: 'рρᴘքþƥᏢⲣ',
  q: 'ԛզɋϥ',
  r: 'гʀɹяᴦɾᏒɍᎡⲅ',
  s: 'ѕꜱʂςᏚƽ',
  t: 'тτᴛʇŧƭᎢⲧϯ',
  u: 'υսᴜʊиμ',
  v: 'νѵᴠʌʋᏙⅴ',
  w: 'ԝωшщᴡʍաᎳᏔⲱϣѡ',
  x: 'хχжⅹҳⲭϫ',
  y: 'уʏγүұʎყᎩƴɏᎽⲩ',
  z: 'ᴢζʐȥƶӡʑᏃⲍ',
  ae: 'æ',
  oe: 'œ',
  ss: 'ß',
  io: 'ю',
  '.': '。․·•∙・᛫⋅｡‧۔܁ꓸ',
  '/': '∕⁄⧸╱⟋',
  '\\': '⧵∖',
  ':': '꞉∶ː˸ꓽ',
  '-': '‐‑‒–—−﹘',
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

function build(): Map<string, string> {
  const map = new Map<string, string>();
  for (const [target, sources] of Object.entries(LOOK_ALIKES)) {
    for (const source of sources) {
      map.set(source, target);
      map.set(source.toLowerCase(), target);
    }
  }
  [...LISU].forEach((letter, i) => map.set(String.fromCharCode(0xa4d0 + i), letter));
  for (const [first, letters] of ALPHABETS) {
    for (let i = 0; i < letters; i++) map.set(String.fromCodePoint(first + i), String.fromCharCode(97 + i));
  }
  return map;
}

const CONFUSABLES = build();
const LARGE = new Map(Object.entries(CAPITALS).flatMap(([letter, all]) => [...all].map((one) => [one, letter])));

/** In small letters, with what looks like a Latin letter or a mark of addresses replaced by it. The text should be in NFKC. */
export function unconfused(text: string): string {
  let small = '';
  // at the end of a word it is an s in small letters, too
  for (const character of text.replace(/Σ(?!\p{L})/gu, 'ς')) small += LARGE.get(character) ?? character;
  let out = '';
  for (const character of small.toLowerCase()) out += CONFUSABLES.get(character) ?? character;
  return out;
}
