/** Where the last sentence of a text ends. */

/** The end of a sentence: its sign, what closes behind it, and then space or the end of the text. */
const SENTENCE_END = /(?:[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？]["'”’»」』）]*)/gu;
/** What a point stands behind that ends no sentence: an initial, a title, a number. */
const ABBREVIATION =
  /(?:^|[\s(])(?:\p{L}|\d+(?:st|nd|rd|th)?|Mr|Mrs|Ms|Dr|St|Prof|Sr|Jr|Capt|Col|Hr|Fr|Nr|No|vs|etc|ca|usw|bzw)\.$/u;

/** How far a text goes to the end of its last sentence, in characters; 0: it has none. */
export function sentenceEnd(text: string): number {
  let end = 0;
  for (const { 0: sign, index } of text.matchAll(SENTENCE_END)) {
    if (sign.startsWith('.') && ABBREVIATION.test(text.slice(0, index + 1))) continue;
    end = index + sign.length;
  }
  return end;
}
