/** A life without a brain: it says and does what a test asks of it. */
import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { Baby, Methods, SayOptions } from '../../school/api/contract.ts';
import type { HabitReport } from '../../school/api/habit-messages.ts';
import type {
  Corrected,
  Correction,
  Event,
  ExamResult,
  Introduction,
  LibraryReport,
  Reply,
  Stats,
  Status,
  Taught,
  Untaught,
} from '../../school/api/messages.ts';
import type { TwitchAnswer, TwitchRequest, TwitchStatus } from '../../school/api/twitch-messages.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import type { Setting } from '../../school/settings/settings.ts';
import { NO_VIEW } from '../../school/twitch/bot/counters.ts';
import { withAllMethods } from './fake-contract.ts';

/** In no channel. */
export const NOWHERE: TwitchStatus = {
  connection: 'off',
  reason: '',
  since: null,
  channel: null,
  login: null,
  moderator: false,
  guarded: false,
  optedIn: 0,
  kept: 0,
  ...NO_VIEW,
};

export const INTRODUCTION: Introduction = {
  name: 'mia',
  brain: 'baby',
  preset: 'small',
  parameters: 1_612_345,
  memoryBytes: 60_000_000,
  threads: 2,
  kernels: 'simd-relaxed',
  vocabulary: 2000,
  libraryTokens: 123_456,
  step: 41,
  organs: ['embed (2000,128) 256000'],
};

export function statsAt(step: number, changes: Partial<Stats> = {}): Stats {
  return {
    step,
    loss: 3.1,
    smoothLoss: 3.2,
    bitsPerByte: 2.105,
    exam: 2.25,
    bestExam: 2.2,
    tokensPerSecond: 5432,
    learningRate: 0.0003,
    gradientNorm: 1,
    exact: 0.2,
    tokens: 1000 * step,
    skippedSteps: 0,
    secondsAwake: 75,
    colour: [1, 0.5, 0],
    expectedColour: [0, 0.5, 1],
    reading: 'pepys.txt',
    ...changes,
  };
}

export const EXAM: ExamResult = { step: 42, bitsPerByte: 2.5, loss: 4, tokens: 10, bytes: 23, of: 'held-out text' };

