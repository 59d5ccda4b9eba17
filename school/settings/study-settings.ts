/** What an owner may decide to leave out of a brain, for study: the part of baby.json about it. */
import { z } from 'zod';
import { SHAPES } from '../../brain/brains/shapes/index.ts';
import { rangeTexts } from './texts/ranges.ts';

/** What may be left out of a brain that has these organs. */
const studySchema = (organs: readonly string[]) => {
  const words = organs.length > 0 ? rangeTexts.listOf(organs.join(', ')) : rangeTexts.noOrgans;
  const isOne = (list: unknown): list is readonly string[] =>
    Array.isArray(list) && list.every((organ) => organs.includes(organ as string));
  return z.strictObject({ without: z.custom<readonly string[]>(isOne).describe(words) }).describe(rangeTexts.study);
};

export const studyShape = {
  study: studySchema([...new Set(Object.values(SHAPES).flatMap(({ organs = [] }) => organs))]),
};

/** The same for one kind of brain. */
export const studyOf = (organs: readonly string[] | undefined) => ({ study: studySchema(organs ?? []) });

export const STUDY: z.output<z.ZodObject<typeof studyShape>> = {
  // Organs that are left out, for study: their weights rest until they are back.
  study: { without: [] },
};
