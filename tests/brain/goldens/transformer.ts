import { BRAINS } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { copies, type Golden, type Goldens, type Hand, read } from './compare.ts';

export interface TransformerGolden {
  readonly sizes: Sizes<TransformerShape>;
  readonly parameters: Goldens;
  readonly inputs: Goldens;
  readonly logits: Golden;
  readonly outputs: Goldens;
  readonly gradients: Goldens;
}

export const transformerGoldens: Record<string, TransformerGolden> = read('transformer.json').cases;

/** The logits of both streams, spoken token by token; and one pass of learning. */
export function pass({ sizes, parameters, inputs }: TransformerGolden, hand: Hand) {
  const engine = new Engine();
  const program = engine.record('learn', 'streams', (r) => BRAINS.tfjs.learn(r, sizes));
  const speak = engine.record('speak', 'voice', (r) => BRAINS.tfjs.speak(r, sizes, 1));
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  engine.attach(numbers, backend);
  const names = [...engine.parameters.all.keys()];
  for (const name of names) engine.ofParameter(name).set(parameters[name].data);

  const logits: number[] = [];
  for (let b = 0; b < sizes.batch; b++) {
    for (const { data } of engine.statesOf('voice')) data.fill(0);
    engine.input(speak, 'colour').set(inputs.colour.data.slice(3 * b, 3 * b + 3));
    for (let t = 0; t < sizes.contextLength; t++) {
      engine.input(speak, 'ids')[0] = inputs.ids.data[b * sizes.contextLength + t];
      engine.run(speak, 'forward');
      engine.run(speak, 'commit');
      logits.push(...engine.output(speak, 'logits'));
    }
  }

  for (const [name, { data }] of Object.entries(inputs)) engine.input(program, name).set(data);
  engine.variables.set(ACCUMULATE, 0);
  engine.run(program, 'forward');
  engine.run(program, 'backward');
  return {
    names,
    logits,
    outputs: copies(['losses', 'best', 'colour'], (name) => engine.output(program, name)),
    gradients: copies(names, (name) => engine.ofParameter(name, 'gradients')),
  };
}
