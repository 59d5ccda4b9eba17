import type { LossScaleState } from '../../brain/learning/loss-scale.ts';
import type { OptimizerName } from '../../brain/learning/update-rules.ts';
import type { Colour } from '../api/messages.ts';
import type { FeelingState } from './feeling.ts';
import type { RepeatState } from './repetition/repeat.ts';

/** Everything about learning that is not in tensors: what resuming needs. */
export interface TutorState {
  readonly step: number;
  readonly tokens: number;
  readonly skipped: number;
  /** how much of the scheduled rate is used; halved when the lesson had to go back to an earlier soul */
  readonly caution: number;
  readonly feeling: FeelingState;
  readonly colours: readonly Colour[];
  /** the last `overlap` tokens of every stream, for brains that must be shown them again */
  readonly past: readonly (readonly number[])[];
  /** absent in souls from before anything was learnt more than once */
  readonly again?: RepeatState;
  /** how often the average looked at the weights; absent in souls from before there was one */
  readonly averageLooks?: number;
  /** where the brain that learns now began; absent in souls of an only child */
  readonly began?: Beginning;
  /** whose moments the soul holds; absent where they are AdamW's, since the brain that learns began */
  readonly moments?: Moments;
  /** what the loss is multiplied with; absent where gradients are not f16 */
  readonly lossScale?: LossScaleState;
}

/** Where a brain began to learn: what was learnt before it was by others. */
export interface Beginning {
  /** masks of dropout are drawn from it */
  readonly seed: number;
  readonly step: number;
  readonly tokens: number;
}

/** What the moments of the optimizer are. */
export interface Moments {
  readonly of: OptimizerName;
  /** the step at which they began at 0 */
  readonly since: number;
}
