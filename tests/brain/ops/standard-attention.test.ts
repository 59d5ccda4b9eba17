import { describe, expect, it } from 'vitest';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { normal } from '../../../brain/engine/parameters.ts';
import { Random } from '../../../brain/engine/random.ts';
import { ATTENTION_ROOM, standardAttentionRoom } from '../../../brain/kernels/contract.ts';
import { attention } from '../../../brain/ops/attention.ts';
import { standardAttention } from '../../../brain/ops/standard-attention.ts';
import { HANDS, type Hand } from '../goldens/compare.ts';
import { loadKernels } from '../wasm.ts';

const [STREAMS, TIME, HEADS, DEPTH] = [2, 130, 4, 12];

/** y, and the gradient of Σ seed·y for qkv, of either form on the same numbers. */
function run(op: typeof attention, kvHeads: number, hand: Hand) {
  const engine = new Engine();
  const row = (HEADS + 2 * kvHeads) * DEPTH;
  const tape = engine.record('op', 'op', (r) => {
    const y = op(r.parameter('qkv', [STREAMS, TIME, row], normal(1)), HEADS, kvHeads);
    return { outputs: { y }, losses: [[y, r.input('seed', y.shape)]] };
  });
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  engine.attach(numbers, backend);
  const random = new Random(7);
  engine.initialise(random);
  const seed = engine.input(tape, 'seed');
  for (let i = 0; i < seed.length; i++) seed[i] = random.normal();
  engine.variables.set(ACCUMULATE, 0);
  engine.run(tape, 'forward');
  const y = Array.from(engine.output(tape, 'y'));
  engine.run(tape, 'backward');
  return { y, dqkv: Array.from(engine.ofParameter('qkv', 'gradients')) };
}

describe.each(HANDS)('standard attention, $name', (hand) => {
  it.each([HEADS, 2, 1])('is what flash attention is, values and gradients, with %i heads of keys', (kvHeads) => {
    const [flash, standard] = [run(attention, kvHeads, hand), run(standardAttention, kvHeads, hand)];
    for (const name of ['y', 'dqkv'] as const) {
      const largest = Math.max(...standard[name].map(Math.abs));
      const apart = Math.max(...standard[name].map((x, i) => Math.abs(x - flash[name][i]!)));
      expect(largest, name).toBeGreaterThan(1);
      expect(apart / largest, name).toBeLessThan(1e-5);
    }
  });
});

describe('the room of standard attention', () => {
  it('is as large as its kernels count on', async () => {
    const { call } = await loadKernels('simd-relaxed', 1 << 16);
    for (const time of [1, 7, 64, 300, 1024, 2000])
      for (const depth of [1, 5, 32, 64, 100])
        expect(call['standardAttentionScratchBytes']!(time, depth) / 4, `${time}, ${depth}`).toBeLessThanOrEqual(
          standardAttentionRoom(time, depth),
        );
    expect(standardAttentionRoom(1024, 64)).toBeLessThan(ATTENTION_ROOM);
  });

  it('is refused with one sentence where there is none', () => {
    const record = () =>
      new Engine().record('op', 'op', (r) => ({
        outputs: { y: standardAttention(r.input('qkv', [1, 4096, 192]), 1) },
      }));
    expect(record).toThrow(
      /^4096 tokens with heads 64 wide need room for \d+ numbers in standardAttention, but there is room for 614400 only: choose fewer tokens \(contextLength\), narrower heads, or flash attention$/,
    );
  });
});
