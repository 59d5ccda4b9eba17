/** safetensors as transformers reads them (https://huggingface.co/docs/safetensors): a header of places, then the numbers. */
import type { ElementType } from '../elements.ts';
import { type PlannedFile, type TensorOut, tensorBytes } from '../output.ts';
import { exportTexts } from '../texts/export.ts';

/** Names of the types that it can hold. */
const DTYPES = { f32: 'F32', f16: 'F16', bf16: 'BF16' } as const;
type SafeType = keyof typeof DTYPES;
export const SAFE_TYPES = Object.keys(DTYPES) as SafeType[];

const isSafe = (type: ElementType): type is SafeType => Object.hasOwn(DTYPES, type);

export function safetensorsFile(name: string, tensors: readonly TensorOut[]): PlannedFile {
  const header = encodeHeader(tensors);
  return {
    name,
    bytes: tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), header.length),
    async write(file) {
      await file.append(header);
      for (const tensor of tensors) await file.appendTensor(tensor);
    },
  };
}

function encodeHeader(tensors: readonly TensorOut[]): Uint8Array {
  let end = 0;
  const places = tensors.map((tensor) => {
    if (!isSafe(tensor.type)) throw new Error(exportTexts.notSafe(tensor.type));
    const offsets = [end, (end += tensorBytes(tensor))];
    return [tensor.name, { dtype: DTYPES[tensor.type], shape: tensor.shape, data_offsets: offsets }];
  });
  // transformers asks for the format
  const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(places) });
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true);
  bytes.set(text, 8);
  return bytes;
}
