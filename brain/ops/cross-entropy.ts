import { overRows, type Variable } from '../engine/recording.ts';
import { describe, lastAxis, mustMatch, rowsOf, type Tensor } from '../engine/tensor.ts';

/** The variable that holds the share of every target that is spread over all ids. It begins at 0: nothing is. */
export const LABEL_SMOOTHING = 'labelSmoothing';

/**
 * Cross-entropy in nats of each row: logits(…,V), targets(rows) → losses(rows), best(rows), the most likely id of each row, and
 * logsumexp(rows).
 * What is learnt is objective(rows), the loss with smoothed labels (Szegedy et al. 2016): targets are (1−ε)·onehot + ε/V. Only it has a
 * gradient; its seed weighs every row (1/rows for a mean; 0 leaves a row out).
 */
export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  smoothing: Variable | number = logits.recording.variable(LABEL_SMOOTHING, 0),
): { losses: Tensor; objective: Tensor; best: Tensor; logsumexp: Tensor } {
  const [rows, cols] = [rowsOf(logits), lastAxis(logits)];
  if (targets.size !== rows)
    throw new Error(`crossEntropy: ${describe(targets)} must have ${rows} ids, one per row of ${describe(logits)}`);
  const r = logits.recording;
  const objective = r.activation([rows], logits.requiresGrad, 'objective');
  const [losses, logsumexp, best] = ['losses', 'logsumexp', 'best'].map((name) => r.activation([rows], false, name));
  const found = [losses, objective, logsumexp, best] as const;
  r.call('crossEntropy', overRows(rows, 4 * cols), [logits, targets, ...found, cols, smoothing]);
  // dlogits += weight·(softmax − (1−ε)·onehot(target) − ε/V)
  r.trace([objective], (g) => {
    const [dlogits, accumulate] = g.into(logits);
    r.call('crossEntropyBackward', overRows(rows, 4 * cols), [
      logits,
      targets,
      logsumexp,
      g.of(objective),
      dlogits,
      cols,
      smoothing,
      accumulate,
    ]);
  });
  return { losses, objective, best, logsumexp };
}

/**
 * Cross-entropy in nats of each row with a distribution as its target (Hinton et al. 2015): logits(…,V), soft of the same shape, whose
 * rows sum to 1, logsumexp(rows) of `crossEntropy` → losses(rows). It is the KL divergence plus the entropy of `soft`, so that its
 * gradient is the same.
 */
export function softCrossEntropy(logits: Tensor, soft: Tensor, logsumexp: Tensor): Tensor {
  mustMatch('softCrossEntropy', logits, soft);
  const [rows, cols] = [rowsOf(logits), lastAxis(logits)];
  const r = logits.recording;
  const losses = r.activation([rows], logits.requiresGrad, 'softLosses');
  r.call('softCrossEntropy', overRows(rows, 4 * cols), [logits, soft, logsumexp, losses, cols]);
  // dlogits += weight·(softmax − soft)
  r.trace([losses], (g) => {
    const [dlogits, accumulate] = g.into(logits);
    const weights = g.of(losses);
    const args = [logits, soft, logsumexp, weights, dlogits, cols, accumulate] as const;
    r.call('softCrossEntropyBackward', overRows(rows, 4 * cols), [...args]);
  });
  return losses;
}
