/** The guards of private words, kept up to date: of the owner's library, and of what people said who opted in. */
import { oneAfterAnother } from '../../library/in-turn.ts';
import type { Level } from '../messages.ts';
import { type Guard, LibraryGuard, PeopleWords, type PrivateText, type Tokens } from './moderation/index.ts';

export interface GuardingOptions {
  /** bytes that the guard of the library may take, about */
  readonly bytes: () => number;
  /** what is kept of people */
  readonly stored: () => readonly { id: string; userId: string; text: string }[];
  /** what its owner said to it in private, as far as it learns from that; asked whenever something is to be said in public */
  readonly own?: (() => Iterable<{ readonly id: string; readonly text: string }>) | undefined;
  /** whether something may be said in public, so that somebody wants to know that words are guarded */
  readonly inPublic: () => boolean;
  readonly onNote: (level: Level, message: string) => void;
}

/** No user of Twitch: whoever is answered there, these are the words of somebody else. */
const OWNER = 'owner';

/** A guard that errs more often than this is told of. */
const MOST_FALSE_ALARMS = 0.05;

export class Guarding {
  private readonly options: GuardingOptions;
  private library: LibraryGuard | undefined;
  private readonly ending = new AbortController();
  private readonly inTurn = oneAfterAnother();
  /** how often texts were taken; at which of these times the lesson had them before the guard, and which was guarded, last */
  private times = 0;
  private learnt = 0;
  private guarded = 0;
  /** undefined before there is a tokenizer */
  people: PeopleWords | undefined;

  constructor(options: GuardingOptions) {
    this.options = options;
  }

  get ready(): boolean {
    return this.library !== undefined && this.people !== undefined && this.guarded >= this.learnt;
  }

  /** Both guards; undefined until both know all that the lesson may have learnt. */
  get guard(): Guard | undefined {
    const { library, people } = this;
    if (!this.ready || library === undefined || people === undefined) return undefined;
    this.takeOwn(people);
    return { finds: (text, to) => library.finds(text) ?? (people.finds(text, to) ? 'memory.person' : undefined) };
  }

  /**
   * Guards the private texts of now, beside all that it guarded before: what was taken out of the library is not out of the weights.
   * Resolves when that is done. One guard is built after the other, so that no change keeps an earlier one waiting.
   * @param learn hands the texts to the lesson: first where nothing is said in public, else when they are guarded. Left out: it has
   *   them already. Until what it has is guarded there is no guard.
   */
  async take(texts: readonly PrivateText[], tokenizer: Tokens, learn?: () => void): Promise<void> {
    const time = ++this.times;
    const hand = (): void => {
      if (this.guarded < time) this.learnt = time;
      learn?.();
    };
    const waits = learn !== undefined && this.options.inPublic();
    if (!waits) hand();
    try {
      const people = new PeopleWords(tokenizer);
      for (const { id, userId, text } of this.options.stored()) people.put(id, userId, text);
      this.takeOwn(people);
      this.people = people;
      await this.inTurn(() => this.build(texts, tokenizer, time));
    } finally {
      // the lesson cannot wait for ever for a guard that cannot be built; then nothing more is said
      if (waits) hand();
    }
  }

  /** Ends what is being built. */
  close(): void {
    this.ending.abort(new Error('it is not wanted any more'));
  }

  private async build(texts: readonly PrivateText[], tokenizer: Tokens, time: number): Promise<void> {
    const { signal } = this.ending;
    try {
      const library = await LibraryGuard.build(texts, tokenizer, {
        bytes: this.options.bytes(),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        signal,
        earlier: this.library,
      });
      this.library = library;
      this.guarded = time;
      this.tell(library, texts.length);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }

  /** What its owner has said since the last time. */
  private takeOwn(people: PeopleWords): void {
    for (const { id, text } of this.options.own?.() ?? []) if (!people.has(id)) people.put(id, OWNER, text);
  }

  private tell({ bytes, falseAlarm }: LibraryGuard, texts: number): void {
    const { onNote, inPublic } = this.options;
    if (!inPublic()) return;
    onNote('info', `${texts} private texts are guarded, with ${(bytes / 1e6).toFixed(1)} MB`);
    if (falseAlarm > MOST_FALSE_ALARMS) {
      onNote(
        'warn',
        `the guard refuses ${Math.round(100 * falseAlarm)} % of replies in error: give it more twitch.guardMegabytes, and a sleep`,
      );
    }
  }
}
