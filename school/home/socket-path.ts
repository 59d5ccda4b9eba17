/** Under which name an awake baby listens. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { texts } from './texts.ts';

/** Bytes of a socket's path that the system can take, its closing zero not counted; Node 20 silently cuts longer ones. */
const LONGEST = process.platform === 'darwin' ? 103 : 107;

/**
 * The socket of a home: in its `run` folder; where that path is too long, in a private folder of /tmp, under a name made of the home's
 * path. It does not depend on the environment: XDG_RUNTIME_DIR is not set everywhere, and vanishes when its owner logs
 * out. On Windows it is a named pipe. Makes nothing: see `prepareSocketFolder`.
 */
export function socketPath(folder: string, run: string, platform: NodeJS.Platform = process.platform): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\babyllm-${hash}`;
  const own = join(run, 'baby.sock');
  return Buffer.byteLength(own) <= LONGEST ? own : join(sharedFolder(), `${hash}.sock`);
}

/** Ours in /tmp, where others may write too. */
function sharedFolder(): string {
  return `/tmp/babyllm-${process.getuid?.() ?? 0}`;
}

/**
 * Makes the folder in /tmp if this socket needs it. Others may write to /tmp, so a folder that was there before is used only if
 * it is ours and closed to others.
 * @throws Error with one clear sentence if it is not
 */
export function prepareSocketFolder(socket: string, folder = sharedFolder()): void {
  if (!socket.startsWith(`${folder}/`)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  refuseForeignFolder(socket, folder);
}

/**
 * Refuses a socket in a folder that others may write to (spoofing). A missing folder is fine.
 * @throws Error with one clear sentence if its folder in /tmp is not ours, or open to others
 */
export function refuseForeignFolder(socket: string, folder = sharedFolder()): void {
  if (!socket.startsWith(`${folder}/`)) return;
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats || (stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0)) return;
  throw new Error(texts.socketFolderOpen(folder));
}
