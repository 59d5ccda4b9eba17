/** Room on a disk, and why something could not be written there. */

import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { realDisk } from '../../soul/disk.ts';
import { readableBytes } from '../../soul/errors.ts';

/** @throws Error with a clause if there is no room for so many bytes where a folder lies */
export function mustFit(bytes: number, folder: string): void {
  const free = realDisk.freeBytes(folder);
  if (free === undefined || free > bytes) return;
  throw new Error(`the disk is full: it needs ${readableBytes(bytes)} and ${readableBytes(free)} are free`);
}

/** An error of writing as a clause. */
export function whyNot(error: unknown): string {
  return isFullDisk(error) ? 'the disk is full' : printable(reason(error)).replace(/\.$/, '');
}

function isFullDisk(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL';
}
