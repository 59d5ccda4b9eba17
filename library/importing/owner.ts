/** Who of the people in an export is the owner. */
import { asciiDigits } from '../cleaning/digits.ts';
import type { Message } from './record.ts';
import { importingTexts } from './texts.ts';

/** Somebody who wrote something, and how much. */
export interface Person {
  name: string;
  messages: number;
}

export class Owner {
  /** As they were given. */
  readonly names: readonly string[];
  private readonly known: ReadonlySet<string>;

  /** @param names names, addresses, numbers or accounts, as exports write them */
  constructor(names: readonly string[]) {
    this.names = names;
    this.known = new Set(names.filter((name) => !isNobody(name)).map(sameName));
  }

  owns({ author, authorId = [] }: Pick<Message, 'author' | 'authorId'>): boolean {
    return [author, ...[authorId].flat()].some((name) => this.known.has(sameName(name)));
  }
}

/**
 * Names are the same whatever their case, spaces, marks of direction, or the sign in front. Of phone numbers only the digits
 * count, in any script, with or without `+` or `00`.
 *
 * @example sameName('+1 (777) 555‑0142') === sameName('0017775550142')
 */
export function sameName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  const digits = asciiDigits(plain.normalize('NFKC'));
  if (/^\+? ?[\d ().\p{Pd}\u2212/]{6,}$/u.test(digits)) return digits.replace(/\D/g, '').replace(/^00(?=[1-9])/, '');
  return plain.replace(/^[~@] ?/, '');
}

/** What stands where a name should, and is none: deleted accounts, and programs' words for nothing. */
const NOBODY = /^(?:|\[(?:deleted|removed|unknown)\]|null|undefined|none|n\/a|nan|-+|\?+)$/i;

/** Whether a name is nobody's: empty, blank, invisible, or a word for nobody. */
export function isNobody(name: string): boolean {
  return name.length < LONGEST_BLANK && NOBODY.test(name.replace(/[\p{Cf}\p{Z}\p{Cc}\u115f\u1160\u3164\uffa0]/gu, ''));
}

const LONGEST_BLANK = 64;

/** Counts people. */
export class People {
  private readonly counts = new Map<string, number>();
  /** People that came when there were too many to remember. */
  private more = 0;

  count(name: string): void {
    const before = this.counts.get(name);
    if (before !== undefined || this.counts.size < MOST) this.counts.set(name, (before ?? 0) + 1);
    else this.more++;
  }

  get size(): number {
    return this.counts.size;
  }

  /** Whether there were more people than are listed. */
  get cut(): boolean {
    return this.more > 0;
  }

  /** Those who wrote most first. */
  list(most = Number.POSITIVE_INFINITY): Person[] {
    const people = [...this.counts].map(([name, messages]) => ({ name, messages }));
    return people.sort((a, b) => b.messages - a.messages || (a.name < b.name ? -1 : 1)).slice(0, most);
  }
}

const MOST = 10_000;

/** What to do with a text that only looks like a conversation. */
export const FEED_OWN = importingTexts.senders.feedOwn;

/** Thrown when the owner says that all of it is their own writing, although it looks like a conversation. */
export class SaidOwn extends Error {}

/** Thrown when it is not known who the owner is, and nobody could be asked. */
export class OwnerUnknown extends Error {
  readonly people: readonly Person[];

  /** @param guessed it may be no conversation at all */
  constructor(people: readonly Person[], guessed = false) {
    const [first] = people;
    const own = guessed ? `, or ${FEED_OWN}` : '';
    const me = importingTexts.senders.sayWithMe(JSON.stringify(first?.name ?? 'name'));
    if (first !== undefined && people.length === 1) {
      super(importingTexts.senders.isItYou(first.name, first.messages, me, own));
      this.people = people;
      return;
    }
    const some = people.slice(0, 8).map(({ name, messages }) => `${name} (${messages})`);
    const more = people.length > 8 ? importingTexts.senders.andMore(people.length - 8) : '';
    super(importingTexts.senders.whichIsYou(some.join(', '), more, me, own));
    this.people = people;
  }
}
