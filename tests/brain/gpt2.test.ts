import { describe, expect, it } from 'vitest';
import { BRAINS } from '../../brain/brains/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, headsFor, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { ATTENTION_ROOM, attentionRoom } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { add } from '../../brain/ops/pointwise.ts';
import { repeatRow } from '../../brain/ops/streams.ts';
import { Voice } from '../../brain/voice/speak.ts';
import { complaints, HANDS, moved } from './goldens/compare.ts';
import { gptGolden, live } from './goldens/gpt2.ts';
import { checkGradients } from './gradients.ts';
import { loadKernels } from './wasm.ts';

const { gpt2 } = BRAINS;
const sizes: Sizes<TransformerShape> = {
  ...GPT2_PARTS,
  vocabulary: 23,
  channels: 12,
  feedForwardWidth: 48,
  blocks: 2,
  contextLength: 12,
  batch: 2,
  heads: 2,
  kvHeads: 2,
};
const FELT = [0.4, 0.4, 0.4];

/** Learning, and a voice that hears up to 5 tokens at once, over one set of parameters larger than they begin. */
function mind(how: Sizes<TransformerShape> = sizes) {
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => gpt2.learn(r, how));
  const steps = [1, 5].map((time) => ({
    time,
    tape: engine.record(`speak${time}`, 'voice', (r) => gpt2.speak(r, how, time)),
  }));
  const numbers = new Float32Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
  engine.initialise(new Random(5));
  // at GPT-2's beginning all tokens are nearly equally likely, which would hide mistakes
  for (const name of engine.parameters.all.keys()) {
    const values = engine.ofParameter(name);
    for (let i = 0; i < values.length; i++) values[i] *= name.endsWith('.weight') ? 8 : 20;
  }
  engine.input(learn, 'colour').fill(FELT[0]);
  const voice = (list = steps) => new Voice(engine, 'voice', { speaking: list, cacheLength: how.contextLength });
  return { engine, learn, steps, voice };
}

type Mind = ReturnType<typeof mind>;

/** The losses of a chunk of learning, one row for each stream. */
function lossesOf({ engine, learn }: Mind, ids: readonly number[][], targets: readonly number[][]): number[][] {
  const time = ids[0].length;
  engine.input(learn, 'ids').set(ids.flat());
  engine.input(learn, 'targets').set(targets.flat());
  engine.run(learn, 'forward');
  engine.run(learn, 'commit');
  const losses = Array.from(engine.output(learn, 'losses'));
  return ids.map((_, b) => losses.slice(b * time, (b + 1) * time));
}

/** The negative log-likelihood of `target` under one row of logits. */
function surprise(logits: ArrayLike<number>, target: number): number {
  const top = Math.max(...Array.from(logits));
  return top + Math.log(Array.from(logits).reduce((sum, z) => sum + Math.exp(z - top), 0)) - logits[target];
}

const random = new Random(9);
const text = (length: number) => Array.from({ length }, () => random.below(sizes.vocabulary));

