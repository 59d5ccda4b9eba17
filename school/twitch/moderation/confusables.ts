/** Characters that look like others. What NFKC already makes equal (wide, bold, circled, …) is not repeated here. */

/** What each letter or mark is mistaken for; the look-alikes in small letters, marks (accents) left out. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑɐαᴀᎪ',
  b: 'вьъыʙɓβбƃᏴᖯ',
  c: 'сɔᴄϲцᏟⅽҫ',
  d: 'ԁɗđðᴅдᎠɖⅾ',
  e: 'еєэɛǝəᴇεзɘҽᎬ℮',
  f: 'ꜰɟƒϝ',
  g: 'ɡɢɠցԍᏀᶃ',
  h: 'һнհʜħɥɦᎻηҥ',
  i: 'іıɩɪιᎥꙇ',
  j: 'јᴊյϳᎫȷ',
  k: 'кκᴋқҝƙᏦ',
  l: 'ӏłʟլⅼᏞɭլлʅ',
  m: 'мᴍɯɱᎷⅿ',
  n: 'ոռɴпᴎɲŋɳᏁ',
  o: 'оοσօøᴏөɵᎾ๐ဝ〇',
  p: 'рρᴘքþƥᏢ',
  q: 'ԛզɋ',
  r: 'гʀɹяᴦɾᏒ',
  s: 'ѕꜱʂςᏚƽ',
  t: 'тτᴛʇŧƭᎢ',
  u: 'υսᴜʊи',
  v: 'νѵᴠʌʋᏙⅴ',
  w: 'ԝωшщᴡʍաᎳ',
  x: 'хχжⅹҳ',
  y: 'уʏγүұʎყᎩƴ',
  z: 'ᴢζʐȥƶӡʑᏃ',
  ae: 'æ',
  oe: 'œ',
  ss: 'ß',
  io: 'ю',
  '.': '。․·•∙・᛫⋅｡‧۔܁',
  '/': '∕⁄⧸╱⟋',
  '\\': '⧵∖',
  ':': '꞉∶ː˸',
  '-': '‐‑‒–—−﹘',
  "'": '‘’‛′`´',
  '"': '“”„‟″',
};

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
  for (const [first, letters] of ALPHABETS) {
    for (let i = 0; i < letters; i++) map.set(String.fromCodePoint(first + i), String.fromCharCode(97 + i));
  }
  return map;
}

const CONFUSABLES = build();

/** Replaces what looks like a Latin letter or a mark of addresses by it. The text should be in small letters and in NFKC. */
export function unconfused(text: string): string {
  let out = '';
  for (const character of text) out += CONFUSABLES.get(character) ?? character;
  return out;
}
