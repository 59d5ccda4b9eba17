/** What is said of its steps while it learns, and learnt: kept by the main thread first, then laid into its source at the end of its step. */
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Said } from '../../api/messages.ts';
import { InnerVoices, type InnerVoicesState } from '../../raising/inner-voices.ts';
import type { StepReport } from '../../training/step-report.ts';
import type { TrainingState } from '../../training/training-state.ts';
import type { Channel } from '../options.ts';
import type { PeriodicTasks } from '../periodic.ts';
import type { ProbeReader } from './probes.ts';

/** The longest pause before it looks again whether an answer came; an answer ends the pause. */
const WAIT_MILLISECONDS = 100;

export interface CommentaryTools {
  readonly probeReader: Pick<ProbeReader, 'guesses' | 'inside'>;
  readonly tokenizer: Tokenizer;
  readonly training: Pick<TrainingState, 'streams' | 'teach' | 'unteach' | 'voices'>;
  readonly tasks: Pick<PeriodicTasks, 'config' | 'standing'>;
  readonly channel: Channel;
  /** reads what was sent to the lesson */
  readMail(): void;
}

export class Commentary {
  private readonly tools: CommentaryTools;
  private readonly voices: InnerVoices;
  private heard: readonly string[] | undefined;
  /** what was learnt of it in this wake */
  private taught: { readonly step: number; readonly source: Said['source']; readonly id: string }[] = [];

  constructor(tools: CommentaryTools) {
    this.tools = tools;
    const { tasks, training, tokenizer } = tools;
    this.voices = new InnerVoices({
      tokenizer,
      config: () => tasks.config,
      files: () => training.streams.files,
      state: training.voices() as InnerVoicesState | undefined,
    });
    training.voices = () => this.voices.state();
  }

  /** Called after each step, with what it was like. */
  step(report: StepReport): void {
    if (!report.finite) return;
    const { channel, tasks, probeReader, training, readMail } = this.tools;
    const { secondsAwake: _, exam: __, bestExam: ___, ...moment } = tasks.standing();
    const { step } = moment;
    const said = this.voices.step(
      {
        ...moment,
        loss: report.loss,
        bits: (report.loss * report.tokens) / Math.LN2 / report.bytes,
        learningRate: report.rate,
        gradientNorm: report.gradientNorm,
        exact: report.exact,
        expectedColour: report.expected,
        reading: report.reading,
      },
      { guesses: () => probeReader.guesses(step, report.reading), inside: () => probeReader.inside() },
    );
    if (said.length === 0) return;
    this.heard = undefined;
    channel.post({ kind: 'said', step, said });
    // a step later it would be another life: which step that is must not depend on how fast the disk is
    while (!this.heard) {
      if (channel.hasMail()) readMail();
      else channel.rest?.(WAIT_MILLISECONDS);
    }
    const heard: readonly string[] = this.heard;
    for (const { source, passage } of said.filter((one) => heard.includes(one.passage.id))) {
      training.teach(source, [passage]);
      this.taught.push({ step, source, id: passage.id });
    }
  }

  /** What was said is kept. */
  hear(ids: readonly string[]): void {
    this.heard = ids;
  }

  /** It goes on from an earlier step, at which nothing later was said. */
  goBack(step: number): void {
    for (const { source, id } of this.taught.filter((one) => one.step > step))
      this.tools.training.unteach(source, [id]);
    this.taught = this.taught.filter((one) => one.step <= step);
  }
}
