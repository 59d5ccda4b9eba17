/** The guards of private words, kept up to date: of the owner's library, and of what people said who opted in. */
import type { Level } from '../messages.ts';
import { type Guard, LibraryGuard, PeopleWords, type PrivateText, type Tokens } from './moderation/index.ts';

export interface GuardingOptions {
  /** bytes that the guard of the library may take, about */
  readonly bytes: () => number;
  /** what is kept of people */
  readonly stored: () => readonly { id: string; userId: string; text: string }[];
  /** what its owner said to it in private, as far as it learns from that; asked whenever something is to be said in public */
  readonly own?: (() => Iterable<{ readonly id: string; readonly text: string }>) | undefined;
  /** whether somebody wants to know that words are guarded: nobody who has no channel */
  readonly tells: () => boolean;
  readonly onNote: (level: Level, message: string) => void;
}

/** No user of Twitch: whoever is answered there, these are the words of somebody else. */
const OWNER = 'owner';

/** A guard that errs more often than this is told of. */
const MOST_FALSE_ALARMS = 0.05;

export class Guarding {
  private readonly options: GuardingOptions;
  private library: LibraryGuard | undefined;
  private building: AbortController | undefined;
  /** undefined before there is a tokenizer */
  people: PeopleWords | undefined;

  constructor(options: GuardingOptions) {
    this.options = options;
  }

  get ready(): boolean {
    return this.library !== undefined && this.people !== undefined;
  }

  /** Both guards; undefined until both are ready. */
  get guard(): Guard | undefined {
    const { library, people } = this;
    if (library === undefined || people === undefined) return undefined;
    this.takeOwn(people);
    return { finds: (text, to) => library.finds(text) ?? (people.finds(text, to) ? 'memory.person' : undefined) };
  }

  /** Takes the private texts of now. A later call takes the place of one that has not ended; until then the old guard stays. */
  async take(texts: readonly PrivateText[], tokenizer: Tokens): Promise<void> {
    this.close();
    const building = new AbortController();
    this.building = building;
    const people = new PeopleWords(tokenizer);
    for (const { id, userId, text } of this.options.stored()) people.put(id, userId, text);
    this.takeOwn(people);
    this.people = people;
    try {
      const library = await LibraryGuard.build(texts, tokenizer, {
        bytes: this.options.bytes(),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        signal: building.signal,
      });
      this.library = library;
      this.tell(library, texts.length);
    } catch (error) {
      if (!building.signal.aborted) throw error;
    }
  }

  /** Ends what is being built. */
  close(): void {
    this.building?.abort(new Error('it is not wanted any more'));
    this.building = undefined;
  }

  /** What its owner has said since the last time. */
  private takeOwn(people: PeopleWords): void {
    for (const { id, text } of this.options.own?.() ?? []) if (!people.has(id)) people.put(id, OWNER, text);
  }

  private tell({ bytes, falseAlarm }: LibraryGuard, texts: number): void {
    const { onNote, tells } = this.options;
    if (!tells()) return;
    onNote('info', `${texts} private texts are guarded, with ${(bytes / 1e6).toFixed(1)} MB`);
    if (falseAlarm > MOST_FALSE_ALARMS) {
      onNote(
        'warn',
        `the guard refuses ${Math.round(100 * falseAlarm)} % of replies in error: give it more twitch.guardMegabytes`,
      );
    }
  }
}
