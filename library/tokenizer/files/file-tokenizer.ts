/** What tokenizers from files share: a text is rewritten, cut into pieces, and each piece becomes ids, which are remembered. */
import { hashOf, SpelledTokenizer, spellingsOf } from '../spelled.ts';
import type { TokenizerKind } from '../tokenizer.ts';
import type { SpecialIds } from '../vocabulary.ts';

export interface FileTokenizerParts {
  readonly kind: TokenizerKind;
  /** The bytes of each id; undefined for control ids. Those of the marks may be missing at the end. */
  readonly tokens: readonly (Uint8Array | undefined)[];
  readonly special: SpecialIds;
  readonly control: ReadonlySet<number>;
  readonly folds: boolean;
  readonly asDocument: (text: string) => string;
  readonly rewrite: (text: string) => string;
  readonly split: (text: string) => readonly string[];
  readonly encodePiece: (piece: string) => readonly number[];
  /** Strings that are found in a text before anything else happens to it, and their ids. */
  readonly found?: ReadonlyMap<string, readonly number[]>;
  /** The id of each single byte, where the vocabulary has one. Shape (256) */
  readonly bytes?: readonly (number | undefined)[];
  /** What `parseTokenizer` reads. */
  readonly stored: object;
}

/** Pieces whose ids are remembered, at most, and the longest of them. */
const REMEMBERED = 60_000;
const LONGEST_REMEMBERED = 48;

/** A tokenizer of a vocabulary that was read from a file. */
export class FileTokenizer extends SpelledTokenizer {
  readonly kind: TokenizerKind;
  readonly special: SpecialIds;
  readonly control: ReadonlySet<number>;
  readonly hash: string;
  override readonly folds: boolean;
  private readonly parts: FileTokenizerParts;
  private readonly search: RegExp | undefined;
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(parts: FileTokenizerParts) {
    const { tokens, special } = parts;
    const size = Math.max(tokens.length, ...Object.values(special).map((id) => id + 1));
    super(spellingsOf(Array.from({ length: size }, (_, id) => tokens[id])));
    this.parts = parts;
    this.kind = parts.kind;
    this.special = special;
    this.control = new Set([...parts.control, ...Object.values(special)]);
    this.folds = parts.folds;
    this.hash = hashOf([parts.kind, parts.stored]);
    const found = [...(parts.found?.keys() ?? [])].sort((a, b) => b.length - a.length);
    this.search = found.length > 0 ? new RegExp(found.map(escaped).join('|'), 'gu') : undefined;
  }

  override asDocument(text: string): string {
    return this.parts.asDocument(text);
  }

  encode(text: string): Int32Array {
    const ids: number[] = [];
    const whole = text.toWellFormed();
    let at = 0;
    if (this.search) {
      for (const { index, 0: match } of whole.matchAll(this.search)) {
        this.encodePlain(whole.slice(at, index), ids);
        for (const id of this.parts.found!.get(match)!) ids.push(id);
        at = index + match.length;
      }
    }
    this.encodePlain(whole.slice(at), ids);
    return Int32Array.from(ids);
  }

  stored(): object {
    return this.parts.stored;
  }

  protected override strayByte(byte: number): number | undefined {
    return this.parts.bytes?.[byte];
  }

  private encodePlain(text: string, ids: number[]): void {
    if (text === '') return;
    for (const piece of this.parts.split(this.parts.rewrite(text))) {
      for (const id of this.idsOf(piece)) ids.push(id);
    }
  }

  private idsOf(piece: string): readonly number[] {
    const known = this.remembered.get(piece);
    if (known) return known;
    const ids = this.parts.encodePiece(piece);
    if (piece.length <= LONGEST_REMEMBERED) {
      if (this.remembered.size === REMEMBERED) this.remembered.clear();
      this.remembered.set(piece, ids);
    }
    return ids;
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
