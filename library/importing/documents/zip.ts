/** What lies inside a zip file. Nothing is unpacked onto the disk. */

import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { type Entry, fromBuffer, open, validateFileName, type ZipFile } from 'yauzl';
import { count } from '../../notices/notices.ts';
import { readWhole, type Source } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { nameEntries } from './zip-names.ts';

/** A zip file inside another is held in memory, so it must be small. */
const LARGEST_INSIDE = 1 << 26;

/** Deflate packs no denser than 1032 to 1. */
const DENSEST = 1032;

export interface OpenZip {
  sources: Source[];
  /** What cannot be read, with the reason: `notes.txt is locked by a password.` */
  refused: { name: string; why: string }[];
  close(): void;
}

/** Whether the first bytes are those of a zip file. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/** Lists a zip file. @param hidden whether files with a dot in front are listed too @throws Error with a reason that goes on after "cannot be read: ". */
export async function openZip(source: Source, { hidden = false } = {}): Promise<OpenZip> {
  const file = await openFile(source);
  try {
    const all = await listOf(file);
    nameEntries(all);
    const entries = all.filter((entry) => (hidden ? !entry.fileName.endsWith('/') : isShown(entry)));
    const unpacked = entries
      .filter((entry) => refusal(entry) === undefined)
      .reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    if (isBomb(unpacked, source.size)) throw new Error(`it ${bombSays(unpacked, source.size)}`);
    const byName = new Map(entries.map((entry) => [entry.fileName, entry]));
    const refused: OpenZip['refused'] = [];
    const sources = entries.flatMap((entry) => {
      const why = refusal(entry);
      if (why !== undefined) refused.push({ name: entry.fileName, why });
      return why === undefined ? [entrySource(file, entry, byName)] : [];
    });
    return { sources, refused, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function openFile(source: Source): Promise<ZipFile> {
  const inside = source.path === undefined ? Buffer.from(await readWhole(source, LARGEST_INSIDE)) : undefined;
  return new Promise((resolve, reject) => {
    // names are decoded below: yauzl itself gives up the whole file for one that leads out of it
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
    const done = (error: Error | null, file?: ZipFile): void => {
      if (file === undefined)
        reject(
          new Error(
            importingTexts.zip.notWhole((error?.message ?? importingTexts.zip.cannotBeOpened).replace(/\.+$/, '')),
          ),
        );
      else resolve(file);
    };
    if (inside === undefined) open(source.path!, options, done);
    else fromBuffer(inside, options, done);
  });
}

function listOf(file: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    file.on('error', (error: Error) => reject(new Error(importingTexts.zip.badList(error.message))));
    file.on('end', () => resolve(entries));
    file.on('entry', (entry: Entry) => {
      entries.push(entry);
      file.readEntry();
    });
    file.readEntry();
  });
}

/** Bytes that a small zip file may unpack to, and how many times its size that may be, beyond them: writing packs to a tenth, or a fiftieth. */
const LARGE = 2e8;
const MOST_TIMES = 100;

function isBomb(unpacked: number, packed: number): boolean {
  return unpacked > LARGE && unpacked > packed * MOST_TIMES;
}

function bombSays(unpacked: number, packed: number): string {
  const times = count(unpacked / Math.max(1, packed));
  return importingTexts.zip.bomb(count(unpacked / 1e6), times);
}

/** Whether an entry is a file that somebody should see. */
function isShown({ fileName }: Entry): boolean {
  return !fileName.endsWith('/') && !fileName.split('/').some((part) => /^\.(?!\.$)/.test(part) || part === '__MACOSX');
}

function refusal({
  fileName,
  generalPurposeBitFlag,
  compressionMethod,
  compressedSize,
  uncompressedSize,
}: Entry): string | undefined {
  if (validateFileName(fileName) !== null) return importingTexts.zip.nameLeadsOut;
  if ((generalPurposeBitFlag & 1) === 1) return importingTexts.zip.locked;
  if (compressionMethod !== 0 && compressionMethod !== 8) return importingTexts.zip.unknownPacking(compressionMethod);
  if (uncompressedSize > compressedSize * DENSEST + 1024) return importingTexts.zip.claimsTooMuch;
  if (isBomb(uncompressedSize, compressedSize)) return `${bombSays(uncompressedSize, compressedSize)}.`;
  return undefined;
}

function entrySource(file: ZipFile, entry: Entry, byName: ReadonlyMap<string, Entry>): Source {
  return {
    name: entry.fileName,
    size: entry.uncompressedSize,
    async *open() {
      const stream = await new Promise<Readable>((resolve, reject) => {
        file.openReadStream(entry, (error, readable) => (readable === undefined ? reject(error) : resolve(readable)));
      });
      try {
        yield* stream as AsyncIterable<Uint8Array>;
      } finally {
        stream.destroy();
      }
    },
    async beside(relative) {
      const other = byName.get(posix.join(posix.dirname(entry.fileName), relative));
      return other === undefined || refusal(other) !== undefined ? undefined : entrySource(file, other, byName);
    },
  };
}
