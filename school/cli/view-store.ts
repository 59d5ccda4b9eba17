/** What a view of a life shows at this moment: made of events, told to the view a few times a second at most. */
import { printable } from '../../library/cleaning/printable.ts';
import type { Event, Life, Stats } from '../messages.ts';
import { face, greeting, hex, oneLine } from './view-format.ts';
import { bytes, count } from './words.ts';

/** One line that stays: what was said, babbled, examined, saved or noted. All safe for a terminal. */
export interface Shown {
  readonly id: number;
  readonly kind: 'you' | 'reply' | 'babble' | 'news' | 'warning' | 'error';
  readonly text: string;
  /** `#rrggbb`: what it felt then */
  readonly colour?: string | undefined;
}

export interface Snapshot {
  readonly lines: readonly Shown[];
  readonly stats: Stats | null;
  /** The reply that is being spoken; undefined while nothing is. */
  readonly speaking: string | undefined;
  readonly phase: 'awake' | 'saving' | 'asleep';
}

/** Milliseconds between two drawings: nobody reads faster, and drawing costs learning. */
const BETWEEN_DRAWINGS = 250;
/** Lines that are kept after they were shown: as few as possible, for a baby that is awake for months. */
const MOST_LINES = 400;

export const HELP = 'Type to talk to it. /save saves, /exam examines, /sleep or Ctrl-C saves and sleeps.';

export class ViewStore {
  readonly #life: Life;
  readonly #owner: string;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  #snapshot: Snapshot = { lines: [], stats: null, speaking: undefined, phase: 'awake' };
  #next: Snapshot = this.#snapshot;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #conversation: Promise<void> = Promise.resolve();
  #asleepAt: number | undefined;

  constructor(life: Life, owner: string) {
    this.#life = life;
    this.#owner = owner;
    this.#add('news', greeting(life.introduction));
    this.#add('news', HELP);
    this.#unwatch = life.watch((event) => this.#take(event));
    // Why it is over, when it did not fall asleep, is said by whoever opened this view.
    life.over.then(
      () => this.#end(),
      () => this.#end(),
    );
    this.#draw();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  /** What its owner typed: said to it, one after another, or done. */
  enter(text: string): void {
    if (text === '') return;
    this.#add('you', printable(text));
    if (text.startsWith('/')) this.#command(text);
    else this.#conversation = this.#conversation.then(() => this.#say(text));
  }

  /** Saves and sleeps; what comes of it, the life itself says. */
  sleep(): void {
    if (this.#next.phase !== 'awake') return;
    this.#change({ phase: 'saving' });
    this.#add('news', 'saving…');
    // A sleep that fails ends the life with the same error.
    this.#life.sleep().catch(() => {});
  }

  close(): void {
    this.#unwatch();
    clearTimeout(this.#timer);
  }

  #end(): void {
    if (this.#asleepAt !== undefined) this.#add('news', `asleep at step ${count(this.#asleepAt)}`);
    this.#change({ phase: 'asleep', speaking: undefined });
    this.#draw();
  }

  async #say(text: string): Promise<void> {
    let spoken = '';
    this.#change({ speaking: '' });
    try {
      const options = { from: this.#owner, conversation: 'terminal' };
      const reply = await this.#life.say(text, options, (delta) => {
        spoken += delta;
        this.#change({ speaking: printable(spoken) });
      });
      this.#add('reply', printable(reply.text).trim() || '…');
    } catch (error) {
      this.#add('error', messageOf(error));
    }
    this.#change({ speaking: undefined });
  }

  #command(text: string): void {
    const failed = (error: unknown) => this.#add('error', messageOf(error));
    switch (text.trim().toLowerCase()) {
      case '/save':
        // The news of it comes as an event, as of every save.
        this.#life.save().catch(failed);
        break;
      case '/exam':
        this.#life.exam().catch(failed);
        break;
      case '/sleep':
        this.sleep();
        break;
      default:
        this.#add('news', HELP);
    }
  }

  #take(event: Event): void {
    switch (event.event) {
      case 'stats':
        return this.#change({ stats: event.data });
      case 'babble': {
        const { stats } = this.#next;
        const text = oneLine(event.data.text);
        return text === ''
          ? undefined
          : this.#add('babble', `${face(stats)} ${text}`, stats ? hex(stats.colour) : undefined);
      }
      case 'examined': {
        const { bitsPerByte, step, of } = event.data;
        return this.#add(
          'news',
          `exam at step ${count(step)}: ${bitsPerByte.toFixed(3)} bits per byte of ${oneLine(of)}`,
        );
      }
      case 'saved': {
        const { step, bytes: size, milliseconds } = event.data;
        return this.#add(
          'news',
          `saved at step ${count(step)} (${bytes(size)}, ${(milliseconds / 1000).toFixed(1)} s)`,
        );
      }
      case 'note': {
        const { level, message } = event.data;
        if (level === 'debug') return;
        return this.#add(level === 'info' ? 'news' : level === 'warn' ? 'warning' : 'error', oneLine(message));
      }
      case 'sleeping':
        this.#asleepAt = event.data.step;
    }
  }

  #add(kind: Shown['kind'], text: string, colour?: string): void {
    this.#change({ lines: [...this.#next.lines, { id: ++this.#lastId, kind, text, colour }] });
  }

  #change(change: Partial<Snapshot>): void {
    this.#next = { ...this.#next, ...change };
    this.#timer ??= setTimeout(() => this.#draw(), BETWEEN_DRAWINGS);
  }

  /** Old lines are let go only in a drawing without new ones: the view tells new lines by their number. */
  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { lines } = this.#next;
    const nothingNew = lines.at(-1) === this.#snapshot.lines.at(-1);
    if (nothingNew && lines.length > MOST_LINES) this.#next = { ...this.#next, lines: lines.slice(-MOST_LINES / 4) };
    this.#snapshot = this.#next;
    for (const listener of this.#listeners) listener();
  }
}

function messageOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}
