/**
 * A habit for PEFT: a folder with `adapter_config.json` and `adapter_model.safetensors`, which `PeftModel.from_pretrained` adds to the model
 * that `baby export --as huggingface` writes (https://huggingface.co/docs/peft/main/en/developer_guides/checkpoint). It counts
 * `lora_alpha / r` times there, as here.
 */
import type { Adapter } from '../../../brain/learning/adapter.ts';
import { type AdapterPlace, adapterPlaces } from '../adapter-places.ts';
import { FormatError } from '../file-reader.ts';
import { jsonFile, type PlannedFile, type TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import { habitFileTexts } from '../texts/habits.ts';
import type { Family, TransformerSizes } from '../transformer-names.ts';
import { familyIn } from './huggingface-format.ts';
import { safetensorsFile } from './safetensors-file.ts';

export const PEFT_CONFIG = 'adapter_config.json';
export const PEFT_WEIGHTS = 'adapter_model.safetensors';
/** In front of the names of the modules of the model. */
export const PEFT_PREFIX = 'base_model.model.';

/** The family that a brain belongs to. @throws FormatError with one sentence where it has none */
export function peftFamily(brain: Pick<ModelSource, 'brain' | 'sizes'>): Family {
  const family = familyIn(brain);
  if (family) return family;
  throw new FormatError(habitFileTexts.noFamily);
}

/** Where the modules of transformers lie in our matrices, by their names there. */
export const peftPlaces = (family: Family, sizes: TransformerSizes): Map<string, AdapterPlace> =>
  adapterPlaces(
    family,
    sizes,
    (l, { huggingFace }) => `${family === 'gpt2' ? `transformer.h.${l}` : `model.layers.${l}`}.${huggingFace}`,
  );

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
