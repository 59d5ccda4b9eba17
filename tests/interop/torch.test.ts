/** Exported brains in PyTorch: the same logits as the engine's, in every format that PyTorch reads. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BrainName, kindOf } from '../../brain/brains/index.ts';
import type { AnyShape, Sizes } from '../../brain/brains/shapes/shape.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Home } from '../../school/home/home.ts';
import { exportHabit } from '../../school/interchange/export-habit.ts';
import { exportModel } from '../../school/interchange/export-model.ts';
import type { FormatName } from '../../school/interchange/formats.ts';
import { drawHabit, engineLogits, engineLosses, raisedHome } from '../school/interchange/support.ts';
import { TINY, temporaryFolder } from '../school/tiny.ts';
import { askTwin, missingTorch, type TwinAnswer } from './python.ts';

/** Brains, what is changed of their shapes, and what they are in transformers: a class of its own, or ours. */
const CASES: readonly (readonly [BrainName, AnyShape, 'transformers' | 'gpt2' | 'llama'])[] = [
  ['baby', {}, 'transformers'],
  ['seed', {}, 'transformers'],
  ['gpt2', {}, 'gpt2'],
  ['gpt2', { bias: true, tied: false, feedForward: 'relu', positions: 'sinusoidal' }, 'gpt2'],
  ['llama', { ropeScale: 2 }, 'llama'],
  ['llama', { qkNorm: true, tied: false, epsilon: '1e-6' }, 'transformers'],
  ['llm-from-scratch', {}, 'transformers'],
  ['cleanai', {}, 'gpt2'],
  ['tfjs', { norm: 'rms', positions: 'none' }, 'transformers'],
  ['tfjs', { attention: 'linear', kvHeads: 1 }, 'transformers'],
  ['gpt2', { attention: 'linear' }, 'transformers'],
];

const random = new Random(12);
const words = (count: number) => Array.from({ length: count }, () => 4 + random.below(316));

async function exported(home: Home, format: FormatName): Promise<string> {
  const folder = join(temporaryFolder(), 'mia');
  await exportModel(home, folder, { format, type: 'f32', awake: false });
  return folder;
}

/** The largest difference, as a share of the largest logit. */
function difference(ours: readonly ArrayLike<number>[], theirs: TwinAnswer['logits']): number {
  expect(theirs.length).toBe(ours.length);
  let [worst, largest] = [0, 0];
  ours.forEach((row, t) => {
    expect(theirs[t]!.length).toBe(row.length);
    for (let i = 0; i < row.length; i++) {
      worst = Math.max(worst, Math.abs(row[i]! - theirs[t]![i]!));
      largest = Math.max(largest, Math.abs(row[i]!));
    }
  });
  return worst / largest;
}

describe.skipIf(missingTorch)('PyTorch', { timeout: 120_000 }, () => {
  describe.each(CASES)('and a %s brain of %j, in transformers as %s', (brain, parts, as) => {
    const raised = raisedHome({ brain, sizes: parts, steps: 12 });
    const sizes = { ...TINY[brain], ...parts } as Sizes;

    it('finds the same logits token by token, and the same losses in several streams, with all that they carry on', async () => {
      const home = await raised;
      // more tokens than the brain can look back on
      const ids = words(40);
      const overlap = kindOf(brain).overlap(sizes);
      const rows = (length: number) => Array.from({ length: sizes.batch }, () => words(length));
      const chunks = Array.from({ length: 4 }, () => ({
        ids: rows(overlap + sizes.contextLength),
        targets: rows(sizes.contextLength),
      }));
      const [first] = chunks;
      const folder = await exported(home, 'pytorch');
      const { logits, losses } = askTwin({ as: 'twin', folder, ids, streams: [chunks, [first, first]] });
      expect(difference(await engineLogits(home, ids), logits)).toBeLessThan(1e-4);
      const flat = chunks.map((chunk) => ({ ids: chunk.ids.flat(), targets: chunk.targets.flat() }));
      expect(difference(await engineLosses(home, flat), losses[0]!)).toBeLessThan(1e-4);
      // what is carried on matters: the same chunk twice is not the same to a brain that remembers
      const [once, twice] = losses[1]!;
      const remembers = brain === 'baby' || brain === 'seed' || parts['attention'] === 'linear';
      expect(difference([once!], [twice!]) > 1e-6).toBe(remembers);
    });

    it('finds them in the folder for transformers too', async () => {
      const home = await raised;
      const ids = words(as === 'transformers' ? 20 : sizes.contextLength);
      const { logits } = askTwin({ as, folder: await exported(home, 'huggingface'), ids });
      expect(difference(await engineLogits(home, ids), logits)).toBeLessThan(1e-4);
    });
  });

  it.each([
    ['gpt2', { bias: true }],
    ['llama', { kvHeads: 1 }],
  ] as const)(
    'finds the logits of a %s brain of %j with its habit, from the adapter in the form of PEFT',
    async (brain, sizes) => {
      const home = await raisedHome({ brain, sizes, steps: 12 });
      const ids = words(TINY[brain].contextLength);
      const folder = await exported(home, 'huggingface');
      const without = await engineLogits(home, ids);
      drawHabit(home, 'garden', 3);
      const adapter = join(temporaryFolder(), 'garden');
      await exportHabit(home, 'garden', adapter, 'peft');
      const { logits } = askTwin({ as: brain, folder, adapter, ids });
      expect(difference(await engineLogits(home, ids), logits)).toBeLessThan(1e-4);
      expect(difference(without, logits)).toBeGreaterThan(1e-2);
    },
  );
});
