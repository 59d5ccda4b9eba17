import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { Contexts, type Text } from '../../../brain/episodes/contexts.ts';
import { FollowerCounter } from '../../../brain/episodes/followers.ts';
import { Recall } from '../../../brain/episodes/recall.ts';
import { END, probabilityOf } from './naive.ts';

const VOCABULARY = 12;

function randomTexts(random: Random, name: string, count: number): Text[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${name}${i}`,
    ids: Array.from({ length: 5 + random.below(60) }, () => Math.floor(VOCABULARY * random.uniform() ** 2)),
  }));
}

const collectionOf = (texts: readonly Text[]): Contexts => {
  const contexts = new Contexts(VOCABULARY, END);
  contexts.add(texts);
  return contexts;
};

const counterOf = (texts: readonly Text[]): FollowerCounter => new FollowerCounter(collectionOf(texts));

describe('recall', () => {
  it('is Witten–Bell back-off over all collections as one', () => {
    const random = new Random(3);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => randomTexts(random, name, 8));
    const recall = new Recall([a, b, c].map(counterOf), VOCABULARY);
    const all = [...a, ...b, ...c];
    const into = new Float64Array(VOCABULARY);
    for (let i = 0; i < 200; i++) {
      const context = Array.from({ length: 1 + random.below(5) }, () => Math.floor(VOCABULARY * random.uniform() ** 2));
      const at = recall.at(context);
      recall.distribution(at, into);
      expect(into.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      for (let token = 0; token < VOCABULARY; token++) {
        const truth = probabilityOf(all, context, token, VOCABULARY);
        expect(recall.probability(at, token)).toBeCloseTo(truth, 12);
        expect(into[token]).toBeCloseTo(truth, 12);
      }
    }
  });

  it('foresees bit for bit the same however the texts came, and as if one had never been there when it is removed', () => {
    const random = new Random(9);
    const texts = randomTexts(random, 't', 30);
    const secret = randomTexts(random, 's', 5);
    const one = collectionOf(texts);
    const other = collectionOf(texts.slice(10));
    other.add(secret);
    other.add(texts.slice(0, 10).reverse());
    const recalls = [one, other].map((contexts) => new Recall([new FollowerCounter(contexts)], VOCABULARY));
    const spoken = (context: readonly number[]): Float64Array[] =>
      recalls.map((recall) => {
        const into = new Float64Array(VOCABULARY);
        recall.distribution(recall.at(context), into);
        return into;
      });
    const contexts = Array.from({ length: 300 }, () => Array.from({ length: 4 }, () => 1 + random.below(8)));
    expect(contexts.some((context) => `${spoken(context)[0]}` !== `${spoken(context)[1]}`)).toBe(true);
    other.remove(secret.map(({ id }) => id));
    for (const context of contexts) {
      const [before, after] = spoken(context);
      expect([...new BigUint64Array(after.buffer)]).toEqual([...new BigUint64Array(before.buffer)]);
    }
  });

  it('tells which collection a token comes from', () => {
    const recall = new Recall(
      [
        counterOf([{ id: 'a', ids: [1, 2, 3] }]),
        counterOf([
          { id: 'b', ids: [5, 1, 2, 4] },
          { id: 'c', ids: [6, 1, 2, 4] },
        ]),
      ],
      VOCABULARY,
    );
    const at = recall.at([1, 2]);
    expect(recall.shares(at, 3)).toEqual([1, 0]);
    expect(recall.shares(at, 4)).toEqual([0, 1]);
    expect(recall.shares(at, 9)).toEqual([0, 0]);
    const both = recall.shares(recall.at([1]), 2);
    expect(both[0]).toBeCloseTo(1 / 3, 12);
    expect(both[1]).toBeCloseTo(2 / 3, 12);
  });

  it('can leave out one place of a text that it remembers itself', () => {
    const random = new Random(4);
    const texts = randomTexts(random, 't', 6);
    const recall = new Recall([counterOf(texts)], VOCABULARY);
    for (const { id, ids } of texts)
      for (let i = 1; i < ids.length; i++) {
        if (ids[i - 1] === END) continue;
        const context = Array.from(ids).slice(Math.max(0, i - 4), i);
        const learn = Array.from(ids, (_, at) => (at === i ? 0 : 1));
        const others = texts.map((text) => (text.id === id ? { ...text, learn } : text));
        const left = recall.without(recall.at(context), ids[i]);
        const truth = new Recall([counterOf(others)], VOCABULARY).at(context);
        expect(
          left.orders.map(({ total, ids: all, counts }) => [total, [...Array.from(all)], [...Array.from(counts)]]),
        ).toEqual(
          truth.orders.map(({ total, ids: all, counts }) => [total, [...Array.from(all)], [...Array.from(counts)]]),
        );
      }
  });

  it('foresees all alike while nothing is remembered', () => {
    const recall = new Recall([counterOf([])], VOCABULARY);
    expect(recall.isEmpty).toBe(true);
    expect(recall.probability(recall.at([1, 2]), 3)).toBe(1 / VOCABULARY);
  });
});
