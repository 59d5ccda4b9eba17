import { constant, normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import type { LeaveOut } from '../ops/dropout.ts';
import { headNorm } from '../ops/head-norm.ts';
import { linearLayer } from './linear.ts';

/** How GPT-2's weights begin; those that speak into the residual stream begin √(2L) times as quiet, L blocks. */
export const DEVIATION = 0.02;

/**
 * How the maps of post-norm layers begin (Glorot & Bengio 2010). The stream that they add to is normed to size 1: beside it, what maps as small
 * as GPT-2's say is next to nothing, and hardly learns.
 */
const glorot = (inputs: number, outputs: number) => normal(Math.sqrt(2 / (inputs + outputs)));

/** What the layers of a transformer's block have in common. */
export interface BlockOptions {
  /** L: how many blocks there are */
  readonly blocks: number;
  /** norms stand before a layer, or behind what it adds */
  readonly residual: 'pre' | 'post';
  /** linear maps add a bias, which begins at 0 */
  readonly bias: boolean;
  readonly leaveOut: LeaveOut;
}

/** A linear map into a layer of a block. */
export function mapIn(
  r: Recording,
  name: string,
  x: Tensor,
  outputs: number,
  { residual, bias }: BlockOptions,
): Tensor {
  const weight = residual === 'pre' ? normal(DEVIATION) : glorot(lastAxis(x), outputs);
  return linearLayer(r, name, x, outputs, { weight, ...(bias ? {} : { bias: false }) });
}

/** What a layer of a block adds to the residual stream: x(B,T,N) -> (B,T,C), with dropout on both sides while it learns. */
export function mapOut(r: Recording, x: Tensor, channels: number, options: BlockOptions): Tensor {
  const { blocks, residual, bias, leaveOut } = options;
  const weight = residual === 'pre' ? normal(DEVIATION / Math.sqrt(2 * blocks)) : glorot(lastAxis(x), channels);
  const said = linearLayer(r, 'out', leaveOut(x, 'lobe'), channels, { weight, ...(bias ? {} : { bias: false }) });
  return leaveOut(said, 'residual');
}

/**
 * Self-attention: x(B,T,C) -> (B,T,C): W_out·attend(W_in·x). `attend` turns queries of H heads, keys and values of G heads each
 * (B,T,(H+2G)·D) into means of values (B,T,C): attention over the chunk, or over a past too. While it learns, dropout falls on these means
 * (`lobe`; OpenAI's falls on the attention itself) and on what is added to the residual stream (`residual`).
 */
export function selfAttention(
  r: Recording,
  x: Tensor,
  { heads, kvHeads, ...options }: BlockOptions & { readonly heads: number; readonly kvHeads: number },
  attend: (qkv: Tensor) => Tensor,
): Tensor {
  const channels = lastAxis(x);
  return r.inside('attention', () => {
    const qkv = mapIn(r, 'in', x, channels + 2 * kvHeads * (channels / heads), options);
    return mapOut(r, attend(qkv), channels, options);
  });
}

/** Learnt norms of each head of queries and of keys. Parameters: `queries.weight`, `keys.weight` (D) = 1. */
export function normHeads(r: Recording, qkv: Tensor, heads: number, kvHeads: number, epsilon: number): Tensor {
  const depth = lastAxis(qkv) / (heads + 2 * kvHeads);
  const [queries, keys] = ['queries', 'keys'].map((name) => r.parameter(`${name}.weight`, [depth], constant(1)));
  return headNorm(qkv, queries, keys, heads, kvHeads, epsilon);
}
