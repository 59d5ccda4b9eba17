import { overRows } from '../engine/recording.ts';
import { describe, lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * Cross-entropy in nats of each row: logits(…,V), targets(rows) → losses(rows), and best(rows), the most likely id of each row.
 * The gradient seeded for `losses` weighs every row (1/rows for a mean; 0 leaves a row out).
 */
export function crossEntropy(logits: Tensor, targets: Tensor): { losses: Tensor; best: Tensor } {
  const [rows, cols] = [rowsOf(logits), lastAxis(logits)];
  if (targets.size !== rows)
    throw new Error(`crossEntropy: ${describe(targets)} must have ${rows} ids, one per row of ${describe(logits)}`);
  const r = logits.recording;
  const losses = r.activation([rows], logits.requiresGrad, 'losses');
  const logsumexp = r.activation([rows], false, 'logsumexp');
  const best = r.activation([rows], false, 'best');
  r.call('crossEntropy', overRows(rows, 4 * cols), [logits, targets, losses, logsumexp, best, cols]);
  // dlogits += weight·(softmax − onehot(target))
  r.trace([losses], (g) => {
    const [dlogits, accumulate] = g.into(logits);
    r.call('crossEntropyBackward', overRows(rows, 4 * cols), [
      logits,
      targets,
      logsumexp,
      g.of(losses),
      dlogits,
      cols,
      accumulate,
    ]);
  });
  return { losses, best };
}
