/** Something outside ourselves: the logits of NumPy, with the low-rank changes beside weights that stay as they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { addAdapter } from '../../../../brain/learning/adapter.ts';
import { llmFromScratchHabit } from '../../../../school/interchange/import/llm-from-scratch-habit.ts';
import { takeLlmFromScratch } from '../../../../school/interchange/import/llm-from-scratch-model.ts';
import { createRuntime } from '../../../../school/machine/runtime.ts';
import { buildModel, VOICE } from '../../../../school/training/model.ts';
import type { SoulContent } from '../../../../soul/keeper.ts';

const SMALL = fileURLToPath(new URL('../../../goldens/llm-from-scratch', import.meta.url));
const golden = JSON.parse(readFileSync(join(SMALL, 'golden.json'), 'utf8'));
const FILE = join(SMALL, 'weights-lora.npz');

/** A soul of such a brain, of which only the state is asked for. */
const soulOf = (brain: string, sizes: object): SoulContent => ({
  tensors: {},
  texts: {},
  state: { brain, sizes, tutor: { step: 3 } },
  summary: { step: 3 },
});

it('the low-rank changes of llm-from-scratch, as a habit, give the logits of NumPy, and off those without', async () => {
  const taken = takeLlmFromScratch(join(SMALL, 'weights.npz'));
  const habit = llmFromScratchHabit(FILE, soulOf(taken.brain, taken.sizes));
  expect(habit.state()).toMatchObject({ name: 'llm-from-scratch-lora', rank: 16, alpha: 16, isOn: true, brain: 0 });
  const model = buildModel(taken.brain, taken.sizes);
  const runtime = await createRuntime(model.engine, { kernels: 'simd', threads: 1, learning: false, speaker: VOICE });
  for (const { name } of model.engine.parameters.all.values()) {
    const numbers = model.engine.ofParameter(name) as Float32Array;
    numbers.fill(0);
    const found = taken.tensors.get(name);
    if (found) numbers.set(found.read());
  }
  taken.close();
  const worst = (expected: readonly (readonly number[])[]): number => {
    const conversation = model.voice.begin();
    return Math.max(
      ...(golden.ids as number[]).flatMap((id, at) => {
        const logits = Array.from(model.voice.hear(conversation, [id], [0.5, 0.5, 0.5]));
        return expected[at]!.map((logit, i) => Math.abs(logit - logits[i]!));
      }),
    );
  };
  expect(worst(golden.logits)).toBeLessThan(1e-4);
  addAdapter(habit.adapter, (name) => model.engine.ofParameter(name) as Float32Array);
  expect(worst(golden.withLora)).toBeLessThan(1e-4);
  await runtime.release();
});

it('is refused in one sentence where the brain is another', () => {
  expect(() => llmFromScratchHabit(FILE, soulOf('gpt2', {}))).toThrow('and this one is a gpt2 brain');
  const { sizes, close } = takeLlmFromScratch(join(SMALL, 'weights.npz'));
  close();
  const soul = soulOf('llm-from-scratch', sizes);
  expect(() => llmFromScratchHabit(join(SMALL, 'weights.npz'), soul)).toThrow('holds other arrays than');
});
