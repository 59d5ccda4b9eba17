/** Paths as people type them, drop them onto a terminal, and let them be completed. */
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/**
 * A path as people type or drop it: quoted, with escaped characters, or from their home folder.
 * @example pathIn("'my texts'") // 'my texts'
 */
export function pathIn(typed: string): string {
  const text = typed.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  // On Windows a backslash parts folders.
  const path = quoted ? quoted[2] : process.platform === 'win32' ? text : text.replace(/\\(.)/gs, '$1');
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}

/** What Tab makes of a path: as far as all that begin like it agree, and what they are called. */
export interface Completion {
  readonly text: string;
  readonly names: readonly string[];
}

/** @param folder where relative paths start */
export function completedPath(typed: string, folder = process.cwd()): Completion {
  const text = typed.trimStart().replace(/^["']/, '');
  const at = text.lastIndexOf('/') + 1;
  const [above, begun] = [text.slice(0, at), pathIn(text.slice(at))];
  if (text === '~') return { text: '~/', names: [] };
  const inside = resolve(folder, pathIn(above) || '.');
  const names = entriesOf(inside).filter((name) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')));
  if (names.length === 0) return { text: typed, names };
  const common = names.reduce((a, b) => a.slice(0, agreeing(a, b)));
  const end = names.length === 1 && isFolder(resolve(inside, common)) ? '/' : '';
  return { text: above + common.replace(/[\\"']/g, '\\$&') + end, names };
}

/** Code units that two names begin with alike, never half a character. */
function agreeing(a: string, b: string): number {
  let at = 0;
  for (const character of a) {
    if (!b.startsWith(character, at)) break;
    at += character.length;
  }
  return at;
}

/** A folder that cannot be read holds nothing to be completed. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
