/** What the tutor reads next, from all sources. */
import { type Batch, type BatchReader, emptyBatch, learntIn, readChunk, type Span } from '../batches/batch.ts';
import type { StreamFile, Streams } from '../batches/batches.ts';
import type { TextWeights } from '../batches/text-weights.ts';
import { TokenRing } from '../batches/token-ring.ts';
import { answersOf } from './answers.ts';
import { Consolidation, type ConsolidationState } from './consolidation.ts';
import { type Drawer, ExamplePool, type Knowledge, type TokenExample } from './example-pool.ts';
import { LETTERS, SOURCE_NAMES, SOURCES, type SourceName, type SourceWeights, type TaughtName } from './names.ts';
import { type Bookmark, packRow } from './packing.ts';
import { type SchedulerState, SourceScheduler } from './scheduler.ts';
import { sharesOf } from './shares.ts';

/** What a source gave so far: chunks, and tokens of them that were learnt. */
export interface BatchOrigin {
  readonly chunks: number;
  readonly tokens: number;
}

/** Where a stream goes on, and in what. */
type SourceMark = Bookmark & { readonly source: SourceName };

/** All that resuming needs beside the library's streams and the passages themselves, as JSON. */
export interface MixerState {
  readonly version: 1;
  readonly rota: SchedulerState;
  readonly given: Partial<Record<SourceName, BatchOrigin>>;
  readonly known: Partial<Record<SourceName, Readonly<Record<string, Knowledge>>>>;
  /** Of each stream: where it goes on in a passage, and whether that was exact so far. */
  readonly bookmarks: readonly (SourceMark | null)[];
  readonly exact: readonly boolean[];
  /** absent where no correction is being learnt, and in souls from before corrections had contrasts */
  readonly contrasts?: ConsolidationState;
}

export interface MixerOptions {
  /** The library. */
  streams: Streams;
  files: readonly StreamFile[];
  /** The id that ends a text. */
  end: number;
  weights: SourceWeights;
  /** 0 ≤ random() < 1; draws passages and places. */
  random: () => number;
  /** replies of its own that are spoken before corrections are learnt; left out: 0 */
  contrasts?: number;
  state?: MixerState | undefined;
}

/** A token is known if it is the likeliest, and costs fewer nats: it would be said two times in three, whatever the mood. */
const SURE = 0.4;

/** Answers of the library that are learnt apart, at most: more are texts like others. */
const FEW = 100;

/** A source as its owner may want to see it. */
export interface SourceReport {
  readonly name: SourceName;
  readonly weight: number;
  /** Passages, or files of the library. */
  readonly holds: number;
  /** Learnt tokens of the examples. */
  readonly tokens: number;
  /** Its share of all chunks so far, 0…1. */
  readonly share: number;
  readonly given: BatchOrigin;
}

type Kept = Drawer & { state(): Record<string, Knowledge> };

/**
 * Draws chunks from all sources by weight. Empty sources leave their share to the others, and so do, mostly, sources known by heart or
 * holds little. A chunk of the library follows the stream's one before, as long as nothing else was read between; all else begins with
 * empty memories. As long as only the library holds anything, everything is as if there were no mixer.
 */
export class Mixer implements BatchReader {
  /** May be changed at any time, and counts from the next batch on. */
  weights: SourceWeights;
  readonly streams: Streams;
  private readonly random: () => number;
  private readonly rota: SourceScheduler;
  private readonly end: number;
  private files: readonly StreamFile[] = [];
  private letters: TokenRing | undefined;
  private readonly passages = new Map<SourceName, Kept>();
  private readonly given: Map<SourceName, BatchOrigin>;
  private readonly bookmarks: (SourceMark | undefined)[];
  private readonly exact: boolean[];
  /** corrections among contrasts */
  readonly consolidation: Consolidation;
  /** whether corrections, and the few answers of a library, are learnt apart (school/training/consolidation) and not mixed into the batches of the library */
  consolidatesApart = false;

