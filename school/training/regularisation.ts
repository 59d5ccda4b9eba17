import type { Engine } from '../../brain/engine/engine.ts';
import { LABEL_SMOOTHING } from '../../brain/ops/cross-entropy.ts';
import { DROPOUT_PLACES, DROPOUT_SEED, DROPOUT_STEP, type DropoutPlace, dropoutRate } from '../../brain/ops/dropout.ts';

export interface Regularisation {
  /** the rates of dropout, by place, before exams lower them; left out: nothing is left out */
  readonly dropout?: Readonly<Record<DropoutPlace, number>>;
  /** whether exams say how much of the dropout falls, and none falls in the first reading; left out: they do */
  readonly steersDropout?: boolean;
  /** the share of every target that is spread over all tokens; left out: 0 */
  readonly labelSmoothing?: number;
}

/**
 * Sets what a step leaves out by chance, and how far its targets are spread.
 *
 * @param steered the share of the dropout that is right now, where exams say it
 * @param draw what the masks are drawn from: the seed of the brain that learns, and a counter of its chunks
 */
export function regularise(
  { variables }: Pick<Engine, 'variables'>,
  { dropout, steersDropout = true, labelSmoothing = 0 }: Regularisation,
  steered: number,
  draw: { readonly seed: number; readonly step: number },
): void {
  const level = steersDropout ? steered : 1;
  for (const place of DROPOUT_PLACES) variables.set(dropoutRate(place), level * (dropout?.[place] ?? 0));
  variables.set(DROPOUT_SEED, draw.seed);
  variables.set(DROPOUT_STEP, draw.step);
  variables.set(LABEL_SMOOTHING, labelSmoothing);
}

/** For an exam: nothing is left out, and only the plain loss is asked for. The tutor sets its own again before every chunk. */
export const asInExams = (engine: Pick<Engine, 'variables'>): void => regularise(engine, {}, 0, { seed: 0, step: 0 });
