import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { BYTES_PER_TOKEN, Collection } from '../../../brain/episodes/collection.ts';
import type { Text } from '../../../brain/episodes/contexts.ts';
import { FollowerCounter } from '../../../brain/episodes/followers.ts';
import { Recall } from '../../../brain/episodes/recall.ts';
import { END } from './naive.ts';

const VOCABULARY = 30;
const text = (id: string, length: number, random: Random): Text => ({
  id,
  ids: Array.from({ length }, () => 1 + random.below(VOCABULARY - 1)),
});

/** All that is remembered, as bits. */
function bitsOf({ contexts }: Collection): string {
  const recall = new Recall([new FollowerCounter(contexts)], VOCABULARY);
  const into = new Float64Array(VOCABULARY);
  let all = '';
  for (let one = 1; one < VOCABULARY; one++)
    for (let other = 1; other < VOCABULARY; other++) {
      recall.distribution(recall.at([one, other]), into);
      all += `${new BigUint64Array(into.buffer.slice(0))} `;
    }
  return all;
}

describe('a collection', () => {
  it('remembers the newest that fit, and of the oldest that does not its end', () => {
    const random = new Random(1);
    const collection = new Collection(VOCABULARY, END, 100 * BYTES_PER_TOKEN);
    collection.put([text('a', 40, random), text('b', 50, random)]);
    expect(collection.size).toEqual({ texts: 2, tokens: 90, remembered: 90 });
    collection.put([text('c', 30, random)]);
    expect(collection.size).toEqual({ texts: 3, tokens: 120, remembered: 100 });
    collection.put([text('d', 300, random)]);
    expect(collection.size).toEqual({ texts: 4, tokens: 420, remembered: 100 });
    expect(collection.contexts.bytes).toBeLessThan(2 * 100 * BYTES_PER_TOKEN + 1000);
  });

  it('is, when it is full and a text is removed, as if that had never been there', () => {
    const random = new Random(2);
    const texts = Array.from({ length: 20 }, (_, i) => text(`t${i}`, 10 + random.below(30), random));
    const secret = Array.from({ length: 10 }, (_, i) => text(`s${i}`, 10 + random.below(30), random));
    const [never, once] = [0, 1].map(() => new Collection(VOCABULARY, END, 200 * BYTES_PER_TOKEN));
    never.put(texts);
    texts.forEach((one, i) => {
      once.put([one]);
      if (i % 2 === 0) once.put([secret[i / 2]]);
    });
    expect(once.size.remembered).toBe(200);
    expect(bitsOf(once)).not.toBe(bitsOf(never));
    expect(once.remove([...secret.map(({ id }) => id), 'nobody'])).toBe(10);
    expect(once.size).toEqual(never.size);
    expect(bitsOf(once)).toBe(bitsOf(never));
  });

  it('takes other texts in the place of all, and a text of a known id in the place of that', () => {
    const random = new Random(3);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => text(id, 30, random));
    const collection = new Collection(VOCABULARY, END, 1000 * BYTES_PER_TOKEN);
    collection.put([a, b]);
    const { change } = collection.contexts;
    collection.replace([{ ...a, ids: [...(a.ids as number[])] }, b]);
    expect(collection.contexts.change, 'nothing had changed').toBe(change);
    collection.replace([a, c]);
    const fresh = new Collection(VOCABULARY, END, 1000 * BYTES_PER_TOKEN);
    fresh.put([c, a]);
    expect(bitsOf(collection)).toBe(bitsOf(fresh));
    collection.put([{ ...b, id: 'a' }]);
    fresh.replace([c, { ...b, id: 'other' }]);
    expect(bitsOf(collection)).toBe(bitsOf(fresh));
  });

  it('forgets and remembers as its bound moves', () => {
    const random = new Random(4);
    const collection = new Collection(VOCABULARY, END, 1000 * BYTES_PER_TOKEN);
    collection.put([text('a', 60, random), text('b', 60, random)]);
    const before = bitsOf(collection);
    collection.resize(80 * BYTES_PER_TOKEN);
    expect(collection.size.remembered).toBe(80);
    collection.resize(0);
    expect(collection.size.remembered).toBe(0);
    collection.resize(1000 * BYTES_PER_TOKEN);
    expect(bitsOf(collection)).toBe(before);
  });
});
