/** Reading an archive from its first byte to its last: nothing is believed that does not match its list of files. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { texts } from '../texts.ts';
import {
  decodeInventory,
  INVENTORY_FILE,
  type Inventory,
  InventoryError,
  LONGEST_INVENTORY,
  type PackedFile,
} from './inventory.ts';
import type { Watching } from './pack.ts';
import { BLOCK, DamagedHeaderError, decodeHeader, END, padded, TarError } from './tar.ts';

const SLICE = 1 << 20;

/** The archive is not what was written. Its message is a clause. */
export class ArchiveError extends Error {}

export interface Opened {
  readonly inventory: Inventory;
  /** the folder that all of it lies in */
  readonly root: string;
  /** where the first file begins */
  readonly at: number;
}

/**
 * Reads what an archive says of itself, and whether it is as long as that.
 * @throws ArchiveError
 */
export async function openArchive(archive: FileHandle): Promise<Opened> {
  const reader = new Reader(archive, 0);
  const first = await inWords(() => reader.header()).catch((error: unknown) => {
    // What does not even begin like one was never one.
    throw error instanceof ArchiveError && error.cause instanceof DamagedHeaderError
      ? new ArchiveError(texts.archive.notABaby, { cause: error })
      : error;
  });
  const root = first?.name.endsWith(`/${INVENTORY_FILE}`) ? first.name.slice(0, -INVENTORY_FILE.length - 1) : undefined;
  if (!first || root === undefined) throw new ArchiveError(texts.archive.notABaby);
  if (first.size > LONGEST_INVENTORY) throw new ArchiveError(texts.archive.listTooLong);
  const bytes = await reader.take(padded(first.size));
  if (bytes.length < padded(first.size)) throw new ArchiveError(texts.archive.cutShort);
  const inventory = await inWords(() => decodeInventory(bytes.subarray(0, first.size)));
  const least = inventory.files.reduce((sum, file) => sum + BLOCK + padded(file.bytes), reader.at) + END.length;
  if ((await archive.stat()).size < least) throw new ArchiveError(texts.archive.cutShort);
  return { inventory, root, at: reader.at };
}

/**
 * Unpacks an archive into an empty folder, and compares every byte with its checksum on the way.
 * @throws ArchiveError; what the file system throws
 */
export async function unpack(
  archive: FileHandle,
  opened: Opened,
  folder: string,
  watching: Watching = {},
): Promise<void> {
  const { files } = opened.inventory;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const reader = new Reader(archive, opened.at);
  const slice = Buffer.allocUnsafeSlow(SLICE);
  let done = 0;
  for (const file of files) {
    const header = await inWords(() => reader.header());
    if (!header || header.name !== `${opened.root}/${file.path}` || header.size !== file.bytes) {
      throw new ArchiveError(texts.archive.misplaced(printable(file.path)));
    }
    const onBytes = (bytes: number): void => {
      watching.signal?.throwIfAborted();
      watching.onProgress?.(done + bytes, total);
    };
    await unpackFile(reader, file, header.modified, join(folder, ...file.path.split('/')), slice, onBytes);
    done += file.bytes;
  }
  if (await inWords(() => reader.header())) throw new ArchiveError(texts.archive.moreFiles);
}

async function unpackFile(
  reader: Reader,
  { path, bytes, sha256 }: PackedFile,
  modified: number,
  to: string,
  slice: Buffer,
  onBytes: (bytes: number) => void,
): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const handle = await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    for (let done = 0; done < bytes; ) {
      const part = await reader.into(slice.subarray(0, Math.min(SLICE, bytes - done)));
      if (part.length === 0) throw new ArchiveError(texts.archive.cutShort);
      hash.update(part);
      for (let written = 0; written < part.length; ) written += (await handle.write(part, written)).bytesWritten;
      done += part.length;
      onBytes(done);
    }
    reader.at += padded(bytes) - bytes;
    if (hash.digest('hex') !== sha256) throw new ArchiveError(texts.archive.wrongChecksum(printable(path)));
    await handle.utimes(modified, modified);
    // The library may have many thousands, and a file damaged by a power cut is reported and read again.
    if (!path.startsWith('library/')) await handle.sync();
  } finally {
    await handle.close();
  }
}

class Reader {
  readonly #archive: FileHandle;
  at: number;

  constructor(archive: FileHandle, at: number) {
    this.#archive = archive;
    this.at = at;
  }

  header(): ReturnType<typeof decodeHeader> {
    return decodeHeader((bytes) => this.take(bytes));
  }

  /** The next `length` bytes; fewer at the end. */
  async take(bytes: number): Promise<Buffer> {
    const buffer = Buffer.alloc(bytes);
    let length = 0;
    while (length < bytes) {
      const part = await this.into(buffer.subarray(length));
      if (part.length === 0) break;
      length += part.length;
    }
    return buffer.subarray(0, length);
  }

  /** Some of the next bytes; none at the end. */
  async into(buffer: Buffer): Promise<Buffer> {
    const { bytesRead } = await this.#archive.read(buffer, 0, buffer.length, this.at);
    this.at += bytesRead;
    return buffer.subarray(0, bytesRead);
  }
}

async function inWords<T>(read: () => Promise<T> | T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TarError) && !(error instanceof InventoryError)) throw error;
    throw new ArchiveError(error.message, { cause: error });
  }
}
