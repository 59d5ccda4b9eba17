// A baby's life by tokens instead of minutes: the same on a fast machine and on a busy one. No voice, no clock.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVERAGE, LEARNING, type WeightSet } from '../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../brain/voice/speak.ts';
import { dialogueExamples } from '../../library/texts/dialogue-examples.ts';
import { Shelf } from '../../library/token-cache/shelf.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { ExamResult, Library } from '../../school/api/messages.ts';
import { dreamNewest, enlargeNewest } from '../../school/daemon/brain-growth.ts';
import { sizesFor } from '../../school/daemon/load-or-create.ts';
import { newbornTokenizer } from '../../school/daemon/newborn-tokenizer.ts';
import { starterDialogues } from '../../school/home/dialogues.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { type LessonParts, openParts } from '../../school/lesson/lesson-parts.ts';
import { stateOf } from '../../school/lesson/soul-state.ts';
import { type Config, configure } from '../../school/settings/config.ts';
import type { Marks } from '../../school/training/evaluation/evaluate.ts';
import { dreamSlot } from '../../school/training/growth/family-tools.ts';
import { Timings } from '../../school/training/timings.ts';
import { TrainingState } from '../../school/training/training-state.ts';
import { Keeper } from '../../soul/keeper.ts';

/** A library as the product makes it of texts: cleaned, its held-out part chosen, in tokens, beside the dialogues of the starter texts. */
export interface StudyLibrary {
  readonly config: Config;
  readonly tokenizer: Tokenizer;
  /** as a soul keeps it */
  readonly tokenizerText: string;
  readonly library: Library;
}

/** Texts by name: their bytes, or the starter texts of the house. */
export type StudyTexts = Readonly<Record<string, Uint8Array>> | 'starter';

export async function studyLibrary(texts: StudyTexts, settings: object = {}): Promise<StudyLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-study-'));
  try {
    const [libraryFolder, shelfFolder] = ['library', 'shelf'].map((name) => join(folder, name)) as [string, string];
    mkdirSync(shelfFolder);
    if (texts === 'starter') cpSync(starterFolder, libraryFolder, { recursive: true });
    else mkdirSync(libraryFolder);
    if (texts !== 'starter')
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(libraryFolder, name), text);
    const config = configure(settings, 'the study');
    const shelf = new Shelf({ libraryFolder, shelfFolder });
    const { tokenizer, text } = await newbornTokenizer({ tokenizer: join(folder, 'tokenizer.json') }, shelf, config);
    await shelf.refresh(tokenizer, { heldOutFraction: config.heldOut, speaker: config.name });
    const speakers = { owner: config.owner, baby: config.name };
    const dialogues = await shelf.admit(await dialogueExamples(starterFolder, libraryFolder, speakers));
    const library = { files: await shelf.load(), exams: await shelf.exams(), dialogues };
    return { config, tokenizer, tokenizerText: text, library };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bits per byte: of the half of the held-out text that does not steer, where nothing else is said. */
export interface Foreseen extends Bits {
  /** of all held-out text, so also of the half that steers; of whole exams only */
  readonly all: Bits | undefined;
  /** of each that speaks, alone */
  readonly each: Readonly<Record<string, number>> | undefined;
}

export interface Bits {
  /** by the weights alone */
  readonly bits: number;
  /** with the memory of what was learnt */
  readonly withMemory: number | undefined;
  /** the same where it also remembers what the exam reads as it goes; of whole exams only */
  readonly remembering: number | undefined;
}

/** How it was after so many tokens. */
export interface Point {
  /** learnt by all of its brains */
  readonly tokens: number;
  /** the same, where a token of a dream counts for more: its teachers read it too */
  readonly effort: number;
  /** of the beginnings of the held-out texts, as exams during learning read them: points of a curve are compared by these */
  readonly bits: number;
  /** of all held-out text; where such an exam was asked for, and at the end */
  readonly whole: Foreseen | undefined;
  /** of a dream alone, of its siblings alone, and of all together, whether they speak or not, whole where the point is; undefined before it dreams */
  readonly dream: { readonly alone: Foreseen; readonly siblings: Foreseen; readonly together: Foreseen } | undefined;
  /** of the last step */
  readonly rate: number;
  readonly doing: string;
}

