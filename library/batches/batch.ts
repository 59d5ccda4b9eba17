import type { Place, TokenRing } from './token-ring.ts';

/** One step's reading. */
export interface Batch {
  /** Shape (B,T). */
  inputs: Int32Array;
  /** Shape (B,T): targets[b,t] is the token behind inputs[b,t]. */
  targets: Int32Array;
  /** Shape (B,T): 1 where the target is learnt, 0 where it is only read for what it tells about what follows. */
  learn: Uint8Array;
  /** Shape (B): 1 where the chunk does not follow the stream's last one, so that memories should be cleared. */
  fresh: Uint8Array;
  /** Shape (B): where each chunk begins. */
  places: Place[];
  /** Shape (B): how new what is learnt of a chunk is by itself, 0…1, however often the library was read; 0 for what is as old as it. */
  newness: Float64Array;
  /** Which passages stand where in it, if any do. */
  spans?: readonly Span[];
}

/** Part of a passage in a chunk. */
export interface Span {
  /** The source that it is from, and its name there. */
  readonly source: string;
  readonly id: string;
  readonly stream: number;
  /** Places of the batch where its targets stand. */
  readonly from: number;
  readonly to: number;
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Where the tutor's reading comes from. */
export interface BatchReader {
  next(): Batch;
  /** Is told, batch by batch, what was guessed: the likeliest ids, and what the targets cost in nats. Shape of both: (B,T). */
  mark?(batch: Batch, best: ArrayLike<number>, losses: ArrayLike<number>): void;
  /** Tokens of the texts that are there now, and how many were read of those, each as often as it was. */
  readonly libraryTokens: number;
  readonly libraryRead: number;
}

/** A batch in which nothing stands yet. */
export function emptyBatch(streams: number, length: number): Batch {
  return {
    inputs: new Int32Array(streams * length),
    targets: new Int32Array(streams * length),
    learn: new Uint8Array(streams * length),
    fresh: new Uint8Array(streams),
    places: Array.from({ length: streams }, () => ({ file: '', offset: 0 })),
    newness: new Float64Array(streams),
  };
}

/** Targets of a stream that are learnt. */
export function learntIn({ learn, fresh }: Batch, b: number): number {
  const length = learn.length / fresh.length;
  let learnt = 0;
  for (let i = b * length; i < (b + 1) * length; i++) learnt += learn[i]!;
  return learnt;
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
