import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import type { Colour } from '../../../school/api/messages.ts';
import { type Experience, Feeling, type FeelingState } from '../../../school/training/feeling.ts';
import { decodeExactly, encodeExactly } from '../../../soul/exact-json.ts';

const clamp = (x: number) => Math.min(1, Math.max(0, x));
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** The recipe as it is written down for the corrected mind, for one stream and at most 100 steps, from plain lists. */
function recipe(history: readonly Experience[], step: number): Colour {
  const losses = history.map(({ loss }) => loss);
  const now = history[history.length - 1];
  const earlier = losses.slice(0, -1);
  const average = earlier.length > 0 ? mean(earlier) : now.loss;
  const x = (step % 32) / 32;
  const performance = mean(history.map(({ exact }) => exact)); // recent and all-time are the same so early
  const difference = Math.min(Math.abs(now.loss - average), 10) / 10;
  const change = (mean(losses) - average) / 10;
  const tokenLoss = Math.min(now.loss / 10, 1);
  const total = Math.min(mean(losses) / 10, 1);
  const passed = losses.map((loss, i) => (loss <= (i === 0 ? loss : mean(losses.slice(0, i))) ? 1 : 0));
  const speed = 1 + 0.5 * x + 4 * difference + 2 * (0.3 * total + 0.35 * tokenLoss + 0.35 * tokenLoss);
  const pulse = 0.5 * (1 + Math.sin(2 * Math.PI * speed * x));
  return [
    clamp(0.2 * pulse + 0.2 * (0.7 * performance + 0.3 * tokenLoss) + 0.6 * now.exact),
    clamp(
      0.01 +
        0.08 * tokenLoss +
        0.25 * difference +
        0.3 * Math.abs(change) +
        0.1 * change +
        0.05 * 0.5 * (1 + Math.sin(2 * Math.PI * (x + difference + performance))),
    ),
    clamp(0.2 + 0.6 * mean(passed) + 0.4 * (1 - pulse)),
  ];
}

/** The mean colour of one breath of the same experience, after a past of others: the pulse evens out. */
function breathOf(now: Experience, past: readonly Experience[] = []): Colour {
  const feeling = new Feeling();
  past.forEach((experience, step) => void feeling.feel(step, [experience]));
  const state = feeling.state();
  const colours = Array.from({ length: 32 }, (_, step) => new Feeling(state).feel(step, [now])[0]);
  return [0, 1, 2].map((i) => mean(colours.map((colour) => colour[i]))) as unknown as Colour;
}

describe('the colour', () => {
  it('follows its recipe', () => {
    const random = new Random(5);
    const feeling = new Feeling();
    const history: Experience[] = [];
    for (let step = 0; step < 100; step++) {
      const experience = { loss: 6 - step / 25 + random.normal(), exact: clamp(step / 200 + 0.1 * random.uniform()) };
      history.push(experience);
      const [colour] = feeling.feel(step, [experience]);
      recipe(history, step).forEach((value, i) => expect(colour[i], `step ${step}`).toBeCloseTo(value, 10));
    }
  });

  it('is one per stream, from the losses of each and the averages of all', () => {
    const feeling = new Feeling();
    feeling.feel(0, [{ loss: 4, exact: 0.1 }]);
    const streams = [
      { loss: 2, exact: 0.5 },
      { loss: 6, exact: 0 },
      { loss: 2, exact: 0.5 },
    ];
    const [a, b, c] = feeling.feel(1, streams);
    expect(a).toEqual(c);
    expect(a[0]).toBeGreaterThan(b[0]);
  });

  it('stays within 0 and 1, whatever comes', () => {
    const random = new Random(8);
    const { NaN: no, POSITIVE_INFINITY: much, NEGATIVE_INFINITY: little, MAX_VALUE: most } = Number;
    const strange = [no, much, little, most, -most, -1, 0, 1e-300, 12, 1e9];
    const any = () => (random.uniform() < 0.5 ? strange[random.below(strange.length)] : 10 * random.uniform());
    for (const first of strange) {
      const feeling = new Feeling();
      for (let step = 0; step < 200; step++) {
        const loss = step === 0 ? first : any();
        for (const colour of feeling.feel(step, [
          { loss, exact: any() },
          { loss: any(), exact: random.uniform() },
        ])) {
          for (const value of colour) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
      }
      for (const [name, value] of Object.entries(feeling.state())) {
        if (typeof value === 'object' && value !== null) expect(Number.isFinite(value.average), name).toBe(true);
      }
    }
  });

  it('gets redder with skill, greener with surprise, bluer when things go better than before', () => {
    const past = Array.from({ length: 50 }, () => ({ loss: 4, exact: 0.2 }));
    expect(breathOf({ loss: 4, exact: 0.6 }, past)[0]).toBeGreaterThan(
      breathOf({ loss: 4, exact: 0.1 }, past)[0] + 0.2,
    );
    expect(breathOf({ loss: 7, exact: 0.2 }, past)[1]).toBeGreaterThan(
      breathOf({ loss: 4, exact: 0.2 }, past)[1] + 0.05,
    );
    const falling = Array.from({ length: 50 }, (_, i) => ({ loss: 6 - i / 25, exact: 0.2 }));
    const rising = Array.from({ length: 50 }, (_, i) => ({ loss: 4 + i / 25, exact: 0.2 }));
    expect(breathOf({ loss: 5, exact: 0.2 }, falling)[2]).toBeGreaterThan(
      breathOf({ loss: 5, exact: 0.2 }, rising)[2] + 0.3,
    );
  });

  it('is bluer after a run that it has left behind', () => {
    const feeling = new Feeling();
    for (let step = 0; step < 1500; step++) feeling.feel(step, [{ loss: step < 1000 ? 9 : 3, exact: 0.2 }]);
    const state = feeling.state();
    expect(state.lastRunLoss).toBeCloseTo(9, 6);
    expect(state.run).toEqual({ average: 3, count: 500 });
    const blueAfter = (lastRunLoss: number | null) => {
      const past = new Feeling({ ...state, passes: { average: 0.2, count: 100 }, lastRunLoss });
      return past.feel(1500, [{ loss: 3, exact: 0.2 }])[0][2];
    };
    expect(blueAfter(9)).toBeCloseTo(blueAfter(3) + 0.2 * 0.6, 2);
    expect(blueAfter(null)).toBeCloseTo(blueAfter(3), 2);
  });

  it('counts its runs in chunks, so that two chunks of one step are not two ends of a run', () => {
    const feeling = new Feeling();
    for (let step = 0; step < 1003; step++) {
      feeling.feel(step, [{ loss: 5, exact: 0 }]);
      feeling.feel(step, [{ loss: 3, exact: 0 }]);
    }
    expect(feeling.state().lastRunLoss).toBeCloseTo(4, 6);
    expect(feeling.state().run.count).toBe(6);
  });

  it('goes on from its state as if it had never stopped', () => {
    const random = new Random(9);
    const next = () => [
      { loss: 8 * random.uniform(), exact: random.uniform() },
      { loss: 8 * random.uniform(), exact: random.uniform() },
    ];
    for (const steps of [0, 1, 999, 1000, 1500]) {
      const one = new Feeling();
      for (let step = 0; step < steps; step++) one.feel(step, next());
      const other = new Feeling(decodeExactly(encodeExactly(one.state())) as FeelingState);
      expect(other.state()).toEqual(one.state());
      for (let step = steps; step < steps + 40; step++) {
        const experiences = next();
        expect(other.feel(step, experiences)).toEqual(one.feel(step, experiences));
      }
      expect(other.state()).toEqual(one.state());
    }
  });
});
