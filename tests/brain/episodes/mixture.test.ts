import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { mixture, oddsOf, responsibilities } from '../../../brain/episodes/mixture.ts';

function softmax(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const top = Math.max(...all);
  const weights = all.map((logit) => Math.exp(logit - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

const LOGITS = Float32Array.of(1, -2, 0.5, 30, -40);
const MEMORY = [0.1, 0.6, 0, 0, 0.3];
const ANSWER = [0, 0, 1, 0, 0];

describe('the mixture', () => {
  it('is the mixture of the probabilities, on the scale of the logits', () => {
    const [memory, answer] = [
      { share: 0.25, probabilities: MEMORY },
      { share: 0.9, probabilities: ANSWER },
    ];
    const weights = softmax(LOGITS);
    softmax(mixture(LOGITS, [memory])).forEach((p, id) =>
      expect(p).toBeCloseTo(0.75 * weights[id] + 0.25 * MEMORY[id], 12),
    );
    softmax(mixture(LOGITS, [memory, answer])).forEach((p, id) =>
      expect(p).toBeCloseTo(0.1 * (0.75 * weights[id] + 0.25 * MEMORY[id]) + 0.9 * ANSWER[id], 12),
    );
    const scores = mixture(LOGITS, [memory]);
    expect(scores[3]).toBeCloseTo(30 + Math.log(0.75), 6);
  });

  it('leaves the logits as they are where nobody has a share', () => {
    expect(mixture(LOGITS, [])).toBe(LOGITS);
    expect(mixture(LOGITS, [{ share: 0, probabilities: MEMORY }])).toBe(LOGITS);
  });

  it('never brings a logit to life that is no number', () => {
    const scores = mixture([Number.NaN, 1, 2], [{ share: 0.5, probabilities: [0.5, 0.5, 0] }]);
    expect(scores[0]).toBeNaN();
    expect(Number.isFinite(scores[1])).toBe(true);
    const broken = [Number.NaN, Number.NaN];
    expect(mixture(broken, [{ share: 0.5, probabilities: [0.5, 0.5] }])).toBe(broken);
  });

  it('tells how much each had to do with a token', () => {
    const voters = [{ share: 0.5, probabilities: [0.2, 0.8] }];
    const [weights, memory] = responsibilities(oddsOf([0, 0]), voters, 1);
    expect(weights).toBeCloseTo(0.5 / 1.3, 12);
    expect(memory).toBeCloseTo(0.8 / 1.3, 12);
    expect(responsibilities(oddsOf([0, 0]), [], 1)).toEqual([1]);
  });

  it('is to the last bit what its formula says token by token', () => {
    const random = new Random(5);
    const logits = Float32Array.from({ length: 97 }, () => 4 * random.normal());
    logits[3] = Number.NaN;
    const voters = [0.3, 0, 0.9].map((share) => ({
      share,
      probabilities: Float64Array.from({ length: 97 }, () => random.uniform() / 97),
    }));
    const top = Math.max(...logits.filter((z) => !Number.isNaN(z)));
    let sum = 0;
    for (const z of logits) if (!Number.isNaN(z)) sum += Math.exp(z - top);
    const expected = Array.from(logits, (z, id) => {
      let p = Math.exp(z - top) / sum;
      for (const { share, probabilities } of voters) if (share > 0) p = (1 - share) * p + share * probabilities[id];
      return top + Math.log(p * sum);
    });
    expect(Array.from(mixture(logits, voters))).toEqual(expected);
    expect(Array.from(mixture(logits, voters, oddsOf(logits)))).toEqual(expected);
  });
});
