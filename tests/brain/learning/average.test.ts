import { describe, expect, it } from 'vitest';
import { Engine } from '../../../brain/engine/engine.ts';
import { normal } from '../../../brain/engine/parameters.ts';
import { AVERAGE, LEARNING } from '../../../brain/engine/weight-sets.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { WeightAverage } from '../../../brain/learning/average.ts';
import { add } from '../../../brain/ops/pointwise.ts';

function weights(room: { average: boolean }) {
  const engine = new Engine();
  engine.record('learn', 'streams', (r) => ({
    // one that decays and one that does not: the average is of both
    outputs: {
      y: add(r.parameter('matrix', [2, 3], normal(1)), r.view(r.parameter('vector', [6], normal(1)), [2, 3])),
    },
  }));
  const average = new WeightAverage(engine);
  const numbers = new Float64Array(engine.layOut({ learning: true, scratch: 0, threads: 1, ...room }));
  engine.attach(numbers, plainBackend(numbers));
  const set = (step: number) => {
    engine.ofParameter('matrix').fill(Math.sin(step));
    engine.ofParameter('vector').fill(step);
  };
  return { engine, average, set };
}

describe('the average of the weights', () => {
  it('is their exponential mean: at every eighth step, of the last ninth of all looks, then of half of them, and later of the last 200', () => {
    const { engine, average, set } = weights({ average: true });
    const mean = { matrix: 0, vector: 0 };
    for (let step = 1; step <= 20_000; step++) {
      set(step);
      average.follow(step);
      if (step % 8 !== 0) continue;
      const looks = step / 8;
      const width = looks < 17 ? (looks + 8) / 9 : looks < 50 ? looks ** 2 / 100 : Math.min(200, looks / 2);
      const share = 1 / width;
      mean.matrix += share * (Math.sin(step) - mean.matrix);
      mean.vector += share * (step - mean.vector);
      if (step % 1000 !== 0) continue;
      for (const value of engine.ofParameter('matrix', 'average')) expect(value).toBeCloseTo(mean.matrix, 12);
      for (const value of engine.ofParameter('vector', 'average')) expect(value / mean.vector).toBeCloseTo(1, 12);
    }
    expect(average.looks).toBe(2500);
    // behind what grows all the time it lags by nearly 199 looks, since the first ones are not forgotten altogether
    expect((20_000 - engine.ofParameter('vector', 'average')[0]!) / (8 * 199)).toBeCloseTo(1, 2);
  });

  it('begins as the weights are at the first look, whatever lay there', () => {
    const { engine, average, set } = weights({ average: true });
    engine.weightsOf(AVERAGE).fill(Number.NaN);
    set(8);
    average.follow(8);
    expect([...engine.weightsOf(AVERAGE)]).toEqual([...engine.weightsOf(LEARNING)]);
  });

  it('leads after 20 looks, and never where there is no room for it', () => {
    for (const room of [true, false]) {
      const { average, set } = weights({ average: room });
      const leads: number[] = [];
      for (let step = 1; step <= 200; step++) {
        set(step);
        average.follow(step);
        if (average.leads) leads.push(step);
      }
      expect(leads[0]).toBe(room ? 160 : undefined);
    }
  });
});
