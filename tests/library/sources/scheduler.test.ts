import { describe, expect, it } from 'vitest';
import type { SourceName } from '../../../library/sources/names.ts';
import { type SchedulerState, SourceScheduler } from '../../../library/sources/scheduler.ts';

type Shares = Partial<Record<SourceName, number>>;
const sharesOf = (shares: Shares) => new Map(Object.entries(shares) as [SourceName, number][]);
const never = () => false;

/** How many chunks of so many steps each source got. */
function tally(rota: SourceScheduler, streams: number, shares: Shares, steps: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let step = 0; step < steps; step++) {
    const reads = rota.next(sharesOf(shares), never);
    expect(reads).toHaveLength(streams);
    for (const source of reads) counts[source] = (counts[source] ?? 0) + 1;
  }
  return counts;
}

describe('the rota', () => {
  it.each([1, 3, 4, 16])('gives every source its share of the chunks, to within a few (%i streams)', (streams) => {
    const shares = { library: 0.7, letters: 0.04, corrections: 0.13, reflections: 0.03, answers: 0.1 };
    const counts = tally(new SourceScheduler(streams), streams, shares, 10_000);
    for (const [source, share] of Object.entries(shares)) {
      const due = share * streams * 10_000;
      expect(Math.abs(counts[source] - due), source).toBeLessThan(streams * 4 + 8);
    }
  });

  it('has no favourites among the streams, and does not interrupt them more than it must', () => {
    const rota = new SourceScheduler(16);
    const shares = sharesOf({ library: 0.88, corrections: 0.12 });
    const away = new Array<number>(16).fill(0);
    let interruptions = 0;
    let before: readonly SourceName[] = new Array<SourceName>(16).fill('library');
    for (let step = 0; step < 4000; step++) {
      const reads = [...rota.next(shares, never)];
      reads.forEach((source, b) => {
        if (source === 'library') return;
        away[b]++;
        if (before[b] === 'library') interruptions++;
      });
      before = reads;
    }
    const chunks = 0.12 * 16 * 4000;
    for (const [b, count] of away.entries()) expect(count / (chunks / 16), `stream ${b}`).toBeGreaterThan(0.7);
    // drawn by lot, each chunk would be an interruption of its own nearly every time
    expect(interruptions).toBeLessThan(chunks / 6);
  });

  it('gives a source that was empty something at once', () => {
    const rota = new SourceScheduler(4);
    tally(rota, 4, { library: 1 }, 7);
    expect(rota.next(sharesOf({ library: 0.99, corrections: 0.01 }), never)).toContain('corrections');
  });

  it('lets a passage end, and takes it into account', () => {
    const rota = new SourceScheduler(2);
    const shares = sharesOf({ library: 0.9, corrections: 0.1 });
    let given = 0;
    let left = 0;
    for (let step = 0; step < 5000; step++) {
      const reads = rota.next(shares, (b) => b === 0 && left > 0);
      if (left > 0) expect(reads[0]).toBe('corrections');
      // on the first stream every passage is seven chunks long
      if (reads[0] === 'corrections') left = left > 0 ? left - 1 : 6;
      given += reads.filter((source) => source === 'corrections').length;
    }
    expect(given / 10_000).toBeCloseTo(0.1, 2);
  });

  it('reads the library only, or not at all, where only that has anything', () => {
    expect(tally(new SourceScheduler(3), 3, { library: 1 }, 50)).toEqual({ library: 150 });
    const { letters, chat, ...others } = tally(new SourceScheduler(3), 3, { letters: 0.5, chat: 0.5 }, 500);
    expect(others).toEqual({});
    expect(Math.abs(letters - chat)).toBeLessThan(10);
  });

  it('resumes exactly, through JSON, whatever changes then', () => {
    const living = new SourceScheduler(5);
    const plans: Shares[] = [
      { library: 0.8, corrections: 0.2 },
      { library: 0.5, corrections: 0.2, chat: 0.3 },
      { library: 1 },
      { library: 0.9, scribe: 0.1 },
    ];
    for (let step = 0; step < 200; step++) {
      const state: SchedulerState = JSON.parse(JSON.stringify(living.state()));
      const shares = sharesOf(plans[Math.floor(step / 13) % plans.length]);
      const resumed = new SourceScheduler(5, state);
      const isBusy = (b: number) => b === step % 5;
      expect(resumed.next(shares, isBusy)).toEqual(living.next(shares, isBusy));
      expect(resumed.state()).toEqual(living.state());
    }
  });
});
