/** Transformers made of parts: what must be so of every combination. The parts of GPT-2 are held to PyTorch in tests/brain/gpt2.test.ts. */
import { describe, expect, it } from 'vitest';
import { BRAINS } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { PARTS, type TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { Random } from '../../../brain/engine/random.ts';
import { add } from '../../../brain/ops/pointwise.ts';
import { repeatRow } from '../../../brain/ops/streams.ts';
import { checkGradients } from '../gradients.ts';
import { combinationsOf, FELT, lossesOf, surprise, transformerMind } from '../transformers.ts';

const TIME = 12;
const VOCABULARY = 23;
const SMALL = { vocabulary: VOCABULARY, contextLength: TIME, batch: 2 };
const COMBINATIONS = combinationsOf({ ...SMALL, channels: 16, blocks: 2, feedForwardWidth: 24, heads: 4 });

const random = new Random(9);
const text = (length: number) => Array.from({ length }, () => random.below(VOCABULARY));

/** The largest difference, for numbers about 1. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]) / Math.max(1, Math.abs(b[i]))));

describe('the combinations', () => {
  it('are 18, and every choice of every part is among them', () => {
    expect(
      new Set(COMBINATIONS.map(([, { attention, norm, feedForward }]) => `${attention} ${norm} ${feedForward}`)).size,
    ).toBe(18);
    for (const part of ['positions', 'residual'] as const)
      expect(new Set(COMBINATIONS.map(([, sizes]) => sizes[part]))).toEqual(new Set(PARTS[part]));
    for (const part of ['tied', 'bias', 'normBias', 'qkNorm'] as const)
      expect(new Set(COMBINATIONS.map(([, sizes]) => sizes[part])).size, part).toBe(2);
    expect(new Set(COMBINATIONS.map(([, { kvHeads }]) => kvHeads))).toEqual(new Set([1, 2, 4]));
    for (const [, sizes] of COMBINATIONS) expect(BRAINS.tfjs.refuse?.(sizes)).toBeUndefined();
  });
});

describe.each(COMBINATIONS)('a transformer of %s', (_name, sizes) => {
  it('hears no token before it comes: a change leaves all before it as it was, bit for bit', () => {
    const all = transformerMind(sizes);
    const [a, b, targets] = [text(TIME), text(TIME), text(TIME)];
    const [before, beside] = lossesOf(all, [a, b], [targets, targets]);
    for (const at of [1, 7, TIME - 1]) {
      const changed = a.with(at, (a[at] + 1) % VOCABULARY);
      const [after, still] = lossesOf(all, [changed, b], [targets, targets]);
      expect(after.slice(0, at)).toEqual(before.slice(0, at));
      expect(after[at]).not.toBe(before[at]);
      expect(still).toEqual(beside); // streams do not hear one another
    }
  });

  // Softmax attention begins again with the last half of its room, as if a chunk began there; linear attention goes on from chunk to chunk.
  it('speaks token by token exactly what it learns in parallel, far beyond its room', () => {
    const all = transformerMind(sizes);
    const [voice, ids] = [all.voice(), text(5 * TIME + 1)];
    const talk = voice.begin();
    const goesOn = sizes.attention === 'linear';
    const spoken = ids.slice(0, -1).map((id, n) => surprise(voice.hear(talk, [id], FELT), ids[n + 1]));
    let start = 0;
    for (let n = 0; n + 1 < ids.length; ) {
      const length = Math.min(TIME, ids.length - 1 - start);
      const chunk = Array.from({ length: TIME }, (_, t) => ids[start + t] ?? 0);
      const targets = Array.from({ length: TIME }, (_, t) => ids[start + t + 1] ?? 0);
      const [learnt] = lossesOf(all, [chunk, chunk], [targets, targets], true);
      const heard = n - start;
      expect(apart(spoken.slice(n, start + length), learnt.slice(heard, length)), `from token ${n}`).toBeLessThan(1e-5);
      n = start + length;
      start = goesOn ? n : n - TIME / 2;
    }
    expect(Math.max(...spoken) - Math.min(...spoken)).toBeGreaterThan(0.5);
  });

  it('hears several tokens at once as it hears them one by one, prompts longer than its room too', () => {
    const all = transformerMind(sizes);
    const [atOnce, slowly] = [all.voice(), all.voice(all.steps.slice(0, 1))];
    for (const [first, second] of [
      [5, 5],
      [3, 9],
      [7, 40],
    ]) {
      const ids = text(first + second);
      const [talk, other] = [atOnce.begin(), slowly.begin()];
      atOnce.hear(talk, ids.slice(0, first), FELT);
      const several = Array.from(atOnce.hear(talk, ids.slice(first), FELT));
      atOnce.putDown();
      const single = Array.from(slowly.hear(other, ids, FELT));
      slowly.putDown();
      expect(apart(several, single)).toBeLessThan(1e-5);
    }
  });

  it('has true gradients in every parameter', () => {
    const small = {
      ...sizes,
      vocabulary: 7,
      blocks: 1,
      channels: 8,
      heads: 2,
      kvHeads: Math.min(2, sizes.kvHeads),
      feedForwardWidth: 5,
      contextLength: 4,
    };
    const verdict = gradientsOf(small);
    expect(verdict.checked).toBeGreaterThan(300);
    expect(verdict.worst, verdict.parameter).toBeLessThan(5e-6);
  });
});

describe('heads of keys and values', () => {
  it('that several heads share say what as many heads with equal weights say', () => {
    const shared = { ...COMBINATIONS[0][1], heads: 4, kvHeads: 2, qkNorm: true, positions: 'rope' } as const;
    const plain = { ...shared, kvHeads: 4 };
    const [one, other] = [transformerMind(shared), transformerMind(plain)];
    const [channels, depth] = [16, 4];
    for (const name of one.engine.parameters.all.keys()) {
      const values = one.engine.ofParameter(name);
      if (!name.includes('attention.in')) {
        other.engine.ofParameter(name).set(values);
        continue;
      }
      const width = (depth * values.length) / (8 * depth);
      const heads = Array.from({ length: 8 }, (_, h) => Array.from(values.slice(h * width, (h + 1) * width)));
      const repeated = [0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7].flatMap((h) => heads[h]);
      other.engine.ofParameter(name).set(repeated);
    }
    expect(one.engine.ofParameter('block0.attention.in.weight').length).toBe(8 * depth * channels);
    const [ids, targets] = [
      [text(TIME), text(TIME)],
      [text(TIME), text(TIME)],
    ];
    const [a, b] = [lossesOf(one, ids, targets), lossesOf(other, ids, targets)];
    expect(apart(a.flat(), b.flat())).toBeLessThan(1e-6);
  });
});

describe('what a transformer shows of itself', () => {
  it.each(COMBINATIONS)('is how far back each head looks: %s', (_name, sizes) => {
    const all = transformerMind(sizes);
    lossesOf(all, [text(TIME), text(TIME)], [text(TIME), text(TIME)]);
    const { values, maps } = BRAINS.tfjs.look(
      { parameter: (name) => all.engine.ofParameter(name), output: (name) => all.engine.output(all.learn, name) },
      sizes,
    );
    expect(Object.keys(values)).toEqual([0, 1].flatMap((l) => [0, 1, 2, 3].map((h) => `lobe${l}.window${h}`)));
    for (const tokens of Object.values(values)) {
      expect(tokens).toBeGreaterThan(1);
      expect(tokens).toBeLessThan(TIME);
    }
    expect(maps.map(({ rows }) => rows.length)).toEqual([4, 4]);
  });
});

/** Every gradient of both losses against differences. */
const gradientsOf = (sizes: Sizes<TransformerShape>) =>
  checkGradients(
    (r) => {
      const { batch, contextLength: time, vocabulary } = sizes;
      const ids = Float32Array.from({ length: batch * time }, (_, i) => (i * 5) % vocabulary);
      r.fixedInput('ids', ids, [batch, time]);
      r.fixedInput('targets', ids.toReversed(), [batch * time]);
      r.fixedInput('colour', Float32Array.from([0.1, 0.5, 0.9, 0.3, 0.2, 0.7]), [batch, 3]);
      r.fixedInput('nextColour', Float32Array.from([0.6, 0.4, 0.2, 0.8, 0.1, 0.5]), [batch, 3]);
      const { losses } = BRAINS.tfjs.learn(r, sizes);
      const [[tokens], [colours]] = losses as NonNullable<typeof losses>;
      const rows = r.view(repeatRow(r.view(colours, [6]), 4), [24]);
      return add(r.view(repeatRow(r.view(tokens, [8]), 3), [24]), rows);
    },
    { nudge: 0.5, step: 1e-5, states: (random) => random.uniform() },
  );