export interface LifeOptions {
  /** to be learnt; one that knows all there is to know ends earlier */
  readonly tokens: number;
  /** between two points */
  readonly every: number;
  /** tokens at which an exam is taken whole, as somebody asks for one; the last one of a life always is */
  readonly whole?: readonly number[];
  readonly threads?: number;
  /** where its souls are kept; left out: nowhere */
  readonly soulFolder?: string;
  /** told of each point as it is there */
  onPoint?(point: Point): void;
  /** told what it decided, at how many tokens */
  onNote?(sentence: string, tokens: number): void;
}

/** Passes over a token that learning it takes: there, and back for the weights and for what they were given. */
const PASSES = 3;

/** Learns so many tokens, as a lesson does, and is examined on the way. */
export async function slowLife(study: StudyLibrary, options: LifeOptions): Promise<Point[]> {
  const folder = options.soulFolder ?? mkdtempSync(join(tmpdir(), 'baby-study-soul-'));
  const life = new Life(study, { ...options, soulFolder: folder });
  try {
    await life.wake();
    while (await life.live());
    return life.points;
  } finally {
    await life.sleep();
    if (options.soulFolder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** One life, which wakes once more where its brain becomes another one. */
class Life {
  readonly points: Point[] = [];
  private readonly study: StudyLibrary;
  private readonly options: LifeOptions & { readonly soulFolder: string };
  private parts: LessonParts | undefined;
  private state!: TrainingState;
  /** effort at which the next point is taken */
  private next: number;
  /** at what effort exams are taken whole, of those that are to come */
  private whole: readonly number[];
  /** tokens that its teachers read while it dreamt, as tokens learnt */
  private taught = 0;

  constructor(study: StudyLibrary, options: LifeOptions & { readonly soulFolder: string }) {
    this.study = study;
    this.options = options;
    this.next = options.every;
    this.whole = options.whole ?? [];
  }

  /** Goes on from the newest soul in its folder, or is born. */
  async wake(): Promise<void> {
    await this.sleep();
    const { tokenizer, library } = this.study;
    const { soulFolder, threads = this.study.config.threads } = this.options;
    const config = { ...this.study.config, threads };
    const newest = new Keeper({ folder: soulFolder }).list().at(0);
    const sizes = stateOf(newest)?.sizes ?? sizesFor(config, tokenizer.vocabularySize);
    this.parts = await openParts({ config, sizes, soul: newest?.name ?? null, soulFolder });
    const setup = { config, sizes, tokenizer, library, dialogues: starterDialogues(), from: 'resume' as const };
    this.state = new TrainingState(setup, this.parts.model, this.parts.opened);
    this.whole = this.whole.filter((at) => at > this.effort);
  }

  async sleep(): Promise<void> {
    await this.parts?.runtime.release();
    this.parts = undefined;
  }

  /** Learns until it has learnt enough, or knows all there is. @returns whether another brain of it waits to learn on */
  async live(): Promise<boolean> {
    const { state } = this;
    const nobody = () => {};
    const clock = new Timings();
    let rate = 0;
    while (this.isLearning) {
      if (state.growth.waits) return this.grow();
      const before = state.tutor.tokens;
      ({ rate } = state.learn(1, nobody, clock));
      if (this.isDreaming) this.taught += ((state.tutor.tokens - before) * this.elders) / PASSES;
      this.steer();
      const whole = this.wholeDue();
      if ((whole || this.effort >= this.next) && this.isLearning) this.take(rate, whole);
    }
    this.take(rate, true);
    this.keep();
    return this.dream();
  }

  /** A steering exam, where it is due: as a lesson takes it. */
  private steer(): void {
    const { growth, evaluator, tutor } = this.state;
    const set = growth.isDue ? evaluator.steeringSet(this.study.library.exams) : undefined;
    if (!set) return;
    const examined = new Map<unknown, Marks>();
    const notes = growth.steer((weights) => {
      const marks = evaluator.steer(set, weights);
      examined.set(weights, marks);
      return marks.losses;
    });
    this.state.teachGate(examined, () => {});
    for (const sentence of notes) this.options.onNote?.(sentence, tutor.tokens);
  }

  /** Whether it is time for an exam that is taken whole. */
  private wholeDue(): boolean {
    const left = this.whole.filter((at) => at > this.effort);
    const isDue = left.length < this.whole.length;
    this.whole = left;
    if (isDue) this.keep();
    return isDue;
  }

  private take(rate: number, whole: boolean): void {
    const { tutor, growth } = this.state;
    while (this.next <= this.effort) this.next += this.options.every;
    const { speakers, siblingsThatSpeak: siblings, doing } = growth;
    const mind = this.dreamSet;
    const dreamer: Speaker | undefined = mind === undefined ? undefined : { set: mind, mind: 'dream' };
    const point: Point = {
      tokens: tutor.tokens,
      effort: this.effort,
      bits: this.examine(speakers, false).bits,
      whole: whole ? this.examine(speakers, true) : undefined,
      dream: dreamer && {
        alone: this.examine([dreamer], whole),
        siblings: this.examine(siblings, whole),
        together: this.examine([...siblings, dreamer], whole),
      },
      rate,
      doing,
    };
    this.points.push(point);
    this.options.onPoint?.(point);
  }

  private examine(speakers: readonly Speaker[], whole: boolean): Foreseen {
    const { evaluator, tutor } = this.state;
    const heldOut = this.study.library.exams;
    const result = evaluator.examine({}, heldOut, tutor.step, { quick: !whole, speakers });
    const steering = whole && evaluator.examine({}, heldOut, tutor.step, { speakers, half: 'steering' });
    return { ...bitsOf(result), each: result.each, all: steering ? ofBoth(result, steering) : undefined };
  }

  private get isLearning(): boolean {
    return this.effort < this.options.tokens && !this.state.growth.isDone;
  }

  /** Tokens learnt, where one of a dream counts for more. */
  private get effort(): number {
    return this.state.tutor.tokens + this.taught;
  }

  private get isDreaming(): boolean {
    return this.state.growth.state().learner?.dreams === true;
  }

  private get elders(): number {
    return this.state.growth.state().resting.length;
  }

  /** The weights of the dream: of one that still learns, or as they were at their best. */
  private get dreamSet(): WeightSet | undefined {
    const { engine, average } = this.state.model;
    if (this.isDreaming) return average?.leads ? AVERAGE : LEARNING;
    return this.state.growth.state().dream ? dreamSlot(engine) : undefined;
  }

  private keep(): void {
    this.parts?.keeper.save(this.state.soul(this.study.tokenizerText));
  }

  /** Becomes as large as it wants to be. What it took back is kept here: an act that is undone is no matter of learning. */
  private async grow(): Promise<boolean> {
    const { growth, tutor } = this.state;
    const wish = growth.waits;
    if (wish === 'shrink') growth.stay();
    if (!wish || wish === 'shrink' || wish === 'dream') return true;
    this.keep();
    const { by } = enlargeNewest(this.options.soulFolder, this.study.config, wish);
    this.options.onNote?.(`it grew by ${by}`, tutor.tokens);
    await this.wake();
    return true;
  }

  /** Dreams, where it wants to. @returns whether it does */
  private async dream(): Promise<boolean> {
    if (this.state.growth.waits !== 'dream' || this.effort >= this.options.tokens) return false;
    const { soulFolder, onNote } = this.options;
    dreamNewest(soulFolder, this.study.config, false);
    onNote?.('it begins to dream', this.state.tutor.tokens);
    await this.wake();
    return true;
  }
}

const bitsOf = ({ bitsPerByte: bits, withMemory, remembering }: ExamResult): Bits => ({
  bits,
  withMemory,
  remembering,
});

/** What two exams of different texts are worth as one. */
function ofBoth(a: ExamResult, b: ExamResult): Bits {
  const mean = (of: (bits: Bits) => number | undefined): number | undefined => {
    const [x, y] = [of(bitsOf(a)), of(bitsOf(b))];
    return x === undefined || y === undefined ? undefined : (x * a.bytes + y * b.bytes) / (a.bytes + b.bytes);
  };
  const whole = (a.bitsPerByte * a.bytes + b.bitsPerByte * b.bytes) / (a.bytes + b.bytes);
  return { bits: whole, withMemory: mean((bits) => bits.withMemory), remembering: mean((bits) => bits.remembering) };
}
