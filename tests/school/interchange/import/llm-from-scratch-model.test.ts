/** Something outside ourselves: the logits of NumPy, of small weights, and of the original ones where they lie beside the project. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../../school/home/package-root.ts';
import {
  holdsLlmFromScratch,
  takeLlmFromScratch,
} from '../../../../school/interchange/import/llm-from-scratch-model.ts';
import type { TakenModel } from '../../../../school/interchange/import/model-files.ts';
import { importTexts } from '../../../../school/interchange/texts/import.ts';
import { createRuntime } from '../../../../school/machine/runtime.ts';
import { buildModel, VOICE } from '../../../../school/training/model.ts';
import { temporaryFolder } from '../../temporary.ts';

const SMALL = fileURLToPath(new URL('../../../goldens/llm-from-scratch', import.meta.url));
const small = JSON.parse(readFileSync(join(SMALL, 'golden.json'), 'utf8'));
const SEEDS = process.env['BABY_SEEDS'] ?? join(packageFolder, '..', 'shared', 'seeds');

/** Logits (V) after each id, by the engine. */
async function logitsOf(taken: TakenModel, ids: readonly number[]): Promise<Float32Array[]> {
  const model = buildModel(taken.brain, taken.sizes);
  const runtime = await createRuntime(model.engine, { kernels: 'simd', threads: 1, learning: false, speaker: VOICE });
  try {
    for (const { name } of model.engine.parameters.all.values()) {
      const numbers = model.engine.ofParameter(name) as Float32Array;
      numbers.fill(0);
      const found = taken.tensors.get(name);
      if (found) numbers.set(found.read());
    }
    const conversation = model.voice.begin();
    return ids.map((id) => Float32Array.from(model.voice.hear(conversation, [id], [0.5, 0.5, 0.5])));
  } finally {
    await runtime.release();
    taken.close();
  }
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  const difference = Math.max(...expected.map((logit, id) => Math.abs(logit - found[id]!)));
  expect(difference).toBeLessThan(1e-4);
}

describe('weights of llm-from-scratch', () => {
  it.each([
    ['weights.npz', 'logits'],
    ['weights-lora.npz', 'withLora'],
  ])('%s speak as NumPy lets them', async (file, key) => {
    const taken = takeLlmFromScratch(join(SMALL, file));
    expect(taken).toMatchObject({
      brain: 'llm-from-scratch',
      sizes: { channels: 16, blocks: 2, heads: 4, contextLength: 40 },
    });
    const logits = await logitsOf(taken, small.ids);
    logits.forEach((found, at) => {
      expectClose(found, small[key][at]);
    });
  });

  it('keep the ids of their characters; marks and bytes stand behind them, unlikely as yet', async () => {
    const taken = takeLlmFromScratch(SMALL);
    const { tokenizer } = taken;
    expect(tokenizer.decode([0, 1, 2, 7, 10])).toBe('\n aä☃');
    expect(tokenizer.special).toEqual({ end: 11, turn: 12, done: 13 });
    expect(taken.sizes.vocabulary).toBe(11 + 3 + 256);
    const [logits] = await logitsOf(taken, [3]);
    const marks = [...logits!.slice(11)];
    expect(Math.max(...marks)).toBeLessThan(Math.max(...logits!.slice(0, 11)));
    expect(new Set(marks).size).toBe(1);
  });

  it.skipIf(!existsSync(join(SEEDS, 'llm-from-scratch.npz')))(
    'the original ones give the original logits, with and without their changes (needs the folder BABY_SEEDS)',
    async () => {
      const golden = JSON.parse(readFileSync(join(SEEDS, 'llm-from-scratch-golden.json'), 'utf8'));
      const own = await logitsOf(takeLlmFromScratch(join(SEEDS, 'llm-from-scratch.npz')), golden.ids);
      expectClose(own[0]!, golden.logits_first);
      expectClose(own.at(-1)!, golden.logits_last);
      const changed = await logitsOf(takeLlmFromScratch(join(SEEDS, 'llm-from-scratch-lora.npz')), golden.ids);
      expectClose(changed.at(-1)!, golden.with_lora_last);
    },
  );
});

describe('what is missing or damaged', () => {
  const copied = (...files: readonly string[]): string => {
    const folder = join(temporaryFolder(), 'weights');
    mkdirSync(folder);
    for (const file of files) copyFileSync(join(SMALL, file), join(folder, file));
    return folder;
  };

  it('is named in one clause', () => {
    expect(() => takeLlmFromScratch(join(copied('weights.npz'), 'weights.npz'))).toThrow(importTexts.noCharacters(11));
    expect(() => takeLlmFromScratch(copied('weights-lora.npz', 'vocab.json'))).toThrow(importTexts.weightsNotBeside);
  });

  it('is nothing of ours where other files lie', () => {
    const folder = copied('vocab.json');
    expect(holdsLlmFromScratch(folder)).toBe(false);
    writeFileSync(join(folder, 'photos.zip'), 'PK');
    expect(holdsLlmFromScratch(join(folder, 'photos.zip'))).toBe(false);
    expect(holdsLlmFromScratch(SMALL)).toBe(true);
  });
});
