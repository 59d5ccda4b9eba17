import { Rolling } from '../../../statistics/rolling.ts';
import type { Stats } from '../../api/messages.ts';
import type { StepReport } from '../../training/step-report.ts';
import { trainingTexts } from '../../training/texts/training-texts.ts';
import type { TrainingState } from '../../training/training-state.ts';
import { lessonTexts } from '../texts.ts';

/** What of the statistics a pulse cannot know from the steps alone. */
export type Standing = Pick<
  Stats,
  | 'step'
  | 'doing'
  | 'siblings'
  | 'habits'
  | 'exam'
  | 'bestExam'
  | 'examPaper'
  | 'tokens'
  | 'skippedSteps'
  | 'secondsAwake'
  | 'colour'
  | 'fittedTemperature'
>;

/** How it stands. @param examPaper what its regular exams are about */
export function standingOf(state: TrainingState, examPaper: string): Standing {
  const { lastExam: exam, bestExam, secondsAwake } = state;
  const { step, tokens, skipped: skippedSteps, colour } = state.tutor;
  const { siblings } = state.growth;
  const doing = doingOf(state);
  const habits = state.habits.all.length > 0 ? { habits: state.habits.reports() } : {};
  const voice = state.temperature.fitted === null ? {} : { fittedTemperature: state.temperature.fitted };
  const family = siblings.length > 0 ? { siblings } : {};
  return {
    step,
    doing,
    ...family,
    ...habits,
    ...voice,
    tokens,
    colour,
    skippedSteps,
    exam,
    bestExam,
    examPaper,
    secondsAwake,
  };
}

/** What it does, in a few words: a brain that learns may learn a habit, or corrections, at this time. */
function doingOf({ growth: { doing }, consolidator, habits, mixer }: TrainingState): string {
  if (habits.learning) return lessonTexts.doing.learningHabit(habits.learning.name);
  if (consolidator.isActive) return 'consolidating';
  const learns = doing === 'learning' || doing === trainingTexts.doing.siblingGrows;
  return learns && !mixer.consolidatesApart && mixer.isConsolidating ? 'consolidating' : doing;
}

/** Turns the reports of single steps into numbers that a person can follow. */
export class Metrics {
  private readonly loss = new Rolling(50);
  private readonly bits = new Rolling(50);
  private readonly exact = new Rolling(50);
  private readonly milliseconds = new Rolling(20);
  private last: StepReport | undefined;
  private isResting = false;

  /** Whether there was a step that can be told of. */
  get hasReport(): boolean {
    return this.last !== undefined;
  }

  /** Until the next beat nothing is learnt. */
  rest(): void {
    this.isResting = true;
  }

  beat(report: StepReport, milliseconds: number): void {
    this.last = report;
    this.isResting = false;
    this.loss.add(report.loss);
    this.bits.add((report.loss * report.tokens) / Math.LN2 / report.bytes);
    this.exact.add(report.exact);
    this.milliseconds.add(milliseconds);
  }

  /** Throws before the first beat. */
  stats(standing: Standing): Stats {
    const report = this.last;
    if (!report) throw new Error(lessonTexts.requests.noStatisticsYet);
    return {
      ...standing,
      loss: report.loss,
      smoothLoss: this.loss.value,
      bitsPerByte: this.bits.value,
      tokensPerSecond: this.isResting ? 0 : (report.tokens / this.milliseconds.value) * 1000,
      learningRate: report.rate,
      gradientNorm: report.gradientNorm,
      exact: this.exact.value,
      expectedColour: report.expected,
      reading: report.reading,
    };
  }
}
