/** What the tutor reads next: parallel streams through the library, for ever. */
import { type Batch, type BatchReader, emptyBatch, readChunk } from './batch.ts';
import { type Chunking, CONTINUOUS, type Cut, cutChunk } from './chunks.ts';
import { Novelty } from './novelty.ts';
import type { StreamsState } from './streams-state.ts';
import { readFiles, type TextWeights, WeightedPasses } from './text-weights.ts';
import { batchTexts } from './texts.ts';
import { type Place, type StreamFile, TokenRing } from './token-ring.ts';

export type { StreamsState } from './streams-state.ts';
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
  /** All alike unless said otherwise. */
  weights?: TextWeights;
  /** Continuous unless said otherwise. */
  chunking?: Chunking;
}

/** position < 0: before the library's beginning, which is its end. Where texts have weights: within what its pass reads. */
interface Stream {
  position: number;
  passes: number;
  fresh: boolean;
  /** what its pass reads, where texts have weights; made when it is needed */
  ring?: TokenRing | undefined;
}

/**
 * B streams, each reading the whole library round and round, stream b beginning b/B of the library further on. The chunks of
 * a stream follow one another without a gap, from text to text, since the end of the text stands between texts: the first input
 * of a chunk is the last target of the one before. A chunk that reaches the library's end goes on with its beginning, so that
 * every token is somebody's target. Then the stream starts over, 0 to T−1 tokens before the library's beginning (which is its
 * end), another number in every pass, so that chunks are cut elsewhere than in the pass before; and `fresh` is 1.
 *
 * Where texts have weights, a pass reads only some of them (text-weights.ts), and its end goes on with the next pass, without a gap.
 *
 * While there is something that came later (novelty.ts), every fourth stream reads that, and goes on where it was afterwards.
 */
export class Streams implements BatchReader {
  /** T */
  readonly length: number;
  /** Texts of weight 0 are not in it. */
  private ring: TokenRing;
  private passes: WeightedPasses | undefined;
  private readonly chunking: Chunking;
  private weights: TextWeights;
  private all: readonly StreamFile[];
  private streams: Stream[] = [];
  private readonly counts: Map<string, number>;
  /** Tokens read of the texts that are there now. What is gone does not count: nobody has read a library that took another's place. */
  libraryRead = 0;
  private readonly news: Novelty;

