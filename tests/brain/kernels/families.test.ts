/** The twins of one op lie in files of one name: ops/x.ts, kernels/plain/x.ts, kernels/simd/x.ts, whose parts are called x-….ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BRAIN = fileURLToPath(new URL('../../../brain', import.meta.url));
const names = (folder: string) =>
  readdirSync(`${BRAIN}/${folder}`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3));
/** What no family is made of but may lean on. */
const HELPERS = ['numbers', 'index', 'lanes', 'math', 'row-sums', 'tails'];

const families = names('kernels/plain').filter((name) => !HELPERS.includes(name));

/** Kernels of a family as the slow truth has them. */
const inPlain = (family: string): string[] =>
  [...readFileSync(`${BRAIN}/kernels/plain/${family}.ts`, 'utf8').matchAll(/^ {4}(\w+)(?:\(|: product\()/gm)].map(
    ([, name]) => name as string,
  );

/** The file of compiled kernels that offers a kernel. */
const simdFileOf = new Map(
  [
    ...readFileSync(`${BRAIN}/kernels/simd/index.ts`, 'utf8').matchAll(/export \{([^}]*)\} from '\.\/([\w-]+)'/g),
  ].flatMap(([, list, file]) => (list as string).split(',').map((name) => [name.trim(), file as string] as const)),
);

describe('kernels of one family', () => {
  it('are all found', () => {
    expect(families.length).toBeGreaterThan(10);
    for (const family of families) expect(inPlain(family).length, family).toBeGreaterThan(0);
  });

  it.each(families)('lie under one name everywhere: %s', (family) => {
    for (const kernel of inPlain(family)) {
      const file = simdFileOf.get(kernel) ?? '';
      expect(file === family || file.startsWith(`${family}-`), `${kernel} is compiled from ${file}.ts`).toBe(true);
    }
    // sums and the optimizer are called by other ops, and storage by the engine
    if (!['reductions', 'learning', 'storage'].includes(family)) expect(names('ops')).toContain(family);
  });

  it('are called by file names in lower case, and each file belongs to one', () => {
    for (const name of names('kernels/simd')) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      const isPart = families.some((family) => name === family || name.startsWith(`${family}-`));
      expect(isPart || HELPERS.includes(name), name).toBe(true);
    }
  });
});
