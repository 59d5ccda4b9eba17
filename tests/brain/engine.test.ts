import { describe, expect, it } from 'vitest';
import { Engine } from '../../brain/engine/engine.ts';
import { normal } from '../../brain/engine/parameters.ts';
import type { Recording } from '../../brain/engine/recording.ts';
import type { Tensor } from '../../brain/engine/tensor.ts';
import { AVERAGE, LEARNING, SIBLINGS } from '../../brain/engine/weight-sets.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { linear, matmul } from '../../brain/ops/matmul.ts';
import { add, gelu, multiply } from '../../brain/ops/pointwise.ts';
import { buildModel } from '../../school/training/model.ts';

describe('what is wrong is said clearly', () => {
  const record = (script: (r: Recording) => Tensor) =>
    new Engine().record('p', 'o', (r) => ({ outputs: { y: script(r) } }));

  it('shapes that do not fit', () => {
    expect(() => record((r) => add(r.input('a', [2, 3]), r.input('b', [3, 2])))).toThrow(
      'add: a (2,3) must have the same shape as b (3,2)',
    );
    expect(() => record((r) => linear(r.input('x', [8, 64, 256]), r.input('w', [128, 512])))).toThrow(
      'linear: last axis of x (8,64,256) must equal last axis of w (128,512)',
    );
    expect(() => record((r) => matmul(r.input('x', [4, 5]), r.input('w', [4, 5])))).toThrow(
      'matmul: last axis of x (4,5) must equal first axis of w (4,5)',
    );
    expect(() => record((r) => r.view(r.input('x', [4, 5]), [3, 7]))).toThrow(
      'view: (4,5) has not as many elements as (3,7)',
    );
  });

  it('a parameter, an input or a state that comes again in another shape', () => {
    const again = (second: readonly number[]) =>
      record((r) => {
        r.parameter('w', [2, 3], normal(1));
        return gelu(r.parameter('w', second, normal(1)));
      });
    expect(() => again([2, 3])).not.toThrow();
    expect(() => again([3, 2])).toThrow('parameter w was first used as (2,3), now as (3,2)');
    const engine = new Engine();
    const use = (shape: readonly number[]) => (r: Recording) => ({
      outputs: { y: gelu(r.parameter('w', shape, normal(1))) },
    });
    engine.record('one', 'o', use([4]));
    expect(() => engine.record('two', 'o', use([5]))).toThrow('parameter w was first used as (4), now as (5)');
    expect(() => record((r) => add(r.input('x', [4]), r.input('x', [2, 2])))).toThrow(
      'input x was first used as (4), now as (2,2)',
    );
    const remember = (size: number) => (r: Recording) => ({ outputs: { y: gelu(r.state('s', [size])) } });
    engine.record('three', 'o', remember(4));
    expect(() => engine.record('four', 'o', remember(5))).toThrow(
      'state o/s has 4 elements in one tape and 5 in another',
    );
  });

  it('what is missing: memory, variables, inputs, outputs, parameters', () => {
    const engine = new Engine();
    const program = engine.record('learn', 'o', (r) => {
      const x = r.input('x', [4]);
      const y = r.activation([4], false);
      r.call('scaleInto', { work: 4, grain: 4, cost: 4 }, [x, r.variable('rate'), y, 0]);
      return { outputs: { y } };
    });
    expect(() => engine.run(program, 'forward')).toThrow('attach memory and kernels before running a tape');
    const size = engine.layOut({ learning: false, scratch: 0, threads: 1 });
    const small = new Float32Array(size - 1);
    expect(() => engine.attach(small, plainBackend(small))).toThrow(
      `the engine needs ${size} numbers of memory, got ${size - 1}`,
    );
    const numbers = new Float32Array(size);
    engine.attach(numbers, plainBackend(numbers));
    expect(() => engine.run(program, 'forward')).toThrow('the variable rate was not set before learn was run');
    engine.variables.set('rate', 3);
    engine.input(program, 'x').set([1, 2, 3, 4]);
    engine.run(program, 'forward');
    expect([...engine.output(program, 'y')]).toEqual([3, 6, 9, 12]);
    expect(() => engine.input(program, 'z')).toThrow('learn has no input z; it has x');
    expect(() => engine.output(program, 'z')).toThrow('learn has no output z; it has y');
    expect(() => engine.ofParameter('w')).toThrow('there is no parameter w');
    expect(() =>
      engine.record('late', 'o', (r) => ({ outputs: { y: gelu(r.parameter('w', [4], normal(1))) } })),
    ).toThrow('parameter w is used for the first time after memory was laid out');
  });

  it('sizes that are none', () => {
    const sizes = { vocabulary: 9, channels: 4, neurons: 0, lobes: 1, contextLength: 4, history: 4, batch: 1 };
    expect(() => buildModel('baby', sizes)).toThrow(
      'the size neurons of a brain must be a whole number of at least 1, but it is 0',
    );
  });

  it('a loss whose gradient has another size', () => {
    const script = (r: Recording) => {
      const y = gelu(r.parameter('w', [4], normal(1)));
      return { outputs: { y }, losses: [[y, r.input('seed', [5])]] as const };
    };
    expect(() => new Engine().record('p', 'o', script)).toThrow(
      'differentiate: gelu (4) needs a gradient of its own size, not seed (5)',
    );
  });
});