describe('a GPT', () => {
  it('speaks token by token exactly what it learns in parallel', () => {
    const all = mind();
    const [voice, texts] = [all.voice(), [text(13), text(13)]];
    const parallel = lossesOf(
      all,
      texts.map((ids) => ids.slice(0, 12)),
      texts.map((ids) => ids.slice(1)),
    );
    texts.forEach((ids, b) => {
      const talk = voice.begin();
      for (let t = 0; t < 12; t++)
        expect(surprise(voice.hear(talk, [ids[t]], FELT), ids[t + 1])).toBeCloseTo(parallel[b][t], 4);
    });
    expect(Math.max(...parallel.flat()) - Math.min(...parallel.flat())).toBeGreaterThan(1);
  });

  it('goes on with the last half of what it heard when it has no room left: as if a chunk began there', () => {
    const all = mind();
    const [voice, ids] = [all.voice(), text(100)];
    const talk = voice.begin();
    let start = 0;
    let slid = 0;
    for (let n = 0; n + 1 < ids.length; n++) {
      if (n - start === sizes.contextLength) {
        start = n - sizes.contextLength / 2;
        slid++;
      }
      const logits = Array.from(voice.hear(talk, [ids[n]], FELT));
      const chunk = Array.from({ length: sizes.contextLength }, (_, t) => ids[start + t] ?? 0);
      const targets = Array.from({ length: sizes.contextLength }, (_, t) => ids[start + t + 1] ?? 0);
      const [losses] = lossesOf(all, [chunk, chunk], [targets, targets]);
      expect(surprise(logits, ids[n + 1]), `token ${n}`).toBeCloseTo(losses[n - start], 4);
    }
    expect(slid).toBe(15);
  });

  it('hears several tokens at once as it hears them one by one, wherever its room ends', () => {
    const [all, one] = [mind(), mind()];
    const [atOnce, slowly] = [all.voice(), one.voice(one.steps.slice(0, 1))];
    for (const [first, second] of [
      [5, 5],
      [3, 9],
      [11, 2],
      [7, 40],
      [64, 64],
    ]) {
      const ids = text(first + second);
      const [talk, other] = [atOnce.begin(), slowly.begin()];
      atOnce.hear(talk, ids.slice(0, first), FELT);
      const several = Array.from(atOnce.hear(talk, ids.slice(first), FELT));
      const single = Array.from(slowly.hear(other, ids, FELT));
      several.forEach((logit, v) => expect(logit).toBeCloseTo(single[v], 4));
      expect(talk.ids).toEqual(ids);
      atOnce.putDown();
      slowly.putDown();
      expect(talk.minds.get('')!.get('position')).toEqual(other.minds.get('')!.get('position'));
    }
  });

  it('keeps conversations apart', () => {
    const voice = mind().voice();
    const ids = text(30);
    const [alone, mine, yours] = [voice.begin(), voice.begin(), voice.begin()];
    for (const id of ids) {
      const undisturbed = Array.from(voice.hear(alone, [id], FELT));
      voice.hear(yours, text(2), FELT);
      expect(Array.from(voice.hear(mine, [id], FELT))).toEqual(undisturbed);
    }
  });

  it('looks back only, and no further than its chunk', () => {
    const all = mind();
    const [a, b, targets] = [text(12), text(12), text(12)];
    const [before] = lossesOf(all, [a, b], [targets, targets]);
    const [again] = lossesOf(all, [a, a], [targets, targets]);
    expect(again).toEqual(before); // nothing is carried, and streams do not hear one another
    const changed = a.with(7, (a[7] + 1) % 23);
    const [after] = lossesOf(all, [changed, b], [targets, targets]);
    expect(after.slice(0, 7)).toEqual(before.slice(0, 7));
    after.slice(7).forEach((loss, i) => expect(loss).not.toBeCloseTo(before[7 + i], 5));
    expect(all.engine.statesOf('streams')).toEqual([]);
  });

  it('has true gradients in every parameter', () => {
    const small = { ...sizes, vocabulary: 7, channels: 6, feedForwardWidth: 5, contextLength: 6 };
    const verdict = checkGradients(
      (r) => {
        const ids = Float32Array.from({ length: 12 }, (_, i) => (i * 5) % 7);
        r.fixedInput('ids', ids, [2, 6]);
        r.fixedInput('targets', ids.toReversed(), [12]);
        r.fixedInput('colour', Float32Array.from([0.1, 0.5, 0.9, 0.3, 0.2, 0.7]), [2, 3]);
        r.fixedInput('nextColour', Float32Array.from([0.6, 0.4, 0.2, 0.8, 0.1, 0.5]), [2, 3]);
        const { losses } = gpt2.learn(r, small);
        const [[tokens], [colours]] = losses as NonNullable<typeof losses>;
        // one tensor that both losses reach: twelve tokens, and the six colour errors twice
        return add(r.view(tokens, [2, 6]), r.view(repeatRow(r.view(colours, [6]), 2), [2, 6]));
      },
      { nudge: 0.5 },
    );
    expect(verdict.checked).toBeGreaterThan(500);
    expect(verdict.worst, verdict.parameter).toBeLessThan(5e-6);
  });

  it('shows how far back each head looks', () => {
    const all = mind();
    lossesOf(all, [text(12), text(12)], [text(12), text(12)]);
    const at = {
      parameter: (name: string) => all.engine.ofParameter(name),
      output: (name: string) => all.engine.output(all.learn, name),
    };
    const { values, maps } = gpt2.look(at, sizes);
    expect(Object.keys(values)).toEqual(['lobe0.window0', 'lobe0.window1', 'lobe1.window0', 'lobe1.window1']);
    for (const tokens of Object.values(values)) {
      expect(tokens).toBeGreaterThan(1);
      expect(tokens).toBeLessThan(12);
    }
    expect(maps.map(({ rows }) => rows.map(({ values: shares }) => shares.length))).toEqual([
      [12, 12],
      [12, 12],
    ]);
    // keys and queries of one block made 0: it hears everything alike
    all.engine.ofParameter('block1.attention.in.weight').fill(0);
    lossesOf(all, [text(12), text(12)], [text(12), text(12)]);
    expect(gpt2.look(at, sizes).values['lobe1.window0']).toBeCloseTo(3.75, 4); // the mean of 1, 1.5, 2 … 6.5
  });

  it('has the heads that GPTs have', () => {
    expect([128, 384, 768, 1024, 1280, 1600].map(headsFor)).toEqual([4, 6, 12, 16, 20, 25]);
    expect([1, 24, 56, 97].map(headsFor)).toEqual([1, 1, 2, 1]);
  });

  it('says what does not fit', () => {
    expect(() => mind({ ...sizes, heads: 5, kvHeads: 5 })).toThrow(/last axis of linear \(2,12,36\) must be 3·5·D/);
    expect(() => mind({ ...sizes, contextLength: 4096 })).toThrow(
      /^4096 tokens with heads 6 wide need room for \d+ numbers in attention, .* choose fewer tokens \(contextLength\) or narrower heads$/,
    );
    expect(() => mind({ ...sizes, contextLength: 3 })).toThrow(/5 tokens at once do not fit into a past of 3/);
  });

  it('is given the room that its kernels count on', async () => {
    const { call } = await loadKernels('simd-relaxed', 1 << 16);
    expect(call['matmulScratchBytes']!() / 4).toBeGreaterThanOrEqual(ATTENTION_ROOM);
    for (const time of [1, 7, 64, 300, 1024, 2000])
      for (const depth of [1, 5, 32, 64, 100])
        expect(call['attentionScratchBytes']!(time, depth) / 4, `${time}, ${depth}`).toBeLessThanOrEqual(
          attentionRoom(time, depth),
        );
    expect(attentionRoom(1024, 64)).toBeLessThan(ATTENTION_ROOM); // GPT-2's own
  });
});

