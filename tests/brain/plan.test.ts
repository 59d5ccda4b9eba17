import { describe, expect, it } from 'vitest';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine, type Tape } from '../../brain/engine/engine.ts';
import { constant } from '../../brain/engine/parameters.ts';
import { callsOf } from '../../brain/engine/plan.ts';
import { Random } from '../../brain/engine/random.ts';
import { type Recording, spaceOf } from '../../brain/engine/recording.ts';
import { root, type Tensor } from '../../brain/engine/tensor.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { linearLayer, normLayer } from '../../brain/layers/linear.ts';
import { add, affine, clamp, gelu, multiply, scaleBy, sigmoid } from '../../brain/ops/pointwise.ts';
import { softmax } from '../../brain/ops/softmax.ts';

const ROWS = 6;
const COLS = 8;

/** The bits of numbers, so that NaN equals NaN and −0 is not 0. */
const bits = (numbers: ArrayLike<number>): number[] => [...new Uint32Array(Float32Array.from(numbers).buffer)];

/** A random program of a few dozen ops over (6,8), with a state, a tensor that is kept, and views. */
function randomProgram(seed: number) {
  return (r: Recording) => {
    const random = new Random(seed);
    const x = r.input('x', [ROWS, COLS]);
    const held = r.state('held', [ROWS, COLS]);
    const pool: Tensor[] = [linearLayer(r, 'first', x, COLS), add(linearLayer(r, 'second', x, COLS), held)];
    const any = () => pool[random.below(pool.length)];
    const ops: ((name: string) => Tensor)[] = [
      () => add(any(), any()),
      () => multiply(any(), any()),
      () => gelu(any()),
      () => sigmoid(any()),
      () => softmax(any()),
      () => affine(any(), -0.5, 0.25),
      () => clamp(any(), -0.75, 1),
      () => r.stopGradient(any()),
      () => r.view(gelu(r.view(any(), [COLS, ROWS])), [ROWS, COLS]),
      (name) => normLayer(r, name, any()),
      (name) => linearLayer(r, name, gelu(linearLayer(r, `${name}wide`, any(), 5 * COLS)), COLS),
      (name) => scaleBy(r.parameter(name, [1], constant(0.7)), any()),
      () => linearLayer(r, 'first', any(), COLS), // a parameter used again: its gradients add up
    ];
    for (let i = 0; i < 24; i++) pool.push(ops[random.below(ops.length)](`op${i}`));
    const kept = any();
    r.commit(held, any());
    const y = pool.slice(-6).reduce(add);
    return { outputs: { y, kept }, losses: [[y, r.input('seed', [ROWS, COLS])]] as const };
  };
}

interface Outcome {
  readonly results: Record<string, number[]>;
  readonly program: Tape;
  readonly size: number;
  readonly finite: boolean;
}

/** Replays the program twice on memory that begins as NaN everywhere, so that nothing unwritten can be read unnoticed. */
function outcomeOf(seed: number, change: (program: Tape) => void = () => {}, afterLayOut = change): Outcome {
  const engine = new Engine();
  const program = engine.record('random', 'streams', randomProgram(seed));
  change(program);
  const size = engine.layOut({ learning: true, scratch: 0, threads: 1 });
  if (afterLayOut !== change) afterLayOut(program);
  const numbers = new Float32Array(size).fill(Number.NaN);
  engine.attach(numbers, plainBackend(numbers));
  const random = new Random(seed + 1);
  engine.initialise(random);
  for (const { data } of engine.statesOf('streams')) data.fill(0.25);
  engine.variables.set(ACCUMULATE, 0);
  const results: Record<string, number[]> = {};
  let finite = true;
  for (let round = 0; round < 2; round++) {
    for (const name of ['x', 'seed'] as const) {
      const input = engine.input(program, name);
      for (let i = 0; i < input.length; i++) input[i] = random.normal();
    }
    for (const section of ['forward', 'backward', 'commit'] as const) engine.run(program, section);
    const take = (name: string, values: ArrayLike<number>) => {
      finite &&= Array.from(values).every(Number.isFinite);
      results[`${name} in round ${round}`] = bits(values);
    };
    take('y', engine.output(program, 'y'));
    take('kept', engine.output(program, 'kept'));
    for (const { name, data } of engine.statesOf('streams')) take(name, data);
    for (const t of program.recording.tensors)
      if (t.role === 'gradient' && t.address >= 0) take(`d ${t.name}`, engine.ofParameter(t.name, 'gradients'));
  }
  return { results, program, size, finite };
}

const activationsOf = (program: Tape): Tensor[] =>
  program.recording.tensors.filter((t) => t.role === 'activation' && !t.base);
const shareNothing = (program: Tape): void => {
  for (const t of activationsOf(program)) t.pinned = true;
};

/** When each placed activation is needed, from the calls alone. */
function livesIn(program: Tape): { tensor: Tensor; first: number; last: number }[] {
  const calls = callsOf(program.recording);
  const uses = (t: Tensor) =>
    calls.flatMap(({ args }, i) =>
      args.some((a) => typeof a === 'object' && 'recording' in a && root(a) === t) ? [i] : [],
    );
  return activationsOf(program)
    .map((tensor) => ({ tensor, at: uses(tensor) }))
    .filter(({ at }) => at.length > 0)
    .map(({ tensor, at }) => ({ tensor, first: at[0], last: tensor.pinned ? calls.length : at[at.length - 1] }));
}

describe('planned memory', () => {
  const seeds = Array.from({ length: 60 }, (_, i) => 100 + i);

  it('gives random programs the results they have when nothing is shared, bit for bit', () => {
    let saved = 0;
    for (const seed of seeds) {
      const planned = outcomeOf(seed);
      const roomy = outcomeOf(seed, shareNothing);
      expect(planned.results, `seed ${seed}`).toEqual(roomy.results);
      expect(planned.finite, `seed ${seed}`).toBe(true);
      if (planned.size < 0.8 * roomy.size) saved++;
    }
    expect(saved).toBeGreaterThan(50);
  });

  it('never puts two activations that are alive together into the same place', () => {
    for (const seed of seeds) {
      const lives = livesIn(outcomeOf(seed).program);
      for (const a of lives) {
        for (const b of lives) {
          if (a === b || a.last < b.first || b.last < a.first) continue;
          const apart =
            a.tensor.address + spaceOf(a.tensor) <= b.tensor.address ||
            b.tensor.address + spaceOf(b.tensor) <= a.tensor.address;
          expect(apart, `seed ${seed}: ${a.tensor.name} and ${b.tensor.name}`).toBe(true);
        }
      }
    }
  });

  it('would be caught if it did', () => {
    const caught = seeds.filter((seed) => {
      const nothing = (): void => {};
      const collide = (program: Tape): void => {
        const lives = livesIn(program);
        const kept = lives.find(({ tensor }) => tensor.pinned)!;
        const other = lives.find(({ tensor, last }) => tensor !== kept.tensor && last > kept.first)!;
        kept.tensor.address = other.tensor.address;
      };
      const wrong = outcomeOf(seed, nothing, collide).results;
      return JSON.stringify(wrong) !== JSON.stringify(outcomeOf(seed).results);
    });
    expect(caught.length).toBeGreaterThan(55);
  });
});
