/** A soul whose every number follows from its step: so that a mixture of two saves cannot pass for one. */

import type { Keeper, NamedTensor, OpenedSoul, SoulContent } from '../../soul/keeper.ts';

/** Shared WebAssembly memory, as the brain's weights lie in. */
const memory = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });

const SIZES: { [file: string]: number } = { weights: 3000, moments: 6000, memories: 128 };

function tensorsOf(file: string, fill: (i: number) => number): NamedTensor[] {
  const files = Object.keys(SIZES);
  const start = 64 + files.slice(0, files.indexOf(file)).reduce((sum, name) => sum + SIZES[name]! * 4, 0);
  const data = new Float32Array(memory.buffer, start, SIZES[file]!).map((_, i) => fill(i));
  const shared = new Float32Array(memory.buffer, start, SIZES[file]!);
  shared.set(data);
  const half = shared.length / 2;
  return [
    { name: `${file}.a`, shape: [2, half / 2], data: shared.subarray(0, half) },
    { name: `${file}.b`, shape: [half], data: shared.subarray(half) },
  ];
}

export function contentOf(step: number, score?: number, paper?: string): SoulContent {
  return {
    tensors: Object.fromEntries(Object.keys(SIZES).map((file) => [file, tensorsOf(file, (i) => step + i / 1024)])),
    texts: { 'tokenizer.json': JSON.stringify({ step, merges: ['ä b', '🐣 c'] }) },
    state: { step, random: [step, step + 1], place: { 'a.txt': step * 10 }, loss: Number.NaN },
    summary: { step, score, ...(paper !== undefined && { paper }) },
  };
}

/** The steps found in all parts of an opened soul: one and the same if it is of one piece. */
export function stepsIn(opened: OpenedSoul): Set<number> {
  const steps = new Set<number>([opened.info.step]);
  const state = opened.state as { step: number; random: number[]; place: { [file: string]: number } };
  steps.add(state.step);
  steps.add(state.random[1]! - 1);
  steps.add(state.place['a.txt']! / 10);
  steps.add((JSON.parse(opened.texts['tokenizer.json']!) as { step: number }).step);
  for (const file of Object.keys(SIZES)) {
    const targets = tensorsOf(file, () => -1);
    opened.readTensors(file, targets);
    const all = new Float32Array(memory.buffer, targets[0]!.data.byteOffset, SIZES[file]!);
    for (const [i, value] of all.entries()) steps.add(value - i / 1024);
  }
  return steps;
}

export function saveSteps(keeper: Keeper, from: number, to: number): void {
  for (let step = from; step <= to; step++) keeper.save(contentOf(step));
}
