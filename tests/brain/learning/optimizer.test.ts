import { describe, expect, it } from 'vitest';
import { Engine } from '../../../brain/engine/engine.ts';
import { zeros } from '../../../brain/engine/parameters.ts';
import type { Leader, Team } from '../../../brain/engine/team.ts';
import { Optimizer, type OptimizerSettings } from '../../../brain/learning/optimizer.ts';
import { OPTIMIZERS, type OptimizerName, UPDATE_RULES } from '../../../brain/learning/update-rules.ts';
import { complaints, copies, type Goldens, HANDS, type Hand, moved, read } from '../goldens/compare.ts';

interface OptimizersGolden {
  readonly settings: OptimizerSettings;
  readonly rate: number;
  readonly agcRatio: number;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly hidden: readonly string[];
  readonly start: Goldens;
  readonly gradients: Record<string, Goldens>;
  readonly norms: { readonly shape: readonly number[]; readonly data: number[] };
}
const golden: OptimizersGolden = read('optimizers.json');
const weightsAfter = (name: string): Goldens => (golden as unknown as Record<string, Goldens>)[`after ${name}`];
const names = Object.keys(golden.shapes);

/** As many threads as asked, one after the other: pieces are cut as a team cuts them. */
function inPieces(hand: { backend: ConstructorParameters<typeof Leader>[0] }, pieces: number, at: number): Team {
  const { kernels, unit } = hand.backend;
  const call = (kernel: keyof typeof kernels, from: number, to: number, args: number[]) =>
    (kernels[kernel] as (...all: number[]) => void)(from, to, ...args);
  return {
    threads: pieces,
    run(kernel, work, grain, args, scratchAt) {
      if (scratchAt >= 0) args[scratchAt] = at * unit;
      const units = Math.ceil(work / grain);
      const cut = (i: number) => Math.min(Math.floor((units * i) / pieces) * grain, work);
      for (let i = pieces - 1; i >= 0; i--) if (cut(i + 1) > cut(i)) call(kernel, cut(i), cut(i + 1), args);
    },
    alone(kernel, work, args, scratchAt) {
      if (scratchAt >= 0) args[scratchAt] = at * unit;
      call(kernel, 0, work, args);
    },
  };
}

/** Parameters of some shapes with an optimizer, ready to step. */
function learner(hand: Hand, settings: OptimizerSettings, shapes = golden.shapes, pieces = 0) {
  const engine = new Engine();
  engine.record('learn', 'streams', (r) => {
    for (const [name, shape] of Object.entries(shapes)) r.parameter(name, shape, zeros, { isEdge: name === 'table' });
    return { outputs: {} };
  });
  const optimizer = new Optimizer(engine, settings);
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  const room = engine.scratchRoom(hand.scratch);
  engine.attach(numbers, backend, pieces > 0 ? inPieces({ backend }, pieces, room.at) : undefined);
  return { engine, optimizer };
}

/** The golden's steps with an optimizer; weights after them, and the norms that were measured. */
function live(hand: Hand, name: OptimizerName, settings: Partial<OptimizerSettings> = {}) {
  const { rateFactor } = UPDATE_RULES[name];
  const weightDecay = golden.settings.weightDecay * rateFactor;
  const { engine, optimizer } = learner(hand, { ...golden.settings, weightDecay, optimizer: name, ...settings });
  for (const one of names) engine.ofParameter(one).set(golden.start[one].data);
  const norms = Object.values(golden.gradients).map((gradients, step) => {
    for (const one of names) engine.ofParameter(one, 'gradients').set(gradients[one].data);
    const norm = optimizer.measure();
    optimizer.apply(step + 1, golden.rate);
    return norm;
  });
  return { weights: copies(names, (one) => engine.ofParameter(one)), norms, engine };
}

describe.each(HANDS)('optimizers against PyTorch, $name', (hand) => {
  it.each(OPTIMIZERS)('%s: four steps with clipping and decay of matrices', (name) => {
    const { weights, norms } = live(hand, name);
    expect(complaints({ norms }, { norms: golden.norms }, hand.tolerance)).toEqual([]);
    expect(complaints(weights, weightsAfter(name), hand.tolerance)).toEqual([]);
  });

  it('clips by units (AGC): rows of matrices and whole vectors, and nothing at the edge', () => {
    const { weights } = live(hand, 'sgd', { clipBy: 'agc', agcRatio: golden.agcRatio });
    expect(complaints(weights, weightsAfter('agc'), hand.tolerance)).toEqual([]);
  });
});

