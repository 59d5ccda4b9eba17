/** Reading and writing the wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/). */
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';

export type WireValue = number | Uint8Array;

const [VARINT, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5];

/**
 * The fields of a message in their order. Lengths are checked against the bytes that are there. Numbers of 64 bits lose what
 * lies above 2⁵³; fields of 32 bits come as their four bytes.
 *
 * @throws Error with one sentence if the bytes are no message
 */
export function readMessage(bytes: Uint8Array): { readonly field: number; readonly value: WireValue }[] {
  const fields: { field: number; value: WireValue }[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= bytes.length) break;
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error(tokenizerTexts.protobuf.endlessNumber);
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) {
      throw new Error(tokenizerTexts.protobuf.fieldTooLong(length, bytes.length - at));
    }
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const wire = key % 8;
    if (field < 1) throw new Error(tokenizerTexts.protobuf.fieldZero);
    if (wire === VARINT) fields.push({ field, value: varint() });
    else if (wire === FIXED_64) fields.push({ field, value: take(8) });
    else if (wire === BYTES) fields.push({ field, value: take(varint()) });
    else if (wire === FIXED_32) fields.push({ field, value: take(4) });
    else throw new Error(tokenizerTexts.protobuf.wireType(wire));
  }
  return fields;
}

/** A little-endian float32 of a field of 32 bits. @throws Error with one sentence if it is none */
export function floatOf(value: WireValue): number {
  if (typeof value === 'number' || value.length !== 4) throw new Error(tokenizerTexts.protobuf.noFloat);
  return new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true);
}

/** A text in UTF-8. @throws Error with one sentence if it is none */
export function textOf(value: WireValue): string {
  if (typeof value === 'number') throw new Error(tokenizerTexts.protobuf.textIsNumber);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch (error) {
    throw new Error(tokenizerTexts.protobuf.notUtf8, { cause: error });
  }
}

/** A message as bytes: numbers as varints, or as float32 where they are wrapped. */
export function writeMessage(
  fields: readonly (readonly [field: number, value: number | string | Uint8Array | { readonly float: number }])[],
): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    bytes.push(rest);
  };
  for (const [field, value] of fields) {
    if (typeof value === 'number') {
      varint(field * 8 + VARINT);
      varint(value);
    } else if (typeof value === 'string' || value instanceof Uint8Array) {
      const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      varint(field * 8 + BYTES);
      varint(content.length);
      for (const byte of content) bytes.push(byte);
    } else {
      varint(field * 8 + FIXED_32);
      bytes.push(...new Uint8Array(new Float32Array([value.float]).buffer));
    }
  }
  return Uint8Array.from(bytes);
}
