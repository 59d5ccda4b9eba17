/** 2,000 changed files of models: the long form of tests/school/interchange/import/mutations.test.ts. */
import { expect, it } from 'vitest';
import { campaign } from '../school/interchange/import/mutations.ts';

it('changed files of models become models, or are refused in one sentence', async () => {
  expect(await campaign(2000, 2026)).toBeGreaterThan(1000);
});
