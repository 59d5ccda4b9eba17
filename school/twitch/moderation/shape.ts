/** Rules of shape: they refuse noise. */
import { ruleTexts } from '../texts/rules.ts';

export interface ShapeRule {
  readonly id: string;
  readonly refuses: string;
  readonly fits: (text: string) => boolean;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Three or more marks on one base character, which no living script needs; the variation selector U+FE0F does not count. */
const ZALGO = /(?:(?!\ufe0f)\p{M}){3,}/u;
const EMOJI = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]{2}/gu;

export const SHAPE_RULES: readonly ShapeRule[] = [
  {
    id: 'shape.zalgo',
    refuses: ruleTexts.manyMarks,
    fits: (text) => ZALGO.test(text.normalize('NFC')),
  },
  { id: 'shape.emoji', refuses: ruleTexts.manyEmoji, fits: (text) => count(text, EMOJI) > 5 },
  {
    id: 'shape.symbols',
    refuses: ruleTexts.manySymbols,
    fits: (text) => {
      const all = count(text, /[^\p{Z}\p{M}]/gu);
      const symbols = count(text, /[\p{S}\p{Co}]/gu);
      return (all >= 8 && symbols > 0.3 * all) || (all >= 10 && symbols + count(text, /\p{P}/gu) > 0.5 * all);
    },
  },
  {
    id: 'shape.capitals',
    refuses: ruleTexts.manyCapitals,
    fits: (text) => {
      const letters = count(text, /\p{L}/gu);
      return letters > 20 && count(text, /\p{Lu}/gu) > 0.7 * letters;
    },
  },
  {
    id: 'shape.character',
    refuses: ruleTexts.repeatedCharacter,
    fits: (text) => /(.)\1{6,}/su.test(text),
  },
  {
    id: 'shape.word',
    refuses: ruleTexts.repeatedWord,
    fits: (text) => {
      if (/(?<![\p{L}\p{N}])([\p{L}\p{N}]+)(?:[^\p{L}\p{N}]+\1(?![\p{L}\p{N}])){4,}/iu.test(text)) return true;
      const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const times = new Map<string, number>();
      for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
      return words.length >= 8 && Math.max(...times.values()) > words.length / 2;
    },
  },
];

/** The first rule of shape that refuses the text, or undefined. */
export function findShape(text: string): string | undefined {
  return SHAPE_RULES.find(({ fits }) => fits(text))?.id;
}
