/** How fast this browser learns, measured once on a small brain. */
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Config } from '../../school/settings/config.ts';
import { optimizerSettings } from '../../school/training/learning-options.ts';
import { buildModel, LEARNING_ROOM } from '../../school/training/model.ts';
import { sizesOf } from './plan.ts';
import { createPageRuntime } from './runtime.ts';

let measured: Promise<number> | undefined;

/** Multiplications and additions in a millisecond of one thread. */
export function operationsPerMillisecond(defaults: Config): Promise<number> {
  measured ??= measure(defaults);
  return measured;
}

const STEPS = 6;

/** Steps of a transformer of the size that most people begin with: what a layer costs beside its products is in it. */
async function measure(defaults: Config): Promise<number> {
  const plan = {
    name: '',
    brain: 'gpt2',
    preset: 'small',
    chosen: {},
    contextLength: 64,
    batch: 4,
    vocabulary: 512,
    learningRate: 0,
    seed: 1,
  } as const;
  const sizes = sizesOf(plan, plan.vocabulary);
  const { engine, learn, optimizer } = buildModel('gpt2', sizes, optimizerSettings(defaults));
  const runtime = await createPageRuntime(engine, { ...LEARNING_ROOM, average: false }, 1);
  engine.initialise(new Random(1));
  engine.variables.set(ACCUMULATE, 0);
  const step = (): void => {
    engine.run(learn, 'forward');
    engine.run(learn, 'backward');
    optimizer?.measure();
  };
  step();
  const began = performance.now();
  for (let i = 0; i < STEPS; i++) step();
  const milliseconds = (performance.now() - began) / STEPS;
  runtime.release();
  return (6 * engine.parameters.count * sizes.batch * sizes.contextLength) / milliseconds;
}
