import { describe, expect, it } from 'vitest';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Random } from '../../../brain/engine/random.ts';
import { AVERAGE, LEARNING, SIBLINGS, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { ShortType, StorageType } from '../../../brain/kernels/storage.ts';
import { createRuntime, type KernelChoice } from '../../../school/machine/runtime.ts';
import { buildModel, type Model, VOICE } from '../../../school/training/model.ts';
import { OPTIMIZER, TINY } from '../../school/tiny.ts';

const BRAINS = ['baby', 'seed', 'gpt2', 'llama'] as const;
type Brain = (typeof BRAINS)[number];
/** large enough that matrices are stored, with tails */
const SIZES = {
  baby: { ...TINY.baby, channels: 72, neurons: 240, vocabulary: 320 },
  seed: { ...TINY.seed, channels: 72, neurons: 240, vocabulary: 320 },
  gpt2: { ...TINY.gpt2, channels: 72, feedForwardWidth: 240 },
  llama: { ...TINY.llama, channels: 72, feedForwardWidth: 240 },
};
const COLOUR = [0.2, 0.5, 0.7];
const PROMPT = Array.from({ length: 7 }, (_, i) => (i * 37) % 320);

interface Wishes {
  readonly learning?: boolean;
  readonly kernels?: KernelChoice;
  readonly threads?: number;
}

async function mind(
  brain: Brain,
  storage: StorageType,
  { learning = false, kernels = 'simd', threads = 1 }: Wishes = {},
) {
  const model = buildModel(brain, SIZES[brain], learning ? { ...OPTIMIZER, accumulation: 1 } : undefined);
  const room = { learning, average: learning, siblings: 1, speaker: VOICE, storage };
  const runtime = await createRuntime(model.engine, { kernels, threads, ...room });
  model.engine.initialise(new Random(4));
  return { ...model, bytes: runtime.bytes, release: runtime.release };
}

/** Logits after a prompt that is heard at once, and after one token more. */
function says({ voice }: Pick<Model, 'voice'>, set: WeightSet = LEARNING): number[] {
  voice.speakers = [{ set, mind: `${set}` }];
  const talk = voice.begin();
  const first = Array.from(voice.hear(talk, PROMPT, COLOUR));
  return [...first, ...Array.from(voice.hear(talk, [5], COLOUR))];
}

function learn({ engine, learn: tape, optimizer, average, sizes }: Model, steps: number): number[] {
  const random = new Random(11);
  const losses: number[] = [];
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(tape, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(sizes.vocabulary);
  }
  engine.input(tape, 'weights').fill(0.05);
  engine.variables.set(ACCUMULATE, 0);
  for (let step = 1; step <= steps; step++) {
    engine.run(tape, 'forward');
    losses.push(...engine.output(tape, 'losses'));
    engine.run(tape, 'backward');
    optimizer!.measure();
    optimizer!.apply(step, 0.01);
    average!.follow(step);
    engine.run(tape, 'commit');
  }
  return losses;
}

/** The weights of one model as a model that only speaks has them. */
async function asleep(brain: Brain, storage: StorageType, from: Model, set: WeightSet): Promise<Model> {
  const one = await mind(brain, storage);
  const all = Float32Array.from(from.engine.weightsOf(set));
  for (const { name, size } of one.engine.parameters.all.values()) {
    const { offset } = from.engine.parameters.get(name);
    one.engine.loadParameter(name, all.subarray(offset, offset + size));
  }
  return one;
}

const furthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / Math.max(...a.map((x) => Math.abs(x)));

/** How far logits may lie from those of float32, as a share of the largest. */
const NEAR: Record<ShortType, number> = { f16: 2e-3, bf16: 2e-2, q8_0: 3e-2 };

describe.each(BRAINS)('weights of %s stored as', (brain) => {
  it.each(['f16', 'bf16', 'q8_0'] as const)(
    '%s say nearly what float32 says, on every kind of kernels',
    async (type) => {
      const exact = says(await mind(brain, 'f32'));
      for (const kernels of brain === 'baby'
        ? (['plain', 'simd', 'simd-relaxed'] as const)
        : (['simd-relaxed'] as const)) {
        const found = says(await mind(brain, type, { kernels }));
        expect(furthest(exact, found), kernels).toBeLessThan(NEAR[type]);
        expect(found).not.toEqual(exact);
      }
    },
  );

  it('f16 speak the same beside weights that learn as without them, and never from weights of before', async () => {
    const awake = await mind(brain, 'f16', { learning: true });
    awake.engine.weightsOf(AVERAGE).set(awake.engine.weightsOf(LEARNING));
    const newborn = says(awake);
    expect(newborn).toEqual(says(await mind(brain, 'f16')));
    learn(awake, 8);
    says(awake);
    learn(awake, 8); // this time nobody else looks at the weights
    const learnt = says(awake);
    expect(furthest(newborn, learnt)).toBeGreaterThan(1e-3);
    expect(learnt).toEqual(says(await asleep(brain, 'f16', awake, LEARNING)));
    // the average and the weights that learn take turns in one place
    expect(says(awake, AVERAGE)).toEqual(says(await asleep(brain, 'f16', awake, AVERAGE)));
    expect(says(awake, LEARNING)).toEqual(learnt);
    awake.engine.weightsOf(SIBLINGS).set(awake.engine.weightsOf(AVERAGE).map((x) => -x));
    expect(says(awake, SIBLINGS)).toEqual(says(await asleep(brain, 'f16', awake, SIBLINGS)));
  });

  it('q8_0 leave learning as it is, bit for bit', async () => {
    const [one, other] = [await mind(brain, 'f32', { learning: true }), await mind(brain, 'q8_0', { learning: true })];
    says(other);
    const losses = learn(one, 3);
    const heard: number[] = learn(other, 3);
    expect(heard).toEqual(losses);
    expect(other.engine.weightsOf(LEARNING)).toEqual(one.engine.weightsOf(LEARNING));
  });
});

describe('stored weights', () => {
  it('take half the memory, or a quarter, where nothing learns', async () => {
    const sizes = { ...TINY.gpt2, channels: 128, feedForwardWidth: 512, blocks: 3 };
    const parameters = (storage: StorageType, learning = false) => {
      const { engine } = buildModel('gpt2', sizes, learning ? { ...OPTIMIZER, accumulation: 1 } : undefined);
      engine.layOut({ learning, scratch: 0, threads: 1, speaker: VOICE, storage });
      return engine.needs().parameters;
    };
    const whole = parameters('f32');
    expect(parameters('f16') / whole).toBeLessThan(0.53);
    expect(parameters('bf16') / whole).toBeLessThan(0.53);
    expect(parameters('q8_0') / whole).toBeLessThan(0.3);
    expect(parameters('f16', true) / whole).toBeCloseTo(1.5, 1);
  });

  it('are the same for any number of threads', async () => {
    const alone = says(await mind('baby', 'q8_0'));
    const { release, ...two } = await mind('baby', 'q8_0', { threads: 2 });
    expect(says(two)).toEqual(alone);
    await release();
  });

  it('cannot be looked at as float32, and say so', async () => {
    const { engine } = await mind('gpt2', 'f16');
    const name = [...engine.parameters.all.values()].find(({ offset }) => offset < 0)?.name as string;
    expect(() => engine.ofParameter(name)).toThrow(`the parameter ${name} is stored as f16 and cannot be looked at`);
    expect(engine.storedAs).toBe('f16');
  });
});
