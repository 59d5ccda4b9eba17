import { readFileSync } from 'node:fs';
import type { Backend } from '../../../brain/kernels/contract.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { memoryFor, wasmBackends } from '../backends.ts';

/** A tensor as PyTorch left it. */
export interface Golden {
  readonly shape: readonly number[];
  readonly data: number[];
}
export type Goldens = Record<string, Golden>;

/** One of the files that tests/goldens/ops.py and baby.py wrote. */
export const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../goldens/${name}`, import.meta.url), 'utf8'));

/** One way to run: a memory with its kernels, and how near they must come, relative to the largest number of a tensor. */
export interface Hand {
  readonly name: string;
  readonly tolerance: number;
  readonly scratch: number;
  readonly make: (elements: number) => { numbers: Float32Array | Float64Array; backend: Backend };
}
const plain = (numbers: Float32Array | Float64Array) => ({ numbers, backend: plainBackend(numbers) });
export const HANDS: readonly Hand[] = [
  { name: 'plain float64', tolerance: 2e-8, scratch: 0, make: (elements) => plain(new Float64Array(elements)) },
  { name: 'plain float32', tolerance: 2e-5, scratch: 0, make: (elements) => plain(new Float32Array(elements)) },
  ...wasmBackends().map(({ name, module, scratch }) => ({
    name,
    tolerance: 2e-5,
    scratch,
    make: (elements: number) => memoryFor(module, elements),
  })),
];

export type Found = Record<string, ArrayLike<number>>;
export const copies = (names: Iterable<string>, of: (name: string) => ArrayLike<number>): Found =>
  Object.fromEntries([...names].map((name) => [name, Float64Array.from(of(name))]));

/** What is wrong with the numbers found; [] if nothing is. */
export function complaints(found: Found, golden: Goldens, tolerance: number): string[] {
  if (Object.keys(found).sort().join() !== Object.keys(golden).sort().join())
    return [`expected ${Object.keys(golden).join(', ')}, found ${Object.keys(found).join(', ')}`];
  return Object.entries(golden).flatMap(([name, { data }]) => {
    const got = found[name];
    if (got.length !== data.length) return [`${name}: expected ${data.length} numbers, found ${got.length}`];
    const near = tolerance * Math.max(...data.map(Math.abs));
    const wrong = data.findIndex((want, i) => !(Math.abs(got[i] - want) <= near));
    return wrong < 0 ? [] : [`${name}[${wrong}]: expected ${data[wrong]}, found ${got[wrong]}, allowed ±${near}`];
  });
}

/** What two equal micro-steps add up to. */
export const doubled = (goldens: Goldens): Goldens =>
  Object.fromEntries(
    Object.entries(goldens).map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => 2 * x) }]),
  );

/** Another golden in which one number is moved by a thousandth of the largest. */
export const moved = (goldens: Goldens, name: string, at: number): Goldens => {
  const data = [...goldens[name].data];
  data[at] += 1e-3 * Math.max(...data.map(Math.abs));
  return { ...goldens, [name]: { ...goldens[name], data } };
};
