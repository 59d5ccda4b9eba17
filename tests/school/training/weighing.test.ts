import { describe, expect, it } from 'vitest';
import { learningRate } from '../../../brain/learning/schedule.ts';
import { type Batch, emptyBatch } from '../../../library/batches/batch.ts';
import { Streams } from '../../../library/batches/batches.ts';
import { completed, experiencesOf, weigh } from '../../../school/training/weighing.ts';
import { files, fixedStreams, makePupil, type Pupil, tokenBytes, weightsOf } from '../tiny.ts';

const random = (count: number, seed: number) =>
  Int32Array.from({ length: count }, (_, i) => 4 + ((i * 7919 + seed * 104729) % 316));

/** Three streams of eight tokens; of the marks those are 1 that are given. */
function batchOf(marks: readonly number[], newness: readonly number[] = [0, 0, 0]): Batch {
  return {
    ...emptyBatch(3, 8),
    inputs: random(24, 1),
    targets: random(24, 2),
    fresh: Uint8Array.of(1, 1, 1),
    learn: Uint8Array.from({ length: 24 }, (_, i) => (marks.includes(i) ? 1 : 0)),
    newness: Float64Array.from(newness),
  };
}
const ALL = Array.from({ length: 24 }, (_, i) => i);

const feelNothing =
  ({ mind: { engine, learn } }: Pupil) =>
  () => {
    engine.input(learn, 'colour').fill(0.5);
    engine.input(learn, 'nextColour').fill(0.5);
  };

/** One step on a batch: its report, and the gradient of every parameter. */
async function gradientsOf(batch: Batch, options: Parameters<typeof makePupil>[0] = {}) {
  const training = await makePupil(options);
  const report = training.tutor.learn(fixedStreams([batch]), 1, feelNothing(training));
  const { engine } = training.mind;
  const gradients = Object.fromEntries(
    [...engine.parameters.all.keys()].map((name) => [name, [...engine.ofParameter(name, 'gradients')]]),
  );
  return { report, gradients, training };
}

describe('a step is weighed', () => {
  it('evenly where all is learnt, and is worth what the library is', () => {
    expect(weigh([batchOf(ALL)], 0.3)).toEqual({ weight: 1 / 24, learnt: 24, worth: 0.3 });
    expect(weigh([batchOf(ALL), batchOf(ALL)], 1)).toEqual({ weight: 1 / 24, learnt: 48, worth: 1 });
  });

  it('over all its parts together, by what is learnt of them', () => {
    expect(weigh([batchOf([1, 2]), batchOf([3, 9, 17, 18, 19, 20])], 0.5)).toEqual({
      weight: 2 / 8,
      learnt: 8,
      worth: 0.5,
    });
    expect(weigh([batchOf([])], 0.5)).toEqual({ weight: 0, learnt: 0, worth: 0 });
  });

  it('and is worth more for what is new by itself, in proportion', () => {
    expect(weigh([batchOf(ALL, [0, 1, 0])], 0.1).worth).toBeCloseTo(0.4, 12);
    expect(weigh([batchOf(ALL, [0, 0.05, 0])], 0.1).worth).toBe(0.1);
    expect(weigh([batchOf([0, 8, 9], [0, 1, 0])], 0).worth).toBeCloseTo(2 / 3, 12);
  });
});

describe('a library that was replaced', () => {
  it('is learnt at the whole rate, however often the one before was read', async () => {
    const training = await makePupil();
    const { streams } = training;
    const reading = new Streams({
      files: [{ name: 'starter.txt', tokens: files[0].tokens }],
      streams: streams.count,
      length: streams.length,
      state: { version: 1, streams: [], read: { 'starter.txt': 65 * files[0].tokens.length } },
    });
    const worth = () =>
      training.tutor.learn(reading, 1, () => {}).rate / learningRate(training.tutor.step - 1, training.tutor.settings);
    expect(worth()).toBeLessThan(2e-4);
    reading.replaceFiles([{ name: 'own.txt', tokens: files[0].tokens.map((id) => 4 + ((id + 50) % 316)) }]);
    expect(worth()).toBe(1);
    await training.hands.release();
  });
});

