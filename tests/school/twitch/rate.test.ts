import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { type DropReason, FairQueue } from '../../../school/twitch/bot/queue.ts';
import { Cooldowns, SendLimiter, SlidingWindow } from '../../../school/twitch/connection/rate.ts';

describe('a sliding window', () => {
  it('never lets more through in any span, however it is asked', () => {
    const window = new SlidingWindow(5, 1000);
    const random = new Random(1);
    const times: number[] = [];
    for (let now = 0; now < 60_000; now += Math.floor(random.uniform() * 60)) {
      if (window.wait(now) > 0) continue;
      window.take(now);
      times.push(now);
    }
    times.forEach((time, i) => expect((times[i + 5] ?? Infinity) - time).toBeGreaterThanOrEqual(1000));
    expect(times.length).toBeGreaterThan(5 * 55);
  });

  it('says how long to wait', () => {
    const window = new SlidingWindow(2, 1000);
    window.take(0);
    window.take(300);
    expect(window.wait(400)).toBe(600);
    expect(window.wait(1000)).toBe(0);
    expect(() => new SlidingWindow(0, 1)).toThrow('at least 1');
  });
});

describe('the limits of Twitch', () => {
  const flood = (moderator: (now: number) => boolean, from = 0, to = 600_000) => {
    const limiter = new SendLimiter();
    const times: number[] = [];
    for (let now = from; now < to; now += 50) {
      if (limiter.wait(now, moderator(now)) > 0) continue;
      limiter.take(now);
      times.push(now);
    }
    return times;
  };
  const mostWithin = (times: number[], span: number) =>
    Math.max(...times.map((time, i) => times.slice(i).filter((other) => other < time + span).length));

  it('are kept with a margin for everybody', () => {
    const times = flood(() => false);
    expect(mostWithin(times, 30_000)).toBeLessThanOrEqual(18);
    expect(times.length).toBeGreaterThan(17 * 20);
  });

  it('are kept for moderators, and when the rank is lost', () => {
    expect(
      mostWithin(
        flood(() => true),
        30_000,
      ),
    ).toBeLessThanOrEqual(90);
    const changing = flood((now) => now < 60_000);
    expect(
      mostWithin(
        changing.filter((time) => time > 60_000),
        30_000,
      ),
    ).toBeLessThanOrEqual(18);
    changing.forEach((time, i) => expect((changing[i + 1] ?? Infinity) - time).toBeGreaterThanOrEqual(1200));
  });
});

describe('cooldowns', () => {
  it('hold each key for its time, and stay small', () => {
    const cooldowns = new Cooldowns(1000, 50);
    for (let i = 0; i < 500; i++) cooldowns.start(`user${i}`, i);
    expect(cooldowns.size).toBe(50);
    expect(cooldowns.wait('user499', 500)).toBe(999);
    expect(cooldowns.wait('user499', 1499)).toBe(0);
    cooldowns.start('late', 5000);
    expect(cooldowns.size).toBe(1);
  });
});

describe('the queue', () => {
  const make = (most = 3, stale = 1000) => {
    const dropped: [DropReason, string][] = [];
    const queue = new FairQueue<{ userId: string; at: number; n?: number }>(most, stale, (reason, { userId }) =>
      dropped.push([reason, userId]),
    );
    return { queue, dropped };
  };

  it('gives one place to each person, in turn', () => {
    const { queue, dropped } = make();
    expect(queue.push({ userId: 'a', at: 0 }, 0)).toBe(true);
    expect(queue.push({ userId: 'a', at: 1 }, 1)).toBe(false);
    queue.push({ userId: 'b', at: 2 }, 2);
    expect(dropped).toEqual([['again', 'a']]);
    expect([queue.shift(3)?.userId, queue.shift(3)?.userId, queue.shift(3)]).toEqual(['a', 'b', undefined]);
  });

  it('prefers those who were served least lately', () => {
    const { queue, dropped } = make();
    for (const userId of ['a', 'b', 'c']) queue.push({ userId, at: 0 }, 0);
    for (let i = 0; i < 3; i++) queue.shift(i + 1);
    for (const userId of ['a', 'b', 'c']) queue.push({ userId, at: 10 }, 10);
    expect(queue.push({ userId: 'new', at: 11 }, 11)).toBe(true);
    expect(dropped).toEqual([['full', 'c']]);
    expect(queue.shift(12)?.userId).toBe('new');
    expect(queue.shift(12)?.userId).toBe('a');
    expect(queue.push({ userId: 'c', at: 13 }, 13)).toBe(true);
    expect(queue.push({ userId: 'x', at: 13 }, 13)).toBe(true);
    expect(queue.refuses('new', 14)).toBe('full');
  });

  it('drops what is stale, and says so', () => {
    const { queue, dropped } = make();
    queue.push({ userId: 'a', at: 0 }, 0);
    queue.push({ userId: 'b', at: 900 }, 900);
    expect(queue.shift(1500)?.userId).toBe('b');
    queue.push({ userId: 'c', at: 1500 }, 1500);
    queue.dropStale(9000);
    expect(dropped).toEqual([
      ['stale', 'a'],
      ['stale', 'c'],
    ]);
    expect(queue.length).toBe(0);
  });

  it('lets go what is taken back, without a word', () => {
    const { queue, dropped } = make();
    queue.push({ userId: 'a', at: 0 }, 0);
    expect(queue.remove(({ userId }) => userId === 'a').length).toBe(1);
    expect(dropped).toEqual([]);
  });
});
