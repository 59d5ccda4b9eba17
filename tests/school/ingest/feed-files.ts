/** Feeding files that a test names with their contents, and what came into the library. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { type Fed, type FeedOptions, feed } from '../../../school/ingest/feed.ts';
import { temporaryFolder } from '../temporary.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Learnt {
  /** Texts of the library by their names. */
  library: Record<string, string>;
  /** All texts of the library, one after another. */
  all: string;
  fed: Fed[];
  /** Sentences of all outcomes. */
  says: string;
}

/** Writes files below a folder. @returns the folder */
export function putFiles(files: Files, folder = temporaryFolder()): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** Feeds the top of what is named, each file or folder by itself, or only `paths`. */
export async function feedFiles(
  files: Files,
  options: Partial<FeedOptions> & { home?: Home; paths?: readonly string[] } = {},
): Promise<Learnt> {
  const folder = putFiles(files);
  const home = options.home ?? makeHome(join(temporaryFolder(), 'home'), {});
  const fed: Fed[] = [];
  const paths = options.paths ?? [...new Set(Object.keys(files).map((name) => name.split('/')[0]!))];
  await feed(
    home,
    paths.map((path) => join(folder, path)),
    { onFed: (one) => fed.push(one), ...options },
  );
  const library = libraryOf(home);
  const says = fed.map((one) => ('message' in one ? one.message : one.as)).join('\n');
  return { library, all: Object.values(library).join(''), fed, says: says.replaceAll(folder + sep, '') };
}

export function libraryOf({ library }: Home): Record<string, string> {
  const names = readdirSync(library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(library.length + 1))
    .sort();
  return Object.fromEntries(
    names.map((name) => [name.split(sep).join('/'), readFileSync(join(library, name), 'utf8')]),
  );
}
