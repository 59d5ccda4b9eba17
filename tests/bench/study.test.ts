import { describe, expect, it } from 'vitest';
import { baby } from '../../brain/brains/baby.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { charactersOf, learnReading } from './recipe.ts';
import { type Line, type Run, studyTable, tokensOf, tuned } from './study.ts';
import { variant } from './study-brains.ts';
import { fitted, parametersOf, VARIANTS } from './study-variants.ts';

const SIZES = { vocabulary: 17, channels: 12, neurons: 10, lobes: 2, contextLength: 9, history: 32, batch: 2 };

/** Losses and all gradients of one step from the same beginning. */
function stepOf(brain: BrainKind) {
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => brain.learn(r, SIZES));
  const numbers = new Float32Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
  engine.initialise(new Random(3));
  engine.variables.set(ACCUMULATE, 0);
  const random = new Random(4);
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(learn, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(SIZES.vocabulary);
  }
  engine.input(learn, 'weights').fill(1 / (SIZES.batch * SIZES.contextLength));
  for (const name of ['colour', 'colourWeights']) engine.input(learn, name).fill(0.1);
  for (const { data } of engine.statesOf('streams')) for (let i = 0; i < data.length; i++) data[i] = random.normal();
  engine.run(learn, 'forward');
  engine.run(learn, 'backward');
  const gradients = [...engine.parameters.all.keys()].map((name) => [
    name,
    Array.from(engine.ofParameter(name, 'gradients')),
  ]);
  return { losses: Array.from(engine.output(learn, 'losses')), gradients: Object.fromEntries(gradients) };
}

describe('variants of the baby brain', () => {
  it('with no organ changed are the baby brain, to the bit', () => {
    expect(stepOf(variant({}))).toEqual(stepOf(baby));
    const { losses } = stepOf(baby);
    expect(losses.every((loss) => loss > 0)).toBe(true);
  });

  it('change what they say they change, and every parameter they keep learns', () => {
    const { losses, gradients } = stepOf(baby);
    for (const [organs, without] of [
      [{ windows: 'fixed' }, /logSize/],
      [{ windows: 'none' }, /windows/],
      [{ memories: 'none' }, /Decay|listen/],
      [{ memories: 'short' }, /long/i],
      [{ memories: 'long' }, /short/i],
      [{ gate: 'none' }, /gate/],
      [{ memories: 'none', gate: 'none' }, /memory/],
    ] as const) {
      const other = stepOf(variant(organs));
      const names = Object.keys(gradients).filter((name) => !without.test(name));
      expect(Object.keys(other.gradients).sort(), JSON.stringify(organs)).toEqual(names.sort());
      for (const [name, slopes] of Object.entries(other.gradients))
        expect(
          (slopes as number[]).some((slope) => slope !== 0),
          `${JSON.stringify(organs)}: ${name}`,
        ).toBe(true);
      if (!('windows' in organs && organs.windows === 'fixed')) expect(other.losses).not.toEqual(losses);
    }
  });

  it('begin with the same losses where sizes are fixed, which are where learnt ones begin', () => {
    const [fixed, learnt] = [stepOf(variant({ windows: 'fixed' })), stepOf(baby)];
    fixed.losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(learnt.losses[i], 5);
    });
  });

  it('have a table of their own to speak with where they are not tied, and one mix for all neurons where it is scalar', () => {
    expect(Object.keys(stepOf(variant({ tied: false })).gradients)).toContain('speak.tokens');
    const { gradients } = stepOf(variant({ mix: 'scalar' }));
    expect(gradients['lobe0.windows.cerebellum']).toHaveLength(6);
  });

  it('are all given the same number of parameters', () => {
    const rest = { vocabulary: 65, contextLength: 64, history: 64, batch: 12 };
    for (const [name, one] of Object.entries(VARIANTS)) {
      const sizes = fitted(one, 400_000, rest);
      expect(Math.abs(parametersOf(one.brain, sizes) / 400_000 - 1), name).toBeLessThan(0.005);
    }
    expect(() => fitted(VARIANTS['baby'], 5000, rest)).toThrow('alone need more than 5000');
  });
});

