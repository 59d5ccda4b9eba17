import { BRAINS } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, type TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { Optimizer } from '../../../brain/learning/optimizer.ts';
import { copies, type Found, type Golden, type Goldens, type Hand, read } from './compare.ts';

export interface GptGolden {
  readonly sizes: Sizes<TransformerShape>;
  readonly settings: ConstructorParameters<typeof Optimizer>[1];
  readonly rates: readonly number[];
  readonly decayed: readonly string[];
  readonly parameters: Goldens;
  readonly chunk: Goldens;
  readonly weights: Golden;
  readonly colourWeights: Golden;
  readonly first: { logits: Golden; outputs: Goldens; gradients: Goldens };
  readonly curve: Golden;
  readonly norms: Golden;
  readonly afterTenSteps: Goldens;
}

const { gpt2 } = BRAINS;
const golden: GptGolden = read('gpt2.json');
export const gptGolden: GptGolden = {
  ...golden,
  sizes: { ...GPT2_PARTS, ...golden.sizes, kvHeads: golden.sizes.heads },
};

/** The logits of both streams, spoken token by token; then one pass, then ten steps. */
export function live(golden: GptGolden, hand: Hand) {
  const { sizes, settings, chunk, weights, colourWeights } = golden;
  const engine = new Engine();
  const program = engine.record('learn', 'streams', (r) => gpt2.learn(r, sizes));
  const speak = engine.record('speak', 'voice', (r) => gpt2.speak(r, sizes, 1));
  const optimizer = new Optimizer(engine, settings);
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  engine.attach(numbers, backend);
  const names = [...engine.parameters.all.keys()];
  for (const name of names) engine.ofParameter(name).set(golden.parameters[name].data);

  const logits: number[] = [];
  for (let b = 0; b < sizes.batch; b++) {
    for (const { data } of engine.statesOf('voice')) data.fill(0);
    engine.input(speak, 'colour').set(chunk.colour.data.slice(3 * b, 3 * b + 3));
    for (let t = 0; t < sizes.contextLength; t++) {
      engine.input(speak, 'ids')[0] = chunk.ids.data[b * sizes.contextLength + t];
      engine.run(speak, 'forward');
      engine.run(speak, 'commit');
      logits.push(...engine.output(speak, 'logits'));
    }
  }

  for (const [name, { data }] of Object.entries({ ...chunk, weights, colourWeights }))
    engine.input(program, name).set(data);
  engine.variables.set(ACCUMULATE, 0);
  let first: { outputs: Found; gradients: Found } | undefined;
  const curve: number[] = [];
  const norms = golden.rates.map((rate, step) => {
    engine.run(program, 'forward');
    engine.run(program, 'backward');
    const losses = Array.from(engine.output(program, 'losses'));
    curve.push(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    first ??= {
      outputs: copies(['losses', 'best', 'colour'], (name) => engine.output(program, name)),
      gradients: copies(names, (name) => engine.ofParameter(name, 'gradients')),
    };
    const norm = optimizer.measure();
    optimizer.apply(step + 1, rate);
    return norm;
  });
  return {
    logits: { logits } as Found,
    first: first as NonNullable<typeof first>,
    life: { curve, norms } as Found,
    last: copies(names, (name) => engine.ofParameter(name)),
    decayed: names.filter((name) => engine.parameters.all.get(name)?.group === 'decayed'),
  };
}