  constructor({ streams, files, end, weights, random, contrasts = 0, state }: MixerOptions) {
    this.streams = streams;
    this.weights = weights;
    this.end = end;
    this.random = random;
    this.rota = new SourceScheduler(streams.count, state?.rota);
    this.given = new Map(Object.entries(state?.given ?? {}) as [SourceName, BatchOrigin][]);
    this.bookmarks = Array.from({ length: streams.count }, (_, b) => state?.bookmarks[b] ?? undefined);
    this.exact = Array.from({ length: streams.count }, (_, b) => state?.exact[b] ?? false);
    for (const name of SOURCE_NAMES) {
      const { taught, byHeart } = SOURCES[name];
      if (taught || name === 'dialogues') this.passages.set(name, new ExamplePool(byHeart, state?.known[name]));
    }
    this.take(files, state?.known.answers);
    const corrections = this.passages.get('corrections') as ExamplePool;
    const others = (): Drawer[] => [this.passages.get('dialogues')!, this.passages.get('answers')!];
    this.consolidation = new Consolidation(corrections, others, contrasts, state?.contrasts);
  }

  get libraryTokens(): number {
    return this.streams.libraryTokens;
  }

  get libraryRead(): number {
    return this.streams.libraryRead;
  }

  read(): ReadonlyMap<string, number> {
    return this.streams.read();
  }

  next(): Batch {
    const { streams, rota, bookmarks } = this;
    const { count, length } = streams;
    const reads = rota.next(this.shares(), (b) => bookmarks[b] !== undefined);
    const batch = emptyBatch(count, length);
    const spans: Span[] = [];
    for (let b = 0; b < count; b++) {
      const source = reads[b]!;
      // the source it was in the middle of may be empty now
      if (bookmarks[b]?.source !== source) bookmarks[b] = undefined;
      if (source === 'library') streams.readOn(b, batch);
      else {
        streams.interrupt(b);
        spans.push(...this.readOther(source, b, batch));
      }
      const { chunks, tokens } = this.given.get(source) ?? { chunks: 0, tokens: 0 };
      this.given.set(source, { chunks: chunks + 1, tokens: tokens + learntIn(batch, b) });
    }
    return spans.length > 0 ? { ...batch, spans } : batch;
  }

  mark({ spans = [], targets, learn }: Batch, best: ArrayLike<number>, losses: ArrayLike<number>): void {
    for (const { source, id, stream, from, to, begins, ends } of spans) {
      const name = source as SourceName;
      if (!SOURCES[name].byHeart) continue;
      let exact = begins || this.exact[stream]!;
      for (let i = from; i < to; i++) exact &&= !learn[i] || (best[i] === targets[i] && losses[i]! < SURE);
      this.exact[stream] = exact;
      if (ends) this.passages.get(name)?.mark(id, exact);
    }
  }

  /** Takes passages into a source; one whose id is there already takes its place. */
  teach(source: TaughtName, passages: readonly TokenExample[]): void {
    for (const passage of passages) (this.passages.get(source) as ExamplePool).add(passage);
  }

  /** Takes passages out of a source. @returns how often each was read; those that were not there are left out */
  unteach(source: TaughtName, ids: readonly string[]): Record<string, number> {
    const taught = this.passages.get(source) as ExamplePool;
    const reads = ids.filter((id) => taught.find(id)).map((id) => [id, taught.known(id).reads] as const);
    for (const id of ids) taught.remove(id);
    if (source === 'corrections') this.consolidation.forget();
    return Object.fromEntries(reads);
  }

  /** Puts other starter dialogues in the place of those before. */
  converse(dialogues: readonly TokenExample[]): void {
    const pool = new ExamplePool(false, this.passages.get('dialogues')?.state());
    for (const dialogue of dialogues) pool.add(dialogue);
    this.passages.set('dialogues', pool);
  }

  /** How many replies of its own, to other questions, it wants before the weights learn its corrections. */
  get wantedContrasts(): number {
    return this.weights.corrections > 0 ? this.consolidation.wants : 0;
  }

  /** Whether there is a correction that the weights are to learn, and do not know yet. */
  get isConsolidating(): boolean {
    return this.weights.corrections > 0 && this.consolidation.newnessOfAll() > 0;
  }

  /** Questions and answers of the library, where they are so few that they may be learnt apart; undefined where they are not. */
  get fewAnswers(): ExamplePool | undefined {
    const pool = this.passages.get('answers');
    return pool instanceof ExamplePool && pool.size <= FEW ? pool : undefined;
  }

  /** Takes a reply of its own to another question. */
  contrast(reply: TokenExample): void {
    this.consolidation.contrast(reply);
  }

  /** An exam found that the weights lost what they knew of these corrections and answers. @returns those that they were thought to know */
  lose(ids: readonly string[]): string[] {
    const pools = [this.consolidation.corrections, ...(this.fewAnswers ? [this.fewAnswers] : [])];
    return ids.filter((id) => pools.find((pool) => pool.known(id).byHeart)?.lose(id));
  }

