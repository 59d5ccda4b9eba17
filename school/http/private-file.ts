/** Files that only their owner may read. */
import { lstatSync, readFileSync } from 'node:fs';

/** The text of a small file, trimmed; undefined where there is none, or somebody else may have read it. */
export function privateText(file: string): string | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  if (process.platform !== 'win32' && ((stats.mode & 0o077) !== 0 || stats.uid !== process.getuid?.()))
    return undefined;
  return readFileSync(file, 'utf8').trim();
}
