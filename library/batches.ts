/** What the tutor reads next: parallel streams through the library, for ever. */
import { type Place, Ring, type StreamFile } from './placing.ts';

export type { Place, StreamFile } from './placing.ts';

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

/** One step's reading. */
export interface Batch {
  /** Shape (B,T). */
  inputs: Int32Array;
  /** Shape (B,T): targets[b,t] is the token behind inputs[b,t]. */
  targets: Int32Array;
  /** Shape (B): 1 where the chunk does not follow the stream's last one, so that memories should be cleared. */
  fresh: Uint8Array;
  /** Shape (B): where each chunk begins. */
  places: Place[];
}

/** All that resuming needs, as JSON. */
export interface StreamsState {
  version: 1;
  streams: StreamState[];
  /** Tokens of each file that were read as inputs, files that are gone included. */
  read: Record<string, number>;
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
 * a stream follow one another without a gap, from text to text, since `SPECIAL.end` stands between texts: the first input
 * of a chunk is the last target of the one before. A chunk that reaches the library's end goes on with its beginning, so that
 * every token is somebody's target. Then the stream begins anew, 0 to T−1 tokens before the library's beginning (which is its
 * end), another number in every pass, so that chunks are cut elsewhere than in the pass before; and `fresh` is 1.
 */
export class Streams {
  private readonly length: number;
  private ring: Ring;
  private streams: Stream[] = [];
  private readonly counts: Map<string, number>;

  /** @throws RangeError for a number or list that cannot be used: see the sentence. */
  constructor({ files, streams, length, state, from = 'start', random }: StreamsOptions) {
    checkCount('streams', streams);
    checkCount('length', length);
    this.length = length;
    this.ring = new Ring(files);
    this.counts = new Map(Object.entries(state?.read ?? {}));
    this.place(from, random ?? (() => 0), streams);
    if (from === 'random' && state === undefined && random === undefined) {
      throw new RangeError("Streams: from 'random' needs a function `random`, but none came.");
    }
    if (state !== undefined) this.restore(state);
  }

  /** Tokens of the library. */
  get libraryTokens(): number {
    return this.ring.length;
  }

  /** Reads the next chunk of every stream. The arrays are the caller's. */
  next(): Batch {
    const { length, ring, streams } = this;
    const inputs = new Int32Array(streams.length * length);
    const targets = new Int32Array(streams.length * length);
    const fresh = new Uint8Array(streams.length);
    const places: Place[] = [];
    const count = (file: string, n: number): void => {
      this.counts.set(file, (this.counts.get(file) ?? 0) + n);
    };
    streams.forEach((stream, b) => {
      ring.copy(stream.position, length, inputs, b * length, count);
      ring.copy(stream.position + 1, length, targets, b * length);
      fresh[b] = stream.fresh ? 1 : 0;
      places.push(ring.placeOf(stream.position));
      this.advance(stream);
    });
    return { inputs, targets, fresh, places };
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

  /**
   * Goes on with a library that changed. A stream stays at its place if its file is still there and long enough, or moves to
   * the file's end, or to the next file; then it is fresh.
   * @throws RangeError as the constructor does; then the old library stays.
   */
  replaceFiles(files: readonly StreamFile[]): void {
    const ring = new Ring(files);
    const state = this.state();
    this.ring = ring;
    this.restore(state);
  }

  /** As JSON: `new Streams({ …, state })` with the same files, B and T goes on with exactly the batches that would follow. */
  state(): StreamsState {
    const streams = this.streams.map(({ position, passes, fresh }) => {
      return { ...this.ring.placeOf(Math.max(0, position)), before: Math.max(0, -position), passes, fresh };
    });
    return { version: 1, streams, read: Object.fromEntries(this.counts) };
  }

  /** Tokens read as inputs, for each file that was ever read. */
  read(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Streams beyond those of the state stay where they were placed. */
  private restore(state: StreamsState): void {
    this.streams = this.streams.map((placed, b) => {
      const saved = state.streams[b];
      if (saved === undefined) return placed;
      const { position, exact } = this.ring.positionOf(saved);
      const { before, passes } = saved;
      return { position: before > 0 ? -before : position, passes, fresh: saved.fresh || !exact };
    });
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

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Streams: ${name} should be a whole number of at least 1, but it is ${value}.`);
  }
}
