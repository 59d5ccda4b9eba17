import type { Sizes } from './shapes/shape.ts';
import type { TransformerShape } from './shapes/transformer.ts';

/** Why a transformer of these parts cannot be, in one sentence; undefined where it can. */
export function refusal(name: string, sizes: Sizes<TransformerShape>): string | undefined {
  const { attention, channels, heads, kvHeads, positions, ropeScale, norm, normBias, qkNorm, epsilon } = sizes;
  const depth = channels / heads;
  if (channels % heads !== 0)
    return `the heads of a ${name} brain must divide its channels, but ${heads} heads do not divide ${channels} channels: choose another number of heads or channels`;
  if (heads % kvHeads !== 0)
    return `the key/value heads (kvHeads) of a ${name} brain must divide its heads, but ${kvHeads} do not divide ${heads}: choose another number of kvHeads or heads`;
  if (positions === 'rope' && depth % 2 !== 0)
    return `with rope positions each head must be an even number of channels wide, but ${channels} channels in ${heads} heads are ${depth} each: choose another number of heads or channels`;
  if (positions === 'rope' && ropeScale > 1 && depth < 4)
    return `ropeScale needs heads of at least 4 channels, but ${channels} channels in ${heads} heads are ${depth} each: choose fewer heads, or ropeScale 1`;
  if (positions === 'rope' && attention === 'linear')
    return 'rope positions need attention standard or flash: with attention linear, positions must be learned, sinusoidal or none';
  if (positions !== 'rope' && ropeScale !== 1)
    return `ropeScale is only for rope positions: with positions ${positions} it must be 1, but it is ${ropeScale}`;
  if (normBias && norm === 'rms') return 'norm rms has no bias: choose normBias false, or norm layer';
  if (epsilon !== '1e-5' && norm === 'layer' && !qkNorm)
    return `epsilon ${epsilon} is only for norm rms or with qkNorm: with norm layer alone it must be 1e-5`;
  return undefined;
}
