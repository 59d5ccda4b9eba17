/** Predicting the lessons of a habit, for learning them and for exams, while the brain rests. */
import type { Tape } from '../../../brain/engine/engine.ts';
import { ADAPTING, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Batch } from '../../../library/batches/batch.ts';
import { showBatch } from '../batch-input.ts';
import { HABIT, type Model } from '../model.ts';
import { asInExams } from '../regularisation.ts';
import type { Lesson } from './material.ts';

/** What is put back after a step, so that the brain goes on as if there had been none. */
const INPUTS = ['ids', 'targets', 'weights', 'colour', 'nextColour', 'colourWeights', 'softWeights'];
const OUTPUTS = ['losses', 'best', 'colour'];

export interface Marks {
  nats: number;
  targets: number;
  /** of dialogues alone, and whether each of their words was the likeliest */
  dialogueNats: number;
  dialogueTargets: number;
  isExact: boolean;
  /** whether no answer is expected behind another question, where the weights alone hardly expect it */
  isHeld: boolean;
  /** whether all losses are finite, also those of contrasts */
  isNumber: boolean;
}

export const noMarks = (): Marks => ({
  ...{ nats: 0, targets: 0, dialogueNats: 0, dialogueTargets: 0, isExact: true, isHeld: true, isNumber: true },
});

/** An answer is expected elsewhere where its beginning is as likely as 1 in 20, and three times as likely as by the weights alone. */
const EXPECTED_NATS = Math.log(20);
const MORE_NATS = Math.log(3);

/** How lessons are learnt that are predicted. */
interface Learning {
  /** the weights that a habit changes */
  readonly base: WeightSet;
  /** of each target of a lesson, and of a contrast */
  readonly weight: number;
  readonly ofContrasts: number;
  /** called behind each chunk that is predicted */
  back(chunk: number): void;
}

export class LessonPredictor {
  private readonly model: Model;
  /** the token that ends a text */
  private readonly end: number;

  constructor(model: Model, end: number) {
    this.model = model;
    this.end = end;
  }

  /** With what is predicted: where the brain can say what it expects, a tape of habits, which learns from that too. */
  get tape(): Tape {
    return this.model.adapters?.tethered?.learn ?? this.model.learn;
  }

  /**
   * Predicts chunks that follow one another by the weights of the habit. Of contrasts is learnt what the weights without it expect, or,
   * where the brain cannot say that, what they said.
   *
   * @param learning left out: nothing is learnt
   */
  predict(lessons: readonly Lesson[], batches: readonly Batch[], between: () => void, learning?: Learning): Marks {
    const { tape, end } = this;
    const { engine, sizes, overlap } = this.model;
    const tethered =
      learning && lessons.some(({ isContrast }) => isContrast) ? this.model.adapters?.tethered : undefined;
    if (tethered) {
      tethered.before.teaching = 1;
      tethered.tetherTo(learning!.base);
      tethered.before.clear();
    }
    const owner = this.model.adapters?.tethered ? HABIT : undefined;
    const input = { engine, learn: tape, sizes, overlap, end, ...(owner && { owner }) };
    const colours = Array.from({ length: sizes.batch }, () => [0.5, 0.5, 0.5] as const);
    let before: number[][] = colours.map(() => []);
    const marks = noMarks();
    const elsewhere = lessons.map(() => ({ nats: 0, alone: 0 }));
    asInExams(engine);
    for (const [chunk, batch] of batches.entries()) {
      before = showBatch(input, batch, { weight: 1, colours, before });
      tethered?.before.expect(batch.fresh, between);
      this.weigh(lessons, batch, learning, tethered !== undefined);
      engine.run(tape, 'forward', between, ADAPTING);
      this.mark(marks, lessons, batch);
      if (tethered) this.addNats(elsewhere, batch);
      learning?.back(chunk);
      engine.run(tape, 'commit', between, ADAPTING);
      tethered?.before.accept();
    }
    marks.isHeld = lessons.every(({ isElsewhere }, b) => {
      const { nats, alone } = elsewhere[b]!;
      return !isElsewhere || !tethered || nats > EXPECTED_NATS || nats > alone - MORE_NATS;
    });
    return marks;
  }

  /** Weighs the targets of a chunk; neither what it feels nor what siblings expect is learnt from a habit. */
  private weigh(
    lessons: readonly Lesson[],
    { learn }: Batch,
    { weight, ofContrasts }: Pick<Learning, 'weight' | 'ofContrasts'> = { weight: 0, ofContrasts: 0 },
    isTethered: boolean,
  ): void {
    const { tape } = this;
    const { engine, sizes } = this.model;
    for (const name of ['colourWeights', 'softWeights']) if (tape.inputs.has(name)) engine.input(tape, name).fill(0);
    const hard = engine.input(tape, 'weights').fill(0);
    const soft = isTethered ? engine.input(tape, 'softWeights') : hard;
    for (const [i, isLearnt] of learn.entries()) {
      if (!isLearnt) continue;
      if (lessons[Math.floor(i / sizes.contextLength)]?.isContrast) soft[i] = ofContrasts;
      else hard[i] = weight;
    }
  }

  private mark(marks: Marks, lessons: readonly Lesson[], { targets, learn }: Batch): void {
    const { tape } = this;
    const { engine, sizes } = this.model;
    const [losses, best] = [engine.output(tape, 'losses'), engine.output(tape, 'best')];
    for (const [i, target] of targets.entries()) {
      if (!learn[i]) continue;
      marks.isNumber &&= Number.isFinite(losses[i]);
      const { isText, isContrast } = lessons[Math.floor(i / sizes.contextLength)]!;
      if (isContrast) continue;
      marks.targets++;
      marks.nats += losses[i]!;
      if (isText) continue;
      marks.dialogueTargets++;
      marks.dialogueNats += losses[i]!;
      marks.isExact &&= best[i] === target;
    }
  }

  /** Adds what the targets of each stream cost, by the weights of the habit and by those without it. */
  private addNats(streams: readonly { nats: number; alone: number }[], { targets, learn }: Batch): void {
    const { tape } = this;
    const { engine, sizes } = this.model;
    const [losses, expected] = [engine.output(tape, 'losses'), engine.input(tape, 'soft')];
    for (const [b, sum] of streams.entries())
      for (let i = b * sizes.contextLength; i < (b + 1) * sizes.contextLength; i++) {
        if (!learn[i]) continue;
        sum.nats += losses[i]!;
        sum.alone -= Math.log(Math.max(1e-30, expected[i * sizes.vocabulary + targets[i]!]!));
      }
  }

  /** Does something with the brain's tape, whose memories, inputs and results are put back. */
  resting<T>(work: () => T): T {
    const { engine, learn } = this.model;
    const there = [
      ...engine.statesOf('streams').map(({ data }) => data),
      ...INPUTS.filter((name) => learn.inputs.has(name)).map((name) => engine.input(learn, name)),
      ...OUTPUTS.map((name) => engine.output(learn, name)),
    ];
    const before = there.map((numbers) => numbers.slice());
    try {
      return work();
    } finally {
      there.forEach((numbers, i) => numbers.set(before[i]!));
    }
  }
}
