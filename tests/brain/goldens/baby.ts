import { baby } from '../../../brain/brains/baby.ts';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { Optimizer } from '../../../brain/learning/optimizer.ts';
import { copies, type Found, type Golden, type Goldens, type Hand, read } from './compare.ts';

export interface BabyGolden {
  readonly sizes: Parameters<typeof baby.learn>[1];
  readonly settings: ConstructorParameters<typeof Optimizer>[1];
  readonly rates: readonly number[];
  readonly decayed: readonly string[];
  readonly parameters: Goldens;
  readonly states: Goldens;
  readonly weights: Golden;
  readonly colourWeights: Golden;
  readonly chunks: Record<string, Goldens>;
  readonly afterOneChunk: { outputs: Goldens; states: Goldens; gradients: Goldens };
  readonly norms: Golden;
  readonly afterThreeSteps: { outputs: Goldens; states: Goldens; parameters: Goldens };
}

export const babyGolden: BabyGolden = read('baby.json');

/** One chunk, then three steps of two chunks each; copied at every stage. */
export function live(golden: BabyGolden, hand: Hand) {
  const engine = new Engine();
  const program = engine.record('learn', 'streams', (r) => baby.learn(r, golden.sizes));
  const optimizer = new Optimizer(engine, golden.settings);
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  engine.attach(numbers, backend);
  const names = [...engine.parameters.all.keys()];
  for (const name of names) engine.ofParameter(name).set(golden.parameters[name].data);
  const states = engine.statesOf('streams');
  for (const { name, data } of states) data.set(golden.states[name].data);
  const copyOfStates = (): Found => Object.fromEntries(states.map(({ name, data }) => [name, data.slice()]));
  const copyOfOutputs = (list: readonly string[]) => copies(list, (name) => engine.output(program, name));

  let chunk = 0;
  const learn = (accumulate: number) => {
    const inputs = { ...golden.chunks[chunk++], weights: golden.weights, colourWeights: golden.colourWeights };
    for (const [name, { data }] of Object.entries(inputs)) engine.input(program, name).set(data);
    engine.variables.set(ACCUMULATE, accumulate);
    engine.run(program, 'forward');
    engine.run(program, 'backward');
    engine.run(program, 'commit');
  };
  let first: { outputs: Found; states: Found; gradients: Found } | undefined;
  const norms = golden.rates.map((rate, step) => {
    for (let micro = 0; micro < golden.settings.accumulation; micro++) {
      learn(micro ? 1 : 0);
      first ??= {
        outputs: copyOfOutputs(['losses', 'best', 'colour']),
        states: copyOfStates(),
        gradients: copies(names, (name) => engine.ofParameter(name, 'gradients')),
      };
    }
    const norm = optimizer.measure();
    optimizer.apply(step + 1, rate);
    return norm;
  });
  return {
    first: first as NonNullable<typeof first>,
    norms: { norms } as Found,
    last: {
      outputs: copyOfOutputs(['losses', 'colour']),
      states: copyOfStates(),
      parameters: copies(names, (name) => engine.ofParameter(name)),
    },
    decayed: names.filter((name) => engine.parameters.all.get(name)?.group === 'decayed'),
  };
}
