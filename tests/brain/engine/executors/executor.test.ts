import { describe, expect, it } from 'vitest';
import { type BrainName, kindOf } from '../../../../brain/brains/index.ts';
import type { Sizes } from '../../../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../../../brain/engine/differentiate.ts';
import { Engine, type Tape } from '../../../../brain/engine/engine.ts';
import { CpuExecutor } from '../../../../brain/engine/executors/cpu.ts';
import type { Executor } from '../../../../brain/engine/executors/executor.ts';
import { Random } from '../../../../brain/engine/random.ts';
import { Leader } from '../../../../brain/engine/team.ts';
import { plainBackend } from '../../../../brain/kernels/plain.ts';
import { Optimizer } from '../../../../brain/learning/optimizer.ts';
import { affine, clamp } from '../../../../brain/ops/pointwise.ts';
import { transformersOf } from '../../transformers.ts';
import { RemoteExecutor } from './remote.ts';

const EXECUTORS: Record<string, (engine: Engine, size: number) => Executor> = {
  cpu(engine, size) {
    const memory = new Float32Array(size);
    const backend = plainBackend(memory);
    return new CpuExecutor(memory, backend, new Leader(backend, 1, engine.scratchRoom(0)));
  },
  remote: (_, size) => new RemoteExecutor(size),
};

/** y = 2x + 1, the same shifted by a variable, and clamped. */
function counting(make: (engine: Engine, size: number) => Executor) {
  const engine = new Engine();
  const tape = engine.record('count', 'test', (r) => {
    const y = affine(r.input('x', [40]), 2, 1);
    const shifted = r.activation([40], false, 'shifted');
    r.call('affine', { work: 40, grain: 64, cost: 40 }, [y, 1, r.variable('shift'), shifted]);
    return { outputs: { y, shifted, low: clamp(y, 0, 5) } };
  });
  const executor = make(engine, engine.layOut({ learning: false, scratch: 0, threads: 1 }));
  engine.attachTo(executor);
  return { engine, tape, executor };
}

describe.each(Object.entries(EXECUTORS))('the executor %s', (_, make) => {
  const x = Array.from({ length: 40 }, (_, i) => i - 20);

  it('uploads, runs in order, and reads back what was true when it was asked', async () => {
    const { engine, tape } = counting(make);
    engine.variables.set('shift', 10);
    engine.write(tape, 'x', x);
    engine.run(tape, 'forward');
    const first = engine.read(tape, 'shifted');
    engine.variables.set('shift', 20);
    engine.write(tape, 'x', new Float32Array(40));
    engine.run(tape, 'forward');
    const second = engine.read(tape, 'shifted');
    expect([...(await first)]).toEqual(x.map((v) => 2 * v + 11));
    expect([...(await second)]).toEqual(x.map(() => 21));
    expect([...(await engine.read(tape, 'low'))]).toEqual(x.map(() => 1));
  });

  it('copies what is uploaded, and gives copies', async () => {
    const { engine, tape } = counting(make);
    engine.variables.set('shift', 0);
    const values = Float32Array.from(x);
    engine.write(tape, 'x', values);
    values.fill(9);
    engine.run(tape, 'forward');
    const y = await engine.read(tape, 'y');
    y.fill(0);
    expect([...(await engine.read(tape, 'y'))]).toEqual(x.map((v) => 2 * v + 1));
  });

  it('calls what comes between before the work, and refuses a variable that nobody set, by the name of its tape', () => {
    const { engine, tape } = counting(make);
    let between = 0;
    expect(() => engine.run(tape, 'forward', () => between++)).toThrow(
      'the variable shift was not set before count was run',
    );
    expect(between).toBeGreaterThan(0);
  });

  it('must have room for all, and is told sizes that do not fit', () => {
    const { engine, tape, executor } = counting(make);
    expect(() => engine.attachTo(new RemoteExecutor(3))).toThrow(/the engine needs \d+ numbers of memory, got 3/);
    expect(executor.size).toBeGreaterThan(40);
    expect(() => engine.write(tape, 'x', [1])).toThrow('x takes 40 numbers, got 1');
    expect(() => engine.write(tape, 'z', [1])).toThrow('count has no input z; it has x');
    expect(() => engine.read(tape, 'z')).toThrow(/count has no output z/);
  });
});

