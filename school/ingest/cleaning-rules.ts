/** The owner's rules of cleaning: `cleaning.json` in the home, checked. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type CleaningRules, DEFAULT_RULES } from '../../library/cleaning/rules.ts';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { Home } from '../home/home.ts';
import { explain, yesOrNo } from '../settings/errors.ts';
import { texts } from './texts.ts';

const words = z.string().trim().min(1).max(200);

const named = z.union([
  words.transform((name) => ({ names: [name] })),
  z
    .array(words)
    .min(1)
    .transform((names) => ({ names })),
  z.strictObject({ names: z.array(words).min(1), as: words.optional() }),
]);

const schema = z.strictObject({
  entities: yesOrNo,
  quotes: yesOrNo,
  repeats: z.int().min(0).max(1000).describe(texts.rules.repeats),
  spaces: yesOrNo,
  lowerCase: yesOrNo,
  emails: yesOrNo,
  phones: yesOrNo,
  cards: yesOrNo,
  ibans: yesOrNo,
  links: yesOrNo,
  handles: yesOrNo,
  addresses: yesOrNo,
  names: z.array(named).max(10_000).describe(texts.rules.names),
  replace: z
    .array(z.strictObject({ find: words, by: z.string().max(200) }))
    .max(10_000)
    .describe(texts.rules.replacements),
  plainTexts: z.enum(['private', 'all', 'none']).describe(texts.rules.plainTexts),
});

export function rulesPath(home: Home): string {
  return join(home.folder, 'cleaning.json');
}

/**
 * The rules of a home; a missing file is all defaults, and so is each key that it leaves out.
 * @throws Error with one clear sentence if the file cannot be read, is no JSON, or holds what it may not
 */
export async function loadRules(home: Home): Promise<CleaningRules> {
  const path = rulesPath(home);
  const where = printable(path);
  let values: unknown;
  try {
    values = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return DEFAULT_RULES;
    const json = error instanceof SyntaxError;
    const why = printable(json ? error.message : reason(error)).replace(/\s+/g, ' ');
    throw new Error(json ? texts.rules.notJson(where, why) : texts.rules.cannotBeRead(where, why), { cause: error });
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new Error(texts.rules.notAnObject(where));
  }
  // Made of entries, so that a key `__proto__` is a key like any other.
  const merged: unknown = Object.fromEntries([...Object.entries(DEFAULT_RULES), ...Object.entries(values)]);
  const checked = schema.safeParse(merged);
  if (checked.success) return checked.data;
  throw new Error(explain(checked.error.issues, merged, schema, where));
}
