/** What is trained in the page: a kind of brain, its sizes and parts, and texts; and what a brain of these sizes would need. */
import { type BrainName, shapeOf } from '../../brain/brains/shapes/index.ts';
import { type AnyShape, composeShape, type PresetName, type Sizes } from '../../brain/brains/shapes/shape.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import type { Config } from '../../school/settings/config.ts';
import { optimizerSettings } from '../../school/training/learning-options.ts';
import { buildModel, LEARNING_ROOM } from '../../school/training/model.ts';

/** A text by its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What its owner chose. 0 leaves a number to the preset. */
export interface Plan {
  readonly name: string;
  readonly brain: BrainName;
  readonly preset: PresetName;
  /** parts and sizes that differ from the preset's */
  readonly chosen: AnyShape;
  readonly contextLength: number;
  readonly batch: number;
  readonly vocabulary: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** The settings of a baby that is trained by this plan; the daemon takes them as they are. */
export function configOf(plan: Plan, defaults: Config): Config {
  const { name, brain, preset, chosen, contextLength, batch, vocabulary, learningRate, seed } = plan;
  const undecided = Object.entries(shapeOf(brain).fields).map(([key, field]) => [
    key,
    field.kind === 'whole' ? 0 : 'preset',
  ]);
  return {
    ...defaults,
    name,
    brain,
    preset,
    shape: { ...Object.fromEntries(undecided), ...chosen },
    contextLength,
    batch,
    vocabulary,
    learningRate,
    seed,
    // one brain learns here, and no other beside it
    grow: { ...defaults.grow, most: 1 },
  };
}

/** The sizes of a new brain: the preset's, where its owner decided nothing else. */
export function sizesOf(plan: Plan, vocabulary: number): Sizes {
  const kind = shapeOf(plan.brain);
  const base = kind.presets[plan.preset];
  const contextLength = plan.contextLength || base.contextLength;
  const shape = composeShape(kind, plan.preset, plan.chosen, contextLength);
  return { vocabulary, contextLength, batch: plan.batch || base.batch, ...shape };
}

export interface Forecast {
  readonly parameters: number;
  /** of memory */
  readonly bytes: number;
  /** multiplications and additions of one step, about: three passes over every weight for every token */
  readonly operations: number;
  readonly tokensPerStep: number;
}

/** What a brain of a plan would need. Nothing is allocated. @throws Error with one sentence for sizes that cannot be */
export function forecastOf(plan: Plan, defaults: Config, threads: number): Forecast {
  const config = configOf(plan, defaults);
  const { presets } = shapeOf(plan.brain);
  const sizes = sizesOf(plan, plan.vocabulary || presets[plan.preset].vocabulary);
  const { engine } = buildModel(plan.brain, sizes, optimizerSettings(config));
  const elements = engine.layOut({ ...LEARNING_ROOM, scratch: SCRATCH_FLOATS, threads });
  const tokensPerStep = sizes.batch * sizes.contextLength;
  const parameters = engine.parameters.count;
  return { parameters, bytes: elements * 4, operations: 6 * parameters * tokensPerStep, tokensPerStep };
}
