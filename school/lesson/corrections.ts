/** What a lesson does about corrections beside its steps: their exam, and the replies among which the weights learn them. */
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { count } from '../../statistics/format/numbers.ts';
import { type CorrectionsExam, examineCorrections } from '../training/evaluation/corrections-exam.ts';
import type { SteeringExam } from '../training/growth/family-tools.ts';
import { type ContrastSetup, contrastQuestions, speakContrast } from '../training/memory/contrasts.ts';
import { NearQuestions } from '../training/memory/other-questions.ts';
import type { Scribe } from '../training/scribe.ts';
import type { TrainingState } from '../training/training-state.ts';
import { lessonTexts } from './texts.ts';

/** Who asks and answers, and what. */
export interface CorrectionsSetup {
  readonly training: TrainingState;
  readonly scribe: Scribe;
  readonly tokenizer: Tokenizer;
  /** what the owner and the baby are called */
  readonly owner: string;
  readonly name: string;
  readonly dialogues: string;
  /** what unread text costs a set of weights, token by token */
  readonly exam: SteeringExam;
  /** answers who speaks */
  readonly between: () => void;
  /** writes a sentence into the log */
  note(message: string): void;
}

/** Tokens that are learnt between two exams of what the weights know of corrections: counted, never by the clock, as all that decides. */
const EVERY = 131_072;

/** The exam of corrections, and the replies beside which the weights learn them. */
export class CorrectionsTasks {
  private readonly setup: CorrectionsSetup;
  /** taken from the dialogues when they are first wanted */
  private asking: Pick<ContrastSetup, 'near' | 'questions'> | undefined;

  constructor(setup: CorrectionsSetup) {
    this.setup = setup;
  }

  /** Examines the newest corrections, by memory and weights. Undefined while there are none. */
  examine(): CorrectionsExam | undefined {
    const { training, between, tokenizer, owner, name, dialogues } = this.setup;
    const { model, memory, growth } = training;
    return examineCorrections({ tokenizer, memory, owner, name, dialogues }, model, growth.speakers, between);
  }

  /**
   * After a step: speaks one of the replies beside which corrections are learnt, where one is wanted; every 131,072 tokens examines what
   * the weights know, and has them learn again what they lost.
   *
   * @param learnt tokens of the step
   */
  afterStep(learnt: number): void {
    const { mixer, tutor } = this.setup.training;
    if (mixer.weights.corrections === 0 || mixer.consolidatesApart) return;
    if (mixer.wantedContrasts > 0) this.speak();
    if (Math.floor(tutor.tokens / EVERY) === Math.floor((tutor.tokens - learnt) / EVERY)) return;
    this.tellOfLost(mixer.lose(this.examine()?.unknown ?? []).length);
  }

  /**
   * Before a step: where the weights that speak are to learn corrections apart from all others, does a part of that, and the library waits.
   *
   * @param waits called behind each part
   * @returns whether there was something to do
   */
  consolidate(waits: () => void): boolean {
    const { training, between, exam, note } = this.setup;
    const { consolidator } = training;
    if (!consolidator.isDue) return false;
    const sentence = consolidator.step(exam, between);
    if (sentence) note(sentence);
    waits();
    return true;
  }

  /** After an exam decided who speaks: what those do not know of corrections is to be learnt again. */
  findLost(): void {
    const { training, between } = this.setup;
    this.tellOfLost(training.consolidator.findLost(between));
  }

  /** Speaks one of the replies beside which corrections are learnt. */
  private speak(): void {
    const { training, note: _, ...setup } = this.setup;
    const { mixer, memory, tutor } = training;
    const { dialogues } = setup;
    this.asking ??= { near: new NearQuestions(dialogues), questions: contrastQuestions(dialogues) };
    speakContrast({ ...setup, ...this.asking, mixer, memory, colour: tutor.colour, seed: tutor.step });
  }

  private tellOfLost(lost: number): void {
    const { note } = this.setup;
    if (lost === 1) note(lessonTexts.corrections.oneLost);
    else if (lost > 1) note(lessonTexts.corrections.lost(count(lost)));
  }
}
