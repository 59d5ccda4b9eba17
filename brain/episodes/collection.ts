/** The texts of one source, as many as its memory holds. */
import { Contexts, type Text } from './contexts.ts';
import { FollowerCounter } from './followers.ts';

/** Bytes that a token of a text takes in the index. */
export const BYTES_PER_TOKEN = 8;

/**
 * Texts of one source in the order of their age, of which the newest are remembered, in bounded memory: whole ones, and of the oldest that
 * does not fit its end. What is remembered depends only on the texts that are there now and on their order: when a newer text is removed,
 * the older one that it had pushed out is remembered again, as if the newer one had never been there. No source pushes out another's texts.
 */
export class Collection {
  readonly contexts: Contexts;
  readonly counter: FollowerCounter;
  private limit: number;
  /** all texts, the oldest first */
  private readonly texts = new Map<string, Text>();
  /** of a remembered text: the token at which it begins */
  private remembered = new Map<string, number>();

  /** @param bytes of memory, about, that the remembered texts may take */
  constructor(vocabulary: number, end: number, bytes: number) {
    this.contexts = new Contexts(vocabulary, end);
    this.counter = new FollowerCounter(this.contexts);
    this.limit = Math.floor(bytes / BYTES_PER_TOKEN);
  }

  /** Texts that are there, and tokens of them; of these the remembered ones. */
  get size(): { readonly texts: number; readonly tokens: number; readonly remembered: number } {
    let tokens = 0;
    for (const text of this.texts.values()) tokens += lengthOf(text);
    return { texts: this.texts.size, tokens, remembered: this.contexts.size };
  }

  /** Whether a token of a text is among what is remembered. */
  remembers(id: string, token: number): boolean {
    return token >= (this.remembered.get(id) ?? Number.POSITIVE_INFINITY);
  }

  /** Adds texts, each as the newest of all; one of an id that is there takes its place. */
  put(texts: readonly Text[]): void {
    for (const text of texts) {
      this.texts.delete(text.id);
      this.contexts.remove([text.id]);
      this.remembered.delete(text.id);
      this.texts.set(text.id, text);
    }
    this.settle();
  }

  /** Removes texts. @returns how many of them were there */
  remove(ids: Iterable<string>): number {
    let gone = 0;
    for (const id of ids) if (this.texts.delete(id)) gone++;
    if (gone > 0) this.settle();
    return gone;
  }

  /** Replaces all texts by these, oldest first. Texts that stay the same are not sorted again. */
  replace(texts: readonly Text[]): void {
    const changed = texts.filter((text) => !isSame(this.texts.get(text.id), text)).map(({ id }) => id);
    this.contexts.remove(changed);
    for (const id of changed) this.remembered.delete(id);
    this.texts.clear();
    for (const text of texts) this.texts.set(text.id, text);
    this.settle();
  }

  /** Of texts of these lengths, oldest first: from which token on each would be remembered, so that what stands before need not be read. */
  beginnings(lengths: readonly number[]): number[] {
    let left = this.limit;
    const froms = lengths.toReversed().map((length) => {
      const from = Math.max(0, length - Math.max(0, left));
      left -= length;
      return from;
    });
    return froms.reverse();
  }

  /** The memory that it may take from now on. */
  resize(bytes: number): void {
    this.limit = Math.floor(bytes / BYTES_PER_TOKEN);
    this.settle();
  }

  /** Remembers what should be remembered now, and nothing else. */
  private settle(): void {
    const wanted = this.wanted();
    const wrong = [...this.remembered].filter(([id, from]) => wanted.get(id) !== from).map(([id]) => id);
    this.contexts.remove(wrong);
    for (const id of wrong) this.remembered.delete(id);
    const missing = [...wanted].filter(([id]) => !this.remembered.has(id));
    if (missing.length > 0) this.contexts.add(missing.map(([id, from]) => endOf(this.texts.get(id) as Text, from)));
    this.remembered = wanted;
  }

  private wanted(): Map<string, number> {
    const texts = [...this.texts.values()];
    const froms = this.beginnings(texts.map(lengthOf));
    const wanted = new Map<string, number>();
    // the newest first: contexts hold texts in the order in which they are added
    for (let i = texts.length - 1; i >= 0; i--) {
      const from = Math.max(froms[i], texts[i].before ?? 0);
      if (from < lengthOf(texts[i])) wanted.set(texts[i].id, from);
    }
    return wanted;
  }
}

const lengthOf = ({ ids, before = 0 }: Text): number => before + ids.length;

function isSame(one: Text | undefined, { ids, learn, before }: Text): boolean {
  if (one === undefined || (one.before ?? 0) !== (before ?? 0)) return false;
  return areEqual(one.ids, ids) && areEqual(one.learn ?? [], learn ?? []);
}

function areEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** @param from counts the tokens that stand before `ids` too */
function endOf({ id, ids, learn, before = 0 }: Text, from: number): Text {
  const first = from - before;
  const part = (all: ArrayLike<number>): Uint16Array =>
    Uint16Array.from({ length: all.length - first }, (_, i) => all[first + i]);
  return first === 0 ? { id, ids, learn } : { id, ids: part(ids), learn: learn && part(learn) };
}
