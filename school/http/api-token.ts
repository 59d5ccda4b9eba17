/** Secrets by which programs and overlays are let in: files in the home that only its owner can read. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writeWhole } from '../home/atomic-write.ts';
import type { Home } from '../home/home.ts';
import { privateText } from './private-file.ts';

const FORM = /^[a-z]+-[\w-]{43}$/;

export const apiTokenFile = ({ run }: Pick<Home, 'run'>): string => join(run, 'api-token');

/** The token of programs. */
export const apiToken = (home: Pick<Home, 'run'>, isReplaced = false): string =>
  tokenIn(apiTokenFile(home), 'baby', isReplaced);

/** The token of the overlay for streams, which opens nothing else. It stays the same, since it stands in the settings of a program. */
export const overlayToken = (home: Pick<Home, 'run'>): string =>
  tokenIn(join(home.run, 'overlay-token'), 'overlay', false);

/**
 * The token in a file; a first one is made, and so is another where the old one is no token, may have been read by others, or should be
 * replaced.
 */
function tokenIn(file: string, kind: string, isReplaced: boolean): string {
  const old = isReplaced ? undefined : privateText(file);
  if (old !== undefined && FORM.test(old) && old.startsWith(`${kind}-`)) return old;
  const token = `${kind}-${randomBytes(32).toString('base64url')}`;
  writeWhole(file, `${token}\n`);
  return token;
}
