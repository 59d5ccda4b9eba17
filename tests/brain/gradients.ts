import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Recording } from '../../brain/engine/recording.ts';
import type { Tensor } from '../../brain/engine/tensor.ts';
import type { Kernels } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';

/** The worst disagreement found, relative to the largest slope of its parameter. */
export interface Verdict {
  readonly worst: number;
  readonly parameter: string;
  readonly checked: number;
}

/**
 * Compares every gradient of `build` with central differences, in float64 through the plain kernels. The loss is Σ y⊙seed with a
 * random seed, so that no symmetry hides an error. `tamper` lets a test break a kernel, to show that the checker notices.
 */
export function checkGradients(
  build: (r: Recording, random: Random) => Tensor,
  options: {
    seed?: number;
    step?: number;
    nudge?: number;
    /** draws what was carried on from before; standard normal unless told otherwise */
    states?: (random: Random) => number;
    variables?: Readonly<Record<string, number>>;
    tamper?: (kernels: Kernels, numbers: Float64Array) => Partial<Kernels>;
  } = {},
): Verdict {
  const random = new Random(options.seed ?? 1);
  const step = options.step ?? 1e-6;
  const engine = new Engine();
  const program = engine.record('check', 'check', (r) => {
    const y = build(r, random);
    return { outputs: { y }, losses: [[y, r.input('seed', y.shape)]] };
  });
  const numbers = new Float64Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  const backend = plainBackend(numbers);
  const kernels = { ...backend.kernels, ...options.tamper?.(backend.kernels, numbers) };
  engine.attach(numbers, { ...backend, kernels });
  engine.initialise(random);
  // away from kinks, such as a window of exactly 4 tokens, where a difference sees both sides and a gradient one
  for (const { name } of engine.parameters.all.values()) {
    const values = engine.ofParameter(name);
    for (let i = 0; i < values.length; i++) values[i] += (options.nudge ?? 0) * (0.5 + random.uniform());
  }
  for (const state of engine.statesOf('check'))
    for (let i = 0; i < state.data.length; i++) state.data[i] = options.states?.(random) ?? random.normal();
  const seed = engine.input(program, 'seed');
  for (let i = 0; i < seed.length; i++) seed[i] = random.normal();

  engine.variables.set(ACCUMULATE, 0);
  for (const [name, value] of Object.entries(options.variables ?? {})) engine.variables.set(name, value);
  engine.run(program, 'forward');
  engine.run(program, 'backward');
  const loss = () => {
    engine.run(program, 'forward');
    return Array.from(engine.output(program, 'y')).reduce((sum, y, i) => sum + y * seed[i], 0);
  };
  let verdict: Verdict = { worst: 0, parameter: '', checked: 0 };
  for (const { name, group } of engine.parameters.all.values()) {
    if (group === 'frozen') continue;
    const slopes = Float64Array.from(engine.ofParameter(name, 'gradients'));
    const values = engine.ofParameter(name);
    const scale = Math.max(1e-3, ...slopes.map(Math.abs));
    for (let i = 0; i < values.length; i++) {
      const at = values[i];
      values[i] = at + step;
      const above = loss();
      values[i] = at - step;
      const below = loss();
      values[i] = at;
      const error = Math.abs((above - below) / (2 * step) - slopes[i]) / scale;
      const checked = verdict.checked + 1;
      verdict =
        error > verdict.worst || Number.isNaN(error)
          ? { worst: error, parameter: `${name}[${i}]`, checked }
          : { ...verdict, checked };
    }
  }
  return verdict;
}
