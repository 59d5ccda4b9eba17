/** Cleanai's own configuration and dataset, unchanged: every greeting word for word by the weights alone, and each reply ends by itself. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { greetings, pairsOf } from '../bench/cleanai.ts';

const file = (name: string): string => fileURLToPath(new URL(`../fixtures/cleanai/${name}`, import.meta.url));

it('is said as the dataset has it', async () => {
  const dataset = pairsOf(readFileSync(file('cleanai-dataset.json'), 'utf8'));
  expect(dataset.size).toBe(6);
  const { said, ended, steps } = await greetings(file('cleanai-config.json'), dataset, {}, 90);
  expect(said).toEqual(Object.fromEntries(dataset));
  expect(ended).toBe(6);
  expect(steps).toBeLessThan(2000);
}, 180_000);
