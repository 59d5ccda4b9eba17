/** What a value of baby.json may be, with the words for it. */
import { z } from 'zod';

export const number = (min: number, max: number) =>
  z.number().min(min).max(max).describe(`a number from ${min} to ${max}`);
export const whole = (min: number, max: number) =>
  z.int().min(min).max(max).describe(`a whole number from ${min} to ${max}`);
export const yesOrNo = z.boolean().describe('true or false');
/** A list of texts in one line each. */
export const lines = (most: number, longest: number) =>
  z
    .custom<readonly string[]>(
      (list) =>
        Array.isArray(list) && list.length <= most && list.every((text) => isLine(text) && text.length <= longest),
    )
    .describe(`a list of at most ${most} texts of 1 to ${longest} characters, each in one line`);

const isLine = (text: unknown): text is string =>
  typeof text === 'string' && text.trim() !== '' && !/\p{Cc}/u.test(text);
