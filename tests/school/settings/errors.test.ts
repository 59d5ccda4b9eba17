import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { METHODS, specOf } from '../../../school/api/contract.ts';
import { explain } from '../../../school/settings/errors.ts';
import { changeTexts } from '../../../school/settings/texts/changes.ts';
import { rangeTexts } from '../../../school/settings/texts/ranges.ts';

/** How the schema library itself speaks. */
const LIBRARY = /Invalid input|expected .*received|nonoptional|Too big|Too small|Unrecognized/;

const sentence = (schema: z.ZodType, value: unknown): string => {
  const { error } = schema.safeParse(value);
  return explain(error!.issues, value, schema, 'it');
};

describe('a value that may not be', () => {
  it('is explained in our words, also where the schema describes nothing', () => {
    expect(sentence(z.strictObject({ a: z.string().optional().nonoptional() }), {})).toBe(
      changeTexts.wrongValue('it', 'a', rangeTexts.given, 'nothing'),
    );
    expect(sentence(z.strictObject({ a: z.enum(['x', 'y']) }), { a: 'z' })).toBe(
      changeTexts.wrongValue('it', 'a', rangeTexts.oneOf('x, y'), '"z"'),
    );
    expect(sentence(z.strictObject({ a: z.number().max(3) }), { a: 4 })).toBe(
      changeTexts.wrongValue('it', 'a', rangeTexts.atMost('3'), '4'),
    );
    expect(sentence(z.strictObject({ a: z.array(z.boolean()) }), { a: [1] })).toBe(
      changeTexts.wrongValue('it', 'a.0', rangeTexts.yesOrNo, '1'),
    );
  });

  it.each(METHODS)('is never explained in the words of the schema library: %s', (method) => {
    const schema = specOf(method).params as z.ZodType;
    const keys = Object.keys((schema as unknown as { shape?: object }).shape ?? {});
    const wrong = [
      {},
      null,
      7,
      [],
      { nonsense: 1 },
      ...keys.flatMap((key) => [{ [key]: null }, { [key]: {} }, { [key]: -1.5 }]),
    ];
    for (const value of wrong) {
      const { success, error } = schema.safeParse(value);
      if (!success) expect(explain(error.issues, value, schema, method), JSON.stringify(value)).not.toMatch(LIBRARY);
    }
  });
});
