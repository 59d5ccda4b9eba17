/**
 * A habit for llama.cpp: a low-rank adapter in GGUF, which `--lora` adds to the model beside it
 * (https://github.com/ggml-org/llama.cpp/blob/master/convert_lora_to_gguf.py). It counts `alpha / rank` times there too.
 */
import type { Adapter } from '../../../brain/learning/adapter.ts';
import { type AdapterPlace, adapterPlaces } from '../adapter-places.ts';
import type { PlannedFile, TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import { type Family, isTransformer, kinshipOf, type TransformerSizes } from '../transformer-names.ts';
import { interleaved } from './architectures.ts';
import { ggufFile, type Key } from './writer.ts';

/** llama.cpp has the tanh form, within a thousandth of the exact one. */
export const ACTIVATIONS = ['gelu-tanh', 'gelu'];

/** What the header of an adapter says. */
export const ADAPTER_TYPE = 'adapter';
export const ADAPTER_KIND = 'lora';
export const ALPHA = 'adapter.lora.alpha';

/** The architecture of llama.cpp that a brain fits; undefined where there is none. */
export const ggufFamily = ({ brain, sizes }: Pick<ModelSource, 'brain' | 'sizes'>): Family | undefined =>
  isTransformer(brain) ? kinshipOf(sizes as TransformerSizes, ACTIVATIONS).family : undefined;

/** Where the matrices of llama.cpp lie in ours, by their names there without `.weight`. */
export const ggufPlaces = (family: Family, sizes: TransformerSizes): Map<string, AdapterPlace> =>
  adapterPlaces(family, sizes, (l, { gguf }) => `blk.${l}.${gguf}`);

/** @param name of the file */
export function adapterFile(
  name: string,
  family: Family,
  { config, sizes: own }: Pick<ModelSource, 'config' | 'sizes'>,
  { rank, alpha, changes }: Adapter,
): PlannedFile {
  const sizes = own as TransformerSizes;
  const keys: Key[] = [
    ['general.architecture', 'string', family],
    ['general.type', 'string', ADAPTER_TYPE],
    ['general.name', 'string', config.name],
    ['adapter.type', 'string', ADAPTER_KIND],
    [ALPHA, 'f32', alpha],
  ];
  const places = [...ggufPlaces(family, sizes)];
  const tensors = places.flatMap(([module, { own: parameter, from, rows, cols, part }]): TensorOut[] => {
    const change = changes.get(parameter);
    if (!change) return [];
    const { a } = change;
    const ours = change.b.subarray(from * rank, (from + rows) * rank);
    const heads = part === 0 ? sizes.heads : part === 1 ? sizes.kvHeads : undefined;
    const b = () => (heads === undefined ? ours : interleaved(ours, heads, rank));
    return [
      { name: `${module}.weight.lora_a`, shape: [rank, cols], type: 'f32', read: () => a },
      { name: `${module}.weight.lora_b`, shape: [rows, rank], type: 'f32', read: b },
    ];
  });
  return ggufFile(name, keys, tensors);
}
