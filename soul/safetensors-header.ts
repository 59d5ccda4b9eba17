/**
 * The header of a safetensors file: which tensor lies where.
 * Format: https://huggingface.co/docs/safetensors (8 bytes little-endian header length, JSON header, raw data).
 */

import { printable, SoulError } from './errors.ts';
import { soulTexts } from './texts.ts';

/** Element types a soul uses, as the format names them. */
export type DType = 'F32' | 'I32' | 'U8';
export type TensorData = Float32Array | Int32Array | Uint8Array;

/** A tensor to write, or a place to read one into: `data.length` is the product of `shape` (1 for `[]`). */
export interface NamedTensor {
  name: string;
  shape: readonly number[];
  data: TensorData;
}

/** Where a tensor lies: bytes `begin` to `end` after the header. */
export interface TensorPlace<Type extends string = DType> {
  name: string;
  dtype: Type;
  shape: readonly number[];
  begin: number;
  end: number;
}

/** The reference reader refuses longer ones too: a corrupt length must not make us allocate the world. */
export const MAX_HEADER_BYTES = 100_000_000;

const ELEMENT_BYTES: { [D in DType]: number } = { F32: 4, I32: 4, U8: 1 };

/** Room for the tensor that lies at a place. */
export function blankTensor({ name, dtype, shape }: TensorPlace): NamedTensor {
  const made = { F32: Float32Array, I32: Int32Array, U8: Uint8Array }[dtype];
  return { name, shape, data: new made(countOf(shape)) };
}

export function dtypeOf(data: TensorData): DType {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

/**
 * Lays tensors out one after another and encodes the header.
 * @param metadata texts that stand in the header beside the tensors
 * @returns `header`: length field and JSON, padded so that data start on a multiple of 8; `order`: as they must be written
 * @throws SoulError (`content`) on a name used twice or a shape that does not fit its data
 */
export function encodeHeader(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): {
  header: Uint8Array<ArrayBuffer>;
  order: readonly NamedTensor[];
  dataBytes: number;
} {
  // Wide elements first, as the reference writer does: then every tensor starts on a multiple of its element's size.
  const order = [...tensors].sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  const seen = new Set<string>(['', '__metadata__']);
  let end = 0;
  for (const { name, shape, data } of order) {
    if (seen.has(name)) {
      throw new SoulError('content', soulTexts.save.badTensorName(printable(name)));
    }
    seen.add(name);
    if (countOf(shape) !== data.length) {
      throw new SoulError(
        'content',
        soulTexts.save.tensorSizeMismatch(printable(name), shape, countOf(shape), data.length),
      );
    }
    entries.push([name, { dtype: dtypeOf(data), shape, data_offsets: [end, (end += data.byteLength)] }]);
  }
  // An object would move names like "7" to the front and treat "__proto__" apart: the text is joined by hand.
  const json = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  const bytes = new TextEncoder().encode(json);
  const header = new Uint8Array(8 + Math.ceil(bytes.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(bytes, 8);
  return { header, order, dataBytes: end };
}

/** The types of elements that may stand in a header, and the bytes of each. */
export type ElementBytes<Type extends string> = { readonly [T in Type]: number };

/**
 * Decodes and checks the JSON of a header; nothing in it is trusted.
 * @param dataBytes how many bytes the file has after the header
 * @param types those that can be read; files of other programs have more than a soul
 * @throws Error whose message says what is wrong (the caller knows the file's name)
 */
export function decodeHeader(json: Uint8Array, dataBytes: number): DecodedHeader<DType>;
export function decodeHeader<Type extends string>(
  json: Uint8Array,
  dataBytes: number,
  types: ElementBytes<Type>,
): DecodedHeader<Type>;
export function decodeHeader(
  json: Uint8Array,
  dataBytes: number,
  types: ElementBytes<string> = ELEMENT_BYTES,
): DecodedHeader<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    throw new Error(soulTexts.safetensors.headerNotJson, { cause });
  }
  if (!isRecord(parsed)) throw new Error(soulTexts.safetensors.headerNotObject);
  const places = new Map<string, TensorPlace<string>>();
  const metadata = new Map<string, string>();
  for (const [name, entry] of Object.entries(parsed)) {
    if (!isRecord(entry)) throw new Error(soulTexts.safetensors.entryNotObject(printable(name)));
    if (name !== '__metadata__') {
      places.set(name, decodePlace(name, entry, dataBytes, types));
      continue;
    }
    for (const [key, value] of Object.entries(entry)) {
      if (typeof value !== 'string') throw new Error(soulTexts.safetensors.metadataNotText(printable(key)));
      metadata.set(key, value);
    }
  }
  // The format allows neither overlaps nor holes: sorted by place, each tensor begins where the one before it ends.
  let reached = 0;
  for (const { name, begin, end } of [...places.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) {
      throw new Error(soulTexts.safetensors.gapBefore(printable(name), begin, reached));
    }
    reached = end;
  }
  if (reached !== dataBytes) throw new Error(soulTexts.safetensors.tooLittleData(reached, dataBytes));
  return { places, metadata };
}

interface DecodedHeader<Type extends string> {
  places: Map<string, TensorPlace<Type>>;
  metadata: Map<string, string>;
}

function decodePlace(
  name: string,
  entry: { [key: string]: unknown },
  dataBytes: number,
  types: ElementBytes<string>,
): TensorPlace<string> {
  const { dtype, shape, data_offsets: offsets } = entry;
  const of = soulTexts.safetensors.ofTensor(printable(name));
  const elementBytes = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  if (elementBytes === undefined) {
    const known = new Intl.ListFormat('en-GB').format(Object.keys(types));
    throw new Error(soulTexts.safetensors.unknownType(of, printable(dtype), known));
  }
  if (!isSizes(shape)) throw new Error(soulTexts.safetensors.badShape(of, printable(shape)));
  if (!isSizes(offsets) || offsets.length !== 2)
    throw new Error(soulTexts.safetensors.badOffsets(of, printable(offsets)));
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataBytes) throw new Error(soulTexts.safetensors.offsetsOutside(of, begin, end));
  const bytes = countOf(shape) * elementBytes;
  if (bytes !== end - begin) throw new Error(soulTexts.safetensors.shapeAndOffsetsDisagree(of, bytes, end - begin));
  return { name, dtype: dtype as string, shape, begin, end };
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
