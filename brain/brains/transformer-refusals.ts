import type { Sizes } from './shapes/shape.ts';
import type { TransformerShape } from './shapes/transformer.ts';

/** Why a transformer of these parts cannot be, in one sentence; undefined where it can. */
export function refusal(name: string, sizes: Sizes<TransformerShape>): string | undefined {
  const { attention, channels, heads, kvHeads, positions, ropeScale, norm, normBias, qkNorm, epsilon } = sizes;
  const depth = channels / heads;
  if (channels % heads !== 0)
    return `the heads of a ${name} brain must divide its channels: ${heads} heads do not divide ${channels} channels`;
  if (heads % kvHeads !== 0)
    return `the key/value heads of a ${name} brain must divide its heads: ${kvHeads} do not divide ${heads} heads`;
  if (positions === 'rope' && depth % 2 !== 0)
    return `rope turns the two halves of a head against each other: heads must be an even number of channels wide, got ${channels}/${heads} = ${depth}`;
  if (positions === 'rope' && ropeScale > 1 && depth < 4)
    return `ropeScale needs heads at least 4 channels wide, got ${channels}/${heads} = ${depth}`;
  if (positions === 'rope' && attention === 'linear')
    return 'rope positions need the softmax of standard or flash attention: with attention linear, positions must be learned, sinusoidal or none';
  if (positions !== 'rope' && ropeScale !== 1)
    return `ropeScale stretches rope positions: with ${positions} positions it must be 1, got ${ropeScale}`;
  if (normBias && norm === 'rms') return 'RMSNorm has no bias: with norm rms, normBias must be false';
  if (epsilon !== '1e-5' && norm === 'layer' && !qkNorm)
    return `epsilon ${epsilon} is for rms norms and qkNorm: LayerNorm has 1e-5`;
  return undefined;
}