describe('a study', () => {
  const run = (rate: number, seed: number, loss: number): Run => ({
    ...{ text: 't', variant: 'v', rate, seed, budget: '', loss },
    ...{ parameters: 1000, sizes: '8, 9, 2', steps: 100, seconds: 5, milliseconds: 50 },
  });

  it('follows the best rate until it lies between two others, then takes the other seeds with it', async () => {
    const asked: [number, number][] = [];
    const bowl = async (rate: number, seed: number) => {
      asked.push([rate, seed]);
      return run(rate, seed, Math.abs(Math.log(rate / 0.01)));
    };
    const { runs, atEdge } = await tuned([0.002, 0.004, 0.0063], [1, 2, 3], bowl);
    expect(asked.map(([rate]) => rate)).toEqual([0.002, 0.004, 0.0063, 0.01, 0.016, 0.01, 0.01]);
    expect(runs.map(({ rate, seed }) => [rate, seed])).toEqual([
      [0.01, 1],
      [0.01, 2],
      [0.01, 3],
    ]);
    expect(atEdge).toBe(false);
  });

  it('says when the best rate is still at the edge, and never takes a rate that broke off', async () => {
    const falling = async (rate: number, seed: number) => run(rate, seed, rate > 0.02 ? Number.NaN : 1 / rate);
    const edge = await tuned([0.001, 0.002, 0.003], [1], falling);
    expect(edge.atEdge).toBe(true);
    const { runs } = await tuned([0.01, 0.02, 0.03], [1, 2], falling);
    expect(runs.map(({ rate }) => rate)).toEqual([0.02, 0.02]);
    const broken = await tuned([0.03, 0.02, 0.04], [1], falling);
    expect(broken.runs[0].rate).toBe(0.02);
  });

  it('ends as a table: mean and half the range over seeds, rate and steps', () => {
    const lines: Line[] = [{ what: 'it', results: [{ runs: [run(0.01, 1, 1.5), run(0.01, 2, 1.6)], atEdge: false }] }];
    expect(studyTable(['a.txt'], 'nats/char', lines).split('\n')).toEqual([
      '| what | C, N, L | parameters | a.txt, nats/char (rate; steps) |',
      '|---|---|---|---|',
      '| it | 8, 9, 2 | 1,000 | **1.550** ± 0.050 (0.01; 100 × 50.0 ms) |',
    ]);
  });

  it('by tokens learns its vocabulary from what is not held out, and counts bits per byte', () => {
    const text = 'the sea and the ship and the sea '.repeat(60);
    const { ids, vocabulary, edge, scale } = tokensOf(text, 280);
    expect(vocabulary).toBeLessThanOrEqual(280);
    expect(Math.max(...ids)).toBeLessThan(vocabulary);
    const heldOutBytes = text.length - Math.floor(text.length * 0.9);
    expect(scale).toBeCloseTo((ids.length - edge) / heldOutBytes / Math.LN2, 12);
  });

  it('by streams reads on and remembers: it foresees what no chunk tells', async () => {
    // eight a's and a b: within three letters nobody knows how many a's are still to come
    const reading = charactersOf(`${'a'.repeat(8)}b`.repeat(1000));
    const sizes = { channels: 16, neurons: 24, lobes: 1, contextLength: 3, history: 16, batch: 4 };
    const options = { sizes, steps: 250, warmup: 10, peak: 1e-2, threads: 1 };
    const [blocks, streams] = [
      await learnReading(reading, options),
      await learnReading(reading, { ...options, carried: true }),
    ];
    expect(streams.heldOut).toBeLessThan(0.3 * blocks.heldOut);
  });
});
