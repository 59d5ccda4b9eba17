import { normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import type { LeaveOut } from '../ops/dropout.ts';
import { gelu } from '../ops/pointwise.ts';
import { linearLayer } from './linear.ts';

/** How GPT-2's weights begin; those that speak into the residual stream begin √(2L) times as quiet, L blocks. */
export const DEVIATION = 0.02;
const quiet = (blocks: number) => normal(DEVIATION / Math.sqrt(2 * blocks));

/**
 * Self-attention: x(B,T,C) -> (B,T,C): W_out·attend(W_in·x). `attend` turns queries, keys and values (B,T,3C) into means of values (B,T,C):
 * attention over the chunk, or over a past too. No biases. While it learns, dropout falls on these means (`lobe`; OpenAI's falls on the
 * attention itself) and on what is added to the residual stream (`residual`).
 */
export function selfAttention(
  r: Recording,
  x: Tensor,
  blocks: number,
  attend: (qkv: Tensor) => Tensor,
  leaveOut: LeaveOut,
): Tensor {
  const channels = lastAxis(x);
  return r.inside('attention', () => {
    const qkv = linearLayer(r, 'in', x, 3 * channels, { weight: normal(DEVIATION), bias: false });
    const attended = leaveOut(attend(qkv), 'lobe');
    return leaveOut(linearLayer(r, 'out', attended, channels, { weight: quiet(blocks), bias: false }), 'residual');
  });
}

/** The feed-forward layer of a GPT: x(B,T,C) -> (B,T,C): W_out·gelu(W_in·x), F wide in between. No biases. Dropout as in `selfAttention`. */
export function feedForward(r: Recording, x: Tensor, width: number, blocks: number, leaveOut: LeaveOut): Tensor {
  const channels = lastAxis(x);
  return r.inside('neurons', () => {
    const active = gelu(linearLayer(r, 'in', x, width, { weight: normal(DEVIATION), bias: false }));
    const projected = linearLayer(r, 'out', leaveOut(active, 'lobe'), channels, { weight: quiet(blocks), bias: false });
    return leaveOut(projected, 'residual');
  });
}