describe.each(HANDS)('a tiny GPT against PyTorch, $name', (hand) => {
  const { tolerance } = hand;
  const { first, curve, norms, afterTenSteps, decayed } = gptGolden;
  const found = live(gptGolden, hand);

  it('logits, spoken token by token', () => {
    expect(complaints(found.logits, { logits: first.logits }, tolerance)).toEqual([]);
  });

  it('losses and colour, learnt in parallel', () => {
    expect(complaints(found.first.outputs, first.outputs, tolerance)).toEqual([]);
  });

  it('the gradient of every parameter', () => {
    expect(complaints(found.first.gradients, first.gradients, tolerance)).toEqual([]);
  });

  it('ten steps of AdamW, with clipping and decay of every matrix', () => {
    expect(found.decayed.sort()).toEqual([...decayed].sort());
    expect(complaints(found.life, { curve, norms }, tolerance)).toEqual([]);
    expect(complaints(found.last, afterTenSteps, 5 * tolerance)).toEqual([]);
  });

  it('are noticed when one number of them is changed', () => {
    for (const name of Object.keys(first.gradients))
      expect(complaints(found.first.gradients, moved(first.gradients, name, 0), tolerance), name).toHaveLength(1);
    expect(complaints(found.logits, moved({ logits: first.logits }, 'logits', 31), tolerance)).toHaveLength(1);
  });
});
