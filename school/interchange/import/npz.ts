/** Arrays of NumPy: a `.npz` is a zip of `.npy` files. Every size is checked against the file before anything of it is made. */
import { inflateRawSync } from 'node:zlib';
import { printable } from '../../../library/notices/printable.ts';
import { FileReader, FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';
import type { TensorReader } from './model-files.ts';

/** Signatures of the zip format (PKWARE's APPNOTE.TXT). */
const [LOCAL_HEADER, CENTRAL_HEADER, END_RECORD] = [0x04034b50, 0x02014b50, 0x06054b50];
const [STORED, DEFLATED] = [0, 8];
const END_RECORD_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ARRAYS = 100_000;
/** Deflate makes at most this much of a byte. */
const MOST_INFLATION = 1032;
const NPY_MAGIC = '\x93NUMPY';
const LONGEST_HEADER = 65_536;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly bytes: number;
  readonly start: number;
}

/** Whether a file begins as a zip, and names an array first. */
export function isNpz(path: string): boolean {
  const file = new FileReader(path);
  try {
    if (file.size < END_RECORD_BYTES || file.u32() !== LOCAL_HEADER) return false;
    const header = new DataView(file.readAt(0, Math.min(file.size, 1024)).buffer);
    const name = nameAt(header, 30, header.getUint16(26, true));
    return name?.endsWith('.npy') ?? false;
  } finally {
    file.close();
  }
}

/** Opens a file of arrays of floats, and reads the header of each. @throws FormatError */
export function openNpz(path: string): TensorReader {
  const file = new FileReader(path);
  try {
    const entries = new Map(entriesOf(file).map((entry) => [entry.name.replace(/\.npy$/, ''), entry]));
    const arrays = new Map([...entries].map(([name, entry]) => [name, arrayOf(file, entry)]));
    return {
      shapes: new Map([...arrays].map(([name, { shape }]) => [name, shape])),
      read(name) {
        const array = arrays.get(name);
        if (!array) throw new FormatError(fileTexts.noArray(short(name)));
        return array.numbers;
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The list of files at the end of a zip. @throws FormatError */
function entriesOf(file: FileReader): Entry[] {
  const tail = file.readAt(
    Math.max(0, file.size - END_RECORD_BYTES - LONGEST_COMMENT),
    Math.min(file.size, END_RECORD_BYTES + LONGEST_COMMENT),
  );
  const view = new DataView(tail.buffer);
  let end = tail.length - END_RECORD_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END_RECORD) end--;
  if (end < 0) throw new FormatError(fileTexts.noListOfArrays);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count > MOST_ARRAYS || start + size > file.size) {
    throw new FormatError(fileTexts.listOutsideOfFile(count, file.size));
  }
  const list = new DataView(file.readAt(start, size).buffer);
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || list.getUint32(at, true) !== CENTRAL_HEADER) {
      throw new FormatError(fileTexts.damagedList(i + 1, count));
    }
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => list.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const name = nameAt(list, at + 46, nameBytes);
    if (name === undefined) throw new FormatError(fileTexts.damagedArrayName(i + 1));
    entries.push({
      name,
      method: list.getUint16(at + 10, true),
      packed: list.getUint32(at + 20, true),
      bytes: list.getUint32(at + 24, true),
      start: list.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + extra + comment;
  }
  return entries;
}

function nameAt(view: DataView, at: number, length: number): string | undefined {
  if (at + length > view.byteLength) return undefined;
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
}

/** @throws FormatError */
function arrayOf(file: FileReader, entry: Entry): { shape: readonly number[]; numbers: Float32Array } {
  const name = short(entry.name);
  const bytes = contentOf(file, entry, name);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (magic !== NPY_MAGIC || bytes.length < 12) throw new FormatError(fileTexts.notArray(name));
  const long = bytes[6]! >= 2;
  const headerBytes = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const from = (long ? 12 : 10) + headerBytes;
  if (headerBytes > LONGEST_HEADER || from > bytes.length) {
    throw new FormatError(fileTexts.tooLongHeader(fileTexts.theArray(name), headerBytes));
  }
  const header = new TextDecoder().decode(bytes.subarray(from - headerBytes, from));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const isColumns = /'fortran_order':\s*True/.test(header);
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  const width = type === '<f8' ? 8 : type === '<f4' ? 4 : undefined;
  if (width === undefined) throw new FormatError(fileTexts.unreadableArrayType(name, short(String(type))));
  if (isColumns || sizes === undefined) throw new FormatError(fileTexts.storedByColumns(name));
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count * width !== bytes.length - from) {
    throw new FormatError(fileTexts.wrongArrayBytes(name, shape, bytes.length - from));
  }
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = width === 8 ? view.getFloat64(from + 8 * i, true) : view.getFloat32(from + 4 * i, true);
  }
  return { shape, numbers };
}

/** @throws FormatError */
function contentOf(file: FileReader, { method, packed, bytes, start }: Entry, name: string): Uint8Array {
  const header = start + 30 <= file.size ? new DataView(file.readAt(start, 30).buffer) : undefined;
  if (header?.getUint32(0, true) !== LOCAL_HEADER) throw new FormatError(fileTexts.misplacedArray(name));
  const from = start + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + packed > file.size) throw new FormatError(fileTexts.arrayPastEnd(name, packed));
  if (method !== STORED && method !== DEFLATED) throw new FormatError(fileTexts.unknownPacking(name));
  if (method === STORED ? bytes !== packed : bytes > packed * MOST_INFLATION) {
    throw new FormatError(fileTexts.impossiblePacking(name, bytes, packed));
  }
  const content = file.readAt(from, packed);
  if (method === STORED) return content;
  try {
    const inflated = inflateRawSync(content, { maxOutputLength: Math.max(1, bytes) });
    if (inflated.length === bytes) return new Uint8Array(inflated);
  } catch (error) {
    throw new FormatError(fileTexts.arrayNotUnpacked(name), { cause: error });
  }
  throw new FormatError(fileTexts.arrayOfOtherSize(name, bytes));
}

const short = (text: string): string => printable(text).replace(/\s+/g, ' ').slice(0, 120);
