// A brain that becomes larger says what it said before, and learns with what is new.
import { describe, expect, it } from 'vitest';
import { baby } from '../../../brain/brains/baby.ts';
import { copyIntoCorner, ENLARGEMENTS, type Enlargement, enlargedWeights } from '../../../brain/brains/enlargement.ts';
import type { BabyShape } from '../../../brain/brains/shapes/baby.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { Random } from '../../../brain/engine/random.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';

const SMALL = { vocabulary: 23, channels: 12, neurons: 18, lobes: 2, contextLength: 10, history: 8, batch: 2 };

function mind(sizes: Sizes<BabyShape>) {
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => baby.learn(r, sizes));
  const speak = engine.record('speak', 'voice', (r) => baby.speak(r, sizes, 1));
  const numbers = new Float32Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
  engine.input(speak, 'colour').fill(0.4);
  return {
    engine,
    learn,
    /** logits after each of some ids */
    hear(ids: readonly number[]): number[][] {
      return ids.map((id) => {
        engine.input(speak, 'ids')[0] = id;
        engine.run(speak, 'forward');
        engine.run(speak, 'commit');
        return Array.from(engine.output(speak, 'logits'));
      });
    },
  };
}

function larger(by: Enlargement) {
  const small = mind(SMALL);
  small.engine.initialise(new Random(5));
  const sizes = { ...SMALL, ...baby.enlarging!.larger(SMALL, by) };
  const large = mind(sizes);
  const weights = new Map(
    [...small.engine.parameters.all.values()].map(({ name, shape }) => [
      name,
      { shape, data: small.engine.ofParameter(name) },
    ]),
  );
  const { all } = large.engine.parameters;
  for (const [name, data] of enlargedWeights(all.values(), weights, baby.enlarging!.beginsSilent, 3))
    large.engine.ofParameter(name).set(data);
  return { small, large };
}

const greedy = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits));

describe.each(ENLARGEMENTS)('a brain that grows by %s', (by) => {
  it('has more parameters, the same logits within 1e-6, and the same greedy tokens', () => {
    const { small, large } = larger(by);
    expect(large.engine.parameters.count).toBeGreaterThan(1.1 * small.engine.parameters.count);
    const random = new Random(9);
    const ids = Array.from({ length: 300 }, () => random.below(SMALL.vocabulary));
    const [before, after] = [small.hear(ids), large.hear(ids)];
    let worst = 0;
    before.forEach((logits, t) => {
      expect(greedy(after[t]!)).toBe(greedy(logits));
      logits.forEach((logit, v) => (worst = Math.max(worst, Math.abs(logit - after[t]![v]!))));
    });
    expect(worst).toBeLessThan(1e-6);
  });

  it('is reached by gradients in all that is new', () => {
    const { large } = larger(by);
    const { engine, learn } = large;
    const random = new Random(4);
    for (const name of ['ids', 'targets'])
      engine.input(learn, name).forEach((_, i, all) => (all[i] = random.below(23)));
    engine.input(learn, 'weights').fill(0.05);
    engine.variables.set(ACCUMULATE, 0);
    engine.run(learn, 'forward');
    engine.run(learn, 'backward');
    const name = by === 'lobe' ? 'lobe2.project.weight' : 'lobe0.project.weight';
    const { shape } = engine.parameters.get(name);
    const gradient = engine.ofParameter(name, 'gradients');
    // column by column: what each new neuron should say
    for (let neuron = by === 'lobe' ? 0 : SMALL.neurons; neuron < shape[1]!; neuron++)
      expect(
        Array.from({ length: SMALL.channels }, (_, c) => gradient[c * shape[1]! + neuron]!).some((g) => g !== 0),
      ).toBe(true);
  });
});

describe('copying into a corner', () => {
  it('puts every number where it was along every axis', () => {
    const from = { shape: [2, 2, 3], data: Float32Array.from({ length: 12 }, (_, i) => i + 1) };
    const into = new Float32Array(3 * 3 * 4);
    copyIntoCorner(from, [3, 3, 4], into);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 4; k++) {
          const inside = i < 2 && j < 2 && k < 3;
          expect(into[(i * 3 + j) * 4 + k]).toBe(inside ? from.data[(i * 2 + j) * 3 + k] : 0);
        }
  });

  it('refuses what does not fit', () => {
    const from = { shape: [2, 3], data: new Float32Array(6) };
    expect(() => copyIntoCorner(from, [3, 2], new Float32Array(6))).toThrow(
      'a tensor of (2,3) is no corner of one of (3,2)',
    );
    expect(() => copyIntoCorner(from, [6], new Float32Array(6))).toThrow('no corner');
  });
});
