/** Reading GGUF, versions 2 and 3 (writer.ts says what they are). */
import { printable } from '../../../library/notices/printable.ts';
import { BLOCK, decodeElements, ELEMENT_TYPES, type ElementType, elementBytes } from '../elements.ts';
import { FileReader, FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';
import { ALIGNMENT, aligned, MAGIC, TENSOR_CODES, VALUE_CODES } from './writer.ts';

export type Value = number | boolean | string | readonly (number | boolean | string)[];

export interface GgufTensor {
  /** rows before columns */
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** in the file */
  readonly begin: number;
  readonly bytes: number;
}

export interface GgufFile {
  readonly keys: ReadonlyMap<string, Value>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  read(name: string): Float32Array;
  close(): void;
}

/** No model has more of them; a header that claims more is damaged. */
const MOST_TENSORS = 100_000;
const MOST_KEYS = 10_000;
const MOST_ELEMENTS = 1 << 22;
const MOST_TEXT = 1 << 20;
const MOST_AXES = 4;
/** Bytes of the shortest key (name, type, value) and the shortest tensor (name, axes, type, offset). */
const LEAST_KEY = 13;
const LEAST_TENSOR = 32;

/** Whether a file begins as a GGUF does. */
export function isGguf(path: string): boolean {
  const file = new FileReader(path);
  try {
    return file.size >= 4 && Buffer.from(file.bytes(4)).toString('latin1') === MAGIC;
  } finally {
    file.close();
  }
}

/** Opens a file and checks all of its header. @throws FormatError */
export function openGguf(path: string): GgufFile {
  const file = new FileReader(path);
  try {
    const { keys, tensors } = readHeader(file);
    return {
      keys,
      tensors,
      read(name) {
        const tensor = tensors.get(name);
        if (!tensor) throw new FormatError(fileTexts.noTensor(printable(name)));
        return decodeElements(tensor.type, file.readAt(tensor.begin, tensor.bytes));
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readHeader(file: FileReader): Pick<GgufFile, 'keys' | 'tensors'> {
  if (Buffer.from(file.bytes(4)).toString('latin1') !== MAGIC) throw new FormatError(fileTexts.notGguf);
  const version = file.u32();
  if (version !== 2 && version !== 3) throw new FormatError(fileTexts.wrongGgufVersion(version));
  const tensorCount = counted(file, fileTexts.numberOfTensors, MOST_TENSORS, LEAST_TENSOR);
  const keyCount = counted(file, fileTexts.numberOfKeys, MOST_KEYS, LEAST_KEY);
  const keys = new Map<string, Value>();
  for (let i = 0; i < keyCount; i++) {
    const name = file.string(MOST_TEXT);
    if (keys.has(name)) throw new FormatError(fileTexts.keyTwice(short(name)));
    keys.set(name, readValue(file, file.u32(), name));
  }
  const entries = Array.from({ length: tensorCount }, () => readTensor(file));
  const alignment = alignmentOf(keys.get('general.alignment'));
  return { keys, tensors: placed(entries, aligned(file.at, alignment), alignment, file.size) };
}

/** A count, which must be possible for what is left of the file. */
function counted(file: FileReader, what: string, most: number, leastBytes: number): number {
  const count = file.u64(what);
  if (count > most || count * leastBytes > file.left) throw new FormatError(fileTexts.tooLargeNumber(what, count));
  return count;
}

function readValue(file: FileReader, code: number, name: string): Value {
  if (code !== VALUE_CODES.array) return readScalar(file, code, name);
  const of = file.u32();
  const least = of === VALUE_CODES.string ? 8 : WIDTHS[of];
  if (least === undefined) throw unknownCode(of, name);
  const count = counted(file, fileTexts.lengthOfKey(short(name)), MOST_ELEMENTS, least);
  return Array.from({ length: count }, () => readScalar(file, of, name));
}

/** Bytes of numbers and flags, by their codes. */
const WIDTHS: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

function readScalar(file: FileReader, code: number, name: string): number | boolean | string {
  if (code === VALUE_CODES.string) return file.string(MOST_TEXT);
  const width = WIDTHS[code];
  if (width === undefined) throw unknownCode(code, name);
  const view = file.view(width);
  switch (code) {
    case VALUE_CODES.u8:
      return view.getUint8(0);
    case VALUE_CODES.bool:
      return view.getUint8(0) !== 0;
    case VALUE_CODES.i8:
      return view.getInt8(0);
    case VALUE_CODES.u16:
      return view.getUint16(0, true);
    case VALUE_CODES.i16:
      return view.getInt16(0, true);
    case VALUE_CODES.u32:
      return view.getUint32(0, true);
    case VALUE_CODES.i32:
      return view.getInt32(0, true);
    case VALUE_CODES.f32:
      return view.getFloat32(0, true);
    case VALUE_CODES.f64:
      return view.getFloat64(0, true);
    default:
      return Number(code === VALUE_CODES.u64 ? view.getBigUint64(0, true) : view.getBigInt64(0, true));
  }
}

const unknownCode = (code: number, name: string): FormatError =>
  new FormatError(fileTexts.unknownTypeOfKey(short(name), code));

interface Entry extends Omit<GgufTensor, 'begin'> {
  readonly name: string;
  readonly offset: number;
}

function readTensor(file: FileReader): Entry {
  const name = file.string(MOST_TEXT);
  const axes = file.u32();
  if (axes < 1 || axes > MOST_AXES) throw new FormatError(fileTexts.wrongNumberOfAxes(short(name), axes));
  const shape = Array.from({ length: axes }, () => file.u64(fileTexts.axisOf(short(name)))).reverse();
  const code = file.u32();
  const type = ELEMENT_TYPES.find((one) => TENSOR_CODES[one] === code);
  if (!type) throw new FormatError(fileTexts.unreadableType(short(name), code, 'f32, f16, bf16 and q8_0'));
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(count >= 1 && count <= file.size)) throw new FormatError(fileTexts.impossibleShape(short(name), shape));
  if (type === 'q8_0' && shape.at(-1)! % BLOCK !== 0)
    throw new FormatError(fileTexts.rowsNoMultiple(short(name), BLOCK));
  return { name, shape, type, bytes: elementBytes(type, count), offset: file.u64(fileTexts.placeOf(short(name))) };
}

function alignmentOf(value: Value | undefined): number {
  if (value === undefined) return ALIGNMENT;
  const ok = typeof value === 'number' && value >= 8 && value <= 65_536 && Number.isInteger(Math.log2(value));
  if (!ok) throw new FormatError(fileTexts.wrongAlignment(printable(String(value)).slice(0, 40)));
  return value;
}

/** Tensors at their places in the file: inside of it, and none over another. */
function placed(entries: readonly Entry[], start: number, alignment: number, size: number): Map<string, GgufTensor> {
  const tensors = new Map<string, GgufTensor>();
  let reached = start;
  for (const { name, offset, shape, type, bytes } of entries.toSorted((a, b) => a.offset - b.offset)) {
    const begin = start + offset;
    if (tensors.has(name)) throw new FormatError(fileTexts.tensorTwice(short(name)));
    if (offset % alignment !== 0 || begin < reached || begin + bytes > size)
      throw new FormatError(fileTexts.misplacedTensor(short(name)));
    reached = begin + bytes;
    tensors.set(name, { shape, type, begin, bytes });
  }
  return tensors;
}

const short = (name: string): string => printable(name).replace(/\s+/g, ' ').slice(0, 60);
