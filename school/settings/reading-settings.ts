/** How texts are cut into the chunks that it learns from. */
import { z } from 'zod';
import { PACKINGS } from '../../library/batches/chunks.ts';
import { oneOf, whole } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

export const READING = {
  // Whether a chunk may hold parts of several texts; and tokens from one chunk's beginning to the next, 0: as many as it has.
  reading: { packing: 'continuous' as (typeof PACKINGS)[number], stride: 0 },
};

export const readingShape = {
  reading: z.strictObject({ packing: oneOf(PACKINGS), stride: whole(0, 65_536) }).describe(rangeTexts.reading),
};
