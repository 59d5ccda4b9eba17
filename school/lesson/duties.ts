import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Keeper } from '../../soul/keeper.ts';
import type { FromLesson, Level, Library, ReadSoFar, ToLesson } from '../messages.ts';
import type { Config } from '../settings/config.ts';
import { Examiner, type Paper } from './examiner.ts';
import type { Looking } from './looking.ts';
import type { Mind } from './mind.ts';
import type { Pupil } from './pupil.ts';
import type { Scribe } from './scribe.ts';
import type { Stopwatch } from './stopwatch.ts';

const BABBLE_TOKENS = 40;

/** What the duties need of the lesson whose they are. */
export interface Circumstances {
  readonly clock: Stopwatch;
  post(message: FromLesson): void;
  /** answers who speaks; long duties call it often */
  readonly between: () => void;
  /** @throws one sentence if it must fall asleep now */
  stayAwake(): void;
  /** whether its last step was no number */
  isBroken(): boolean;
}

/** All that a lesson does now and then beside learning: exams, saves, words of its own accord, a new library, new settings. */
export class Duties {
  private readonly pupil: Pupil;
  private readonly scribe: Scribe;
  private readonly keeper: Keeper;
  private readonly looking: Looking;
  private readonly examiner: Examiner;
  private readonly tokenizerText: string;
  private readonly lesson: Circumstances;
  private exams: Library['exams'];
  config: Config;

  constructor(
    who: { pupil: Pupil; scribe: Scribe; keeper: Keeper; looking: Looking; mind: Mind; tokenizer: Tokenizer },
    given: { tokenizerText: string; exams: Library['exams']; config: Config },
    lesson: Circumstances,
  ) {
    this.pupil = who.pupil;
    this.scribe = who.scribe;
    this.keeper = who.keeper;
    this.looking = who.looking;
    this.examiner = new Examiner(who.mind, who.tokenizer);
    this.tokenizerText = given.tokenizerText;
    this.exams = given.exams;
    this.config = given.config;
    this.lesson = lesson;
  }

  /** What may change while it is awake counts from now on. */
  configure(config: Config): void {
    this.config = config;
    this.scribe.settings = config.voice;
    this.keeper.keep(config);
    this.pupil.configure(config);
  }

  changeLibrary(library: Library): void {
    try {
      this.pupil.mixer.replaceFiles(library.files);
      this.pupil.tutor.again.drop();
      this.exams = library.exams;
      const tokens = this.pupil.streams.libraryTokens.toLocaleString('en');
      const files = `${library.files.length} ${library.files.length === 1 ? 'file' : 'files'}`;
      this.note('info', 'library', `the library changed: ${tokens} tokens in ${files}`);
    } catch (error) {
      this.note('warn', 'library', `${(error as Error).message} What was read before is kept.`);
    }
  }

  /** Takes passages into a source, or out of it. @returns for each that went out how often it was read, where that is counted */
  teach(mail: Extract<ToLesson, { kind: 'teach' | 'unteach' }>): Record<string, number> {
    if (mail.kind === 'unteach') {
      this.pupil.tutor.again.drop();
      return this.pupil.mixer.unteach(mail.source, mail.ids);
    }
    this.pupil.teach(mail.source, mail.passages);
    return {};
  }

  readSoFar(): ReadSoFar {
    const { mixer } = this.pupil;
    const files = Object.fromEntries(mixer.read());
    return { files, sources: mixer.report(), corrections: mixer.known('corrections') };
  }

  /** Examines on the held-out part (quickly, if nobody asked), or on a text that somebody brought. */
  examine(id: number | null, paper: Paper): void {
    const before = this.lesson.clock.enter('exam');
    try {
      const result = this.examiner.examine(paper, this.exams, this.pupil.tutor.step, {
        quick: id === null,
        between: () => {
          this.lesson.between();
          this.lesson.stayAwake();
        },
      });
      if (paper.text === undefined) this.pupil.mark(result);
      this.lesson.post({ kind: 'examined', id, result });
    } catch (error) {
      // a library too small for a held-out part is no news every minute
      if (id !== null) this.lesson.post({ kind: 'refused', id, message: (error as Error).message });
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  babble(): void {
    const before = this.lesson.clock.enter('speaking');
    try {
      const text = this.scribe.babble(this.pupil.tutor.colour, BABBLE_TOKENS, this.looking.lately());
      this.lesson.post({ kind: 'babble', step: this.pupil.tutor.step, text });
    } catch (error) {
      // a mind that is not finite has nothing to say; the guard will take it back
      this.note('warn', 'voice', (error as Error).message);
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  /** Saves its soul; `keep`: an older one that must not go for it. @throws one sentence if that is not possible now */
  keep(id: number | null, keep?: string): void {
    const { step } = this.pupil.tutor;
    // what the guard goes back to must be a soul whose last step was finite
    if (this.lesson.isBroken())
      throw new Error(`the soul was not saved at step ${step}: that step was not finite; the soul before it is kept`);
    const before = this.lesson.clock.enter('saving');
    try {
      const content = this.pupil.soul(this.tokenizerText);
      const { between } = this.lesson;
      const { name, bytes, milliseconds, notes } = this.keeper.save(content, {
        betweenSlices: between,
        ...(keep === undefined ? {} : { keep }),
      });
      for (const sentence of notes) this.note('warn', 'soul', sentence);
      this.lesson.post({ kind: 'saved', id, name, step, bytes, milliseconds });
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  /** Saves, and goes on learning if that is not possible now. */
  save(id: number | null, keep?: string): void {
    try {
      this.keep(id, keep);
    } catch (error) {
      const message = (error as Error).message;
      this.note('error', 'soul', message);
      if (id !== null) this.lesson.post({ kind: 'refused', id, message });
    }
  }

  note(level: Level, scope: string, message: string): void {
    this.lesson.post({ kind: 'note', level, scope, message });
  }
}