const SIZES: Record<BrainName, Sizes> = {
  baby: { vocabulary: 30, contextLength: 6, batch: 2, channels: 8, neurons: 12, lobes: 2, history: 6 },
  seed: { vocabulary: 30, contextLength: 6, batch: 1, channels: 8, neurons: 12 },
  ...transformersOf({
    vocabulary: 30,
    contextLength: 6,
    batch: 2,
    channels: 8,
    blocks: 2,
    feedForwardWidth: 16,
    heads: 2,
  }),
};

/** Three steps of learning that use nothing of an executor but its contract: losses, and the bits of all weights afterwards. */
async function learn(brain: BrainName, make: (engine: Engine, size: number) => Executor) {
  const sizes = SIZES[brain];
  const kind = kindOf(brain);
  const engine = new Engine();
  const tape = engine.record('learn', 'streams', (r) => kind.learn(r, sizes));
  const optimizer = new Optimizer(engine, { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 });
  engine.attachTo(make(engine, engine.layOut({ learning: true, scratch: 0, threads: 1 })));
  engine.initialise(new Random(3));
  engine.applyConstraints();
  const random = new Random(4);
  const sizeOf = (t: Tape, name: string) => t.inputs.get(name)!.size;
  const losses: number[] = [];
  for (let step = 1; step <= 3; step++) {
    for (const name of ['ids', 'targets'])
      engine.write(
        tape,
        name,
        Array.from({ length: sizeOf(tape, name) }, () => random.below(sizes.vocabulary)),
      );
    for (const [name, value] of Object.entries({ colour: 0.5, nextColour: 0.4, colourWeights: 0.01 }))
      engine.write(tape, name, new Float32Array(sizeOf(tape, name)).fill(value));
    engine.write(tape, 'weights', new Float32Array(sizeOf(tape, 'weights')).fill(1 / sizeOf(tape, 'weights')));
    engine.variables.set(ACCUMULATE, 0);
    engine.run(tape, 'forward');
    engine.run(tape, 'backward');
    engine.run(tape, 'commit');
    optimizer.run();
    const norm = await optimizer.read();
    losses.push(...(await engine.read(tape, 'losses')), norm);
    optimizer.apply(step, 1e-2);
  }
  const weights: Record<string, number[]> = {};
  for (const name of engine.parameters.all.keys())
    weights[name] = [...new Uint32Array(Float32Array.from(await engine.readParameter(name)).buffer)];
  return { losses, weights };
}

describe.each(Object.keys(SIZES) as BrainName[])('a %s brain on a device with a memory of its own', (brain) => {
  it('learns bit for bit what it learns here', async () => {
    const [here, there] = [await learn(brain, EXECUTORS.cpu), await learn(brain, EXECUTORS.remote)];
    expect(here.losses.every(Number.isFinite)).toBe(true);
    expect(here.losses[0]).not.toBe(here.losses[here.losses.length / 3]);
    expect(there).toEqual(here);
  });

  it('can be looked at in place only where that is possible', () => {
    const engine = new Engine();
    const tape = engine.record('learn', 'streams', (r) => kindOf(brain).learn(r, SIZES[brain]));
    engine.attachTo(new RemoteExecutor(engine.layOut({ learning: true, scratch: 0, threads: 1 })));
    const [name] = engine.parameters.all.keys();
    const sentence = /lies on a device: it can be written and read, and not looked at in place/;
    expect(() => engine.input(tape, 'ids')).toThrow(sentence);
    expect(() => engine.output(tape, 'losses')).toThrow(sentence);
    expect(() => engine.ofParameter(name!)).toThrow(sentence);
  });
});
