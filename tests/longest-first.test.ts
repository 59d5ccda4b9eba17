import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONGEST, longestFirst } from './longest-first.ts';

it('knows only files that are there', () => {
  const missing = LONGEST.filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)));
  expect(missing).toEqual([]);
  expect(new Set(LONGEST).size).toBe(LONGEST.length);
});

it('puts long files first, the longest before all, and leaves the order of the others', () => {
  const others = ['soul/b', 'soul/a', 'window/c'];
  const paths = [...others, ...LONGEST.slice(0, 3).reverse()].map((name) => `/a/checkout/tests/${name}.test.ts`);
  expect(longestFirst(paths, (path) => path).map((path) => path.slice('/a/checkout/tests/'.length, -8))).toEqual([
    ...LONGEST.slice(0, 3),
    ...others,
  ]);
});
