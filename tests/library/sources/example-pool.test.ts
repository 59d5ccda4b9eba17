import { describe, expect, it } from 'vitest';
import { answersOf } from '../../../library/sources/answers.ts';
import { ExamplePool, type TokenExample } from '../../../library/sources/example-pool.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { randomFrom } from '../home.ts';

const passage = (id: string, length = 4): TokenExample => ({
  id,
  ids: Int32Array.from({ length }, (_, i) => 10 + i),
  learn: Uint8Array.from({ length }, (_, i) => (i >= length / 2 ? 1 : 0)),
});

function drawn(passages: Pick<ExamplePool, 'draw'>, times: number, seed = 1): Record<string, number> {
  const random = randomFrom(seed);
  const counts: Record<string, number> = {};
  for (let i = 0; i < times; i++) {
    const { id } = passages.draw(random);
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe('passages', () => {
  it('are drawn evenly, as long as none of them is to be known by heart', () => {
    const passages = new ExamplePool(false);
    for (const id of 'abcd') passages.add(passage(id));
    for (const count of Object.values(drawn(passages, 4000))) expect(Math.abs(count - 1000)).toBeLessThan(120);
    passages.mark('a', true);
    expect(passages.newness('a')).toBe(0);
    expect(passages.state()).toEqual({});
  });

  it('that are not yet known are drawn more often, and are new until they were exact three times in a row', () => {
    const passages = new ExamplePool(true);
    for (const id of ['known', 'new']) passages.add(passage(id));
    expect(passages.newnessOfAll()).toBe(2);
    for (const exact of [true, true, false, true, true]) passages.mark('known', exact);
    expect(passages.newness('known')).toBe(1);
    passages.mark('known', true);
    expect(passages.newness('known')).toBe(0);
    expect(passages.known('known')).toEqual({ reads: 6, byHeart: true });
    const { known, new: unknown } = drawn(passages, 4000);
    expect(unknown / known).toBeGreaterThan(6);
    // forgotten again, it is new again
    passages.mark('known', false);
    expect(passages.newness('known')).toBe(1);
    expect(passages.known('known')).toEqual({ reads: 7, byHeart: false });
  });

  it('that were exact for long may slip now and then, and are new again only when they slip again and again', () => {
    const passages = new ExamplePool(true);
    passages.add(passage('a'));
    for (let i = 0; i < 30; i++) passages.mark('a', true);
    // exact in four of five readings, for a long time
    for (let i = 0; i < 500; i++) {
      passages.mark('a', i % 5 !== 0);
      expect(passages.newness('a')).toBe(0);
    }
    for (let i = 0; i < 4; i++) passages.mark('a', false);
    expect(passages.newness('a')).toBe(1);
  });

  it('that cannot be learnt are worth less and less', () => {
    const passages = new ExamplePool(true);
    passages.add(passage('a'));
    const worth: number[] = [];
    for (let i = 0; i < 4000; i++) {
      passages.mark('a', false);
      worth.push(passages.newness('a'));
    }
    expect(worth[300]).toBe(1);
    expect(worth[799]).toBeCloseTo(1 / 8, 5);
    expect(worth.at(-1)).toBeCloseTo(1e-3, 5);
  });

  it('of an id that is there take its place; those with nothing to learn are left out', () => {
    const passages = new ExamplePool(true);
    passages.add(passage('a', 4));
    passages.mark('a', true);
    passages.add(passage('a', 8));
    expect([passages.size, passages.tokens]).toEqual([1, 4]);
    expect(passages.known('a')).toEqual({ reads: 0, byHeart: false });
    passages.add({ id: 'b', ids: Int32Array.of(1, 2, 3), learn: Uint8Array.of(1, 0, 0) });
    expect(passages.size).toBe(1);
    expect(passages.remove('a')).toBe(true);
    expect(passages.remove('a')).toBe(false);
    expect([passages.size, passages.tokens]).toEqual([0, 0]);
  });

  it('are bounded: of too many the oldest go', () => {
    const passages = new ExamplePool(false);
    for (let i = 0; i < 5000; i++) passages.add(passage(`${i}`));
    expect(passages.size).toBe(4096);
    expect(passages.find('903')).toBeUndefined();
    expect(passages.find('904')).toBeDefined();
    passages.add(passage('long', 1 << 19));
    passages.add(passage('longer', (1 << 20) - 10));
    expect(passages.size).toBe(1);
    passages.add(passage('too long', (1 << 20) + 1));
    expect(passages.find('too long')).toBeUndefined();
  });

  it('go on from what a state knew of them, whenever they come', () => {
    const before = new ExamplePool(true);
    for (const id of 'abc') before.add(passage(id));
    for (let i = 0; i < 5; i++) before.mark('b', true);
    before.mark('c', false);
    const after = new ExamplePool(true, JSON.parse(JSON.stringify(before.state())));
    for (const id of 'abc') after.add(passage(id));
    expect(after.state()).toEqual(before.state());
    expect(drawn(after, 100, 7)).toEqual(drawn(before, 100, 7));
    expect(after.known('b')).toEqual({ reads: 5, byHeart: true });
    // what did not come back is not remembered
    expect(Object.keys(new ExamplePool(true, before.state()).state())).toEqual([]);
  });
});

describe('answers of the library', () => {
  const { end, turn, done } = SPECIAL;
  const file = (name: string, conversations: number) => {
    const tokens: number[] = [];
    const learn: number[] = [];
    for (let i = 0; i < conversations; i++) {
      tokens.push(...(i > 0 ? [end] : []), turn, 10 + (i % 90), done, turn, 100 + (i % 90), done);
      learn.push(...(i > 0 ? [0] : []), 0, 0, 0, 0, 1, 1);
    }
    return {
      name,
      tokens: Uint16Array.from([...tokens, end]),
      learn: Uint8Array.from([...learn, 0]),
      answers: true,
    };
  };

  it('are one passage a conversation, of marked files only', () => {
    const answers = answersOf(
      [file('a', 3), { name: 'b', tokens: Uint16Array.of(turn, 11, done, end) }, file('c', 1)],
      end,
    );
    expect([answers.size, answers.tokens]).toEqual([4, 8]);
    const ids = Object.keys(drawn(answers, 200));
    expect(ids.sort()).toEqual(['a#0', 'a#14', 'a#7', 'c#0']);
    expect([...(answers.find('a#7')!.ids as Uint16Array)]).toEqual([turn, 11, done, turn, 101, done]);
    expect([...(answers.find('a#7')!.learn as Uint8Array)]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(answers.newnessOfAll()).toBe(4);
  });

  it('are drawn evenly where there are too many to be known by heart', () => {
    const answers = answersOf([file('a#1', 3000), file('b', 2000)], end);
    expect([answers.size, answers.tokens]).toEqual([5000, 10_000]);
    const random = randomFrom(3);
    let ofB = 0;
    for (let i = 0; i < 2000; i++) {
      const { id, ids } = answers.draw(random);
      expect(ids).toHaveLength(6);
      expect(answers.find(id)!.ids).toEqual(ids);
      if (id.startsWith('b#')) ofB++;
    }
    expect(ofB / 2000).toBeCloseTo(0.4, 1);
    expect(answers.newness('b#0')).toBe(0);
    expect(answers.find('c#0')).toBeUndefined();
    answers.mark('b#0', true);
    expect(answers.state()).toEqual({});
  });
});
