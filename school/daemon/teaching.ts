/** What is taught beside the library, while it is awake: kept in files of the home, and handed to the lesson at once. */

import { createHash } from 'node:crypto';
import { ExamplePool } from '../../library/sources/example-pool.ts';
import { LONGEST_TURN } from '../../library/sources/example-schema.ts';
import type { ExampleStore } from '../../library/sources/example-store.ts';
import type { Example, ExampleTurn } from '../../library/sources/examples.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../library/sources/names.ts';
import { count } from '../../statistics/format/numbers.ts';
import type { Corrected, Correction, ReadSoFar, Said, Taught, Untaught } from '../api/messages.ts';
import type { LessonOptions } from '../lesson/options.ts';
import { saidAfter } from '../raising/inner-voices.ts';
import type { SoulState } from '../training/checkpoint.ts';
import type { LessonSupervisor } from './lesson-supervisor.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

export interface TeachingTools {
  readonly guardian: Pick<LessonSupervisor, 'ask' | 'whenThere'>;
  readonly book: ExampleStore;
  /** the examples that may be learnt; see library/sources/admission.ts */
  admit<P extends Example>(passages: readonly P[]): Promise<P[]>;
  /** the habit that learns what a source teaches; undefined or '': none */
  habitOf?(source: TaughtName): string | undefined;
}

/** So often, at most, it is complained of a disk that takes nothing; milliseconds. */
const COMPLAINT = 3_600_000;

/** Sources of what a lesson says of its steps. */
const GOES_BY_STEPS: ReadonlySet<TaughtName> = new Set(['scribe', 'reflections'] satisfies Said['source'][]);

/** One who said something, and what. */
interface Utterance {
  readonly from: string;
  readonly text: string;
}

/**
 * The examples that a new lesson starts with: all that may be learnt. What was said of steps after its own is taken out: it is said again.
 * @param step at which it starts
 */
export async function taughtBefore(
  book: ExampleStore,
  admit: TeachingTools['admit'],
  step: number,
): Promise<NonNullable<LessonOptions['taught']>> {
  const taught: { [S in TaughtName]?: Example[] } = {};
  for (const source of TAUGHT_NAMES) {
    const later = new Set(
      GOES_BY_STEPS.has(source)
        ? saidAfter(
            step,
            book.entries(source).map(({ id }) => id),
          )
        : [],
    );
    const all = book.entries(source).filter(({ id }) => !later.has(id));
    // where the disk takes nothing they are only passed over, and go at the next wake
    await book.remove(source, [...later]).catch(() => {});
    const held = all.filter(({ only }) => only === 'memory');
    const entries = [...(await admit(all.filter((entry) => !held.includes(entry)))), ...held];
    if (entries.length > 0) taught[source] = entries.map(({ time: _, ...example }) => example);
  }
  return taught;
}

export class Teaching {
  private readonly tools: TeachingTools;

  constructor(tools: TeachingTools) {
    this.tools = tools;
  }

  /** As `Baby.teach`. */
  async teach(source: TaughtName, passages: readonly Example[]): Promise<Taught> {
    const { admit, book, guardian } = this.tools;
    const marked = passages.map((passage) => this.forHabit(source, passage));
    const learnt = marked.filter(({ turns }) => turns.some(({ text, learn }) => learn && text.trim() !== ''));
    const held = learnt.filter(({ only }) => only === 'memory');
    const taken = [...(await admit(learnt.filter((passage) => !held.includes(passage)))), ...held];
    await book.add(source, taken);
    if (taken.length > 0) guardian.whenThere((room) => room.teach(source, taken));
    const ids = new Set(taken.map(({ id }) => id));
    const refused = passages.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
    return { taken: [...ids], refused };
  }

  /** What belongs to a habit is marked as its own: neither the memory nor the weights learn it. */
  private forHabit(source: TaughtName, example: Example): Example {
    const habit = example.habit ?? this.tools.habitOf?.(source);
    return habit ? { ...example, habit } : example;
  }

  /** Keeps what a lesson says of its steps. @returns the ids of what it may learn */
  async keep(said: readonly Said[]): Promise<readonly string[]> {
    const ids = new Set<string>();
    for (const { source, passage } of said) {
      const admitted = await this.tools.admit([passage]);
      await this.tools.book.add(source, admitted);
      for (const { id } of admitted) ids.add(id);
    }
    return [...ids];
  }

  /** For who teaches now and then and does not wait: passages get ids of their own, and what goes wrong is told once in a while. */
  inPassing(
    complain: (message: string) => void,
  ): (source: TaughtName, turns: readonly ExampleTurn[], conversation?: string) => void {
    let passages = 0;
    let complained = Number.NEGATIVE_INFINITY;
    return (source, turns, conversation) => {
      const stamp = `${Date.now().toString(36)}-${++passages}`;
      const id = conversation === undefined ? stamp : `${startOf(conversation)}${stamp}`;
      this.teach(source, [{ id, turns }]).catch((error: Error) => {
        if (performance.now() < complained + COMPLAINT) return;
        complained = performance.now();
        complain(daemonTexts.teaching.notStored(source, error.message));
      });
    };
  }

