// The functions of math.ts on doubles, which no kernel passes on bare: compiled by themselves, beside those of JavaScript.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../brain/engine/random.ts';

const folder = fileURLToPath(new URL('../../brain/kernels/simd/', import.meta.url));
type Name = 'expDouble' | 'logDouble' | 'tanhDouble';
let compiled: Record<Name, (x: number) => number>;

beforeAll(async () => {
  let wasm = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['entry.ts', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'out.wasm'],
    {
      readFile: (name) =>
        name === 'entry.ts'
          ? "export { expDouble, logDouble, tanhDouble } from './math';"
          : /^\w+\.ts$/.test(name)
            ? readFileSync(`${folder}${name}`, 'utf8')
            : null,
      writeFile: (_, contents) => {
        wasm = new Uint8Array(contents as Uint8Array);
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const { instance } = await WebAssembly.instantiate(wasm, { env: { abort: () => {} } });
  compiled = instance.exports as unknown as typeof compiled;
});

/** The largest error, as `size` tells how large one may be. */
function worst(
  name: Name,
  truth: (x: number) => number,
  draw: () => number,
  size: (y: number, x: number) => number,
): number {
  return Array.from({ length: 200_000 }, draw).reduce(
    (most, x) => Math.max(most, Math.abs(compiled[name](x) - truth(x)) / size(truth(x), x)),
    0,
  );
}

describe('error bounds of the mathematics on doubles', () => {
  const random = new Random(11);
  const between = (low: number, high: number) => () => low + random.uniform() * (high - low);

  it('e^x: relative error at most 1e-15·(1 + |x|)', () => {
    expect(worst('expDouble', Math.exp, between(-700, 700), (y, x) => y * (1 + Math.abs(x)))).toBeLessThan(1e-15);
    expect(worst('expDouble', Math.exp, between(-1, 1), (y, x) => y * (1 + Math.abs(x)))).toBeLessThan(1e-15);
  });

  it('ln x: absolute error at most 1e-15·(1 + |ln x|)', () => {
    const size = (y: number) => 1 + Math.abs(y);
    expect(worst('logDouble', Math.log, () => Math.exp(between(-300, 300)()), size)).toBeLessThan(1e-15);
    expect([compiled.logDouble(Infinity), compiled.logDouble(Number.NaN)]).toEqual([Infinity, Number.NaN]);
  });

  it('tanh x: absolute error at most 1e-15', () => {
    expect(worst('tanhDouble', Math.tanh, between(-30, 30), () => 1)).toBeLessThan(1e-15);
  });
});
