import { describe, expect, it } from 'vitest';
import { advancePosition, positionState } from '../../../brain/brains/positions.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { normal, zeros } from '../../../brain/engine/parameters.ts';
import { Random } from '../../../brain/engine/random.ts';
import { ATTENTION_ROOM, linearAttentionRoom } from '../../../brain/kernels/contract.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { attendByState, decaysOf } from '../../../brain/layers/linear-attention.ts';
import { linear } from '../../../brain/ops/matmul.ts';
import { addPerStream, gather } from '../../../brain/ops/streams.ts';
import { Voice } from '../../../brain/voice/speak.ts';
import { HANDS, type Hand } from '../goldens/compare.ts';
import { loadKernels } from '../wasm.ts';

const [HEADS, KV_HEADS, DEPTH] = [4, 2, 5];
const ROW = (HEADS + 2 * KV_HEADS) * DEPTH;
/** more than one block of the kernels, with a tail */
const TIME = 70;

const random = new Random(3);
const rows = (count: number): number[] => Array.from({ length: count * ROW }, () => random.normal());

/** One tape of `streams` streams that reads `time` tokens at once, and a run of it that goes on from the last. */
function reader(hand: Hand, streams: number, time: number) {
  const engine = new Engine();
  const tape = engine.record('read', 'streams', (r) => ({
    outputs: { y: attendByState(r, r.input('qkv', [streams, time, ROW]), HEADS, KV_HEADS) },
  }));
  const { numbers, backend } = hand.make(engine.layOut({ learning: false, scratch: hand.scratch, threads: 1 }));
  engine.attach(numbers, backend);
  const read = (qkv: readonly number[]): number[] => {
    engine.input(tape, 'qkv').set(qkv);
    engine.run(tape, 'forward');
    const y = Array.from(engine.output(tape, 'y'));
    engine.run(tape, 'commit');
    return y;
  };
  return Object.assign(read, { memory: () => engine.statesOf('streams')[0]!.data });
}

const furthest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

describe.each(HANDS)('linear attention, $name', (hand) => {
  const near = hand.name === 'plain float64' ? 1e-12 : 2e-6;

  it('says token by token, and in pieces of any size, what it learns in parallel', () => {
    const text = rows(TIME);
    const parallel = reader(hand, 1, TIME)(text);
    for (const time of [1, 2, 7, 35]) {
      const read = reader(hand, 1, time);
      const pieces = Array.from({ length: TIME / time }, (_, i) => text.slice(i * time * ROW, (i + 1) * time * ROW));
      expect(furthest(pieces.flatMap(read), parallel), `${time} tokens at once`).toBeLessThan(near);
    }
    expect(Math.max(...parallel)).toBeGreaterThan(0.5);
  });

  it('carries its past from chunk to chunk, each stream its own', () => {
    const [mine, yours] = [rows(2 * TIME), rows(2 * TIME)];
    const half = TIME * ROW;
    const read = reader(hand, 2, TIME);
    read([...mine.slice(0, half), ...yours.slice(0, half)]);
    const second = read([...mine.slice(half), ...yours.slice(half)]);
    const whole = [mine, yours].map((text) => reader(hand, 1, 2 * TIME)(text).slice(TIME * HEADS * DEPTH));
    expect(furthest(second, whole.flat())).toBeLessThan(near);
    expect(furthest(second, reader(hand, 2, TIME)([...mine.slice(half), ...yours.slice(half)]))).toBeGreaterThan(0.1);
  });

  it('lets no token see a later one, bit for bit', () => {
    const text = rows(TIME);
    const before = reader(hand, 1, TIME)(text);
    for (const token of [0, 5, 63, 64, 69]) {
      const changed = text.map((x, i) => (Math.floor(i / ROW) === token ? x + 1.5 : x));
      const after = reader(hand, 1, TIME)(changed);
      const first = token * HEADS * DEPTH;
      expect(after.slice(0, first)).toEqual(before.slice(0, first));
      expect(after.slice(first)).not.toEqual(before.slice(first));
    }
  });
});

describe('a voice with linear attention', () => {
  it('keeps conversations apart even where it has as many heads as its cache has rows', () => {
    const [heads, depth] = [4, 2];
    const engine = new Engine();
    const tape = engine.record('speak', 'voice', (r) => {
      const position = positionState(r);
      const ids = r.input('ids', [1, 1]);
      const qkv = r.view(gather(ids, r.parameter('table', [30, 3 * heads * depth], normal(1))), [
        1,
        1,
        3 * heads * depth,
      ]);
      const logits = attendByState(
        r,
        addPerStream(qkv, linear(r.input('colour', [1, 3]), r.parameter('c', [24, 3], zeros))),
        heads,
      );
      advancePosition(r, position, 1);
      return { outputs: { logits } };
    });
    const numbers = new Float32Array(engine.layOut({ learning: false, scratch: 0, threads: 1 }));
    engine.attach(numbers, plainBackend(numbers));
    engine.initialise(new Random(8));
    const voice = new Voice(engine, 'voice', { speaking: [{ time: 1, tape }], cacheLength: heads });
    const [alone, mine, yours] = [voice.begin(), voice.begin(), voice.begin()];
    for (const id of [3, 17]) {
      const undisturbed = Array.from(voice.hear(alone, [id], [0, 0, 0]));
      voice.hear(yours, [id + 5], [0, 0, 0]);
      expect(Array.from(voice.hear(mine, [id], [0, 0, 0]))).toEqual(undisturbed);
    }
  });
});

describe('the decays of linear attention', () => {
  it('make heads count on 32 to 4,096 tokens', () => {
    expect([...decaysOf(2)]).toEqual([1 - 1 / 32, 1 - 1 / 4096]);
    const lengths = [...decaysOf(8)].map((decay) => 1 / (1 - decay));
    lengths.slice(1).forEach((length, i) => expect(length / lengths[i]!).toBeCloseTo(2, 2));
    expect(1 / (1 - decaysOf(1)[0]!)).toBeCloseTo(362, 0);
  });

  it('keep the state within bounds however long it reads', () => {
    const hand = HANDS.find(({ name }) => name === 'simd-relaxed') as Hand;
    const read = reader(hand, 1, TIME);
    const text = rows(TIME);
    const largestFeature = 1 + Math.max(...text);
    for (let chunk = 0; chunk < 2000; chunk++) read(text);
    // 140,000 tokens: without a decay the sums of features would be that large
    const lastRows = [...decaysOf(KV_HEADS)].map((decay, head) => {
      const end = (head + 1) * (DEPTH + 1) * DEPTH;
      return { longest: 1 / (1 - decay), features: Math.max(...read.memory().subarray(end - DEPTH, end)) };
    });
    for (const { longest, features } of lastRows) {
      expect(features).toBeLessThan(longest * largestFeature);
      expect(features).toBeGreaterThan(longest / 4);
    }
  });
});

describe('the room of linear attention', () => {
  it('is as large as its kernels count on', async () => {
    const { call } = await loadKernels('simd-relaxed', 1 << 16);
    for (const depth of [1, 5, 32, 63, 64, 65, 100, 256])
      expect(call['linearAttentionScratchBytes']!(depth) / 4, `${depth}`).toBeLessThanOrEqual(
        linearAttentionRoom(depth),
      );
    expect(linearAttentionRoom(256)).toBeLessThan(ATTENTION_ROOM);
  });
});
