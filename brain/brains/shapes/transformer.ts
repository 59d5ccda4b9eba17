import type { BrainShape, Field, Preset, PresetName } from './shape.ts';

/** What each part of a transformer may be. */
export const PARTS = {
  attention: ['standard', 'flash', 'linear'],
  norm: ['layer', 'rms'],
  feedForward: ['gelu', 'swiglu', 'relu', 'gelu-tanh'],
  positions: ['learned', 'sinusoidal', 'rope', 'none'],
  residual: ['pre', 'post'],
  epsilon: ['1e-5', '1e-6'],
} as const;

type PartNames = { readonly [Part in keyof typeof PARTS]: (typeof PARTS)[Part][number] };

/** The parts that a transformer is made of, whatever its size. */
export type Parts = PartNames & {
  /** one table reads and speaks */
  readonly tied: boolean;
  /** linear maps add a learnt bias */
  readonly bias: boolean;
  /** LayerNorms add a learnt bias */
  readonly normBias: boolean;
  /** queries and keys are normed head by head */
  readonly qkNorm: boolean;
  /** θ: the slowest pair of a head turns once in about 2π·θ places */
  readonly ropeTheta: number;
  /** how many times longer chunks are than those θ was chosen for */
  readonly ropeScale: number;
};

export type TransformerShape = Parts & {
  /** C: width of the residual stream */
  readonly channels: number;
  /** L: blocks of attention and feed-forward, one after the other */
  readonly blocks: number;
  /** F: width of the feed-forward layer */
  readonly feedForwardWidth: number;
  /** H: heads of attention; divides C */
  readonly heads: number;
  /** G: heads of keys and values; divides H */
  readonly kvHeads: number;
};

/** The parts of GPT-2 as nanoGPT trains it; every other kind says how it differs. */
export const GPT2_PARTS: Parts = {
  attention: 'flash',
  norm: 'layer',
  feedForward: 'gelu',
  positions: 'learned',
  residual: 'pre',
  tied: true,
  bias: false,
  normBias: false,
  qkNorm: false,
  ropeTheta: 10_000,
  ropeScale: 1,
  epsilon: '1e-5',
};

/** θ of the rotations: stretched for longer chunks as "NTK-aware" scaling does (bloc97 2023), so that the fastest pairs keep their speed. */
export const rotationBase = ({ ropeTheta, ropeScale }: Parts, depth: number): number =>
  ropeScale === 1 ? ropeTheta : ropeTheta * ropeScale ** (depth / (depth - 2));

/**
 * How many heads a transformer has, by its channels: as wide as can be up to 32, or from 384 channels on up to 64; one where none from 8
 * on divides the channels. So the GPTs of nanoGPT (128, 384 channels) and of OpenAI (768, 1024, 1280) have the heads they have there.
 */
export function headsFor(channels: number): number {
  const widest = channels < 384 ? 32 : 64;
  for (let depth = widest; depth >= 8; depth--) if (channels % depth === 0) return channels / depth;
  return 1;
}

/** Heads of keys and values beside `heads` heads: the preset's share of them, rounded down to a divisor. */
export function kvHeadsFor(heads: number, preset: Pick<TransformerShape, 'heads' | 'kvHeads'>): number {
  const most = Math.max(1, Math.floor((heads * preset.kvHeads) / preset.heads));
  for (let kvHeads = most; kvHeads > 1; kvHeads--) if (heads % kvHeads === 0) return kvHeads;
  return 1;
}

/** A feed-forward layer with a gate has three matrices, not two: as many weights at two thirds of the width. */
function widthFor(preset: TransformerShape, { feedForward }: TransformerShape): number {
  const gated = (name: string) => name === 'swiglu';
  if (gated(preset.feedForward) === gated(feedForward)) return preset.feedForwardWidth;
  const width = gated(feedForward) ? (preset.feedForwardWidth * 2) / 3 : (preset.feedForwardWidth * 3) / 2;
  return Math.max(1, Math.round(width / 8)) * 8;
}

/** Linear attention has no use for rotations: where positions were not chosen beside it, waves stand in for them. */
const positionsFor = ({ attention, positions }: TransformerShape) =>
  attention === 'linear' && positions === 'rope' ? 'sinusoidal' : positions;

