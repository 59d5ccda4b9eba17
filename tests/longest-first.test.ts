import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONGEST, longestFirst } from './longest-first.ts';

it('knows only files that are there', () => {
  const missing = LONGEST.filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)));
  expect(missing).toEqual([]);
  expect(new Set(LONGEST).size).toBe(LONGEST.length);
});

it('puts lives and browsers before units, the longest of each first, and leaves the order of the others', () => {
  const [life, unit] = [LONGEST.filter((name) => /^(?:life|browser)/.test(name)), 'brain/agreement'];
  const names = ['soul/b', unit, 'soul/a', 'life/b', 'window/c', 'life/a', 'browser/b', ...life.slice(0, 3).reverse()];
  const paths = names.map((name) => `/a/checkout/tests/${name}.test.ts`);
  const sorted = longestFirst(paths, (path) => path).map((path) => path.slice('/a/checkout/tests/'.length, -8));
  const others = ['life/b', 'life/a', 'browser/b'];
  expect(sorted).toEqual([...life.slice(0, 3), ...others, unit, 'soul/b', 'soul/a', 'window/c']);
});
