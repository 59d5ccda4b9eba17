/**
 * GGUF, version 3: the file that llama.cpp reads (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). A header of keys, a list of
 * tensors, and their data, each from a multiple of `ALIGNMENT` on.
 */
import type { ElementType } from '../elements.ts';
import { type PlannedFile, type TensorOut, tensorBytes } from '../output.ts';

export const MAGIC = 'GGUF';
export const VERSION = 3;
export const ALIGNMENT = 32;

/** The codes of values in the header. */
export const VALUE_CODES = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
} as const;

/** The codes of tensors' elements. */
export const TENSOR_CODES: Readonly<Record<ElementType, number>> = { f32: 0, f16: 1, q8_0: 8, bf16: 30 };

/** A key of the header with its value. */
export type Key =
  | readonly [name: string, type: 'u32' | 'u64' | 'f32', value: number]
  | readonly [name: string, type: 'bool', value: boolean]
  | readonly [name: string, type: 'string', value: string]
  | readonly [name: string, type: 'strings', value: readonly string[]]
  | readonly [name: string, type: 'i32s', value: readonly number[]];

/** The file of these keys and tensors. */
export function ggufFile(name: string, keys: readonly Key[], tensors: readonly TensorOut[]): PlannedFile {
  const header = encodeHeader(keys, tensors);
  const bytes = tensors.reduce((sum, tensor) => sum + aligned(tensorBytes(tensor)), header.length);
  return {
    name,
    bytes,
    async write(file) {
      await file.append(header);
      for (const tensor of tensors) {
        await file.appendTensor(tensor);
        const size = tensorBytes(tensor);
        // the last one too: llama.cpp checks that the padding is there
        await file.append(new Uint8Array(aligned(size) - size));
      }
    },
  };
}

export const aligned = (bytes: number, alignment: number = ALIGNMENT): number =>
  Math.ceil(bytes / alignment) * alignment;

function encodeHeader(keys: readonly Key[], tensors: readonly TensorOut[]): Uint8Array {
  const out = new Bytes();
  out.raw(new TextEncoder().encode(MAGIC));
  out.u32(VERSION);
  out.u64(tensors.length);
  out.u64(keys.length);
  for (const key of keys) writeKey(out, key);
  let offset = 0;
  for (const tensor of tensors) {
    out.string(tensor.name);
    out.u32(tensor.shape.length);
    // the axis whose neighbours lie together comes first
    for (const size of tensor.shape.toReversed()) out.u64(size);
    out.u32(TENSOR_CODES[tensor.type]);
    out.u64(offset);
    offset += aligned(tensorBytes(tensor));
  }
  out.raw(new Uint8Array(aligned(out.length) - out.length));
  return out.joined();
}

function writeKey(out: Bytes, [name, type, value]: Key): void {
  out.string(name);
  switch (type) {
    case 'strings':
      out.u32(VALUE_CODES.array);
      out.u32(VALUE_CODES.string);
      out.u64(value.length);
      for (const text of value) out.string(text);
      return;
    case 'i32s':
      out.u32(VALUE_CODES.array);
      out.u32(VALUE_CODES.i32);
      out.u64(value.length);
      out.raw(new Uint8Array(Int32Array.from(value).buffer));
      return;
    default:
      out.u32(VALUE_CODES[type]);
  }
  if (type === 'string') out.string(value);
  else if (type === 'bool') out.raw(Uint8Array.of(value ? 1 : 0));
  else if (type === 'u32') out.u32(value);
  else if (type === 'u64') out.u64(value);
  else out.raw(new Uint8Array(Float32Array.of(value).buffer));
}

/** Bytes that grow, little-endian. */
class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  raw(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  u32(value: number): void {
    this.raw(new Uint8Array(Uint32Array.of(value).buffer));
  }

  u64(value: number): void {
    this.raw(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer));
  }

  string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u64(bytes.length);
    this.raw(bytes);
  }

  joined(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}
