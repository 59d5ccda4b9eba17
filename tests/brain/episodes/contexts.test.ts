import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { Contexts, type Text } from '../../../brain/episodes/contexts.ts';
import { FollowerCounter } from '../../../brain/episodes/followers.ts';
import { END, followersOf } from './naive.ts';

const VOCABULARY = 9;

const text = (id: string, ...ids: number[]): Text => ({ id, ids });

/** Followers by order, as plain objects. */
function found(contexts: Contexts, context: readonly number[]): Record<number, number>[] {
  return new FollowerCounter(contexts)
    .behind(context)
    .map(({ ids, counts }) => Object.fromEntries(Array.from(ids, (id, i) => [id, counts[i]])));
}

function expected(texts: readonly Text[], context: readonly number[]): Record<number, number>[] {
  const all = [1, 2, 3, 4].map((k) => followersOf(texts, context, k));
  const matched = all.findIndex(({ size }) => size === 0);
  return all.slice(0, matched < 0 ? 4 : matched).map((counts) => Object.fromEntries(counts));
}

describe('contexts', () => {
  it('finds what followed, for as many tokens as match', () => {
    const contexts = new Contexts(VOCABULARY, END);
    contexts.add([text('a', 1, 2, 3, 4, 5), text('b', 7, 2, 3, 6)]);
    expect(found(contexts, [1, 2, 3])).toEqual([{ 4: 1, 6: 1 }, { 4: 1, 6: 1 }, { 4: 1 }]);
    expect(found(contexts, [8, 8, 3])).toEqual([{ 4: 1, 6: 1 }]);
    expect(found(contexts, [8])).toEqual([]);
  });

  it('never reaches across the end of a text, into another text, or to what is not to be foreseen', () => {
    const contexts = new Contexts(VOCABULARY, END);
    contexts.add([text('a', 1, 2, END, 3, 4), { id: 'b', ids: [5, 6, 7], learn: [1, 0, 1] }]);
    expect(found(contexts, [2])).toEqual([{ [END]: 1 }]);
    expect(found(contexts, [END])).toEqual([]);
    expect(found(contexts, [2, END, 3])).toEqual([{ 4: 1 }]);
    expect(found(contexts, [4])).toEqual([]);
    expect(found(contexts, [5])).toEqual([]);
    expect(found(contexts, [5, 6])).toEqual([{ 7: 1 }, { 7: 1 }]);
  });

  it('equals a naive one after each of 10,000 random appends and deletions', () => {
    const random = new Random(5);
    const contexts = new Contexts(VOCABULARY, END);
    const texts = new Map<string, Text>();
    const draw = (length: number): number[] => Array.from({ length }, () => random.below(VOCABULARY));
    for (let i = 0; i < 10_000; i++) {
      const ids = [...texts.keys()];
      if (texts.size > 0 && random.uniform() < (texts.size > 40 ? 0.7 : 0.45)) {
        const gone = ids.filter(() => random.uniform() < 2 / ids.length);
        expect(contexts.remove([...gone, 'nobody'])).toBe(gone.length);
        for (const id of gone) texts.delete(id);
      } else {
        const added = Array.from({ length: 1 + random.below(3) }, (_, n): Text => {
          const words = draw(random.below(14));
          return { id: `${i}.${n}`, ids: words, learn: words.map(() => (random.uniform() < 0.8 ? 1 : 0)) };
        });
        contexts.add(added);
        for (const one of added) texts.set(one.id, one);
      }
      const context = draw(1 + random.below(6));
      expect(found(contexts, context)).toEqual(expected([...texts.values()], context));
      if (i % 500 !== 0) continue;
      for (let n = 0; n < 50; n++) {
        const other = draw(5);
        expect(found(contexts, other)).toEqual(expected([...texts.values()], other));
      }
      const size = [...texts.values()].reduce((sum, one) => sum + one.ids.length, 0);
      expect(contexts.size).toBe(size);
    }
  }, 120_000);

  it('takes 8 bytes a token, and no trace of a text is left when it is removed', () => {
    const random = new Random(1);
    const contexts = new Contexts(2000, END);
    const ids = Uint16Array.from({ length: 100_000 }, () => 1 + random.below(1000));
    contexts.add([{ id: 'many', ids }]);
    expect(contexts.bytes / ids.length).toBeLessThan(8.5);
    const secret = Uint16Array.from({ length: 50 }, (_, i) => 1900 + i);
    contexts.add([{ id: 'secret', ids: secret }]);
    contexts.remove(['secret']);
    const arrays = Object.values(contexts).filter((value) => ArrayBuffer.isView(value)) as Uint16Array[];
    const tokens = arrays.filter((array) => array instanceof Uint16Array);
    expect(tokens).toHaveLength(2);
    for (const array of tokens) expect(array.some((id) => id >= 1900)).toBe(false);
    expect(found(contexts, [1900])).toEqual([]);
    expect(contexts.frequency(1901)).toBe(0);
  });

  it('refuses a vocabulary and ids that it cannot hold', () => {
    expect(() => new Contexts(70_000, END)).toThrow('episodes hold ids below 65,536');
    const contexts = new Contexts(VOCABULARY, END);
    contexts.add([text('a', 1, 2)]);
    expect(() => contexts.add([text('a', 1, 2)])).toThrow('there is a text "a" already');
  });
});