const choice = <Name extends keyof typeof PARTS>(name: Name, about: string) =>
  ({ kind: 'choice', of: PARTS[name], about }) as unknown as Field<PartNames[Name]>;

const fields: BrainShape<TransformerShape>['fields'] = {
  channels: { kind: 'whole', least: 1, most: 65_536, about: 'width of the residual stream' },
  blocks: { kind: 'whole', least: 1, most: 256, about: 'blocks, one after the other' },
  feedForwardWidth: { kind: 'whole', least: 1, most: 1_000_000, about: 'width of the feed-forward layer' },
  heads: { kind: 'whole', least: 1, most: 1024, about: 'heads of attention; must divide the channels' },
  kvHeads: { kind: 'whole', least: 1, most: 1024, about: 'heads of keys and values; must divide the heads' },
  attention: choice('attention', 'how tokens hear one another'),
  norm: choice('norm', 'LayerNorm, or RMSNorm without the mean'),
  feedForward: choice('feedForward', 'what the feed-forward layer does between its linear maps'),
  positions: choice('positions', 'how it knows where tokens stand'),
  residual: choice('residual', 'norms before attention and feed-forward, or after what they add'),
  tied: { kind: 'switch', about: 'one table reads and speaks' },
  bias: { kind: 'switch', about: 'linear maps add a learnt bias' },
  normBias: { kind: 'switch', about: 'LayerNorms add a learnt bias' },
  qkNorm: { kind: 'switch', about: 'queries and keys are normed head by head' },
  ropeTheta: { kind: 'whole', least: 2, most: 100_000_000, about: 'base of the rotations of rope positions' },
  ropeScale: { kind: 'whole', least: 1, most: 1024, about: 'how much longer chunks are than the base is made for' },
  epsilon: choice('epsilon', 'what a norm adds before its root'),
};

const times = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One line for people: the parts of a transformer that can be chosen. */
function partsLine(shape: TransformerShape): string {
  const { attention, norm, feedForward, positions, residual, tied, bias, normBias, qkNorm, ropeTheta, ropeScale } =
    shape;
  const turns = ropeScale === 1 ? `base ${ropeTheta}` : `base ${ropeTheta}, scale ${ropeScale}`;
  return [
    `${attention} attention`,
    `${residual}-norm (${norm})`,
    feedForward,
    positions === 'none' ? 'no positions' : `${positions} positions${positions === 'rope' ? ` (${turns})` : ''}`,
    tied ? 'one table' : 'two tables',
    ...(bias ? ['biases'] : []),
    ...(normBias ? ['biases of norms'] : []),
    ...(qkNorm ? ['normed queries and keys'] : []),
  ].join(', ');
}

/** A kind of transformer: its parts, and its sizes at every preset. */
export const transformerShape = (
  about: string,
  presets: Readonly<Record<PresetName, Preset<TransformerShape>>>,
): BrainShape<TransformerShape> => ({
  about,
  fields,
  presets,

  /** What was not chosen follows from what was: heads from the channels, heads of keys from those, the width from the kind of layer. */
  organs: ['attention', 'feedForward', 'colour'],

  fixed: ({ positions }) =>
    positions === 'learned' ? { contextLength: 'it has learnt a position for each place of its context' } : {},

  compose: (preset, chosen) => {
    const shape = { ...preset, ...chosen };
    const heads = chosen.heads ?? headsFor(shape.channels);
    return {
      ...shape,
      heads,
      kvHeads: chosen.kvHeads ?? kvHeadsFor(heads, preset),
      positions: chosen.positions ?? positionsFor(shape),
      normBias: chosen.normBias ?? (preset.normBias && shape.norm === 'layer'),
      feedForwardWidth: chosen.feedForwardWidth ?? widthFor(preset, shape),
    };
  },

  introduce: (sizes) => {
    const { blocks, heads, kvHeads, channels, feedForwardWidth, contextLength } = sizes;
    const shared = kvHeads === heads ? '' : ` (${kvHeads} of keys and values)`;
    return `${times(blocks, 'block')} of ${times(heads, 'head')}${shared} and a feed-forward layer of ${feedForwardWidth}, around ${channels} channels, over ${contextLength} tokens: ${partsLine(sizes)}`;
  },
});
