import { describe, expect, it } from 'vitest';
import { Random } from '../../brain/engine/random.ts';
import { lastOf, type Sampling, sample } from '../../brain/voice/sampler.ts';

const OFF: Sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, repetitionWindow: 0 };
const LOGITS = [1, 3, -0.5, 2, 0, 2.5, -4, 1.5];
const DRAWS = 20_000;

/** Shares by definition: e^(z/T) over the ids that are left. */
function shares(logits: readonly number[], left: readonly number[], temperature = 1): number[] {
  const weights = logits.map((z, id) => (left.includes(id) ? Math.exp(z / temperature) : 0));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** Draws many times and compares with what is expected: chi-square, and nothing that should not come. */
function expectShares(
  expected: readonly number[],
  logits: ArrayLike<number>,
  how: Partial<Sampling>,
  recent: readonly number[] = [],
  banned: readonly number[] = [],
): void {
  const random = new Random(11);
  const counts = new Float64Array(expected.length);
  for (let i = 0; i < DRAWS; i++) counts[sample(logits, { ...OFF, ...how }, recent, random, banned)]++;
  let chi = 0;
  expected.forEach((share, id) => {
    if (share === 0) expect(counts[id], `id ${id}`).toBe(0);
    else chi += (counts[id] - share * DRAWS) ** 2 / (share * DRAWS);
  });
  // 7 degrees of freedom at most: above 24.3 in one of a thousand
  expect(chi).toBeLessThan(24.3);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(DRAWS);
}

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

describe('sample', () => {
  it('draws by the softmax of the logits, and leaves them as they are', () => {
    const logits = Float32Array.from(LOGITS);
    expectShares(shares(LOGITS, ALL), logits, {});
    expect([...logits]).toEqual(LOGITS);
  });

  it('divides by the temperature', () => {
    expectShares(shares(LOGITS, ALL, 0.5), LOGITS, { temperature: 0.5 });
    expectShares(shares(LOGITS, ALL, 3), LOGITS, { temperature: 3 });
  });

  it('takes the most likely at temperature 0, and nearly at temperatures near 0', () => {
    for (const temperature of [0, 1e-9, 1e-300]) {
      expectShares([0, 1, 0, 0, 0, 0, 0, 0], LOGITS, { temperature });
    }
  });

  it('top-k: only the k most likely', () => {
    expectShares(shares(LOGITS, [1, 5, 3]), LOGITS, { topK: 3 });
    expectShares(shares(LOGITS, [1]), LOGITS, { topK: 1 });
    expectShares(shares(LOGITS, ALL), LOGITS, { topK: 100 });
  });

  it('top-p: the fewest whose probabilities reach p together', () => {
    const p = shares(LOGITS, ALL);
    expectShares(shares(LOGITS, [1]), LOGITS, { topP: 0 });
    expectShares(shares(LOGITS, [1]), LOGITS, { topP: p[1] - 0.01 });
    expectShares(shares(LOGITS, [1, 5]), LOGITS, { topP: p[1] + 0.01 });
    expectShares(shares(LOGITS, [1, 5, 3]), LOGITS, { topP: p[1] + p[5] + 0.01 });
  });

  it('min-p: only those at least so much as likely as the most likely one', () => {
    // e^−1 = 0.37 below the top, e^−1.5 = 0.22
    expectShares(shares(LOGITS, [1, 5]), LOGITS, { minP: 0.5 });
    expectShares(shares(LOGITS, [1, 5, 3]), LOGITS, { minP: 0.3 });
    expectShares(shares(LOGITS, [1]), LOGITS, { minP: 1 });
  });

  it('applies them one after the other: temperature, top-k, top-p of what is left, min-p', () => {
    // at temperature 2 and 4 left, the shares are 0.35, 0.27, 0.21, 0.17
    const left = shares(LOGITS, [1, 5, 3, 7], 2);
    expect(left[1] + left[5]).toBeGreaterThan(0.6);
    expectShares(shares(LOGITS, [1, 5], 2), LOGITS, { temperature: 2, topK: 4, topP: 0.6 });
    expectShares(shares(LOGITS, [1, 5, 3], 2), LOGITS, { temperature: 2, topK: 4, topP: 0.99, minP: 0.5 });
  });

  it('penalises what was said within the window, once each, positive and negative logits alike', () => {
    const recent = [7, 3, 3, 6, 5, 5];
    const logits = [...LOGITS];
    logits[5] = 2.5 / 1.5;
    logits[6] = -4 * 1.5;
    expectShares(shares(logits, ALL), LOGITS, { repetitionPenalty: 1.5, repetitionWindow: 3 }, recent);
    logits[3] = 2 / 1.5;
    logits[7] = 1.5 / 1.5;
    expectShares(shares(logits, ALL), LOGITS, { repetitionPenalty: 1.5, repetitionWindow: 6 }, recent);
    expectShares(shares(logits, ALL), LOGITS, { repetitionPenalty: 1.5, repetitionWindow: 600 }, recent);
    expectShares(shares(LOGITS, ALL), LOGITS, { repetitionPenalty: 1.5, repetitionWindow: 0 }, recent);
    expectShares(shares(LOGITS, ALL), LOGITS, { repetitionPenalty: 1, repetitionWindow: 6 }, recent);
  });

  it('never draws what is banned, not even when it is by far the most likely', () => {
    const logits = [...LOGITS];
    logits[6] = 500;
    expectShares(shares(LOGITS, [0, 2, 3, 4, 5, 7]), logits, {}, [], [1, 6]);
    expect(sample(logits, { ...OFF, temperature: 0 }, [], new Random(1), [6])).toBe(1);
    expect(() => sample([1, 2], OFF, [], new Random(1), [0, 1])).toThrow('each is forbidden');
  });

  it('draws evenly where all logits are equal, however large', () => {
    for (const logit of [0, -1e30, 1e30, 3e38]) {
      expectShares(
        ALL.map(() => 1 / 8),
        ALL.map(() => logit),
        {},
      );
    }
    // top-k cuts ties by id, so that it stays k
    expectShares([1 / 3, 1 / 3, 1 / 3, 0, 0, 0, 0, 0], new Float32Array(8), { topK: 3 });
  });

  it('always gives a valid id, or one clear sentence, for logits that are no numbers', () => {
    const { NaN: no, NEGATIVE_INFINITY: never, POSITIVE_INFINITY: always } = Number;
    expectShares(shares([1, 0, 2, 0], [0, 2]), [1, no, 2, never], {});
    expectShares([0, 0, 1, 0], [1, no, always, never], {});
    expectShares([0.5, 0, 0.5, 0], [always, 1, always, no], { temperature: 0.5 });
    expectShares([0, 0, 1, 0], [1, no, 2, never], { temperature: 0 });
    expectShares([0, 0, 1, 0], [1, no, 2, never], { temperature: no });
    for (const logits of [[no, no], [never, never], []]) {
      for (const temperature of [0, 1])
        expect(() => sample(logits, { ...OFF, temperature }, [], new Random(1))).toThrow(
          'no next token can be drawn: each is forbidden, or what the brain expects of it is no number',
        );
    }
  });

  it('always gives a valid id for filters that leave nothing', () => {
    for (const how of [{ minP: 2 }, { topP: -1 }, { minP: Number.NaN }, { topP: Number.NaN }]) {
      expect(ALL).toContain(sample(LOGITS, { ...OFF, ...how }, [], new Random(1)));
    }
  });

  it('draws the same from the same seed, and goes on from a saved state', () => {
    const how = { ...OFF, topK: 6, topP: 0.95 };
    const run = (random: Random) => Array.from({ length: 100 }, () => sample(LOGITS, how, [], random));
    const random = new Random(21);
    const first = run(random);
    expect(run(new Random(21))).toEqual(first);
    expect(run(new Random(22))).not.toEqual(first);
    const saved = random.state();
    expect(run(new Random(saved))).toEqual(run(random));
  });

  it('draws to the last bit what sorting the whole vocabulary would', () => {
    const random = new Random(7);
    const [one, other] = [new Random(11), new Random(11)];
    for (let n = 0; n < 300; n++) {
      const logits = Float32Array.from({ length: 200 }, () => (random.below(9) === 0 ? 6 : 2) * random.normal());
      const how: Sampling = {
        ...OFF,
        temperature: 0.3 + random.uniform(),
        topK: [0, 0, 5, 300][n % 4],
        topP: [1, 0.95, 0.5][n % 3],
        minP: [0, 0.02, 0.3][(n >> 2) % 3],
      };
      expect(sample(logits, how, [], one)).toBe(bySorting(logits, how, other));
    }
  });

  it('counts as recent the last tokens that are words', () => {
    const marks = new Set([1, 2]);
    expect(lastOf([5, 1, 6, 2, 7, 8, 1], 2, marks)).toEqual([7, 8]);
    expect(lastOf([5, 1, 6], 10, marks)).toEqual([5, 6]);
    expect(lastOf([5, 6], 0, marks)).toEqual([]);
  });
});

/** All tokens, weighed and sorted, from which filters take. */
function bySorting(logits: ArrayLike<number>, how: Sampling, random: Random): number {
  const top = Math.max(...Array.from(logits));
  const weights = Array.from(logits, (z) => Math.exp((z - top) / how.temperature));
  const order = weights.map((_, id) => id).sort((a, b) => logits[b] - logits[a] || a - b);
  const kept = how.topK > 0 ? order.slice(0, how.topK) : order;
  const total = (how.topK > 0 ? kept : weights.map((_, id) => id)).reduce((sum, id) => sum + weights[id], 0);
  const drawn: number[] = [];
  let reached = 0;
  for (const id of kept) {
    if (drawn.length > 0 && !(reached < how.topP * total && weights[id] >= how.minP)) break;
    drawn.push(id);
    reached += weights[id];
  }
  let draw = random.uniform() * reached;
  return drawn.find((id) => (draw -= weights[id]) < 0) ?? (drawn.at(-1) as number);
}
