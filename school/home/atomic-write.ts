/** Small files, written at once. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a small file (0600) so that a reader sees the old one or the new one. Not for what must survive a power cut: nothing is
 * synced.
 * @throws what the file system throws; then the old file is untouched
 */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
