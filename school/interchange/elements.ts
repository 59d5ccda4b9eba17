/** Numbers as files of other programs hold them: f32, f16, bf16, and blocks of 32 eight-bit numbers with one scale (q8_0). */
import { exportTexts } from './texts/export.ts';

export const ELEMENT_TYPES = ['f32', 'f16', 'bf16', 'q8_0'] as const;
export type ElementType = (typeof ELEMENT_TYPES)[number];

/** Numbers that share one scale in q8_0; a row of a matrix is a multiple of it. */
export const BLOCK = 32;
const BLOCK_BYTES = 2 + BLOCK;
/** The largest number that f16 holds. */
const LARGEST_HALF = 65_504;

/** Bytes that this many numbers take; a multiple of `BLOCK` for q8_0. */
export function elementBytes(type: ElementType, count: number): number {
  if (type === 'q8_0') return (count / BLOCK) * BLOCK_BYTES;
  return count * (type === 'f32' ? 4 : 2);
}

/** Numbers as bytes, little-endian. @throws Error with one sentence for a number that f16 cannot hold */
export function encodeElements(type: ElementType, numbers: Float32Array): Uint8Array {
  switch (type) {
    case 'f32':
      return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    case 'f16':
      return bytesOf(toHalves(numbers));
    case 'bf16':
      return bytesOf(toBrainFloats(numbers));
    case 'q8_0':
      return toBlocks(numbers);
  }
}

/** The numbers of bytes that `encodeElements` made, or another program. The bytes may become the numbers: nobody else may write to them. */
export function decodeElements(type: ElementType, bytes: Uint8Array): Float32Array {
  switch (type) {
    case 'f32': {
      const whole = aligned(bytes, 4);
      return new Float32Array(whole.buffer, whole.byteOffset, whole.length / 4);
    }
    case 'f16': {
      const table = halves();
      return widened(bytes, (words, out) => {
        for (let i = 0; i < words.length; i++) out[i] = table[words[i]!]!;
      });
    }
    case 'bf16':
      return widened(bytes, (words, out) => {
        const bits = new Uint32Array(out.buffer);
        for (let i = 0; i < words.length; i++) bits[i] = words[i]! << 16;
      });
    case 'q8_0':
      return fromBlocks(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.length / BLOCK_BYTES);
  }
}

/** The bytes where numbers of this width may lie: as they are, or a copy. */
const aligned = (bytes: Uint8Array, width: number): Uint8Array =>
  bytes.byteOffset % width === 0 ? bytes : bytes.slice();

function widened(bytes: Uint8Array, fill: (words: Uint16Array, out: Float32Array) => void): Float32Array {
  const whole = aligned(bytes, 2);
  const words = new Uint16Array(whole.buffer, whole.byteOffset, whole.length / 2);
  const out = new Float32Array(words.length);
  fill(words, out);
  return out;
}

const bytesOf = (words: Uint16Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

const oneFloat = new Float32Array(1);
const oneWord = new Uint32Array(oneFloat.buffer);
/** Added to a small number, it shifts the bits that f16 has no room for out of the float, rounded to the nearest even. */
const SUBNORMAL = 0.5;
const SUBNORMAL_BITS = 0x3f000000;

/** Rounds to the nearest f16, of two equally near ones to the even one. */
function toHalves(numbers: Float32Array): Uint16Array {
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const out = new Uint16Array(numbers.length);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!;
    const size = word & 0x7fffffff;
    let half: number;
    if (size >= 0x38800000) {
      half = (size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13;
      if (half >= 0x7c00) throw tooLarge(numbers[i]!);
    } else {
      oneWord[0] = size;
      oneFloat[0] = oneFloat[0]! + SUBNORMAL;
      half = oneWord[0]! - SUBNORMAL_BITS;
    }
    out[i] = half | ((word >>> 16) & 0x8000);
  }
  return out;
}

const tooLarge = (number: number): Error => new Error(exportTexts.tooLargeForHalf(number, LARGEST_HALF));

/** Rounds to the nearest bf16, of two equally near ones to the even one. */
function toBrainFloats(numbers: Float32Array): Uint16Array {
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const out = new Uint16Array(numbers.length);
  for (let i = 0; i < bits.length; i++) out[i] = (bits[i]! + 0x7fff + ((bits[i]! >>> 16) & 1)) >>> 16;
  return out;
}

/** Each block: its largest number over 127 as f16, then every number in steps of that. */
function toBlocks(numbers: Float32Array): Uint8Array {
  const bytes = new Uint8Array(elementBytes('q8_0', numbers.length));
  const scales = new Float32Array(numbers.length / BLOCK);
  for (let block = 0; block < scales.length; block++) {
    let most = 0;
    for (let i = block * BLOCK; i < (block + 1) * BLOCK; i++) most = Math.max(most, Math.abs(numbers[i]!));
    scales[block] = most / 127;
    const at = block * BLOCK_BYTES + 2;
    const steps = most === 0 ? 0 : 127 / most;
    for (let i = 0; i < BLOCK; i++) bytes[at + i] = Math.round(numbers[block * BLOCK + i]! * steps);
  }
  const halfScales = toHalves(scales);
  for (let block = 0; block < scales.length; block++) {
    bytes[block * BLOCK_BYTES] = halfScales[block]!;
    bytes[block * BLOCK_BYTES + 1] = halfScales[block]! >>> 8;
  }
  return bytes;
}

function fromBlocks(view: DataView, blocks: number): Float32Array {
  const out = new Float32Array(blocks * BLOCK);
  const table = halves();
  for (let block = 0; block < blocks; block++) {
    const at = block * BLOCK_BYTES;
    const scale = table[view.getUint16(at, true)]!;
    for (let i = 0; i < BLOCK; i++) out[block * BLOCK + i] = scale * view.getInt8(at + 2 + i);
  }
  return out;
}

let decodedHalves: Float32Array | undefined;

/** The number of each of the 65,536 patterns of f16. */
function halves(): Float32Array {
  decodedHalves ??= Float32Array.from({ length: 1 << 16 }, (_, word) => {
    const exponent = (word >>> 10) & 31;
    const fraction = (word & 0x3ff) / 1024;
    const sign = word & 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
  });
  return decodedHalves;
}
