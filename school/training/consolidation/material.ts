import { Random } from '../../../brain/engine/random.ts';
import { type Batch, emptyBatch, readChunk } from '../../../library/batches/batch.ts';
import { type StreamFile, TokenRing } from '../../../library/batches/token-ring.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';

/** The share of the rows that hold corrections, and of those that hold the same answers behind other questions. */
const CORRECTIONS = 0.2;
const CONTRASTS = 0.4;

/** Chunks of the library that are read one after the other, so that memories count. */
const STRETCH = 8;
/** Targets of a row that are worth beginning another passage. */
const LEAST = 8;

/** An answer behind a question that it does not answer. */
export type Contrast = (correction: TokenExample, random: Random) => TokenExample | undefined;

export interface MaterialSource {
  readonly corrections: readonly TokenExample[];
  readonly contrast: Contrast;
  /** of the library */
  readonly files: readonly StreamFile[];
  /** the id that ends a text */
  readonly end: number;
  /** rows of a batch, and their length */
  readonly streams: number;
  readonly length: number;
  readonly seed: number;
}

/** A passage that goes on in the next chunk of its row. */
interface Place {
  readonly passage: TokenExample;
  readonly offset: number;
}

/** What a step of consolidating reads. */
export interface Material extends Batch {
  /** Shape (B,T): 1 where what the weights expected before is learnt, instead of what is written. */
  readonly tethered: Uint8Array;
}

/**
 * Draws the batches of a session that consolidates corrections: corrections in some rows; in others their answers behind other questions; in the
 * rest, stretches of the library. It reads beside the streams of the library, which stay where they are, and counts what it reads itself.
 */
export class MaterialReader {
  private readonly source: MaterialSource;
  private readonly random: Random;
  private readonly ring: TokenRing;
  private readonly places: (Place | undefined)[];
  /** where rows of the library go on, and since how many chunks */
  private readonly stretches: ({ readonly from: number; readonly chunks: number } | undefined)[] = [];
  private order: TokenExample[] = [];
  /** how often each correction was read to its end */
  readonly corrections = new Map<string, number>();
  /** tokens that were read of each text */
  readonly texts = new Map<string, number>();

  constructor(source: MaterialSource) {
    this.source = source;
    this.random = new Random(source.seed);
    this.ring = new TokenRing(source.files);
    this.places = Array.from({ length: source.streams });
  }

  next(): Material {
    const { end, streams, length } = this.source;
    const batch = { ...emptyBatch(streams, length), tethered: new Uint8Array(streams * length) };
    batch.inputs.fill(end);
    batch.targets.fill(end);
    const corrections = Math.max(1, Math.round(CORRECTIONS * streams));
    const contrasts = Math.max(1, Math.round(CONTRASTS * streams));
    for (let b = 0; b < streams; b++) {
      if (b < corrections) this.fill(b, batch, () => this.nextCorrection(), false);
      else if (b < corrections + contrasts) this.fill(b, batch, () => this.nextContrast(), true);
      else this.readLibrary(b, batch);
    }
    return batch;
  }

  /** Fills a row with passages, one behind the other, each whole where it fits. */
  private fill(b: number, batch: Material, draw: () => TokenExample, isTethered: boolean): void {
    const { end, length } = this.source;
    const row = b * length;
    let { passage, offset } = this.places[b] ?? { passage: draw(), offset: 0 };
    batch.fresh[b] = offset > 0 ? 0 : 1;
    this.places[b] = undefined;
    for (let at = 0; ; ) {
      const pairs = passage.ids.length - 1 - offset;
      const n = Math.min(pairs, length - at);
      for (let i = 0; i < n; i++) {
        const place = row + at + i;
        batch.inputs[place] = passage.ids[offset + i]!;
        batch.targets[place] = passage.ids[offset + i + 1]!;
        batch.learn[place] = passage.learn[offset + i + 1]!;
        batch.tethered[place] = isTethered ? batch.learn[place]! : 0;
      }
      if (n < pairs) {
        this.places[b] = { passage, offset: offset + n };
        return;
      }
      if (!isTethered) add(this.corrections, passage.id, 1);
      at += n;
      // its last token, and the end of a text: what follows is read with the memories of another talk, as in a conversation that goes on
      if (at < length) batch.inputs[row + at++] = passage.ids[passage.ids.length - 1]!;
      if (at < length) batch.inputs[row + at++] = end;
      if (at + LEAST > length) return;
      [passage, offset] = [draw(), 0];
      if (passage.ids.length - 1 > length - at) {
        this.places[b] = { passage, offset };
        return;
      }
      if (at > 0) batch.targets[row + at - 1] = passage.ids[0]!;
    }
  }

  /** All of them, one after the other, in an order of chance. */
  private nextCorrection(): TokenExample {
    if (this.order.length === 0) this.order = this.random.shuffled(this.source.corrections);
    return this.order.pop() as TokenExample;
  }

  private nextContrast(): TokenExample {
    const { corrections, contrast } = this.source;
    const correction = corrections[this.random.below(corrections.length)] as TokenExample;
    return contrast(correction, this.random) ?? correction;
  }

  /** Reads on for some chunks from a place that was drawn for the row. */
  private readLibrary(b: number, batch: Material): void {
    const { length } = this.source;
    const begun = this.stretches[b];
    const { from, chunks } =
      begun && begun.chunks < STRETCH ? begun : { from: this.random.below(this.ring.length), chunks: 0 };
    readChunk(this.ring, from, b, batch, (name, n) => add(this.texts, name, n));
    this.stretches[b] = { from: this.ring.wrap(from + length), chunks: chunks + 1 };
    batch.fresh[b] = chunks === 0 ? 1 : 0;
    batch.tethered.set(batch.learn.subarray(b * length, (b + 1) * length), b * length);
  }
}

const add = (counts: Map<string, number>, name: string, n: number): void =>
  void counts.set(name, (counts.get(name) ?? 0) + n);
