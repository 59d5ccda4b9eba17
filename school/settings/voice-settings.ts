import { z } from 'zod';
import { STORAGE_TYPES } from '../../brain/kernels/storage.ts';
import { number, oneOf, whole } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

/** What each value of `voice` may be in a request from outside. */
export const voiceShape = {
  temperature: number(0, 5),
  topK: whole(0, 100_000),
  topP: number(0, 1),
  minP: number(0, 1),
  repetitionPenalty: number(0.1, 10),
  repetitionWindow: whole(0, 4096),
  maxTokens: whole(1, 4096),
};

/** The same in baby.json, where the temperature may be left to its exams. */
export const voiceSettingsShape = {
  ...voiceShape,
  storage: oneOf(STORAGE_TYPES),
  temperature: z.union([z.literal('auto'), voiceShape.temperature]).describe(rangeTexts.autoOrNumber(0, 5)),
};

export { spokenVoice, temperatureOf, UNFITTED } from './temperature.ts';
