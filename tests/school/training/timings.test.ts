import { describe, expect, it } from 'vitest';
import { Timings } from '../../../school/training/timings.ts';

describe('a stopwatch', () => {
  it('gives every moment to exactly one section, also when one interrupts another', () => {
    let now = 0;
    const watch = new Timings(() => now);
    const spend = (milliseconds: number, section: Parameters<Timings['enter']>[0]) => {
      now += milliseconds;
      return watch.enter(section);
    };
    spend(1, 'forward');
    const interrupted = spend(10, 'speaking');
    expect(interrupted).toBe('forward');
    spend(4, interrupted);
    spend(10, 'backward');
    now += 5;
    expect(watch.report(2)).toEqual({ telling: 0.5, forward: 10, speaking: 2, backward: 2.5, step: 15 });
    now += 3;
    // the section that was running goes on
    expect(watch.report(1)).toEqual({ backward: 3, step: 3 });
    expect(watch.report(0)).toEqual({ backward: 0, step: 0 });
  });
});
