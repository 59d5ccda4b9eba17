/** The secret that programs send so that they are answered: a file in the home that only its owner can read. */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../home/atomic-write.ts';
import type { Home } from '../home/home.ts';

const FORM = /^baby-[\w-]{43}$/;

export const apiTokenFile = ({ run }: Pick<Home, 'run'>): string => join(run, 'api-token');

/**
 * The token of a home; a first one is made, and so is another where the old one is no token, may have been read by others, or should be
 * replaced.
 */
export function apiToken(home: Pick<Home, 'run'>, isReplaced = false): string {
  const file = apiTokenFile(home);
  const old = isReplaced ? undefined : privateText(file);
  if (old !== undefined && FORM.test(old)) return old;
  const token = `baby-${randomBytes(32).toString('base64url')}`;
  writeWhole(file, `${token}\n`);
  return token;
}

function privateText(file: string): string | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  if (process.platform !== 'win32' && ((stats.mode & 0o077) !== 0 || stats.uid !== process.getuid?.()))
    return undefined;
  return readFileSync(file, 'utf8').trim();
}
