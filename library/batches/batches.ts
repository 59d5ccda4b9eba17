/** What the tutor reads next: parallel streams through the library, for ever. */
import { type Batch, type BatchReader, emptyBatch } from './batch.ts';
import { Novelty, type NoveltyState } from './novelty.ts';
import { type Place, type StreamFile, TokenRing } from './token-ring.ts';

export type { Place, StreamFile } from './token-ring.ts';

/** Where reading begins: in the beginning, at a random token, or at this token of the library. */
export type From = 'start' | 'random' | number;

export interface StreamsOptions {
  /** At least 2 tokens in all; files without tokens are passed over. */
  files: readonly StreamFile[];
  /** B ≥ 1. */
  streams: number;
  /** T ≥ 1. */
  length: number;
  /** Goes on where this says; else begins as `from` says. */
  state?: StreamsState | undefined;
  /** 'start' unless said otherwise. */
  from?: From;
  /** 0 ≤ random() < 1; needed for 'random' only. */
  random?: () => number;
}

/** Reads a chunk of texts from a position on into a row of a batch. */
export function readChunk(
  ring: TokenRing,
  position: number,
  b: number,
  { inputs, targets, learn, fresh, places }: Batch,
  onRead?: (file: string, n: number) => void,
): void {
  const length = inputs.length / fresh.length;
  ring.copy(position, length, inputs, b * length, onRead);
  ring.copy(position + 1, length, targets, b * length);
  ring.copyLearn(position + 1, length, learn, b * length);
  places[b] = ring.placeOf(position);
}

/** All that resuming needs, as JSON. */
export interface StreamsState {
  version: 1;
  streams: StreamState[];
  /** Tokens of each file that were read as inputs, files that are gone included. */
  read: Record<string, number>;
  /** What came later; states of before do not tell. */
  news?: NoveltyState;
}

interface StreamState extends Place {
  /** Tokens that are to be read again from the library's end before `file` (its first) goes on; see `advance`. */
  before: number;
  /** How often the stream has passed the library's end. */
  passes: number;
  fresh: boolean;
}

/** position < 0: before the library's beginning, which is its end. */
interface Stream {
  position: number;
  passes: number;
  fresh: boolean;
}

/**
 * B streams, each reading the whole library round and round, stream b beginning b/B of the library further on. The chunks of
 * a stream follow one another without a gap, from text to text, since the end of the text stands between texts: the first input
 * of a chunk is the last target of the one before. A chunk that reaches the library's end goes on with its beginning, so that
 * every token is somebody's target. Then the stream starts over, 0 to T−1 tokens before the library's beginning (which is its
 * end), another number in every pass, so that chunks are cut elsewhere than in the pass before; and `fresh` is 1.
 *
 * While there is something that came later (news.ts), every fourth stream reads that, and goes on where it was afterwards.
 */
export class Streams implements BatchReader {
  /** T */
  readonly length: number;
  private ring: TokenRing;
  private streams: Stream[] = [];
  private readonly counts: Map<string, number>;
  /** Tokens read of the texts that are there now. What is gone does not count: nobody has read a library that took another's place. */
  libraryRead = 0;
  private readonly news: Novelty;

  /** @throws RangeError for a number or list that cannot be used: see the sentence. */
  constructor({ files, streams, length, state, from = 'start', random }: StreamsOptions) {
    checkCount('streams', streams);
    checkCount('length', length);
    this.length = length;
    this.ring = new TokenRing(files);
    this.counts = new Map(Object.entries(state?.read ?? {}));
    this.news = new Novelty(state?.news);
    this.meet(files);
    this.place(from, random ?? (() => 0), streams);
    if (from === 'random' && state === undefined && random === undefined) {
      throw new RangeError("Streams: from 'random' needs a function `random`, but none came.");
    }
    if (state !== undefined) this.restore(state);
  }

  /** B */
  get count(): number {
    return this.streams.length;
  }

  /** Tokens of the library. */
  get libraryTokens(): number {
    return this.ring.length;
  }

  /** Reads the next chunk of every stream. The arrays are the caller's. */
  next(): Batch {
    const batch = emptyBatch(this.streams.length, this.length);
    for (let b = 0; b < this.streams.length; b++) this.readOn(b, batch);
    return batch;
  }

  /** Reads the next chunk of one stream into its row of a batch. */
  readOn(b: number, batch: Batch): void {
    const stream = this.streams[b]!;
    const news = b % NEWS_EVERY === 0 ? this.news.take(this.readings, this.length) : undefined;
    if (news) {
      this.readAt(this.ring.positionOf(news).position, b, batch);
      batch.fresh[b] = 1;
      return this.interrupt(b);
    }
    this.readAt(stream.position, b, batch);
    batch.fresh[b] = stream.fresh ? 1 : 0;
    this.advance(stream);
  }

