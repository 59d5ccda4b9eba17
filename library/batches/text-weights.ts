/** How often each text of the library is read, beside texts of weight 1, and what that makes of its readings. */
import { type StreamFile, TokenRing } from './token-ring.ts';

/** Weights of texts (`notes.txt`) and of folders (`letters/`); what is not named weighs 1, and 0 is never read. */
export type TextWeights = Readonly<Record<string, number>>;

/** The weight of a text: its own, else that of the innermost folder that has one. */
export function weightOf(name: string, weights: TextWeights): number {
  if (Object.hasOwn(weights, name)) return weights[name]!;
  for (let end = name.lastIndexOf('/'); end >= 0; end = name.lastIndexOf('/', end - 1)) {
    const folder = name.slice(0, end + 1);
    if (Object.hasOwn(weights, folder)) return weights[folder]!;
    if (end === 0) break;
  }
  return 1;
}

export const sameWeights = (one: TextWeights, other: TextWeights): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Weights of texts in their order. Where no text that can be read has one, all count alike: something must be read. */
export function weightsOfFiles(files: readonly StreamFile[], weights: TextWeights): number[] {
  const own = files.map(({ name }) => weightOf(name, weights));
  const isRead = files.some(({ tokens }, i) => own[i]! > 0 && tokens.length > 1);
  return isRead ? own : files.map(() => 1);
}

/** The texts that are read at all. */
export function readFiles(files: readonly StreamFile[], weights: TextWeights): StreamFile[] {
  const own = weightsOfFiles(files, weights);
  return files.filter((_, i) => own[i]! > 0);
}

/** Multiples of each lie evenly between 0 and 1, those of the one beside those of the other (Knuth, TAOCP 3, 6.4). */
const GOLDEN = 0.6180339887498949;
const SILVER = 0.4142135623730951;

/** Where a stream stands: in which of its passes, and at which token of what that reads. */
export interface PassPlace {
  readonly pass: number;
  readonly position: number;
  readonly ring: TokenRing;
}

interface Chunk {
  readonly ids: Int32Array;
  readonly learn: Uint8Array;
}

/**
 * What each pass through the library reads. A text of the largest weight is read in every pass; one of a third of that in every third.
 * Which third differs from text to text and from stream to stream, so that at any time the streams together read all of them.
 */
export class WeightedPasses {
  private readonly files: readonly StreamFile[];
  /** Of each text, the share of the passes that read it, above 0 and at most 1. */
  private readonly shares: ReadonlyMap<string, number>;

  private constructor(files: readonly StreamFile[], shares: ReadonlyMap<string, number>) {
    this.files = files;
    this.shares = shares;
  }

  /** @returns undefined where every pass reads everything that is read at all */
  static of(files: readonly StreamFile[], weights: TextWeights): WeightedPasses | undefined {
    const own = weightsOfFiles(files, weights);
    const read = files.flatMap((file, i) => (own[i]! > 0 ? [{ file, weight: own[i]! }] : []));
    // every pass must have 2 tokens at least
    const largest = Math.max(...read.map(({ file, weight }) => (file.tokens.length > 1 ? weight : 0)));
    if (read.every(({ weight }) => weight >= largest)) return undefined;
    const shares = read.map(({ file, weight }) => [file.name, Math.min(1, weight / largest)] as const);
    return new WeightedPasses(
      read.map(({ file }) => file),
      new Map(shares),
    );
  }

  /** The texts that a stream reads in one of its passes. */
  ring(stream: number, pass: number): TokenRing {
    return new TokenRing(this.files.filter(({ name }, i) => this.isIn(name, i, stream, pass)));
  }

  /** The first pass of a stream, from this one on, that reads a text; this one where none does. */
  passOf(name: string, stream: number, pass: number): number {
    const share = this.shares.get(name);
    if (share === undefined) return pass;
    const index = this.files.findIndex((file) => file.name === name);
    const most = Math.ceil(1 / share) + 1;
    for (let ahead = 0; ahead < most; ahead++) if (this.isIn(name, index, stream, pass + ahead)) return pass + ahead;
    return pass;
  }

  private isIn(name: string, index: number, stream: number, pass: number): boolean {
    const share = this.shares.get(name)!;
    const phase = ((index + 1) * GOLDEN + (stream + 1) * SILVER) % 1;
    return Math.floor((pass + 1) * share + phase) > Math.floor(pass * share + phase);
  }

  /**
   * Copies what a stream reads next from where it stands, ids and which of them are learnt.
   * @param onRead told how many tokens came from which text
   * @returns where it stands behind that
   */
  copy(
    stream: number,
    { pass, position, ring }: PassPlace,
    count: number,
    { ids, learn }: Chunk,
    at: number,
    onRead?: (file: string, n: number) => void,
  ): PassPlace {
    let place: PassPlace = { pass, position, ring };
    for (let done = 0; done < count; ) {
      const n = Math.min(count - done, place.ring.length - place.position);
      place.ring.copy(place.position, n, ids, at + done, onRead);
      place.ring.copyLearn(place.position, n, learn, at + done);
      done += n;
      place = { ...place, position: place.position + n };
      if (place.position === place.ring.length)
        place = { pass: place.pass + 1, position: 0, ring: this.ring(stream, place.pass + 1) };
    }
    return place;
  }

  /** How often a token of each text is read, relative to a token of the library on the whole. */
  relative(): Map<string, number> {
    const tokens = this.files.reduce((sum, file) => sum + file.tokens.length, 0);
    const read = this.files.reduce((sum, file) => sum + this.shares.get(file.name)! * file.tokens.length, 0);
    return new Map([...this.shares].map(([name, share]) => [name, (share * tokens) / read]));
  }

  /** A position of a ring of such texts, drawn so that each text is met as often as its weight says. */
  draw(ring: TokenRing, random: () => number): number {
    const parts = ring.files.map(({ name, tokens }) => (this.shares.get(name) ?? 1) * tokens.length);
    let rest = random() * parts.reduce((sum, part) => sum + part, 0);
    const last = ring.files.length - 1;
    let index = 0;
    while (index < last && rest >= parts[index]!) rest -= parts[index++]!;
    const { name, tokens } = ring.files[index]!;
    return ring.positionOf({ file: name, offset: Math.floor(random() * tokens.length) }).position;
  }
}
