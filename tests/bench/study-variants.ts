// What a study compares: variants of the baby brain and GPTs, all made to have the same number of parameters.

import { BRAINS } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import type { BabyShape } from '../../brain/brains/shapes/baby.ts';
import type { CommonSizes, Sizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, headsFor, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { OPTIMIZERS, type OptimizerName } from '../../brain/learning/update-rules.ts';
import type { RecipeOptions } from './recipe.ts';
import { type Organs, variant } from './study-brains.ts';

export interface Variant {
  /** what differs, for the table */
  readonly what: string;
  readonly brain: BrainKind;
  /** lobes are the blocks of a GPT */
  readonly sizes: { readonly channels: number; readonly lobes: number };
  /** peak rates that are tried first */
  readonly rates: readonly number[];
  readonly optimizer?: Pick<RecipeOptions, 'beta1' | 'beta2' | 'weightDecay' | 'optimizer'>;
}

/** Sizes of either kind: each takes its own. */
type VariantSizes = CommonSizes & BabyShape & TransformerShape;

const SHAPE = { channels: 144, lobes: 4 };
const RATES = [2.5e-3, 4e-3, 6.3e-3];
const GPT_RATES = [1.6e-3, 2.5e-3, 4e-3];

const baby = (what: string, organs: Organs, changed: Partial<Variant> = {}): Variant => ({
  what,
  brain: variant(organs),
  sizes: SHAPE,
  rates: RATES,
  ...changed,
});

/** A GPT of so many blocks; its channels are those with which N = 4C comes nearest to the parameters. */
const gpt = (lobes: number): Variant => ({
  what: `gpt2, ${lobes === 1 ? 'one block' : `${lobes} blocks`}`,
  brain: BRAINS.gpt2,
  sizes: { channels: 0, lobes },
  rates: GPT_RATES,
});

/** Peak rates that are tried first with each optimizer. */
const OPTIMIZER_RATES: Readonly<Record<OptimizerName, readonly number[]>> = {
  adamw: [2.5e-3, 4e-3, 6.3e-3, 1e-2],
  adam: [2.5e-3, 4e-3, 6.3e-3, 1e-2],
  sgd: [0.1, 0.3, 1, 3],
  momentum: [0.03, 0.1, 0.3, 1],
  muon: [4e-3, 1e-2, 1.6e-2, 2.5e-2],
};

/** A variant under every optimizer. */
const underEach = (name: string, base: Variant): Readonly<Record<string, Variant>> =>
  Object.fromEntries(
    OPTIMIZERS.map((optimizer) => [
      `${name}-${optimizer}`,
      { ...base, what: `${base.what}, ${optimizer}`, rates: OPTIMIZER_RATES[optimizer], optimizer: { optimizer } },
    ]),
  );

export const VARIANTS: Readonly<Record<string, Variant>> = {
  baby: { ...baby('the baby brain', {}), brain: BRAINS.baby },
  'fixed-windows': baby('windows keep the sizes they begin with', { windows: 'fixed' }),
  'more-windows': baby('nine windows: 1 2 3 4 6 8 16 32 64', { sizes: [1, 2, 3, 4, 6, 8, 16, 32, 64] }),
  'fewer-windows': baby('four windows: 1 2 4 16', { sizes: [1, 2, 4, 16] }),
  'scalar-windows': baby('one mix of windows for all neurons', { mix: 'scalar' }),
  'no-windows': baby('no windows', { windows: 'none' }),
  'no-memories': baby('no memories', { memories: 'none' }),
  'short-memory': baby('the short memory only', { memories: 'short' }),
  'long-memory': baby('the long memory only', { memories: 'long' }),
  'no-gate': baby('no gate', { gate: 'none' }),
  'sigmoid-gate': baby('a gate × σ instead of × gelu', { gate: 'sigmoid' }),
  untied: baby('a table of its own to speak with', { tied: false }),
  'one-lobe': baby('one lobe', {}, { sizes: { channels: 144, lobes: 1 } }),
  'two-lobes': baby('two lobes', {}, { sizes: { channels: 144, lobes: 2 } }),
  'six-lobes': baby('six lobes', {}, { sizes: { channels: 144, lobes: 6 } }),
  narrower: baby('fewer channels, more neurons', {}, { sizes: { channels: 96, lobes: 4 } }),
  wider: baby('more channels, fewer neurons', {}, { sizes: { channels: 192, lobes: 4 } }),
  // as the default preset is shaped: for as many parameters as it has, and tokens
  default: baby('192 channels, three lobes', {}, { sizes: { channels: 192, lobes: 3 } }),
  'default-two': baby('192 channels, two lobes', {}, { sizes: { channels: 192, lobes: 2 } }),
  'default-scalar': baby(
    '192 channels, three lobes, one mix of windows',
    { mix: 'scalar' },
    { sizes: { channels: 192, lobes: 3 } },
  ),
  'beta2-0.95': baby('AdamW with β₂ = 0.95', {}, { optimizer: { beta2: 0.95 } }),
  'beta2-0.999': baby('AdamW with β₂ = 0.999', {}, { optimizer: { beta2: 0.999 } }),
  'beta1-0.95': baby('AdamW with β₁ = 0.95', {}, { optimizer: { beta1: 0.95 } }),
  'no-decay': baby('no weight decay', {}, { optimizer: { weightDecay: 0 } }),
  gpt2: gpt(4),
  'gpt2-single': gpt(1),
  'gpt2-shallow': gpt(2),
  'gpt2-deep': gpt(6),
  ...underEach('baby', baby('96 channels, two lobes', {}, { sizes: { channels: 96, lobes: 2 } })),
  ...underEach('gpt2', gpt(2)),
};

/** Parameters of a brain of these sizes; nothing is allocated. */
export function parametersOf(brain: BrainKind, sizes: Sizes): number {
  const engine = new Engine();
  engine.record('learn', 'streams', (r) => brain.learn(r, sizes));
  return engine.parameters.count;
}

const STEP = 8;

/** Sizes of a variant with as nearly so many parameters as whole neurons allow. Throws where its channels alone are more. */
export function fitted(
  { what, brain, sizes }: Variant,
  parameters: number,
  rest: CommonSizes & { readonly history: number },
): VariantSizes {
  const at = (channels: number, neurons: number): VariantSizes => {
    const heads = headsFor(channels);
    const ofGpt = { ...GPT2_PARTS, blocks: sizes.lobes, feedForwardWidth: neurons, heads, kvHeads: heads };
    return { ...rest, channels, neurons, lobes: sizes.lobes, ...ofGpt };
  };
  const channels = sizes.channels > 0 ? sizes.channels : widest((c) => parametersOf(brain, at(c, 4 * c)), parameters);
  // the count grows by the same number with every neuron
  const [one, two] = [parametersOf(brain, at(channels, 1)), parametersOf(brain, at(channels, 2))];
  const neurons = 1 + Math.round((parameters - one) / (two - one));
  if (neurons < 1)
    throw new Error(
      `${what}: ${channels} channels in ${sizes.lobes} lobes alone need more than ${parameters} parameters`,
    );
  return at(channels, neurons);
}

/** The number of channels, a multiple of 8, whose count comes nearest. */
function widest(count: (channels: number) => number, parameters: number): number {
  let channels = STEP;
  while (count(channels + STEP) <= parameters) channels += STEP;
  return count(channels + STEP) - parameters < parameters - count(channels) ? channels + STEP : channels;
}
