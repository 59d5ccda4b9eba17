/** A brain for our own twin in PyTorch (python/babyllm_brains.py): its tensors under their own names, and what they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf } from '../../../brain/brains/shapes/index.ts';
import type { PresetName } from '../../../brain/brains/shapes/shape.ts';
import { packageFolder } from '../../home/package-root.ts';
import { buildModel } from '../../training/model.ts';
import type { ElementType } from '../elements.ts';
import { type PlannedFile, type TensorOut, textFile } from '../output.ts';
import type { ModelSource } from '../source.ts';

/** The part of config.json that every file of our own format has; `baby import` reads it too. */
export interface TwinConfig {
  readonly model_type: 'babyllm';
  readonly brain: string;
  readonly preset: string;
  readonly sizes: ModelSource['sizes'];
  readonly colour: readonly number[];
  readonly tensors: Readonly<Record<string, TwinTensor>>;
  readonly name: string;
  readonly steps: number;
  readonly tokens: number;
  readonly tokenizerHash: string;
  /** how it learns */
  readonly learning: Readonly<Record<'learningRate' | 'weightDecay' | 'beta1' | 'beta2' | 'clip', number>>;
}

/** How the tensors are learnt. */
interface TwinTensor {
  readonly shape: readonly number[];
  /** weight decay falls on it */
  readonly decays: boolean;
  readonly bounds?: readonly number[];
  readonly rowNorms?: readonly number[];
}

export function twinConfig(source: ModelSource): TwinConfig {
  const { parameters } = buildModel(source.brain, source.sizes).engine;
  const tensors = [...parameters.all.values()].map(({ name, shape, group, bounds, rowNorms }): [string, TwinTensor] => [
    name,
    { shape, decays: group === 'decayed', ...(bounds ? { bounds } : {}), ...(rowNorms ? { rowNorms } : {}) },
  ]);
  const { brain, preset, sizes, colour, config, step, tokens, tokenizer } = source;
  const { weightDecay, beta1, beta2, clip } = config;
  const learningRate = config.learningRate || (shapeOf(brain).presets[preset as PresetName]?.learningRate ?? 1e-3);
  return {
    model_type: 'babyllm',
    brain,
    preset,
    sizes,
    colour,
    tensors: Object.fromEntries(tensors),
    name: config.name,
    steps: step,
    tokens,
    tokenizerHash: tokenizer.hash,
    learning: { learningRate, weightDecay, beta1, beta2, clip },
  };
}

/** All tensors under their own names, behind `prefix`. */
export const ownTensors = (source: ModelSource, type: ElementType, prefix = ''): TensorOut[] =>
  [...source.shapes].map(([name, shape]) => ({
    name: prefix + name,
    shape,
    // vectors are few, and norms and decays suffer most from rounding
    type: shape.length === 1 ? 'f32' : type,
    read: () => source.read(name),
  }));

/** A file of Python that goes along. */
export const pythonFile = (name: string): PlannedFile =>
  textFile(name, readFileSync(join(packageFolder, 'school', 'interchange', 'python', name), 'utf8'));
