/** Babies that learnt for a moment, in homes of their own, and what they say of a text: for exports and imports. */
import { join } from 'node:path';
import type { BrainName } from '../../../brain/brains/index.ts';
import type { AnyShape } from '../../../brain/brains/shapes/shape.ts';
import { Random } from '../../../brain/engine/random.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { createRuntime } from '../../../school/machine/runtime.ts';
import { type Config, configure, saveConfig } from '../../../school/settings/config.ts';
import { readSpoken, type SoulState } from '../../../school/training/checkpoint.ts';
import { habitsOf, withHabit, withNewHabit, withoutHabit } from '../../../school/training/habits/habit-soul.ts';
import { readWithHabits } from '../../../school/training/habits/spoken-habits.ts';
import { buildModel, type Mentor, VOICE } from '../../../school/training/model.ts';
import { meanColour } from '../../../school/training/training-loop.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, temporaryFolder } from '../tiny.ts';

export interface Raised {
  /** another baby that teaches it */
  mentor?: Mentor;
  readonly brain?: BrainName;
  readonly sizes?: AnyShape;
  readonly steps?: number;
  readonly config?: Partial<Config>;
}

/** The home of a baby that learnt some steps of the story and fell asleep. */
export async function raisedHome({
  brain = 'gpt2',
  sizes = {},
  steps = 8,
  config = {},
  mentor,
}: Raised = {}): Promise<Home> {
  const home = makeHome(join(temporaryFolder(), 'home'), {});
  await saveConfig(home, configure({ name: 'Mia', preset: 'tiny', brain, ...config }, 'a test'));
  const training = await makePupil({ brain, sizes, kernels: 'simd', ...(mentor && { mentor }) });
  training.learn(steps);
  new Keeper({ folder: home.soul }).save(training.soul());
  await training.hands.release();
  return home;
}

/** Gives the newest soul of a home a habit whose numbers are drawn, so that it changes what is said. */
export function drawHabit({ soul: folder }: Home, name: string, rank: number): void {
  const keeper = new Keeper({ folder });
  const opened = keeper.open();
  const content = { ...opened, tensors: opened.allTensors(), summary: { step: opened.info.step } };
  const made = withNewHabit(content, { name, rank, lessons: [] });
  const [habit] = habitsOf(made);
  const random = new Random(4);
  for (const { b } of habit!.adapter.changes.values()) for (let i = 0; i < b.length; i++) b[i] = 0.1 * random.normal();
  keeper.save(withHabit(withoutHabit(made, name), habit!));
}

/** Hears ids in one conversation, in the colour that it felt last. @returns logits (V) after the last, valid until the next call */
type Hear = (ids: readonly number[]) => ArrayLike<number>;

async function asItSpeaks<T>(home: Home, use: (hear: Hear) => T): Promise<T> {
  const soul = new Keeper({ folder: home.soul }).open();
  const state = soul.state as SoulState;
  const model = buildModel(state.brain, state.sizes);
  const runtime = await createRuntime(model.engine, { kernels: 'simd', threads: 1, learning: false, speaker: VOICE });
  try {
    model.voice.speakers = readWithHabits(model, soul).slice(0, 1);
    const conversation = model.voice.begin();
    const colour = meanColour(state.tutor.colours);
    return use((ids) => model.voice.hear(conversation, ids, colour));
  } finally {
    await runtime.release();
  }
}

/** Logits (V) after each token, as the engine finds them. */
export const engineLogits = (home: Home, ids: ArrayLike<number>): Promise<Float32Array[]> =>
  asItSpeaks(home, (hear) => Array.from(ids, (id) => Float32Array.from(hear([id]))));

/**
 * Losses (B·T) of chunk after chunk of the same streams, in the colour that it felt last, as it learns them.
 * @param chunks ids (B,overlap+T) and targets (B,T) of each
 */
export async function engineLosses(
  home: Home,
  chunks: readonly { readonly ids: readonly number[]; readonly targets: readonly number[] }[],
): Promise<number[][]> {
  const soul = new Keeper({ folder: home.soul }).open();
  const state = soul.state as SoulState;
  const { engine, learn, ...model } = buildModel(state.brain, state.sizes);
  const runtime = await createRuntime(engine, { kernels: 'simd', threads: 1, learning: false, speaker: VOICE });
  try {
    readSpoken({ engine, learn, ...model }, soul);
    const colour = meanColour(state.tutor.colours);
    return chunks.map(({ ids, targets }) => {
      engine.input(learn, 'ids').set(ids);
      engine.input(learn, 'targets').set(targets);
      for (let b = 0; b < state.sizes.batch; b++) engine.input(learn, 'colour').set(colour, 3 * b);
      engine.run(learn, 'forward');
      const losses = Array.from(engine.output(learn, 'losses'));
      engine.run(learn, 'commit');
      return losses;
    });
  } finally {
    await runtime.release();
  }
}

/** The most likely next token, over and over. */
export const greedyReply = (home: Home, prompt: readonly number[], length: number): Promise<number[]> =>
  asItSpeaks(home, (hear) => {
    const said: number[] = [];
    for (let next = prompt; said.length < length; next = said.slice(-1)) said.push(indexOfLargest(hear(next)));
    return said;
  });

export function indexOfLargest(numbers: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! > numbers[best]!) best = i;
  return best;
}

/** log softmax. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  const top = Array.from(logits).reduce((a, b) => Math.max(a, b));
  const sum = Array.from(logits).reduce((total, z) => total + Math.exp(z - top), 0);
  return Float64Array.from(logits, (z) => z - top - Math.log(sum));
}