describe('optimizers', () => {
  const exact = HANDS[0];

  it('are told apart by their goldens, which notice one changed number', () => {
    const all = OPTIMIZERS.map((name) => JSON.stringify(weightsAfter(name)));
    expect(new Set(all).size).toBe(OPTIMIZERS.length);
    for (const name of OPTIMIZERS) {
      const { weights } = live(exact, name);
      expect(complaints(weights, moved(weightsAfter(name), 'wide', 3), exact.tolerance)).toHaveLength(1);
    }
  });

  it('keep nothing where they need nothing: spare moments of Muon are 0 behind a step, all of SGD always', () => {
    const { engine } = live(exact, 'muon');
    for (const name of golden.hidden) {
      expect(new Set(engine.ofParameter(name, 'secondMoments'))).toEqual(new Set([0]));
      expect(engine.ofParameter(name, 'firstMoments').some((x) => x !== 0)).toBe(true);
    }
    expect(engine.ofParameter('table', 'secondMoments').every((x) => x > 0)).toBe(true);
    const sgd = live(exact, 'sgd').engine;
    for (const name of names) expect(sgd.ofParameter(name, 'firstMoments').every((x) => x === 0)).toBe(true);
  });

  it('leave the gradients of a step as they were, for whoever looks at them', () => {
    const last = Object.values(golden.gradients).at(-1) as Goldens;
    for (const name of OPTIMIZERS) {
      const { engine } = live(exact, name);
      for (const one of names) expect([...engine.ofParameter(one, 'gradients')], name).toEqual(last[one].data);
    }
  });

  it('begin with moments of 0 when they are reset', () => {
    for (const name of OPTIMIZERS) {
      const { engine, optimizer } = learner(exact, { ...golden.settings, optimizer: name });
      const step = (gradients: Goldens) => {
        for (const one of names) {
          engine.ofParameter(one).set(golden.start[one].data);
          engine.ofParameter(one, 'gradients').set(gradients[one].data);
        }
        optimizer.measure();
        optimizer.apply(1, golden.rate);
        return copies(names, (one) => engine.ofParameter(one));
      };
      const first = step(golden.gradients['0']);
      step(golden.gradients['1']);
      optimizer.reset();
      expect(step(golden.gradients['0']), name).toEqual(first);
    }
  });

  it.each(HANDS.slice(1))('do not depend on how work is shared, bit for bit, $name', (hand) => {
    // large enough that every call is shared
    const shapes = { wide: [70, 200], tall: [210, 64], vector: [9000] };
    const run = (name: OptimizerName, pieces: number) => {
      const settings = { ...golden.settings, optimizer: name, clipBy: 'agc', agcRatio: 0.01 } as const;
      const { engine, optimizer } = learner(hand, settings, shapes, pieces);
      for (const one of Object.keys(shapes)) {
        engine.ofParameter(one).forEach((_, i, all) => (all[i] = Math.sin(i)));
        engine.ofParameter(one, 'gradients').forEach((_, i, all) => (all[i] = Math.cos(3 * i)));
      }
      optimizer.measure();
      optimizer.apply(1, 0.1);
      return Object.keys(shapes).map((one) => [...engine.ofParameter(one)]);
    };
    for (const name of OPTIMIZERS) {
      const alone = run(name, 1);
      expect(run(name, 2), name).toEqual(alone);
      expect(run(name, 3), name).toEqual(alone);
    }
  });

  it('Muon moves a hidden matrix by about 0.2 rates in every direction, however lopsided its gradient is', () => {
    const { engine, optimizer } = learner(
      exact,
      { ...golden.settings, weightDecay: 0, optimizer: 'muon' },
      { m: [4, 6] },
    );
    // singular values 100, 1, 0.1, 0.01 on the diagonal
    [100, 1, 0.1, 0.01].forEach((value, i) => (engine.ofParameter('m', 'gradients')[7 * i] = value));
    optimizer.measure();
    optimizer.apply(1, 1);
    const moves = [...engine.ofParameter('m')];
    const diagonal = [0, 1, 2, 3].map((i) => -moves[7 * i] / (0.2 * Math.sqrt(6)));
    for (const value of diagonal.slice(0, 2)) expect(value).toBeGreaterThan(0.6);
    // what is a thousandth of the largest rises by 3.4445 a step: five steps do not reach 1
    expect(diagonal[2]).toBeCloseTo(1e-3 * 3.4445 ** 5, 1);
    expect(Math.max(...diagonal)).toBeLessThan(1.3);
  });
});