  /** Reads a chunk at a random place into a row of a batch; the stream itself stays where it is. */
  readAnywhere(b: number, batch: Batch, random: () => number): void {
    this.readAt(Math.floor(random() * this.ring.length), b, batch);
    batch.fresh[b] = 1;
  }

  /** The stream read something else meanwhile: its next chunk is met with memories of that, unless they are cleared. */
  interrupt(b: number): void {
    this.streams[b]!.fresh = true;
  }

  /** Puts all streams elsewhere, a B-th of the library apart. @throws RangeError for a token that is none. */
  place(from: From, random: () => number, streams = this.streams.length): void {
    const { length } = this.ring;
    if (typeof from === 'number' && (!Number.isInteger(from) || from < 0 || from >= length)) {
      throw new RangeError(
        `Streams: the token to begin at should be a whole number from 0 to ${length - 1}, but it is ${from}.`,
      );
    }
    const base = from === 'start' ? 0 : from === 'random' ? Math.floor(random() * length) : from;
    this.streams = Array.from({ length: streams }, (_, b) => ({
      position: this.ring.wrap(base + Math.floor((b * length) / streams)),
      passes: 0,
      fresh: true,
    }));
  }

  /** The texts that are read now. */
  get files(): readonly StreamFile[] {
    return this.ring.files;
  }

  /**
   * Goes on with a library that changed. A stream stays at its place if its file is still there and long enough, or moves to
   * the file's end, or to the next file; then it is fresh.
   * @throws RangeError as the constructor does; then the old library stays.
   */
  replaceFiles(files: readonly StreamFile[]): void {
    const ring = new TokenRing(files);
    const state = this.state();
    this.ring = ring;
    this.meet(files);
    this.place('start', () => 0);
    this.restore(state);
  }

  /** As JSON: `new Streams({ …, state })` with the same files, B and T goes on with exactly the batches that would follow. */
  state(): StreamsState {
    const streams = this.streams.map(({ position, passes, fresh }) => {
      return { ...this.ring.placeOf(Math.max(0, position)), before: Math.max(0, -position), passes, fresh };
    });
    return { version: 1, streams, read: Object.fromEntries(this.counts), news: this.news.state() };
  }

  /** Tokens read as inputs, for each file that was ever read. */
  read(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Streams beyond those of the state stay where they were placed; so do streams whose text is gone and that would meet in one text. */
  private restore(state: StreamsState): void {
    const taken = new Set<number>();
    this.streams = this.streams.map((placed, b) => {
      const saved = state.streams[b];
      if (saved === undefined) return placed;
      const { position, exact } = this.ring.positionOf(saved);
      if (!exact && taken.has(position)) return placed;
      taken.add(position);
      const { before, passes } = saved;
      return { position: before > 0 ? -before : position, passes, fresh: saved.fresh || !exact };
    });
  }

  private readAt(position: number, b: number, batch: Batch): void {
    const begins = this.ring.placeOf(position);
    batch.newness[b] = this.news.newness(begins, this.readings);
    readChunk(this.ring, position, b, batch, (file, n) => {
      this.counts.set(file, (this.counts.get(file) ?? 0) + n);
      this.libraryRead += n;
      this.news.count(file === begins.file ? begins : { file, offset: 0 }, n);
    });
  }

  /** How often the texts that are there now were read, on the whole. */
  private get readings(): number {
    return this.libraryRead / this.ring.length;
  }

  private meet(files: readonly StreamFile[]): void {
    this.news.rename(files, this.counts);
    this.libraryRead = files.reduce((sum, { name }) => sum + (this.counts.get(name) ?? 0), 0);
    this.news.meet(files, this.counts, this.readings);
  }

  private advance(stream: Stream): void {
    stream.position += this.length;
    stream.fresh = false;
    if (stream.position < this.ring.length) return;
    stream.passes += Math.floor(stream.position / this.ring.length);
    // Golden section: the phases of successive passes lie as evenly as can be (Knuth, TAOCP 3, 6.4).
    stream.position = -Math.floor(this.length * ((stream.passes * 0.6180339887498949) % 1));
    stream.fresh = true;
  }
}

/** One stream in this many reads new text, while there is any. */
const NEWS_EVERY = 4;

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Streams: ${name} should be a whole number of at least 1, but it is ${value}.`);
  }
}
