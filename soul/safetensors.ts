/** Tensors to and from a safetensors file, straight between disk and the given (shared) memory, slice by slice. */

import fs from 'node:fs';
import path from 'node:path';
import { type FileSum, SLICE_BYTES, writeSummed } from './checksum.ts';
import type { Disk } from './disk.ts';
import { meansDamage, messageOf, printable, SoulError } from './errors.ts';
import type { NamedTensor, TensorData, TensorPlace } from './safetensors-header.ts';
import { decodeHeader, dtypeOf, encodeHeader, MAX_HEADER_BYTES } from './safetensors-header.ts';
import { soulTexts } from './texts.ts';

export type { DType, NamedTensor, TensorData, TensorPlace } from './safetensors-header.ts';
export { blankTensor } from './safetensors-header.ts';

/** How many bytes `writeTensors` will write. Throws as it would. */
export function tensorFileBytes(tensors: readonly NamedTensor[]): number {
  const { header, dataBytes } = encodeHeader(tensors);
  return header.length + dataBytes;
}

/**
 * Writes a new safetensors file and returns once it is on disk. Data may be views of shared memory.
 * Numbers are written as they lie in memory: little-endian, as WebAssembly's memory and the format are.
 * @param betweenSlices called after each slice of at most 4 MiB; it must not change the tensors
 * @throws SoulError (`content`) on unfit names or shapes; the system's error if the disk refuses
 */
export function writeTensors(
  disk: Disk,
  file: string,
  tensors: readonly NamedTensor[],
  betweenSlices?: () => void,
): FileSum {
  const { header, order } = encodeHeader(tensors);
  const fill = (to: { append(bytes: Uint8Array): void }) => {
    to.append(header);
    for (const { data } of order) to.append(bytesOf(data));
  };
  return writeSummed(disk, file, fill, betweenSlices);
}

/** A safetensors file whose header was read and found sound. */
export interface TensorFile {
  /** Every tensor by name. */
  places: ReadonlyMap<string, TensorPlace>;
  metadata: ReadonlyMap<string, string>;
  /**
   * Fills the data of each target with the tensor of that name. All names, types and shapes are checked before the
   * first byte is read; tensors that no target asks for are passed over.
   * @throws SoulError (`mismatch`) naming the first target that does not fit, (`damaged`) if the file cannot be read
   */
  read(targets: readonly NamedTensor[]): void;
}

/** @throws SoulError (`damaged`) that names the file and what is wrong with its header. */
export function openTensors(file: string): TensorFile {
  const shown = printable(path.basename(file));
  const { places, metadata, dataStart } = guarded(shown, file, readHeader);
  return {
    places,
    metadata,
    read(targets) {
      const chosen = targets.map((target) => ({ target, place: placeFor(shown, places, target) }));
      guarded(shown, file, (fd) => {
        for (const { target, place } of chosen) readFully(fd, bytesOf(target.data), dataStart + place.begin);
      });
    },
  };
}

function readHeader(fd: number) {
  const size = fs.fstatSync(fd).size;
  if (size < 8) throw new Error(soulTexts.safetensors.tooSmall(size));
  const lengthField = new Uint8Array(8);
  readFully(fd, lengthField, 0);
  const length = Number(new DataView(lengthField.buffer).getBigUint64(0, true));
  if (length > Math.min(size - 8, MAX_HEADER_BYTES)) {
    throw new Error(soulTexts.safetensors.headerTooLong(length, size));
  }
  const json = new Uint8Array(length);
  readFully(fd, json, 8);
  return { ...decodeHeader(json, size - 8 - length), dataStart: 8 + length };
}

function placeFor(file: string, places: ReadonlyMap<string, TensorPlace>, target: NamedTensor): TensorPlace {
  const { name, shape, data } = target;
  const place = places.get(name);
  const want = `${dtypeOf(data)} [${shape}]`;
  if (!place) {
    throw new SoulError('mismatch', soulTexts.safetensors.noSuchTensor(file, printable(name), want));
  }
  const found = `${place.dtype} [${place.shape}]`;
  if (found !== want) {
    throw new SoulError('mismatch', soulTexts.safetensors.otherTensor(printable(name), file, found, want));
  }
  if (data.byteLength !== place.end - place.begin) {
    throw new SoulError('mismatch', soulTexts.safetensors.doesNotFit(printable(name), shape, data.length));
  }
  return place;
}

/** The bytes under a typed array, shared or not, without a copy. */
function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function readFully(fd: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length; ) {
    const length = Math.min(SLICE_BYTES, target.length - done);
    const count = fs.readSync(fd, target, done, length, position + done);
    if (count === 0) throw new Error(soulTexts.safetensors.endsEarly(position + done));
    done += count;
  }
}

function guarded<T>(shown: string, file: string, use: (fd: number) => T): T {
  let fd: number | undefined;
  try {
    fd = fs.openSync(file, 'r');
    return use(fd);
  } catch (error) {
    if (error instanceof SoulError) throw error;
    const why = messageOf(error);
    if (!meansDamage(error)) throw new SoulError('disk', soulTexts.safetensors.unreadable(shown, why), error);
    throw new SoulError('damaged', soulTexts.safetensors.damaged(shown, why), error);
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}
