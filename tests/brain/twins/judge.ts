import type { Backend } from '../../../brain/kernels/contract.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import type { Case } from './case.ts';

/** The backend under test and the memory it works on. */
export interface Bench {
  backend: Backend;
  numbers: Float32Array | Float64Array;
}

/** A number that no kernel computes, in all memory around the arrays. */
const GUARD = Math.fround(7.25e33);
const FIRST = 67;
const GAP = 9;

/** Where the arrays of a case start (odd places, so that no kernel can count on alignment), and where they all end. */
function layout({ operands }: Case): { places: Map<string, number>; end: number } {
  const places = new Map<string, number>();
  let end = FIRST;
  for (const [name, { values }] of Object.entries(operands)) {
    places.set(name, end);
    end += values.length + GAP;
  }
  return { places, end };
}

/** Runs a case on one backend, its work axis cut at `cuts`; returns all memory it could have touched. */
function runCase(test: Case, { backend, numbers }: Bench, cuts: number[]): Float32Array | Float64Array {
  const { places, end } = layout(test);
  if (end > numbers.length) throw new Error(`the case "${test.name}" needs memory for ${end} numbers`);
  numbers.fill(GUARD, 0, end);
  for (const [name, { values }] of Object.entries(test.operands)) numbers.set(values, places.get(name)!);
  const at = Object.fromEntries([...places].map(([name, place]) => [name, place * backend.unit]));
  for (let i = 1; i < cuts.length; i++) test.run(backend.kernels, at, cuts[i - 1]!, cuts[i]!);
  return numbers.slice(0, end);
}

/** Ways to share the work among threads. */
function waysToCut(axis: number): number[][] {
  if (axis < 2) return [];
  const single = Array.from({ length: axis + 1 }, (_, i) => i);
  const ways = [
    [0, 1, axis],
    [0, Math.floor(axis / 2), axis],
    [0, Math.floor(axis / 3), Math.floor((2 * axis) / 3), axis],
  ];
  return axis <= 40 ? [...ways, single] : [...ways, [0, 5, 6, 7, 23, axis - 3, axis]];
}

/** What is wrong with a backend's answer to a case; undefined where nothing is. */
export function judge(test: Case, bench: Bench): string | undefined {
  const { places, end } = layout(test);
  const truthNumbers = new Float64Array(end);
  const truth = runCase(test, { backend: plainBackend(truthNumbers), numbers: truthNumbers }, [0, test.axis]);
  const whole = runCase(test, bench, [0, test.axis]);
  const written = new Uint8Array(end);
  for (const [name, { role, values }] of Object.entries(test.operands)) {
    const place = places.get(name)!;
    if (role !== 'in') written.fill(1, place, place + values.length);
    if (role !== 'out') continue;
    for (let i = 0; i < values.length; i++) {
      const [got, want] = [whole[place + i]!, truth[place + i]!];
      if (!(Math.abs(got - want) <= test.absolute + test.relative * Math.abs(want))) {
        return `${name}[${i}] should be ${want}, is ${got}`;
      }
    }
  }
  const untouched = new Float64Array(end).fill(GUARD);
  for (const [name, { values }] of Object.entries(test.operands)) untouched.set(values, places.get(name)!);
  for (let i = 0; i < end; i++) {
    if (!written[i] && !Object.is(whole[i], untouched[i])) return `wrote outside its outputs, at number ${i} of memory`;
  }
  for (const cuts of waysToCut(test.axis)) {
    const shared = runCase(test, bench, cuts);
    for (const [name, { role, values }] of Object.entries(test.operands)) {
      if (role === 'room') continue;
      for (let i = places.get(name)!; i < places.get(name)! + values.length; i++) {
        if (!Object.is(shared[i], whole[i])) return `${name} changes where the work is cut at ${cuts.join(', ')}`;
      }
    }
    for (let i = 0; i < end; i++) {
      if (!written[i] && !Object.is(shared[i], untouched[i]))
        return `wrote outside its outputs, cut at ${cuts.join(', ')}`;
    }
  }
  return undefined;
}