describe('sets of weights', () => {
  /** y = w⊙x + memory of what was heard, which a speaker carries on. */
  function twoSets(room: { average?: boolean; siblings?: number }) {
    const engine = new Engine();
    const speak = engine.record('speak', 'voice', (r) => {
      const sum = r.state('sum', [4]);
      const y = add(multiply(r.parameter('w', [4], normal(1)), r.input('x', [4])), sum);
      r.commit(sum, y);
      return { outputs: { y } };
    });
    const numbers = new Float32Array(
      engine.layOut({ learning: true, scratch: 0, threads: 1, speaker: 'voice', ...room }),
    );
    engine.attach(numbers, plainBackend(numbers));
    engine.input(speak, 'x').set([1, 2, 3, 4]);
    const say = (set: number) => {
      engine.run(speak, 'forward', undefined, set);
      engine.run(speak, 'commit', undefined, set);
      return [...engine.output(speak, 'y')];
    };
    return { engine, say };
  }

  it('run the same program, and siblings keep minds of their own', () => {
    const { engine, say } = twoSets({ average: true, siblings: 2 });
    engine.weightsOf(LEARNING).fill(1);
    engine.weightsOf(AVERAGE).fill(2);
    engine.weightsOf(SIBLINGS).fill(10);
    engine.weightsOf(SIBLINGS + 1).fill(100);
    expect(say(LEARNING)).toEqual([1, 2, 3, 4]);
    expect(say(SIBLINGS)).toEqual([10, 20, 30, 40]);
    expect(say(SIBLINGS)).toEqual([20, 40, 60, 80]);
    // the average goes on with what the weights that learn heard
    expect(say(AVERAGE)).toEqual([3, 6, 9, 12]);
    expect(say(SIBLINGS + 1)).toEqual([100, 200, 300, 400]);
    expect([...engine.statesOf('voice')[0]!.data]).toEqual([3, 6, 9, 12]);
    expect([...engine.statesOf('voice', SIBLINGS)[0]!.data]).toEqual([20, 40, 60, 80]);
  });

  it('are refused where there is no room for them', () => {
    const { engine, say } = twoSets({});
    expect(engine.has(LEARNING)).toBe(true);
    expect(engine.has(AVERAGE)).toBe(false);
    expect(() => say(AVERAGE)).toThrow('there is no room for the set of weights 1');
    expect(() => engine.weightsOf(SIBLINGS)).toThrow(`there is no room for the set of weights ${SIBLINGS}`);
  });

  it('are counted among what memory is needed for', () => {
    const [alone, both] = [twoSets({}), twoSets({ average: true, siblings: 1 })].map(({ engine }) => engine.needs());
    expect(both!.parameters).toBe(3 * alone!.parameters);
    // the sibling's mind
    expect(both!.rest).toBe(alone!.rest + 16);
  });
});

describe('tapes of one owner', () => {
  const counting = (streams: number) => (r: Recording) => {
    const sum = r.state('sum', [streams, 2]);
    const y = add(r.input('x', [streams, 2]), sum);
    r.commit(sum, y);
    return { outputs: { y } };
  };

  it('share the states of the first streams, whichever was recorded first', () => {
    for (const order of [
      [1, 3, 2],
      [3, 2, 1],
    ]) {
      const engine = new Engine();
      const tapes = new Map(order.map((streams) => [streams, engine.record(`${streams}`, 'voice', counting(streams))]));
      const numbers = new Float32Array(engine.layOut({ learning: false, scratch: 0, threads: 1 }));
      engine.attach(numbers, plainBackend(numbers));
      const go = (streams: number) => {
        const tape = tapes.get(streams)!;
        engine.input(tape, 'x').fill(1);
        engine.run(tape, 'forward');
        engine.run(tape, 'commit');
        return [...engine.output(tape, 'y')];
      };
      expect(engine.statesOf('voice')[0]!.data).toHaveLength(6);
      expect(go(3)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(go(1)).toEqual([2, 2]);
      expect(go(2)).toEqual([3, 3, 2, 2]);
      expect(go(3)).toEqual([4, 4, 3, 3, 2, 2]);
    }
  });

  it('refuse states of other shapes', () => {
    const engine = new Engine();
    engine.record('one', 'voice', counting(2));
    const wider = (r: Recording) => ({ outputs: { y: gelu(r.state('sum', [2, 3])) } });
    expect(() => engine.record('two', 'voice', wider)).toThrow(
      'state voice/sum has 4 elements in one tape and 6 in another',
    );
  });
});
