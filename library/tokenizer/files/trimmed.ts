/** A large vocabulary of which only the tokens that a library uses have ids. */
import { hashOf, SpelledTokenizer, spellingsOf } from '../spelled.ts';
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { SpecialIds } from '../vocabulary.ts';
import { show } from './field.ts';

/** Ids of the whole vocabulary, in their order; the marks are among them. */
export class TrimmedTokenizer extends SpelledTokenizer {
  readonly kind = 'trimmed';
  readonly special: SpecialIds;
  readonly control: ReadonlySet<number>;
  readonly hash: string;
  override readonly folds: boolean;
  /** The whole vocabulary. */
  readonly whole: Tokenizer;
  /** The id in the whole vocabulary of each id here. Shape (vocabularySize) */
  readonly originals: readonly number[];
  /** The id here of each id of the whole vocabulary, or -1. */
  private readonly ids: Int32Array;
  /** The ids here by which a token that is not here is spelt. */
  private readonly spelt = new Map<number, readonly number[]>();
  /** Tokens here by what they spell, as strings of bytes. */
  private readonly bySpelling: ReadonlyMap<string, number>;

  /** @throws RangeError for ids that are not in order, or not in the vocabulary */
  constructor(whole: Tokenizer, originals: readonly number[]) {
    const wrong = originals.findIndex(
      (id, i) => !Number.isInteger(id) || id < 0 || id >= whole.vocabularySize || (i > 0 && id <= originals[i - 1]!),
    );
    if (wrong !== -1) throw new RangeError(tokenizerTexts.files.idsNotRising(show(originals[wrong])));
    super(spellingsOf(originals.map((id) => whole.tokenBytes(id))));
    this.whole = whole;
    this.originals = originals;
    this.ids = new Int32Array(whole.vocabularySize).fill(-1);
    originals.forEach((original, id) => {
      this.ids[original] = id;
    });
    const { end, turn, done } = whole.special;
    this.special = { end: this.ids[end]!, turn: this.ids[turn]!, done: this.ids[done]! };
    if (Object.values(this.special).includes(-1)) throw new RangeError(tokenizerTexts.files.marksMissing);
    this.control = new Set([...whole.control].map((id) => this.ids[id]!).filter((id) => id !== -1));
    this.bySpelling = new Map(
      originals.flatMap((_, id) =>
        this.control.has(id) ? [] : [[String.fromCharCode(...this.tokenBytes(id)), id] as const],
      ),
    );
    this.folds = whole.folds;
    this.hash = hashOf(['trimmed', whole.hash, originals]);
  }

  override asDocument(text: string): string {
    return this.whole.asDocument(text);
  }

  encode(text: string): Int32Array {
    return this.renumbered(this.whole.encode(text));
  }

  override encodeBytes(bytes: Uint8Array): Int32Array {
    return this.renumbered(this.whole.encodeBytes(bytes));
  }

  stored(): object {
    return { whole: { kind: this.whole.kind, ...this.whole.stored() }, originals: this.originals };
  }

  private renumbered(wholeIds: Int32Array): Int32Array {
    const ids: number[] = [];
    for (const original of wholeIds) {
      const id = this.ids[original]!;
      if (id !== -1) ids.push(id);
      else for (const part of this.parts(original)) ids.push(part);
    }
    return Int32Array.from(ids);
  }

  /** A token that is not here in tokens that are: at each place the longest that fits. Single bytes are always here, where the vocabulary has them. */
  private parts(original: number): readonly number[] {
    const known = this.spelt.get(original);
    if (known) return known;
    const spelling = String.fromCharCode(...this.whole.tokenBytes(original));
    const parts: number[] = [];
    for (let at = 0; at < spelling.length; ) {
      let length = spelling.length - at;
      while (length > 0 && !this.bySpelling.has(spelling.slice(at, at + length))) length--;
      if (length > 0) parts.push(this.bySpelling.get(spelling.slice(at, at + length))!);
      at += length || 1;
    }
    this.spelt.set(original, parts);
    return parts;
  }
}

/** Keeps the tokens that texts use, all that spell one byte or one character, and those that carry structure. */
export function trim(whole: Tokenizer, texts: Iterable<Uint8Array>): TrimmedTokenizer {
  const used = new Set<number>(whole.control);
  for (const text of texts) for (const id of whole.encodeBytes(text)) used.add(id);
  for (let id = 0; id < whole.vocabularySize; id++) if (whole.tokenBytes(id).length === 1) used.add(id);
  return new TrimmedTokenizer(
    whole,
    [...used].sort((a, b) => a - b),
  );
}
