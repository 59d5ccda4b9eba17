import { describe, expect, it } from 'vitest';
import {
  cosineRate,
  learningRate,
  type ScheduleName,
  type ScheduleSettings,
  scheduledRate,
} from '../../../brain/learning/schedule.ts';
import { repetitionDecay } from '../../../school/training/repetition/decay.ts';

const settings = { learningRate: 3e-3, warmupSteps: 100, horizon: 2000, readings: 1.5 };
const rate = (step: number, windDown?: number) => learningRate(step, settings, windDown);

describe('the learning rate that never ends', () => {
  it('rises evenly from nearly nothing to its peak', () => {
    expect(rate(0)).toBeCloseTo(3e-5, 12);
    expect(rate(49)).toBeCloseTo(1.5e-3, 12);
    expect(rate(99)).toBeCloseTo(3e-3, 12);
    expect(rate(100)).toBeCloseTo(3e-3, 12);
    expect(learningRate(0, { ...settings, warmupSteps: 0 })).toBe(3e-3);
  });

  it('then falls for ever: to 1/√2 at its horizon, a tenth at 99 of them, and never to nothing', () => {
    expect(rate(2100)).toBeCloseTo(3e-3 / Math.SQRT2, 12);
    expect(rate(100 + 99 * 2000)).toBeCloseTo(3e-4, 12);
    for (let step = 100; step < 1e9; step = Math.ceil(step * 1.3)) {
      expect(rate(step + 1)).toBeLessThan(rate(step));
      expect(rate(step)).toBeGreaterThan(0);
    }
  });

  it('goes down to a twentieth when the end of a wake is near', () => {
    for (const step of [10, 100, 5000]) {
      expect(rate(step, 1)).toBe(rate(step));
      expect(rate(step, 0)).toBeCloseTo(rate(step) / 20, 15);
      expect(rate(step, 0.5)).toBeCloseTo(rate(step) * 0.525, 15);
    }
  });
});

describe("nanoGPT's cosine", () => {
  const cosine = (step: number) => cosineRate(step, 1e-3, 1e-4, 100, 2000);

  it('rises, bends and arrives', () => {
    expect(cosine(0)).toBe(0);
    expect(cosine(50)).toBeCloseTo(5e-4, 12);
    expect(cosine(100)).toBeCloseTo(1e-3, 12);
    expect(cosine(1050)).toBeCloseTo(5.5e-4, 12);
    expect(cosine(2000)).toBeCloseTo(1e-4, 12);
  });
});

describe('freshness', () => {
  const [library, perStep] = [120_000, 1024];
  const fresh = (read: number, tokens: number, readings = 1.5) => repetitionDecay(read, tokens, perStep, readings);

  it('is whole for one reading and a half, and falls with the cube of the readings after', () => {
    expect(fresh(0, library)).toBe(1);
    expect(fresh(1.5 * library, library)).toBe(1);
    expect(fresh(3 * library, library)).toBeCloseTo(0.125, 12);
    expect(fresh(15 * library, 10 * library)).toBe(1);
    expect(fresh(30 * library, 10 * library)).toBeCloseTo(0.125, 12);
  });

  it('is whole for as many readings as a brain needs', () => {
    expect(fresh(3 * library, library, 3)).toBe(1);
    expect(fresh(6 * library, library, 3)).toBeCloseTo(0.125, 12);
  });

  it('lets a text of a few words be learnt for a hundred and fifty steps', () => {
    expect(fresh(150 * perStep, 50)).toBe(1);
    expect(fresh(300 * perStep, 50)).toBeCloseTo(0.125, 12);
  });

  it('comes back when new texts come', () => {
    expect(fresh(4_000_000, library)).toBeLessThan(0.03);
    expect(fresh(4_000_000, 40 * library)).toBe(1);
  });

  it('lets all readings after the allowance count half as much as the allowance did', () => {
    let sum = 0;
    for (let step = 176; step < 60_000; step++) sum += fresh(step * perStep, library);
    expect(sum).toBeLessThan(89);
  });
});

describe('curves that its owner chooses', () => {
  const curve = (schedule: ScheduleName, step: number, more: Partial<ScheduleSettings> = {}) =>
    scheduledRate(step, { ...settings, schedule, scheduleSteps: 1100, ...more }, 0.1) / 3e-3;

  it('warm up as the living schedule does, and do not wind down', () => {
    for (const schedule of ['constant', 'linear', 'cosine', 'inverse-sqrt'] as const) {
      expect(curve(schedule, 0)).toBeCloseTo(0.01, 12);
      expect(curve(schedule, 49)).toBeCloseTo(0.5, 12);
      expect(curve(schedule, 100)).toBeCloseTo(1, 12);
      expect(curve(schedule, 0, { warmupSteps: 0 })).toBeCloseTo(1, 12);
    }
  });

  it('then stay, fall evenly, bend, or fall with the root of the steps', () => {
    expect(curve('constant', 1e6)).toBe(1);
    expect([600, 1100, 1e6].map((step) => curve('linear', step))).toEqual(
      [0.55, 0.1, 0.1].map((x) => expect.closeTo(x, 12)),
    );
    expect([350, 600, 1100, 1e6].map((step) => curve('cosine', step))).toEqual(
      [0.1 + 0.45 * (1 + Math.SQRT1_2), 0.55, 0.1, 0.1].map((x) => expect.closeTo(x, 12)),
    );
    expect([400, 10_000].map((step) => curve('inverse-sqrt', step))).toEqual(
      [0.5, 0.1].map((x) => expect.closeTo(x, 12)),
    );
  });

  it('arrive at the horizon where nothing else is said; living is the schedule that never ends', () => {
    const { scheduleSteps: _, ...rest } = { ...settings, scheduleSteps: 0 };
    expect(scheduledRate(2000, { ...rest, schedule: 'linear' })).toBeCloseTo(3e-4, 12);
    for (const step of [0, 99, 5000])
      for (const windDown of [1, 0.3]) {
        expect(scheduledRate(step, settings, windDown)).toBe(rate(step, windDown));
        expect(scheduledRate(step, { ...settings, schedule: 'living' }, windDown)).toBe(rate(step, windDown));
      }
  });
});
