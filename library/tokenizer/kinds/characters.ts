/** One id for each character of the library; any other character is spelt in bytes. */
import { show } from '../files/field.ts';
import { hashOf, SpelledTokenizer, spellingsOf } from '../spelled.ts';
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import type { SpecialIds } from '../vocabulary.ts';

/** Most characters that get an id of their own: the most frequent ones. */
export const MOST_CHARACTERS = 8192;

const encoder = new TextEncoder();

/** Ids: the characters in their order, then the marks `end`, `turn` and `done`, then the 256 bytes. */
export class CharacterTokenizer extends SpelledTokenizer {
  readonly kind = 'char';
  readonly special: SpecialIds;
  readonly control: ReadonlySet<number>;
  readonly hash: string;
  private readonly characters: readonly string[];
  private readonly ids: ReadonlyMap<string, number>;
  private readonly firstByte: number;

  /** @throws RangeError for anything but different single characters */
  constructor(characters: readonly string[]) {
    const first = characters.length;
    super(
      spellingsOf([
        ...characters.map((character) => encoder.encode(character)),
        ...new Array<undefined>(3),
        ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
      ]),
    );
    this.characters = characters;
    this.ids = new Map(characters.map((character, id) => [character, id]));
    const wrong = characters.find((character) => Array.from(character).length !== 1 || !character.isWellFormed());
    if (wrong !== undefined) {
      throw new RangeError(tokenizerTexts.characters.notOne(JSON.stringify(wrong)));
    }
    if (this.ids.size !== first) throw new RangeError(tokenizerTexts.characters.twice);
    if (first > MOST_CHARACTERS) {
      throw new RangeError(tokenizerTexts.characters.tooMany(MOST_CHARACTERS, first));
    }
    this.special = { end: first, turn: first + 1, done: first + 2 };
    this.control = new Set(Object.values(this.special));
    this.firstByte = first + 3;
    this.hash = hashOf(['char', characters]);
  }

  encode(text: string): Int32Array {
    const ids: number[] = [];
    for (const character of text.toWellFormed()) {
      const id = this.ids.get(character);
      if (id !== undefined) ids.push(id);
      else for (const byte of encoder.encode(character)) ids.push(this.firstByte + byte);
    }
    return Int32Array.from(ids);
  }

  stored(): object {
    return { characters: this.characters };
  }

  protected override strayByte(byte: number): number {
    return this.firstByte + byte;
  }
}

/** The characters of texts, in the order of their code points; of very many the most frequent ones. */
export function charactersOf(texts: Iterable<Uint8Array>): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const character of new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  // a piece of text may be cut inside a character
  counts.delete('\ufffd');
  const order = (character: string): number => character.codePointAt(0)!;
  return [...counts]
    .sort(([a, times], [b, others]) => others - times || order(a) - order(b))
    .slice(0, MOST_CHARACTERS)
    .map(([character]) => character)
    .sort((a, b) => order(a) - order(b));
}

/** @throws Error with one sentence if the data are damaged */
export function readCharacters({ characters }: Readonly<Record<string, unknown>>): CharacterTokenizer {
  if (!Array.isArray(characters) || !characters.every((character) => typeof character === 'string')) {
    throw new Error(tokenizerTexts.characters.notList(show(characters)));
  }
  return new CharacterTokenizer(characters);
}
