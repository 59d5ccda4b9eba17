/** Writing an archive from its first byte to its last: each file is read once. */

import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { readManifest } from '../../../soul/checkpoint.ts';
import { SoulError } from '../../../soul/errors.ts';
import { LEDGER_FILE } from '../../../statistics/ledger/schema.ts';
import type { Home } from '../../home/home.ts';
import { texts } from '../texts.ts';
import { encodeInventory, INVENTORY_FILE, type Inventory, type PackedFile, roomFor } from './inventory.ts';
import { type Found, findFiles, OF_THE_TEXTS } from './staging.ts';
import { END, encodeHeader, padded } from './tar.ts';

const SLICE = 1 << 20;
/** How often reading a file that keeps changing is tried. */
const TRIES = 5;

export interface Written {
  readonly bytes: number;
  readonly inventory: Inventory;
  /** sentences */
  readonly notes: readonly string[];
}

export interface Watching {
  readonly signal?: AbortSignal | undefined;
  /** bytes of all files */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Writes all files, and then the inventory into the room that was kept for it in front. Files that are gone meanwhile are left out.
 *
 * @param root the folder that all of it lies in when it is unpacked by hand
 * @throws Error with a clause if a file cannot be read; what the file system throws if the archive cannot be written
 */
export async function writeArchive(
  archive: FileHandle,
  root: string,
  about: Omit<Inventory, 'files'>,
  files: readonly ToPack[],
  { signal, onProgress }: Watching = {},
): Promise<Written> {
  const room = roomFor(
    about,
    files.map(({ path }) => path),
  );
  const front = encodeHeader({
    name: `${root}/${INVENTORY_FILE}`,
    size: room,
    modified: Date.parse(about.exported) / 1000,
  });
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const slice = Buffer.allocUnsafeSlow(SLICE);
  const packed: PackedFile[] = [];
  const notes: string[] = [];
  let at = front.length + padded(room);
  let done = 0;
  for (const file of files) {
    const onBytes = (bytes: number): void => {
      signal?.throwIfAborted();
      onProgress?.(done + bytes, total);
    };
    const { end, sum } = await writeFile(archive, at, root, file, slice, onBytes);
    done += file.bytes;
    if (!sum) continue;
    at = end;
    packed.push(sum);
    if (file.sha256 !== undefined && file.sha256 !== sum.sha256) {
      notes.push(texts.export.damagedFile(printable(file.path)));
    }
  }
  const inventory: Inventory = { ...about, files: packed };
  await writeAt(archive, encodeInventory(inventory, room), front.length);
  await writeAt(archive, Buffer.alloc(padded(room) - room), front.length + room);
  await writeAt(archive, front, 0);
  await writeAt(archive, END, at);
  // What was tried in vain may lie behind it.
  await archive.truncate(at + END.length);
  return { bytes: at + END.length, inventory, notes };
}

/** One entry, as the file was at one moment. @returns where the next begins; no `sum` if the file is gone */
async function writeFile(
  archive: FileHandle,
  at: number,
  root: string,
  { path, from }: ToPack,
  slice: Buffer,
  onBytes: (bytes: number) => void,
): Promise<{ end: number; sum?: PackedFile }> {
  for (let tries = 1; ; tries++) {
    const source = await openOrGone(from);
    if (!source) return { end: at };
    try {
      const before = await source.stat();
      const header = encodeHeader({ name: `${root}/${path}`, size: before.size, modified: before.mtimeMs / 1000 });
      await writeAt(archive, header, at);
      const { bytes, sha256 } = await copy(source, archive, at + header.length, slice, before.size, onBytes);
      if (bytes === before.size && isSame(before, await source.stat())) {
        await writeAt(archive, Buffer.alloc(padded(bytes) - bytes), at + header.length + bytes);
        return { end: at + header.length + padded(bytes), sum: { path, bytes, sha256 } };
      }
      if (tries === TRIES) throw new Error(texts.export.neverQuiet(printable(from)));
    } finally {
      await source.close();
    }
  }
}

/** Copies at most `size` bytes. @returns how many there were */
async function copy(
  source: FileHandle,
  archive: FileHandle,
  to: number,
  slice: Buffer,
  size: number,
  onBytes: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  while (bytes < size) {
    const { bytesRead } = await source.read(slice, 0, Math.min(SLICE, size - bytes), bytes);
    if (bytesRead === 0) break;
    const part = slice.subarray(0, bytesRead);
    hash.update(part);
    await writeAt(archive, part, to + bytes);
    bytes += bytesRead;
    onBytes(bytes);
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function openOrGone(from: string): Promise<FileHandle | undefined> {
  try {
    return await open(from, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(texts.export.cannotBeRead(printable(from), reason(error)), { cause: error });
  }
}

const isSame = (a: Stats, b: Stats): boolean => a.size === b.size && a.mtimeMs === b.mtimeMs;

async function writeAt(archive: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await archive.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}

/** What of a home goes into an archive, and what stays. */
export interface PackingOptions {
  readonly withoutLibrary?: boolean | undefined;
  readonly withoutChats?: boolean | undefined;
}

export interface ToPack extends Found {
  /** what it should be, where that is known: of the files of a soul */
  readonly sha256?: string | undefined;
}

export interface PackingList {
  /** in the order of their paths */
  readonly files: readonly ToPack[];
  /** SQLite files, of which a copy of one moment is packed instead */
  readonly databases: readonly ToPack[];
  /** what stays: `its login at Twitch: …` */
  readonly leftOut: readonly string[];
  /** sentences: what cannot be read */
  readonly notes: readonly string[];
}

/** What people on Twitch agreed to and said. */
export const CONSENT = 'twitch/twitch.db';
/** Words of theirs that are to be learnt. */
export const WORDS = 'sources/twitch.jsonl';
const DATABASES: readonly string[] = [`statistics/${LEDGER_FILE}`, CONSENT];
/** What SQLite keeps beside a file; the copy of one moment has it in it. */
const COMPANIONS: readonly string[] = DATABASES.flatMap((path) =>
  ['-wal', '-shm', '-journal'].map((end) => path + end),
);
/** Who holds it can speak as its owner: it is no part of the baby. */
const LOGIN = 'twitch/token.json';
/** Acts that can be undone, and removed texts: an owner who removed a text does not want it in an archive. */
const ACTS = 'acts.json';
const TRASH = 'trash/';
/** Numbers from which no text can be read: with them, no text that it learnt is ever held out as if it had not. */
const GIVEN = 'library/.shelf/given.lines';
/** A ledger that was damaged once: what is in it cannot be told. */
const SET_ASIDE = 'statistics/damaged-';
/** A report may tell of them too. */
const OF_CHATS: readonly string[] = ['sources/chat.jsonl', 'sources/corrections.jsonl', WORDS, 'report.html'];

/**
 * @param soulFolder where its souls are read, if not in the home: see `pinSouls`
 * @throws Error with one sentence if the home cannot be read
 */
export async function packingList(
  home: Home,
  { withoutLibrary = false, withoutChats = false }: PackingOptions = {},
  soulFolder: string = home.soul,
): Promise<PackingList> {
  const { files, notes } = await findFiles(home, soulFolder);
  const leftOut: string[] = [];
  if (withoutLibrary) leftOut.push(texts.leftOut.library);
  if (withoutChats) leftOut.push(texts.leftOut.chats);
  if (files.some(({ path }) => path === LOGIN)) leftOut.push(texts.leftOut.login);
  const stays = ({ path, part }: Found): boolean =>
    path === LOGIN ||
    path === ACTS ||
    path.startsWith(TRASH) ||
    COMPANIONS.includes(path) ||
    (withoutLibrary && (part === 'library' || (part === 'shelf' && path !== GIVEN) || OF_THE_TEXTS.includes(path))) ||
    (withoutChats && (OF_CHATS.includes(path) || path.startsWith(SET_ASIDE)));
  const sums = soulSums(files, soulFolder);
  const packed = files
    .filter((file) => !stays(file))
    .map((file) => ({ ...file, sha256: sums.get(file.path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    files: packed.filter(({ path }) => !DATABASES.includes(path)),
    databases: packed.filter(({ path }) => DATABASES.includes(path)),
    leftOut,
    notes,
  };
}

/** What the manifests of the souls say of their files, by path; those of damaged manifests are not known. */
function soulSums(files: readonly Found[], soulFolder: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { path } of files) {
    const name = /^soul\/(soul-[^/]+)\/manifest\.json$/.exec(path)?.[1];
    if (name === undefined) continue;
    try {
      for (const [file, { sha256 }] of Object.entries(readManifest(join(soulFolder, name)).files)) {
        sums.set(`soul/${name}/${file}`, sha256);
      }
    } catch (error) {
      if (!(error instanceof SoulError) || error.kind !== 'damaged') throw error;
    }
  }
  return sums;
}