describe('what is not learnt', () => {
  const MARKED = [2, 3, 4, 11, 12];

  it.each(['baby', 'gpt2'] as const)(
    'has no part in any gradient, nor in loss, bytes or exact guesses (%s)',
    async (brain) => {
      const one = batchOf(MARKED);
      // other words where nothing is learnt
      const other = { ...one, targets: one.targets.map((id, i) => (one.learn[i] ? id : 4 + ((id + 50) % 316))) };
      const first = await gradientsOf(one, { brain });
      const second = await gradientsOf(other, { brain });
      expect(second.gradients).toEqual(first.gradients);
      const { loss, bytes, tokens, exact } = first.report;
      expect(second.report).toMatchObject({ loss, bytes, tokens, exact });
      expect(tokens).toBe(5);
      expect(bytes).toBe(MARKED.reduce((sum, i) => sum + tokenBytes[one.targets[i]], 0));
      const losses = first.training.mind.engine.output(first.training.mind.learn, 'losses');
      expect(loss).toBeCloseTo(MARKED.reduce((sum, i) => sum + losses[i], 0) / 5, 6);
      // and what is learnt has one
      const changed = { ...one, targets: one.targets.map((id, i) => (i === 11 ? 4 + ((id + 50) % 316) : id)) };
      expect((await gradientsOf(changed, { brain })).gradients).not.toEqual(first.gradients);
    },
  );

  it('gives the gradient that the marked tokens have by themselves', async () => {
    const marked = await gradientsOf(batchOf(MARKED));
    const single = await Promise.all(MARKED.map((i) => gradientsOf(batchOf([i]))));
    for (const [name, gradient] of Object.entries(marked.gradients)) {
      // the colour's loss is in all of them alike
      const mean = gradient.map((_, i) => single.reduce((sum, { gradients }) => sum + gradients[name][i] / 5, 0));
      const scale = Math.max(...gradient.map(Math.abs));
      expect(Math.max(...gradient.map((g, i) => Math.abs(g - mean[i]))), name).toBeLessThan(1e-5 * scale + 1e-9);
    }
  });

  it('is averaged over the parts of a step as if they were one', async () => {
    const [marksOne, marksTwo] = [[1, 2, 3, 4, 5, 6], [20]];
    const one = batchOf(marksOne);
    const two: Batch = { ...batchOf(marksTwo), inputs: random(24, 5), targets: random(24, 6) };
    const training = await makePupil({ accumulation: 2 });
    const report = training.tutor.learn(fixedStreams([one, two]), 1, feelNothing(training));
    const joined: Batch = {
      ...emptyBatch(6, 8),
      inputs: Int32Array.of(...one.inputs, ...two.inputs),
      targets: Int32Array.of(...one.targets, ...two.targets),
      learn: Uint8Array.of(...one.learn, ...two.learn),
      fresh: new Uint8Array(6).fill(1),
    };
    const whole = await makePupil({ sizes: { batch: 6 } });
    const wholly = whole.tutor.learn(fixedStreams([joined]), 1, feelNothing(whole));
    expect(report.loss).toBeCloseTo(wholly.loss, 5);
    expect(report.tokens).toBe(7);
    expect(report.gradientNorm / wholly.gradientNorm).toBeCloseTo(1, 4);
  });

  it('is felt by who only listens as the others feel on average; the rest of the step is as ever', async () => {
    const losses = Float32Array.from({ length: 24 }, (_, i) => i);
    const batch = batchOf([0, 1, 16]);
    const experiences = experiencesOf(batch, losses, batch.targets);
    expect(experiences).toEqual([{ loss: 0.5, exact: 1 }, undefined, { loss: 16, exact: 1 }]);
    expect(completed(experiences)).toEqual([
      { loss: 0.5, exact: 1 },
      { loss: 8.25, exact: 1 },
      { loss: 16, exact: 1 },
    ]);
    expect(completed([undefined, undefined])).toEqual([]);
  });

  it('changes nothing where nothing at all is learnt, but is heard', async () => {
    const training = await makePupil();
    training.learn(5);
    const before = weightsOf(training.mind);
    const memories = () => training.mind.engine.statesOf('streams').map(({ data }) => [...data]);
    const remembered = memories();
    const { tokens, skipped, colour } = training.tutor;
    const report = training.tutor.learn(fixedStreams([{ ...batchOf([]), fresh: Uint8Array.of(0, 0, 0) }]), 1, () => {});
    expect(report).toMatchObject({ finite: true, tokens: 0, bytes: 0, exact: 0, gradientNorm: 0 });
    expect(Number.isFinite(report.loss)).toBe(true);
    expect(weightsOf(training.mind)).toEqual(before);
    expect(memories()).not.toEqual(remembered);
    expect(training.tutor).toMatchObject({ tokens, skipped, colour, step: 6 });
    expect(Number.isFinite(training.learn(1)[0])).toBe(true);
  });
});
