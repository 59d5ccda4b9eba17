/**
 * A habit for llama.cpp: a low-rank adapter in GGUF, which `--lora` adds to the model beside it
 * (https://github.com/ggml-org/llama.cpp/blob/master/convert_lora_to_gguf.py). It counts `alpha / rank` times there too.
 */
import type { Adapter, LowRankChange } from '../../../brain/learning/adapter.ts';
import type { PlannedFile, TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';
import { interleaved } from './architectures.ts';
import { ggufFile, type Key } from './writer.ts';

/** @param name of the file */
export function adapterFile(
  name: string,
  family: Family,
  { config, sizes }: Pick<ModelSource, 'config' | 'sizes'>,
  adapter: Adapter,
): PlannedFile {
  const { blocks } = sizes as TransformerSizes;
  const tensors = Array.from({ length: blocks }, (_, l) => blockTensors(family, sizes as TransformerSizes, l, adapter));
  const keys: Key[] = [
    ['general.architecture', 'string', family],
    ['general.type', 'string', 'adapter'],
    ['general.name', 'string', config.name],
    ['adapter.type', 'string', 'lora'],
    ['adapter.lora.alpha', 'f32', adapter.alpha],
  ];
  return ggufFile(name, keys, tensors.flat());
}

function blockTensors(family: Family, sizes: TransformerSizes, block: number, adapter: Adapter): TensorOut[] {
  const { rank } = adapter;
  const pair = (name: string, a: Float32Array, b: Float32Array): TensorOut[] => [
    { name: `blk.${block}.${name}.weight.lora_a`, shape: [rank, a.length / rank], type: 'f32', read: () => a },
    { name: `blk.${block}.${name}.weight.lora_b`, shape: [b.length / rank, rank], type: 'f32', read: () => b },
  ];
  const changeOf = (own: string): LowRankChange | undefined => adapter.changes.get(`block${block}.${own}.weight`);
  const layers = LAYERS[family].flatMap(({ own, gguf }) => {
    const change = changeOf(own);
    return change ? pair(gguf, change.a, change.b) : [];
  });
  const attention = family === 'llama' ? changeOf('attention.in') : undefined;
  if (!attention) return layers;
  // one matrix here is three there, which all read by the same A
  let from = 0;
  const parts = rowsOfAttention(sizes).flatMap((rows, i) => {
    const part = attention.b.subarray(from * rank, (from + rows) * rank);
    from += rows;
    const b = i === 2 ? part : interleaved(part, i === 0 ? sizes.heads : sizes.kvHeads, rank);
    return pair(QUERIES_KEYS_VALUES[i]!.gguf, attention.a, b);
  });
  return [...layers, ...parts];
}