  /** How well the passages of a source are known, by id. */
  known(source: TaughtName): Record<string, { reads: number; byHeart: boolean }> {
    const taught = this.passages.get(source) as ExamplePool;
    return Object.fromEntries(Object.keys(taught.state()).map((id) => [id, taught.known(id)]));
  }

  /** Goes on with a library that changed. @throws RangeError as `Streams.replaceFiles`; then the old library stays. */
  replaceFiles(files: readonly StreamFile[]): void {
    this.streams.replaceFiles(files);
    this.take(files, this.passages.get('answers')?.state());
  }

  /** Weighs the texts otherwise from the next batch on. */
  weighTexts(weights: TextWeights): void {
    this.streams.weigh(weights);
    this.take(this.files, this.passages.get('answers')?.state());
  }

  /** All sources, the empty ones too. */
  report(): SourceReport[] {
    const all = [...this.given.values()].reduce((sum, { chunks }) => sum + chunks, 0);
    return SOURCE_NAMES.map((name) => {
      const given = this.given.get(name) ?? { chunks: 0, tokens: 0 };
      const share = all > 0 ? given.chunks / all : 0;
      return { name, weight: this.weights[name], ...this.holds(name), share, given };
    });
  }

  state(): MixerState {
    const known = [...this.passages].map(([name, drawer]) => [name, drawer.state()] as const);
    const contrasts = this.consolidation.state();
    return {
      version: 1,
      rota: this.rota.state(),
      given: Object.fromEntries(this.given),
      known: Object.fromEntries(known.filter(([, state]) => Object.keys(state).length > 0)),
      bookmarks: this.bookmarks.map((bookmark) => bookmark ?? null),
      exact: [...this.exact],
      ...(contrasts.length > 0 ? { contrasts } : {}),
    };
  }

  /** Texts of weight 0 are in no source. */
  private take(files: readonly StreamFile[], known?: Readonly<Record<string, Knowledge>>): void {
    this.files = files;
    const read = this.streams.files;
    const letters = read.filter(({ name, tokens }) => name.startsWith(LETTERS) && tokens.length > 1);
    this.letters = letters.length > 0 ? new TokenRing(letters) : undefined;
    this.passages.set('answers', answersOf(read, this.end, known));
  }

  private holds(name: SourceName): { holds: number; tokens: number } {
    if (SOURCES[name].gives === 'passages') {
      const drawer = this.passages.get(name);
      return { holds: drawer?.size ?? 0, tokens: drawer?.tokens ?? 0 };
    }
    if (name === 'letters') return { holds: this.letters?.files.length ?? 0, tokens: this.letters?.length ?? 0 };
    return { holds: this.files.length, tokens: this.libraryTokens };
  }

  /** Shares of all sources that have a weight and something to give, together 1. */
  private shares(): Map<SourceName, number> {
    const mixes = () => !this.consolidatesApart && this.consolidation.due();
    const apart = this.consolidatesApart && this.weights.corrections > 0 && this.fewAnswers ? 'answers' : undefined;
    const has = (name: SourceName) => (name === 'corrections' ? mixes() : this.holds(name).holds > 0 && name !== apart);
    const present = SOURCE_NAMES.filter((name) => this.weights[name] > 0 && has(name));
    return sharesOf(
      present.map((name) => {
        const contrasts = name === 'corrections' ? this.consolidation.share : 1;
        const newness = SOURCES[name].byHeart ? this.passages.get(name)!.newnessOfAll() : 1;
        return { name, weight: this.weights[name] / contrasts, tokens: this.holds(name).tokens, newness };
      }),
      this.libraryTokens,
    );
  }

  private readOther(source: SourceName, b: number, batch: Batch): readonly Span[] {
    if (source === 'random') this.streams.readAnywhere(b, batch, this.random);
    if (source === 'letters') this.readLetters(b, batch);
    if (source === 'random' || source === 'letters') return [];
    const drawer = source === 'corrections' ? this.consolidation : this.passages.get(source)!;
    const { spans, bookmark } = packRow(batch, b, source, drawer, this.bookmarks[b], this.random, this.end);
    this.bookmarks[b] = bookmark && { ...bookmark, source };
    return spans;
  }

  private readLetters(b: number, batch: Batch): void {
    const ring = this.letters!;
    const { weighing } = this.streams;
    const position = weighing ? weighing.draw(ring, this.random) : Math.floor(this.random() * ring.length);
    readChunk(ring, position, b, batch);
    batch.fresh[b] = 1;
  }
}
