import type { OpenedSoul } from '../../soul/keeper.ts';
import type { StepReport } from '../training/step-report.ts';
import type { TrainingState } from '../training/training-state.ts';
import type { PeriodicTasks } from './periodic.ts';
import { lessonTexts } from './texts.ts';

export interface GuardTools {
  readonly training: TrainingState;
  readonly tasks: PeriodicTasks;
  /** the soul to go back to */
  newest(): OpenedSoul;
  /** called when it went back to an earlier step */
  wentBack(step: number): void;
}

/** Counts steps that were not finite, which were not taken; after several in a row it takes up the last good soul, more carefully, elsewhere. */
export class NonFiniteGuard {
  private readonly tools: GuardTools;
  private inARow = 0;

  constructor(tools: GuardTools) {
    this.tools = tools;
  }

  /** Whether the last step was not finite. */
  get isBroken(): boolean {
    return this.inARow > 0;
  }

  /** Called after each step. */
  take({ finite, loss, gradientNorm }: StepReport): void {
    const { training, tasks, newest, wentBack } = this.tools;
    this.inARow = finite ? 0 : this.inARow + 1;
    if (finite) return;
    const what = lessonTexts.notFinite.leftOut(loss, gradientNorm);
    tasks.note('warn', 'tutor', lessonTexts.notFinite.step(training.tutor.step - 1, what));
    if (this.inARow < tasks.config.retry.nonFinite) return;
    this.inARow = 0;
    const soul = newest();
    tasks.goBack(soul);
    wentBack(training.tutor.step);
    const how = lessonTexts.notFinite.goesOnElsewhere;
    tasks.note('error', 'tutor', lessonTexts.notFinite.wentBack(soul.info.name, how));
  }
}
