/** Files of models with some bytes changed: each becomes a model, or is refused in one sentence. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import { exportModel } from '../../../../school/interchange/export-model.ts';
import { FormatError } from '../../../../school/interchange/file-reader.ts';
import type { FormatName } from '../../../../school/interchange/formats.ts';
import { modelFor } from '../../../../school/interchange/import/model-weights.ts';
import { recogniserOf } from '../../../../school/interchange/import/recognisers.ts';
import { configure, DEFAULTS } from '../../../../school/settings/config.ts';
import { temporaryFolder } from '../../tiny.ts';
import { raisedHome } from '../support.ts';

/** Which file of which export is changed. */
const TARGETS: readonly (readonly [FormatName, 'gpt2' | 'llama' | 'baby', string])[] = [
  ['gguf', 'gpt2', 'mia.gguf'],
  ['gguf', 'llama', 'mia.gguf'],
  ['huggingface', 'gpt2', 'model.safetensors'],
  ['huggingface', 'llama', 'config.json'],
  ['huggingface', 'gpt2', 'tokenizer.json'],
  ['huggingface', 'baby', 'config.json'],
  ['safetensors', 'baby', 'model.safetensors'],
];

/** @returns how many were refused */
export async function campaign(count: number, seed: number): Promise<number> {
  const random = new Random(seed);
  const folders = await Promise.all(
    TARGETS.map(async ([format, brain, file]) => {
      const folder = join(temporaryFolder(), 'mia');
      await exportModel(await raisedHome({ brain, steps: 1 }), folder, { format, type: 'f32', awake: false });
      return { folder, file };
    }),
  );
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const { folder, file } = folders[i % folders.length]!;
    const path = join(folder, file);
    const whole = readFileSync(path);
    writeFileSync(path, mutated(whole, random));
    refused += refusal(folder) === undefined ? 0 : 1;
    writeFileSync(path, whole);
  }
  // what was put back is taken again: the campaign changed nothing else
  for (const { folder } of folders) expect(refusal(folder)).toBeUndefined();
  return refused;
}

/** What `baby import` would say, without writing a home. */
function refusal(folder: string): string | undefined {
  try {
    const recogniser = recogniserOf(folder);
    if (!recogniser) return 'nobody takes it';
    const taken = recogniser.take(folder);
    try {
      modelFor(taken, configure({ brain: taken.brain }, 'a test', DEFAULTS));
      const size = [...taken.tensors.values()].reduce((sum, tensor) => sum + tensor.read().byteLength, 0);
      expect(size).toBeLessThan(64 * statSync(folder).size + (1 << 24));
    } finally {
      taken.close();
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).not.toMatch(/\n|\u001b/);
    expect(error.message.length).toBeLessThan(400);
    return error.message;
  }
}

/** Some bytes changed, a number made large, a part doubled or left out, or the end cut off; mostly in the header. */
export function mutated(whole: Buffer, random: Random): Buffer {
  const copy = Buffer.from(whole);
  const end = random.below(4) === 0 ? copy.length : Math.min(copy.length, 24_000);
  const at = random.below(end);
  switch (random.below(6)) {
    case 0:
      return copy.subarray(0, random.below(copy.length));
    case 1: {
      const digit = copy.subarray(at).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
      if (digit >= 0) copy[at + digit] = 0x30 + random.below(10);
      return copy;
    }
    case 2:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.max(0, at - random.below(40)))]);
    case 3:
      copy.fill(0xff, at, at + 1 + random.below(8));
      return copy;
    case 4:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + random.below(16))]);
    default:
      for (let n = 1 + random.below(4); n > 0; n--) copy[random.below(end)] = random.below(256);
      return copy;
  }
}