  /** @throws RangeError for a number or list that cannot be used: see the sentence. */
  constructor({ files, streams, length, state, from = 'start', random, weights = {}, chunking }: StreamsOptions) {
    checkCount('streams', streams);
    checkCount('length', length);
    this.length = length;
    this.chunking = chunking ?? CONTINUOUS;
    this.all = files;
    this.weights = weights;
    this.ring = new TokenRing(readFiles(files, weights));
    this.passes = WeightedPasses.of(files, weights);
    this.counts = new Map(Object.entries(state?.read ?? {}));
    this.news = new Novelty(state?.news);
    this.meet();
    this.place(from, random ?? (() => 0), streams);
    if (from === 'random' && state === undefined && random === undefined) {
      throw new RangeError(batchTexts.randomWithoutFunction);
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
    batch.fresh[b] = stream.fresh ? 1 : 0;
    if (this.passes) return this.readPass(this.passes, stream, b, batch);
    this.advance(stream, this.readAt(stream.position, b, batch));
  }

  /** Reads a chunk at a random place into a row of a batch; the stream itself stays where it is. */
  readAnywhere(b: number, batch: Batch, random: () => number): void {
    const position = this.passes ? this.passes.draw(this.ring, random) : Math.floor(random() * this.ring.length);
    this.readAt(position, b, batch);
    batch.fresh[b] = 1;
  }

  /** Counts tokens of texts that were read beside the streams: they say what is in the weights, and not how far the library was read. */
  countBeside(read: ReadonlyMap<string, number>): void {
    for (const [name, tokens] of read) this.counts.set(name, (this.counts.get(name) ?? 0) + tokens);
  }

  /** The stream read something else meanwhile: its next chunk is met with memories of that, unless they are cleared. */
  interrupt(b: number): void {
    this.streams[b]!.fresh = true;
  }

  /** Puts all streams elsewhere, a B-th of the library apart. @throws RangeError for a token that is none. */
  place(from: From, random: () => number, streams = this.streams.length): void {
    const { length } = this.ring;
    if (typeof from === 'number' && (!Number.isInteger(from) || from < 0 || from >= length)) {
      throw new RangeError(batchTexts.badBeginning(length - 1, from));
    }
    const base = from === 'start' ? 0 : from === 'random' ? Math.floor(random() * length) : from;
    this.streams = Array.from({ length: streams }, (_, b) => {
      const position = this.ring.wrap(base + Math.floor((b * length) / streams));
      const ring = this.passes?.ring(b, 0);
      const at = ring ? ring.positionOf(this.ring.placeOf(position)).position : position;
      return { position: at, passes: 0, fresh: true, ring };
    });
  }

  /** The texts that are read now. */
  get files(): readonly StreamFile[] {
    return this.ring.files;
  }

  /** How the texts are weighed; undefined where all that are read count alike. */
  get weighing(): WeightedPasses | undefined {
    return this.passes;
  }

  /**
   * Goes on with a library that changed. A stream stays at its place if its file is still there and long enough, or moves to
   * the file's end, or to the next file; then it is fresh.
   * @throws RangeError as the constructor does; then the old library stays.
   */
  replaceFiles(files: readonly StreamFile[], weights = this.weights): void {
    const ring = new TokenRing(readFiles(files, weights));
    const state = this.state();
    this.ring = ring;
    this.all = files;
    this.weights = weights;
    this.passes = WeightedPasses.of(files, weights);
    this.meet();
    this.place('start', () => 0);
    this.restore(state);
  }

  /** Weighs the texts otherwise from the next batch on. */
  weigh(weights: TextWeights): void {
    this.replaceFiles(this.all, weights);
  }

  /** As JSON: `new Streams({ …, state })` with the same files, B and T goes on with exactly the batches that would follow. */
  state(): StreamsState {
    const streams = this.streams.map((stream, b) => {
      const { position, passes, fresh } = stream;
      const ring = this.ringOf(stream, b);
      return { ...ring.placeOf(Math.max(0, position)), before: Math.max(0, -position), passes, fresh };
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
      const { before } = saved;
      const passes = this.passes?.passOf(saved.file, b, saved.passes) ?? saved.passes;
      const ring = this.passes?.ring(b, passes);
      const { position, exact } = (ring ?? this.ring).positionOf(saved);
      if (!exact && taken.has(position)) return placed;
      taken.add(position);
      if (before > 0) return { position: ring ? 0 : -before, passes, fresh: true, ring };
      return { position, passes, fresh: saved.fresh || !exact, ring };
    });
  }

  /** What a stream reads in its pass. */
  private ringOf(stream: Stream, b: number): TokenRing {
    if (!this.passes) return this.ring;
    stream.ring ??= this.passes.ring(b, stream.passes);
    return stream.ring;
  }

  /** Reads the next chunk of a stream where texts have weights: through the ends of passes into those that follow. */
  private readPass(passes: WeightedPasses, stream: Stream, b: number, batch: Batch): void {
    const { length } = this;
    const { position, passes: pass } = stream;
    const ring = this.ringOf(stream, b);
    const begins = ring.placeOf(position);
    const chunk = { ids: new Int32Array(length + 1), learn: new Uint8Array(length + 1) };
    batch.places[b] = begins;
    batch.newness[b] = this.news.newness(begins, this.readings);
    // the last target is the first input of the next chunk
    passes.copy(b, { pass, position, ring }, length + 1, chunk, 0);
    batch.inputs.set(chunk.ids.subarray(0, length), b * length);
    batch.targets.set(chunk.ids.subarray(1), b * length);
    batch.learn.set(chunk.learn.subarray(1), b * length);
    const { tokens, goesOn } = cutChunk(batch, b * length, (b + 1) * length, this.chunking);
    const next = passes.copy(b, { pass, position, ring }, tokens, chunk, 0, (file, n) =>
      this.countRead(begins, file, n),
    );
    Object.assign(stream, { position: next.position, passes: next.pass, ring: next.ring, fresh: !goesOn });
  }

  private readAt(position: number, b: number, batch: Batch): Cut {
    const { ring, length } = this;
    const begins = ring.placeOf(position);
    batch.newness[b] = this.news.newness(begins, this.readings);
    readChunk(ring, position, b, batch);
    const cut = cutChunk(batch, b * length, (b + 1) * length, this.chunking);
    ring.visit(position, cut.tokens, ({ name }, _, n) => this.countRead(begins, name, n));
    return cut;
  }

  /** Counts tokens of a text in a chunk that begins at a place. */
  private countRead(begins: Place, file: string, tokens: number): void {
    this.counts.set(file, (this.counts.get(file) ?? 0) + tokens);
    this.libraryRead += tokens;
    this.news.count(file === begins.file ? begins : { file, offset: 0 }, tokens);
  }

  /** How often the texts that are there now were read, on the whole. */
  private get readings(): number {
    return this.libraryRead / this.ring.length;
  }

  private meet(): void {
    const { files } = this.ring;
    this.news.relative = this.passes?.relative();
    this.news.rename(files, this.counts);
    this.libraryRead = files.reduce((sum, { name }) => sum + (this.counts.get(name) ?? 0), 0);
    this.news.meet(files, this.counts, this.readings);
  }

  private advance(stream: Stream, { tokens, goesOn }: Cut): void {
    stream.position += tokens;
    stream.fresh = !goesOn;
    if (stream.position < this.ring.length) return;
    stream.passes += Math.floor(stream.position / this.ring.length);
    // chunks that end with their texts are cut where the texts are, in every pass alike
    if (this.chunking.packing === 'documents') {
      stream.position %= this.ring.length;
      return;
    }
    // Golden section: the phases of successive passes lie as evenly as can be (Knuth, TAOCP 3, 6.4).
    stream.position = -Math.floor(this.length * ((stream.passes * 0.6180339887498949) % 1));
    stream.fresh = true;
  }
}

/** One stream in this many reads new text, while there is any. */
const NEWS_EVERY = 4;

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(batchTexts.notPositive(name, value));
  }
}
