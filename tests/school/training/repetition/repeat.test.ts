import { describe, expect, it } from 'vitest';
import { Difficulty } from '../../../../school/training/repetition/difficulty.ts';
import { Perfectionist } from '../../../../school/training/repetition/perfectionist.ts';
import { findStatistic } from '../../../../statistics/names.ts';

const ON = { tries: 10, lowest: 0.2, highest: 0.8 };
const tries = (one: Perfectionist, results: readonly { loss: number; exact: number }[]): boolean[] =>
  results.map((result) => one.shouldTryAgain(result));

describe('perfectionist mode', () => {
  it('is off unless its owner wants it', () => {
    const off = new Perfectionist({ ...ON, tries: 0 });
    expect(
      tries(off, [
        { loss: 9, exact: 0 },
        { loss: 9, exact: 0 },
      ]),
    ).toEqual([false, false]);
    expect([off.isOn, off.values()]).toEqual([false, {}]);
  });

  it('tries a passage again until enough of it is exactly right', () => {
    const one = new Perfectionist(ON);
    expect(
      tries(one, [
        { loss: 5, exact: 0.1 },
        { loss: 5, exact: 0.15 },
        { loss: 5, exact: 0.2 },
      ]),
    ).toEqual([true, true, false]);
    expect(one.values()).toMatchObject({ passRate: 1, triesPerPassage: 3, tooDifficult: 0 });
    expect(one.values()['passBar']).toBeCloseTo(0.21);
  });

  it('… or until its loss falls below what passages usually cost', () => {
    const one = new Perfectionist(ON);
    expect(
      tries(one, [
        { loss: 5, exact: 0.3 },
        { loss: 5.5, exact: 0 },
        { loss: 5.1, exact: 0 },
      ]),
    ).toEqual([false, true, false]);
    // the usual loss is that of first tries: 5 and 5.5
    expect(tries(one, [{ loss: 5.24, exact: 0 }])).toEqual([false]);
    expect(one.values()).toMatchObject({ passRate: 1, tooDifficult: 0 });
  });

  it('gives up after ten tries, says so, and lowers the bar; a pass raises it; it stays between its bounds', () => {
    const one = new Perfectionist(ON);
    for (let i = 0; i < 70; i++) one.shouldTryAgain({ loss: 3, exact: 1 });
    expect(one.values()['passBar']).toBeCloseTo(0.8);
    const hopeless = Array.from({ length: 10 }, () => ({ loss: 9, exact: 0 }));
    expect(tries(one, hopeless)).toEqual([...Array(9).fill(true), false]);
    expect(one.values()).toMatchObject({ tooDifficult: 1 });
    expect(one.values()['passBar']).toBeCloseTo(0.75);
    // harder and harder, so that its loss never falls below the usual
    for (let i = 1; i <= 30; i++)
      tries(
        one,
        hopeless.map(({ exact }) => ({ loss: 9 + i, exact })),
      );
    expect(one.values()['passBar']).toBeCloseTo(0.2);
    expect(one.values()['tooDifficult']).toBe(31);
  });

  it('goes on after a sleep in the middle of a passage', () => {
    const results = Array.from({ length: 200 }, (_, i) => ({
      loss: 4 + Math.sin(i),
      exact: Math.abs(Math.cos(i)) / 3,
    }));
    const awake = new Perfectionist(ON);
    const expected = tries(awake, results);
    let one = new Perfectionist(ON);
    const woken = results.map((result) => {
      one = new Perfectionist(ON, JSON.parse(JSON.stringify(one.state())));
      return one.shouldTryAgain(result);
    });
    expect(woken).toEqual(expected);
    expect(one.state()).toEqual(awake.state());
    expect(expected).toContain(true);
  });

  it('counts in statistics that there are', () => {
    const one = new Perfectionist(ON);
    one.shouldTryAgain({ loss: 1, exact: 1 });
    const other = new Difficulty({ run: 1, least: 0.5 });
    other.shouldReadAgain(1);
    for (const name of Object.keys({ ...one.values(), ...other.values() }))
      expect(findStatistic(name), name).toBeDefined();
  });
});

describe('adapting difficulty', () => {
  /** Learns so many passages with a loss for each; returns how many steps that took. */
  const learn = (one: Difficulty, losses: readonly number[]): number => {
    let steps = 0;
    for (const loss of losses) {
      do steps++;
      while (one.shouldReadAgain(loss));
    }
    return steps;
  };
  const run = (loss: number) => Array.from({ length: 100 }, () => loss);

  it('is off unless its owner wants it', () => {
    const off = new Difficulty({ run: 0, least: 0.5 });
    expect(learn(off, [...run(1), ...run(2), ...run(3)])).toBe(300);
    expect([off.isOn, off.values()]).toEqual([false, {}]);
  });

  it('reads on and on while it wins', () => {
    const one = new Difficulty({ run: 100, least: 0.5 });
    expect(learn(one, [5, 4, 3, 2].flatMap(run))).toBe(400);
    expect(one.values()).toEqual({ stride: 1, runsWon: 3, runsLost: 0 });
  });

  it('reads more twice the more it loses, down to the least stride', () => {
    const one = new Difficulty({ run: 100, least: 0.5 });
    learn(one, [2, 3].flatMap(run));
    expect(one.values()).toEqual({ stride: 0.95, runsWon: 0, runsLost: 1 });
    // of 100 steps 95 read something new
    expect(learn(one, run(4).slice(1))).toBeCloseTo(99 / 0.95, -0.5);
    for (let i = 5; i < 30; i++) learn(one, run(i));
    expect(one.values()['stride']).toBe(0.5);
    expect(learn(one, run(30))).toBe(200);
  });

  it('never reads a passage a third time', () => {
    const one = new Difficulty({ run: 3, least: 0.5 });
    let again = 0;
    for (let i = 0; i < 2000; i++) {
      again = one.shouldReadAgain(i) ? again + 1 : 0;
      expect(again).toBeLessThanOrEqual(1);
    }
    expect(one.values()['stride']).toBe(0.5);
  });

  it('judges by first readings alone: reading twice is no win', () => {
    const one = new Difficulty({ run: 10, least: 0.5 });
    let loss = 1;
    for (let i = 0; i < 500; i++) {
      if (one.shouldReadAgain(loss)) one.shouldReadAgain(0);
      loss += 0.01;
    }
    expect(one.values()).toMatchObject({ runsWon: 0 });
  });

  it('goes on after a sleep as if there had been none', () => {
    const losses = Array.from({ length: 500 }, (_, i) => 3 + Math.sin(i / 7));
    const awake = new Difficulty({ run: 20, least: 0.5 });
    const expected = losses.map((loss) => awake.shouldReadAgain(loss));
    let one = new Difficulty({ run: 20, least: 0.5 });
    const woken = losses.map((loss) => {
      one = new Difficulty({ run: 20, least: 0.5 }, JSON.parse(JSON.stringify(one.state())));
      return one.shouldReadAgain(loss);
    });
    expect(woken).toEqual(expected);
    expect(expected).toContain(true);
    expect(awake.values()['runsWon']).toBeGreaterThan(0);
  });
});