  /** Those of these ids that a source has. */
  examples(source: TaughtName, ids: readonly string[]): Example[] {
    return this.tools.book
      .entries(source)
      .filter(({ id }) => ids.includes(id))
      .map(({ time: _, ...example }) => example);
  }

  /** The ids of what a source teaches a habit. */
  meantFor(source: TaughtName, name: string): string[] {
    return this.tools.book.entries(source).flatMap(({ id, habit }) => (habit === name ? [id] : []));
  }

  /** As `Baby.unteach`. */
  async unteach(source: TaughtName, ids: readonly string[]): Promise<Untaught[]> {
    const { book, guardian } = this.tools;
    const gone = await book.remove(source, ids);
    let reads: Readonly<Record<string, number>> = {};
    try {
      reads = await guardian.ask((room) => room.unteach(source, ids));
    } catch {
      // it is just beginning again: the lesson that comes may have been told of them already
      guardian.whenThere((room) => room.unteach(source, ids));
    }
    return gone.map(({ id, time }) => ({ id, time, reads: reads[id] ?? null }));
  }

  /** Takes out what was overheard in a conversation that is forgotten. */
  async forget(conversation: string): Promise<void> {
    for (const source of ['chat', 'api'] as const) {
      const ids = this.tools.book.entries(source).map(({ id }) => id);
      const overheard = ids.filter((id) => id.startsWith(startOf(conversation)));
      if (overheard.length > 0) await this.unteach(source, overheard);
    }
  }

  /**
   * Teaches what it should have said, or did say.
   * @param earlier the id of a correction of the same reply, whose place it takes
   * @param isPublic whether it may be said to anybody
   */
  async correct(question: Utterance, answer: Utterance, earlier?: string, isPublic = false): Promise<Corrected> {
    const longest = Math.max(question.text.length, answer.text.length);
    if (longest > LONGEST_TURN) {
      const [most, came] = [count(LONGEST_TURN), count(longest)];
      const note = daemonTexts.teaching.tooLong(most, came);
      return { id: null, note };
    }
    const id = earlier ?? this.newId();
    const turns = [
      { speaker: question.from, text: question.text, learn: false },
      { speaker: answer.from, text: answer.text, learn: true },
    ];
    const example = { id, turns, owner: question.from, ...(isPublic ? { public: true } : {}) };
    const { taken } = await this.teach('corrections', [example]);
    if (taken.length > 0) return { id, note: null };
    const remembered: Example = { ...example, only: 'memory' };
    await this.tools.book.add('corrections', [remembered]);
    this.tools.guardian.whenThere((room) => room.teach('corrections', [remembered]));
    return { id, note: daemonTexts.teaching.heldOut };
  }

  async corrections(): Promise<Correction[]> {
    const { book, guardian } = this.tools;
    const read = await guardian.ask((room) => room.read()).catch(() => undefined);
    return correctionsIn(book, read?.corrections);
  }

  /** Seconds since 2025 in letters and digits: short enough to be typed, and never used twice. */
  private newId(): string {
    const used = new Set(this.tools.book.entries('corrections').map(({ id }) => id));
    for (let second = Math.floor(Date.now() / 1000) - 1_735_689_600; ; second++) {
      const id = second.toString(36);
      if (!used.has(id)) return id;
    }
  }
}

/** How ids of a conversation begin. It is no secret, but any name fits into an id so, and none is the beginning of another. */
const startOf = (conversation: string): string =>
  `${createHash('sha256').update(conversation).digest('hex').slice(0, 16)}-`;

/** What its log tells of a correction that is gone. @param reads how often it was read; null: nobody knows */
export const takenOut = (id: string, reads: number | null): string =>
  daemonTexts.teaching.takenOut(id, reads === null ? undefined : count(reads));

/** All corrections of a baby that sleeps, as well as its soul knew them. */
export function correctionsAsleep(book: ExampleStore, soul: Pick<SoulState, 'mixer'> | undefined): Correction[] {
  const known = new ExamplePool(true, soul?.mixer?.known.corrections);
  const ids = book.entries('corrections').map(({ id }) => id);
  return correctionsIn(book, Object.fromEntries(ids.map((id) => [id, known.known(id)])));
}

/** All corrections of a book, oldest first. */
function correctionsIn(book: ExampleStore, known: ReadSoFar['corrections'] = {}): Correction[] {
  return book.entries('corrections').map(({ id, time, turns }) => {
    const said = (learnt: boolean) => turns.filter(({ learn }) => learn === learnt).map(({ text }) => text);
    return {
      id,
      time,
      question: said(false).join(' / '),
      answer: said(true).join(' / '),
      reads: known[id]?.reads ?? null,
      byHeart: known[id]?.byHeart ?? false,
    };
  });
}
