/**
 * A habit for PEFT: a folder with `adapter_config.json` and `adapter_model.safetensors`, which `PeftModel.from_pretrained` adds to the model
 * that `baby export --as huggingface` writes (https://huggingface.co/docs/peft/main/en/developer_guides/checkpoint). It counts
 * `lora_alpha / r` times there, as here.
 */
import type { Adapter } from '../../../brain/learning/adapter.ts';
import { FormatError } from '../file-reader.ts';
import { jsonFile, type PlannedFile, type TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import { habitFileTexts } from '../texts/habits.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';
import { familyIn } from './huggingface-format.ts';
import { safetensorsFile } from './safetensors-file.ts';

export const PEFT_CONFIG = 'adapter_config.json';
export const PEFT_WEIGHTS = 'adapter_model.safetensors';
/** In front of the names of the modules of the model. */
export const PEFT_PREFIX = 'base_model.model.';

/** Some rows of a matrix here, which are a linear map of its own there. */
export interface PeftPlace {
  /** the name of our parameter */
  readonly own: string;
  /** its first row here, how many rows it has, and its columns */
  readonly from: number;
  readonly rows: number;
  readonly cols: number;
}

/** The family that a brain belongs to. @throws FormatError with one sentence where it has none */
export function peftFamily(brain: Pick<ModelSource, 'brain' | 'sizes'>): Family {
  const family = familyIn(brain);
  if (family) return family;
  throw new FormatError(habitFileTexts.noFamily);
}

/** Where the modules of transformers lie in our matrices, by their names there. */
export function peftPlaces(family: Family, sizes: TransformerSizes): Map<string, PeftPlace> {
  const { channels, blocks, feedForwardWidth: wide } = sizes;
  const parts = rowsOfAttention(sizes);
  const shapes: Readonly<Record<string, readonly [rows: number, cols: number]>> = {
    'attention.in': [parts.reduce((a, b) => a + b), channels],
    'attention.out': [channels, channels],
    'neurons.gate': [wide, channels],
    'neurons.in': [wide, channels],
    'neurons.out': [channels, wide],
  };
  const places = new Map<string, PeftPlace>();
  for (let l = 0; l < blocks; l++) {
    const block = family === 'gpt2' ? `transformer.h.${l}` : `model.layers.${l}`;
    for (const { own, huggingFace } of LAYERS[family]) {
      const [rows, cols] = shapes[own] ?? [];
      if (rows === undefined || cols === undefined) continue;
      places.set(`${block}.${huggingFace}`, { own: `block${l}.${own}.weight`, from: 0, rows, cols });
    }
    if (family !== 'llama') continue;
    let from = 0;
    for (const [i, { huggingFace }] of QUERIES_KEYS_VALUES.entries()) {
      const rows = parts[i]!;
      places.set(`${block}.${huggingFace}`, { own: `block${l}.attention.in.weight`, from, rows, cols: channels });
      from += rows;
    }
  }
  return places;
}

/** @throws FormatError with one sentence where a brain is none that PEFT knows */
export function peftFiles(source: Pick<ModelSource, 'brain' | 'sizes'>, adapter: Adapter): PlannedFile[] {
  const family = peftFamily(source);
  const { rank, alpha, changes } = adapter;
  const places = [...peftPlaces(family, source.sizes as TransformerSizes)].filter(([, { own }]) => changes.has(own));
  const tensors = places.flatMap(([module, { own, from, rows, cols }]): TensorOut[] => {
    const { a, b } = changes.get(own)!;
    const part = b.subarray(from * rank, (from + rows) * rank);
    const name = `${PEFT_PREFIX}${module}`;
    return [
      { name: `${name}.lora_A.weight`, shape: [rank, cols], type: 'f32', read: () => a },
      { name: `${name}.lora_B.weight`, shape: [rows, rank], type: 'f32', read: () => part },
    ];
  });
  const config = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: null,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    // its linear maps are of the class Conv1D, which stores (in,out)
    fan_in_fan_out: family === 'gpt2',
    target_modules: [...new Set(places.map(([module]) => module.replace(/^.*\.\d+\./, '')))],
    bias: 'none',
    modules_to_save: null,
    rank_pattern: {},
    alpha_pattern: {},
    use_rslora: false,
    use_dora: false,
    inference_mode: true,
  };
  return [jsonFile(PEFT_CONFIG, config), safetensorsFile(PEFT_WEIGHTS, tensors)];
}
