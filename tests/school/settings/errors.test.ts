import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { METHODS, specOf } from '../../../school/api/contract.ts';
import { explain } from '../../../school/settings/errors.ts';

/** How the schema library itself speaks. */
const LIBRARY = /Invalid input|expected .*received|nonoptional|Too big|Too small|Unrecognized/;

const sentence = (schema: z.ZodType, value: unknown): string => {
  const { error } = schema.safeParse(value);
  return explain(error!.issues, value, schema, 'it');
};

describe('a value that may not be', () => {
  it('is explained in our words, also where the schema describes nothing', () => {
    expect(sentence(z.strictObject({ a: z.string().optional().nonoptional() }), {})).toBe(
      'it: a should be given, but nothing came.',
    );
    expect(sentence(z.strictObject({ a: z.enum(['x', 'y']) }), { a: 'z' })).toBe(
      'it: a should be one of x, y, but "z" came.',
    );
    expect(sentence(z.strictObject({ a: z.number().max(3) }), { a: 4 })).toBe('it: a should be at most 3, but 4 came.');
    expect(sentence(z.strictObject({ a: z.array(z.boolean()) }), { a: [1] })).toBe(
      'it: a.0 should be true or false, but 1 came.',
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
