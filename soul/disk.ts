/** The few ways in which a soul changes the disk, in one place, so that a test can make each of them fail. */

import fs from 'node:fs';
import path from 'node:path';
import { messageOf, readableBytes } from './errors.ts';
import { soulTexts } from './texts.ts';

export interface Disk {
  /** Writes some of the bytes at the file's place and returns how many; throws the system's error. */
  write(fd: number, bytes: Uint8Array): number;
  /** Returns once the disk holds what was written to this file or folder. */
  sync(fd: number): void;
  rename(from: string, to: string): void;
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(target: string): void;
  /** Free bytes for this user where `folder` lies; undefined where the file system does not say. */
  freeBytes(folder: string): number | undefined;
}

export const realDisk: Disk = {
  write: (fd, bytes) => fs.writeSync(fd, bytes),
  sync: (fd) => fs.fsyncSync(fd),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (target) => fs.rmSync(target, { recursive: true, force: true }),
  freeBytes: (folder) => {
    const { blocks, bavail, bsize } = fs.statfsSync(folder);
    // Unlimited and virtual file systems report no blocks at all: that is "unknown", not "full".
    return blocks === 0 ? undefined : bavail * bsize;
  },
};

/** Makes names inside `folder` (created, renamed, removed) survive a power cut. */
export function syncFolder(disk: Disk, folder: string): void {
  // Windows cannot open folders; its file systems journal names by themselves.
  if (process.platform === 'win32') return;
  const fd = fs.openSync(folder, 'r');
  try {
    disk.sync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** Renames within one file system and returns once the new name is on disk. */
export function renameDurably(disk: Disk, from: string, to: string): void {
  disk.rename(from, to);
  syncFolder(disk, path.dirname(to));
}

/** How much is free where a folder lies, as a clause. */
export function freeInWords(disk: Disk, folder: string): string {
  try {
    const free = disk.freeBytes(folder);
    if (free !== undefined) return soulTexts.disk.free(readableBytes(free));
  } catch (error) {
    return soulTexts.disk.freeUnknownBecause(messageOf(error));
  }
  return soulTexts.disk.freeUnknown;
}
