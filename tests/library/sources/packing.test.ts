import { describe, expect, it } from 'vitest';
import { type Batch, emptyBatch } from '../../../library/batches/batch.ts';
import { ExamplePool, type TokenExample } from '../../../library/sources/example-pool.ts';
import { type Bookmark, packRow } from '../../../library/sources/packing.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';

const { end } = SPECIAL;
const passage = (id: string, ids: number[], learnt: number): TokenExample => ({
  id,
  ids: Int32Array.from(ids),
  learn: Uint8Array.from(ids, (_, i) => (i >= ids.length - learnt ? 1 : 0)),
});

/** Draws what it is told to, in turn. */
class Deck extends ExamplePool {
  private readonly order: string[];

  constructor(order: string[], ...passages: TokenExample[]) {
    super(true);
    this.order = order;
    for (const one of passages) this.add(one);
  }

  override draw(): TokenExample {
    const id = this.order.shift();
    if (id === undefined) throw new Error('one more passage was drawn than expected');
    return this.find(id)!;
  }
}

function fill(length: number, deck: Deck, bookmark?: Bookmark) {
  const batch: Batch = emptyBatch(2, length);
  const filled = packRow(batch, 1, 'corrections', deck, bookmark, () => 0, SPECIAL.end);
  const second = (array: ArrayLike<number>) => Array.from(array).slice(length);
  // the other row is left alone
  expect(Array.from(batch.inputs).slice(0, length)).toEqual(new Array(length).fill(0));
  return {
    ...filled,
    inputs: second(batch.inputs),
    targets: second(batch.targets),
    learn: second(batch.learn),
    fresh: batch.fresh[1],
    newness: batch.newness[1],
    place: batch.places[1],
  };
}

describe('a row of passages', () => {
  const a = passage('a', [10, 11, 12, 13], 2);
  const b = passage('b', [20, 21, 22], 1);
  const long = passage('long', [30, 31, 32, 33, 34, 35, 36, 37, 38, 39], 4);

  it('holds one behind the other, an end between them, and only their own tokens are learnt', () => {
    const { spans, bookmark, ...row } = fill(9, new Deck(['a', 'b'], a, b));
    expect(row).toEqual({
      inputs: [10, 11, 12, 13, end, 20, 21, 22, end],
      targets: [11, 12, 13, end, 20, 21, 22, end, end],
      learn: [0, 1, 1, 0, 0, 0, 1, 0, 0],
      fresh: 1,
      newness: 1,
      place: { file: 'corrections', offset: 0 },
    });
    expect(bookmark).toBeUndefined();
    const of = { source: 'corrections', stream: 1, begins: true, ends: true };
    expect(spans).toEqual([
      { ...of, id: 'a', from: 9, to: 12 },
      { ...of, id: 'b', from: 14, to: 16 },
    ]);
  });

  it('takes no passage twice, and none that does not fit whole; the rest is padding', () => {
    const twice = fill(9, new Deck(['a', 'a'], a, b));
    expect(twice.inputs).toEqual([10, 11, 12, 13, end, end, end, end, end]);
    expect(twice.learn).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0]);
    const tooLong = fill(9, new Deck(['b', 'long'], a, b, long));
    expect(tooLong.inputs).toEqual([20, 21, 22, end, end, end, end, end, end]);
    expect(tooLong.targets).toEqual([21, 22, end, end, end, end, end, end, end]);
    // where nothing could fit, nothing is drawn
    expect(fill(6, new Deck(['a'], a)).inputs).toEqual([10, 11, 12, 13, end, end]);
  });

  it('goes on in the next chunks with one that is longer, with its memories', () => {
    const deck = new Deck(['long', 'b'], a, b, long);
    const first = fill(4, deck);
    expect(first).toMatchObject({ inputs: [30, 31, 32, 33], targets: [31, 32, 33, 34], learn: [0, 0, 0, 0], fresh: 1 });
    expect(first.bookmark).toEqual({ id: 'long', offset: 4 });
    const second = fill(4, deck, first.bookmark);
    expect(second).toMatchObject({
      inputs: [34, 35, 36, 37],
      targets: [35, 36, 37, 38],
      learn: [0, 1, 1, 1],
      fresh: 0,
    });
    const third = fill(6, deck, second.bookmark);
    expect(third).toMatchObject({ inputs: [38, 39, end, 20, 21, 22], targets: [39, end, 20, 21, 22, end], fresh: 0 });
    expect(third.learn).toEqual([1, 0, 0, 0, 1, 0]);
    expect([first, second, third].flatMap(({ spans }) => spans.map(({ begins, ends }) => [begins, ends]))).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [true, true],
    ]);
  });

  it('fits exactly, with one token more than the chunk is long', () => {
    const { inputs, targets, bookmark, spans } = fill(9, new Deck(['long'], long));
    expect(inputs).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38]);
    expect(targets).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect(bookmark).toBeUndefined();
    expect(spans).toMatchObject([{ from: 9, to: 18, begins: true, ends: true }]);
  });

  it('begins another where the one it was in is gone', () => {
    const row = fill(4, new Deck(['a'], a), { id: 'gone', offset: 3 });
    expect(row).toMatchObject({ inputs: [10, 11, 12, 13], fresh: 1 });
  });

  it('begins another where the one it was in was taught anew, and is over before the place it was at', () => {
    for (const offset of [3, 9]) {
      const row = fill(4, new Deck(['a'], a), { id: 'a', offset });
      expect(row).toMatchObject({ inputs: [10, 11, 12, 13], targets: [11, 12, 13, end], fresh: 1 });
      expect(row.spans).toMatchObject([{ id: 'a', from: 4, to: 7, begins: true, ends: true }]);
    }
    expect(fill(4, new Deck(['b'], a, b), { id: 'a', offset: 2 })).toMatchObject({
      inputs: [12, 13, end, end],
      fresh: 0,
    });
  });

  it('is as new as what is learnt in it', () => {
    const deck = new Deck(['a', 'b'], a, b);
    for (let i = 0; i < 3; i++) deck.mark('a', true);
    expect(fill(9, deck).newness).toBeCloseTo(1 / 3, 12);
  });
});