/** What differs from a method that only records its arguments. */
class OwnFakeLife implements Omit<Baby, keyof Methods> {
  readonly introduction = INTRODUCTION;
  readonly over: Promise<void>;
  readonly said: { text: string; options: SayOptions | undefined }[] = [];
  /** What else was asked of it, with what. */
  readonly asked: unknown[][] = [];
  books: LibraryReport = {
    files: [{ name: 'diary.txt', bytes: 5000, tokens: 1200, heldOutTokens: 60, read: 3600, weight: 1, share: 1 }],
    count: 1,
    tokens: 1200,
    heldOutTokens: 60,
    read: 3600,
    sources: [
      { name: 'library', weight: 1, holds: 1, tokens: 1200, share: 0.87, given: { chunks: 87, tokens: 5568 } },
      { name: 'corrections', weight: 0.15, holds: 1, tokens: 8, share: 0.13, given: { chunks: 13, tokens: 104 } },
    ],
  };
  corrected: Correction[] = [
    {
      id: 'k3f9',
      time: '2026-01-01T00:00:00.000Z',
      question: 'hello',
      answer: 'good morning',
      reads: 40,
      byHeart: true,
    },
  ];
  readonly examined: { text: string | undefined; name: string | undefined }[] = [];
  /** The pieces of every reply. */
  deltas: string[] = ['Hel', 'lo ', 'you.'];
  /** Waited for between two pieces. */
  pause: () => Promise<void> = async () => {};
  slept = 0;
  saved = 0;
  stats: Stats | null = null;
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #end: { resolve(): void; reject(error: Error): void };

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.over = promise;
    this.over.catch(() => {});
    this.#end = { resolve, reject };
  }

  /** one, whose name is of no kind that a home would take */
  taught: readonly HabitReport[] = [
    {
      ...{ name: 'pirate \x1b[2J', isOn: true, rank: 8, alpha: 16, parameters: 4096, brain: 0, lessons: 2, tokens: 40 },
      ...{ steps: 97, loss: 0.02, isKnown: true, passes: null },
    },
  ];

  get watchers(): number {
    return this.#listeners.size;
  }

  emit(event: Event): void {
    if (event.event === 'stats') this.stats = event.data;
    for (const listener of this.#listeners) listener(event);
  }

  async status(): Promise<Status> {
    const since = '2025-01-01T00:00:00.000Z';
    return {
      awake: true,
      pid: process.pid,
      home: '/home/mia',
      since,
      introduction: this.introduction,
      stats: this.stats,
      config: DEFAULTS,
    };
  }

  async say(text: string, options?: SayOptions, onDelta?: (delta: string) => void): Promise<Reply> {
    this.said.push({ text, options });
    if (text === 'be cross') throw new Error('I will not.');
    for (const delta of this.deltas) {
      await this.pause();
      onDelta?.(delta);
    }
    return { text: this.deltas.join(''), tokens: 3, milliseconds: 5, firstTokenMilliseconds: 1, stopped: 'turn' };
  }

  async stop(conversation: string): Promise<boolean> {
    this.asked.push(['stop', conversation]);
    return true;
  }

  async forget(conversation: string): Promise<number> {
    this.asked.push(['forget', conversation]);
    this.emit({ event: 'forgotten', data: { conversation } });
    return 2;
  }

  async correct(conversation: string, text: string): Promise<Corrected> {
    this.asked.push(['correct', conversation, text]);
    this.emit({ event: 'chat', data: { conversation, speaker: this.introduction.name, kind: 'corrected', text } });
    return { id: 'k3f9', note: null };
  }

  async corrections(): Promise<Correction[]> {
    return this.corrected;
  }

  async habits(): Promise<readonly HabitReport[]> {
    return this.taught;
  }

  async teach(source: TaughtName, passages: readonly Example[]): Promise<Taught> {
    this.asked.push(['teach', source, passages]);
    return { taken: passages.map(({ id }) => id), refused: [] };
  }

  async unteach(source: TaughtName, ids: readonly string[]): Promise<Untaught[]> {
    this.asked.push(['unteach', source, ids]);
    const there = this.corrected.filter(({ id }) => ids.includes(id));
    this.corrected = this.corrected.filter(({ id }) => !ids.includes(id));
    return there.map(({ id, time, reads }) => ({ id, time, reads }));
  }

  async set(key: string, value: unknown): Promise<Setting> {
    this.asked.push(['set', key, value]);
    if (key === 'nonsense') throw new Error('There is no setting "nonsense".');
    const setting = { key, value, later: false };
    this.emit({ event: 'setting', data: setting });
    return setting;
  }

  async library(): Promise<LibraryReport> {
    return this.books;
  }

  async twitch(request: TwitchRequest): Promise<TwitchAnswer> {
    this.asked.push(['twitch', request]);
    return { status: NOWHERE };
  }

  async journal(text: string): Promise<void> {
    this.asked.push(['journal', text]);
    this.emit({ event: 'raised', data: { kind: 'journal', step: 42, text } });
  }

  async goBack(soul: string): Promise<{ name: string; step: number }> {
    this.asked.push(['goBack', soul]);
    return { name: soul, step: 7 };
  }

  async exam(text?: string, name?: string): Promise<ExamResult> {
    this.examined.push({ text, name });
    const result = { ...EXAM, of: name ?? EXAM.of };
    this.emit({ event: 'examined', data: result });
    return result;
  }

  async save(): Promise<{ name: string; step: number }> {
    this.saved++;
    this.emit({ event: 'saved', data: { name: 'soul-0000000042', step: 42, bytes: 1_200_000, milliseconds: 100 } });
    return { name: 'soul-0000000042', step: 42 };
  }

  async sleep(): Promise<void> {
    if (this.slept++ === 0) {
      this.emit({ event: 'sleeping', data: { step: 1234 } });
      this.#end.resolve();
    }
    await this.over;
  }

  watch(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The lesson breaks. */
  fail(message: string): void {
    this.#end.reject(new Error(message));
  }
}

/** Every other method of the contract only records its arguments in `asked`. */
export const FakeLife = withAllMethods(OwnFakeLife);
export type FakeLife = InstanceType<typeof FakeLife>;
