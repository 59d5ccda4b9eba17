import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { TemperatureFit } from '../../../brain/voice/temperature.ts';

/** Targets drawn from softmax(logits/temperature): what somebody foresees whose logits are wrong by just that. */
function fitted(temperature: number, tokens = 2000, more: readonly [ArrayLike<number>, number][] = []) {
  const random = new Random(7);
  const fit = new TemperatureFit();
  for (let n = 0; n < tokens; n++) {
    const logits = Array.from({ length: 30 }, () => 3 * random.normal());
    const weights = logits.map((x) => Math.exp(x / temperature));
    let draw = random.uniform() * weights.reduce((sum, x) => sum + x, 0);
    const target = weights.findIndex((x) => (draw -= x) < 0);
    fit.add(logits, target);
  }
  for (const [logits, target] of more) fit.add(logits, target);
  return fit.temperature;
}

describe('the temperature of a voice', () => {
  it.each([0.6, 0.8, 1, 1.3, 2, 2.8])('is found again from what was drawn at %s', (temperature) => {
    expect(fitted(temperature)! / temperature).toBeGreaterThan(0.94);
    expect(fitted(temperature)! / temperature).toBeLessThan(1.06);
  });

  it('stays between one half and three', () => {
    expect(fitted(0.05)).toBe(0.5);
    expect(fitted(50)).toBe(3);
  });

  it('is none before anything was foreseen, and what is no number does not count', () => {
    expect(new TemperatureFit().temperature).toBe(undefined);
    expect(fitted(1, 0, [[[Number.NaN, 1], 0]])).toBe(undefined);
    const broken: [number[], number][] = [
      [[Number.NaN, 1, 2], 1],
      [[1, 2, Number.NEGATIVE_INFINITY], 2],
    ];
    expect(fitted(1.3, 500, broken)).toBe(fitted(1.3, 500));
  });
});
