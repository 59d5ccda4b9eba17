/** The guards of private words, kept up to date: the owner's library, and the stored messages of people. */
import { serialize } from '../../../library/files/mutex.ts';
import type { Level } from '../../api/messages.ts';
import {
  type Guard,
  goneTexts,
  LibraryGuard,
  PeopleWords,
  type PrivateText,
  sameTexts,
  type Tokens,
} from '../moderation/index.ts';
import { serviceTexts } from '../texts/service.ts';

export interface GuardingOptions {
  /** memory of the library's guard, in bytes, approximately */
  readonly bytes: () => number;
  /** the stored messages of people */
  readonly stored: () => readonly { id: string; userId: string; text: string }[];
  /** the owner's private messages that it learns; read before each public message */
  readonly own?: (() => Iterable<{ readonly id: string; readonly text: string }>) | undefined;
  /** whether it may speak in public at the moment, so that a guard is needed */
  readonly inPublic: () => boolean;
  readonly onNote: (level: Level, message: string) => void;
}

/** The id of the owner among people's words: no user of Twitch has it. */
const OWNER = 'owner';

/** Above this error rate the guard is reported. */
const MOST_FALSE_ALARMS = 0.05;

export class Guarding {
  private readonly options: GuardingOptions;
  /** the guards of the current texts and of removed ones: the weights may still know removed texts */
  private guards: readonly LibraryGuard[] | undefined;
  private texts: readonly PrivateText[] = [];
  private gone: readonly PrivateText[] = [];
  private readonly ending = new AbortController();
  private readonly inTurn = serialize();
  /** the number of the last texts, of those that the lesson has, and of those that are guarded */
  private times = 0;
  private handed = 0;
  private guarded = 0;
  /** texts that the lesson has and that are not yet guarded: the last ones, and those before them */
  private coming: { readonly texts: readonly PrivateText[]; readonly time: number } | undefined;
  private passing: readonly PrivateText[] = [];
  /** undefined before there is a tokenizer */
  people: PeopleWords | undefined;

  constructor(options: GuardingOptions) {
    this.options = options;
  }

  get ready(): boolean {
    return this.guards !== undefined && this.people !== undefined && this.guarded >= this.handed;
  }

  /** Both guards; undefined until they hold everything that the lesson may have learnt. */
  get guard(): Guard | undefined {
    const { guards = [], people } = this;
    if (!this.ready || people === undefined) return undefined;
    this.takeOwn(people);
    return {
      finds(text, to) {
        for (const guard of guards) {
          const found = guard.finds(text);
          if (found) return found;
        }
        return people.finds(text, to) ? 'memory.person' : undefined;
      },
    };
  }

  /**
   * Guards the private texts of now, beside all that it guarded before. Resolves when that is done, or later texts took their place.
   * One guard is built after the other, so that no change keeps an earlier one waiting; texts that are guarded already are not built again.
   * @param learn hands the texts to the lesson: first where nothing is said in public, else when they are guarded; never after later
   *   ones. Left out: it has them already. Until what it has is guarded there is no guard.
   */
  async take(texts: readonly PrivateText[], tokenizer: Tokens, learn?: () => void): Promise<void> {
    const time = ++this.times;
    const known = this.ready && sameTexts(texts, this.texts);
    if (known) this.guarded = time;
    else if (learn && this.options.inPublic()) return this.guardFirst(texts, tokenizer, time, learn);
    this.hand(time, learn);
    if (known) return this.takePeople(tokenizer);
    if (this.coming) this.passing = goneTexts([...this.passing, ...this.coming.texts], texts, tokenizer.special.end);
    this.coming = { texts, time };
    // not awaited here: an awaiting function would keep its arguments in memory
    return this.catchUp(tokenizer);
  }

  /** Stops the building of a guard. */
  close(): void {
    this.ending.abort(new Error(serviceTexts.guardNotWanted));
  }

  private hand(time: number, learn?: () => void): void {
    if (time < this.handed) return;
    this.handed = time;
    learn?.();
  }

  private async guardFirst(
    texts: readonly PrivateText[],
    tokenizer: Tokens,
    time: number,
    learn: () => void,
  ): Promise<void> {
    try {
      this.takePeople(tokenizer);
      await this.inTurn(async () => {
        // texts that the lesson will never get need no guard
        if (time >= this.handed) await this.build(texts, tokenizer, time);
      });
    } finally {
      // if the guard cannot be built, the lesson continues and nothing more is said in public
      this.hand(time, learn);
    }
  }

  private async catchUp(tokenizer: Tokens): Promise<void> {
    this.takePeople(tokenizer);
    await this.inTurn(async () => {
      const { coming } = this;
      this.coming = undefined;
      if (coming) await this.build(coming.texts, tokenizer, coming.time);
    });
  }

  private async build(texts: readonly PrivateText[], tokenizer: Tokens, time: number): Promise<void> {
    const { signal } = this.ending;
    const { passing } = this;
    this.passing = [];
    const gone = goneTexts([...this.gone, ...this.texts, ...passing], texts, tokenizer.special.end);
    const bytes = this.options.bytes() / Math.max(1, tokensIn(texts) + tokensIn(gone));
    const built = (some: readonly PrivateText[]): Promise<LibraryGuard> =>
      LibraryGuard.build(some, tokenizer, {
        bytes: bytes * tokensIn(some),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        signal,
      });
    try {
      const [now, before] = this.guards ?? [];
      const still = now !== undefined && sameTexts(texts, this.texts);
      const guards = [still ? now : await built(texts)];
      if (gone.length > 0) guards.push(before && sameTexts(gone, this.gone) ? before : await built(gone));
      [this.guards, this.texts, this.gone] = [guards, texts, gone];
      this.guarded = Math.max(this.guarded, time);
      if (!still) this.tell(guards);
    } catch (error) {
      this.passing = [...passing, ...this.passing];
      if (!signal.aborted) throw error;
    }
  }

  private takePeople(tokenizer: Tokens): void {
    const people = new PeopleWords(tokenizer);
    for (const { id, userId, text } of this.options.stored()) people.put(id, userId, text);
    this.takeOwn(people);
    this.people = people;
  }

  /** Adds the owner's messages since the last call. */
  private takeOwn(people: PeopleWords): void {
    for (const { id, text } of this.options.own?.() ?? []) if (!people.has(id)) people.put(id, OWNER, text);
  }

  private tell(guards: readonly LibraryGuard[]): void {
    const { onNote, inPublic } = this.options;
    if (!inPublic()) return;
    const bytes = guards.reduce((sum, guard) => sum + guard.bytes, 0);
    onNote('info', serviceTexts.guarded(this.texts.length, (bytes / 1e6).toFixed(1)));
    const falseAlarm = 1 - guards.reduce((none, guard) => none * (1 - guard.falseAlarm), 1);
    if (falseAlarm > MOST_FALSE_ALARMS) {
      onNote('warn', serviceTexts.falseAlarms(Math.round(100 * falseAlarm)));
    }
  }
}

const tokensIn = (texts: readonly PrivateText[]): number => texts.reduce((sum, { tokens }) => sum + tokens.length, 0);
