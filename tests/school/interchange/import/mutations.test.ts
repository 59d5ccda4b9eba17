import { expect, it } from 'vitest';
import { campaign } from './mutations.ts';

it('files of models that were changed anywhere become models, or are refused in one sentence', async () => {
  expect(await campaign(70, 16)).toBeGreaterThan(20);
});
