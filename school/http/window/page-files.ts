/** The files of the page: those that its entries load, and no other file of this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder, starterFolder } from '../../home/package-root.ts';
import { httpTexts } from '../texts.ts';

/** A file by its path on the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** A module that is named by an import, by `import()`, or as the address of a worker or a file beside the code. */
const NAMED =
  /(\bfrom\s*|(?:^|[\n;}])\s*import\s*|\bimport\(\s*|\bnew URL\(\s*)(['"])([^'"\n]+)\2(?=\s*(?:[;)\n]|,\s*import\.meta\.url|$))/g;

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/**
 * Every file that some files need, themselves included, by their paths on the page: those of the project as in `root`, those of packages
 * below `packages/`. Browsers know no names of packages, so a name becomes a path.
 *
 * @param root the folder of the built files
 * @param entries paths in it
 * @param packageFiles files of packages that no module names
 * @param findPackage the file that a name of a package stands for
 */
export function pageFiles(
  root: string,
  entries: readonly string[],
  packageFiles: readonly string[] = [],
  findPackage: (name: string) => string = (name) => fileURLToPath(import.meta.resolve(name)),
): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  const visit = (file: string): void => {
    const path = pathOf(root, file);
    if (files.has(path)) return;
    const type = TYPES[extname(file)];
    if (type === undefined) throw new Error(httpTexts.page.noUseFor(path));
    const bytes = readFileSync(file);
    if (extname(file) !== '.js') return void files.set(path, { type, bytes });
    const text = bytes.toString('utf8');
    files.set(path, { type, bytes });
    const renamed = new Map<string, string>();
    for (const [, , , name] of withoutComments(text).matchAll(NAMED)) {
      const target = name.startsWith('.') ? resolve(dirname(file), name) : findPackage(name);
      visit(target);
      if (!name.startsWith('.')) renamed.set(name, between(path, pathOf(root, target)));
    }
    if (renamed.size === 0) return;
    const served = text.replace(NAMED, (all, how: string, quote: string, name: string) =>
      renamed.has(name) ? `${how}${quote}${renamed.get(name)}${quote}` : all,
    );
    files.set(path, { type, bytes: Buffer.from(served) });
  };
  for (const file of [...entries.map((entry) => join(root, entry)), ...packageFiles]) visit(file);
  return files;
}

function pathOf(root: string, file: string): string {
  const inside = relative(root, file).split(sep).join('/');
  if (!inside.startsWith('../')) return inside;
  const [, inPackages] = file.split(`${sep}node_modules${sep}`).slice(-2);
  if (inPackages === undefined) throw new Error(httpTexts.page.mustNotLoad(file));
  return `packages/${inPackages.split(sep).join('/')}`;
}

function between(from: string, to: string): string {
  const path = relative(dirname(from), to).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

const UPLOT = ['uplot/dist/uPlot.iife.min.js', 'uplot/dist/uPlot.min.css'];

/** The page that a server of the baby shows, as it was built. */
export const windowFiles = (): Map<string, PageFile> => builtFiles(['window/index.html', 'window/main.js']);

/** The overlay for streams. */
export const overlayFiles = (): Map<string, PageFile> =>
  pageFiles(join(packageFolder, 'dist'), ['window/overlay.html', 'window/overlay.css', 'window/overlay.js']);

/** The page that trains by itself. */
export const trainingFiles = (): Map<string, PageFile> => builtFiles(['window/page.html', 'window/page.js']);

/** @param entries of the page, beside what every page has */
function builtFiles(entries: readonly string[]): Map<string, PageFile> {
  const require = createRequire(import.meta.url);
  const files = pageFiles(
    join(packageFolder, 'dist'),
    ['window/style.css', ...entries],
    UPLOT.map((name) => require.resolve(name)),
  );
  const texts = readdirSync(starterFolder).filter((name) => name.endsWith('.txt'));
  const add = (name: string, ending: string, bytes: Buffer) =>
    files.set(`library/starter/${name}`, { type: TYPES[ending] as string, bytes });
  add('index.json', '.json', Buffer.from(JSON.stringify(texts)));
  for (const name of texts) add(name, '.txt', readFileSync(join(starterFolder, name)));
  return files;
}
