/** What the tests of the tokenizer share: a seeded generator, strings that break tokenizers, and a small text of our own. */

/** mulberry32: numbers from 0 up to 1, the same ones for the same seed. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const PARTS = [
  ...'abcdefgEISTMRVLD',
  's',
  't',
  'll',
  've',
  're',
  'LL',
  'the',
  'and',
  'diary',
  'ſ',
  'K',
  'ß',
  'é',
  'e\u0301',
  'İ',
  'ı',
  ...'0123456789',
  '½',
  '²',
  'Ⅷ',
  '٣',
  '१',
  '𝟘',
  '一',
  '日本語',
  'ไทย',
  'नमस्ते',
  'שָׁלוֹם',
  'العربية',
  '한국어',
  'ǅ',
  'ª',
  'ʰ',
  '𝒳',
  '𐍈',
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  '\n',
  '\n',
  '\r',
  '\r\n',
  '\v',
  '\f',
  '\u0085',
  '\u00a0',
  '\u1680',
  '\u2003',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u3000',
  '\ufeff',
  '\u200b',
  '\u180e',
  '\u001c',
  '\u0000',
  '\u007f',
  '\u00ad',
  '\u202e',
  "'",
  "'",
  '’',
  '"',
  '.',
  ',',
  '!',
  '?',
  '-',
  '_',
  '$',
  '€',
  '<',
  '>',
  '|',
  '\\',
  '/',
  '{',
  '}',
  '@',
  '#',
  '…',
  '「',
  '´',
  '😀',
  '👩‍👩‍👧',
  '❤️',
  '🇩🇪',
  '👍🏽',
  '1️⃣',
  '\u0301',
  '\u20e3',
  '\ufe0f',
  '\u200d',
  '\ud83d',
  '\udc4d',
  '\udfff',
  '\uffff',
  '\ufffd',
  '\u{10ffff}',
  '\u0378',
  '\ue000',
  '<|turn|>',
  '<| end |>',
];

/** A string of up to `most` parts: all kinds of characters, lone surrogates too, often in runs. */
export function randomString(random: () => number, most: number): string {
  let text = '';
  const parts = Math.floor(random() * most);
  for (let i = 0; i < parts; i++) {
    const part = PARTS[Math.floor(random() * PARTS.length)]!;
    const dice = random();
    if (dice < 0.02) text += String.fromCodePoint(Math.floor(random() * 0x110000));
    else if (dice < 0.06) text += part.repeat(1 + Math.floor(random() * 70));
    else text += part;
  }
  return text;
}

/** Bytes of which some are UTF-8 and some are not. */
export function randomBytes(random: () => number, most: number): Uint8Array {
  const bytes: number[] = [];
  const parts = Math.floor(random() * most);
  for (let i = 0; i < parts; i++) {
    if (random() < 0.3) bytes.push(Math.floor(random() * 256));
    else bytes.push(...utf8(PARTS[Math.floor(random() * PARTS.length)]!));
    if (random() < 0.1) bytes.pop();
  }
  return Uint8Array.from(bytes);
}

export const NASTY: readonly string[] = [
  '',
  ' ',
  '  ',
  '\n',
  '\r\n\r\n',
  ' \n ',
  '   x',
  '\t\tx',
  '  \u00a0 x',
  'a  \n  b',
  'tail   ',
  "I'm you're he'd she'll we've it's can't DON'T",
  'I’m you’re he’d she’ll we’ve it’s can’t',
  "'tis 'twas 'dog' 'sat 'llama 'verb O'Dell rock'n'roll ''s \"'s 's 'S' 'll'",
  "'s\u0301 'ſ 'ſt 'd1 'm- '",
  '1 12 123 1234 12345678901 1,000,000.00 3.14 2²½Ⅷ٣٤٥٦ 𝟘𝟙𝟚𝟛',
  '18 Feb 1660 — 5th Nov., £4000 @ 3%',
  '<|turn|><|end|><|done|><|reserved|> <| end |><| turn |><| done |><| reserved |> <|endoftext|> </s> [PAD]',
  'e\u0301\u0323\u0301 \u0301x 1\u0301 .\u0301. \n\u0301',
  'नमस्ते दुनिया ไทยภาษา שָׁלוֹם עוֹלָם العَرَبِيَّة \u202eabc\u202c',
  '日本語のテキストは空白がない。全角　スペース。'.repeat(5),
  '👩‍👩‍👧‍👦👍🏽❤️🇩🇪🇫🇷1️⃣ 😀😀😀x😀',
  '\ud83d',
  '\ude00',
  '\ud83d\ud83d\ude00\ude00',
  'a\ud83db \ud83d',
  '\u0000\u0000a\u0000',
  '\u0001\u001c\u001f\u007f\u0080\u0085x\u0085\u00a0\u00ad',
  '\ufeffBOM \ufeff\ufeff',
  '\u200b\u200c\u200d\u2060\u180e',
  '\u2028\u2029\v\f\u001c',
  'a\u2003\u2003b\u3000c',
  '\uffff\ufffe\u{1ffff}\u{10ffff}\ue000\u0378\u{e0001}',
  'ĠtheĊĀ Ġ Ä ł',
  '__proto__ constructor toString hasOwnProperty',
  'a'.repeat(31),
  'a'.repeat(32),
  'a'.repeat(33),
  ` ${'a'.repeat(32)} ${'b'.repeat(33)}`,
  'é'.repeat(65),
  `${'a'.repeat(32)}\u0301\u0301`,
  'x\u0301'.repeat(40),
  '-'.repeat(100),
  '😀'.repeat(33),
  ' '.repeat(32),
  `${' '.repeat(32)}x`,
  `${' '.repeat(33)}x`,
  `${' '.repeat(64)}x`,
  `${' '.repeat(65)}7`,
  `${'\t'.repeat(33)}\n`,
  '\n'.repeat(65),
  '\r\n'.repeat(17),
  'abcdefghijklmnopqrstuvwxyz'.repeat(200),
  '0'.repeat(1000),
  `${'ab '.repeat(500)}!`,
];

/** A small text of our own to learn from: prose, a talk, numbers, other scripts. */
export const SAMPLE = `
Monday, 3 March. Up early, and to the window, where the snow lay on the roofs and the whole street was still. The baker's
boy went by with his cart, singing. I'm told that the river is frozen as far as the bridge, and that they're walking on it.
I thought of walking there too, but I didn't; I read the whole morning instead, and then wrote to my sister.

Tuesday, 4 March. The thaw has come. All day the water ran from the roofs, and the street was a brook. My sister's letter
came at noon: she'll be here on the 17th, or the 18th, if the roads are good. I've counted the days: 13, or 14.
The whole house must be cleaned, the windows washed, the stove mended. There's nothing in the house but bread and tea.

Wednesday, 5 March. "What are you writing there?" asked the boy. "A diary," I said. "What's it for?" — "For remembering."
He thought about that for a while. "I remember everything," he said, "and I'm not writing anything." And he went away,
singing. I wrote it down, and that's what it's for.

Friday, 7 March. Bought 12 candles, 3 pounds of flour, 250 needles; 1,284 in all, and 16 more than I had. The clerk says
that prices will go down again in 1872, or 1873, as they did in 1861. I don't believe it, and I don't think that he does.
Die Brücke ist wieder frei, und der Fluß geht hoch. Über Nacht kam Wind auf; es klapperte an allen Fenstern des Hauses.
日本語の本を一冊もらった。日本語はまだ読めない。 Привет, как дела? Всё хорошо, спасибо. 😀 😀 😀 ❤️ ❤️
`.repeat(2);
