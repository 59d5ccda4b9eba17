/** What a browser would miss: whatever of Node is met by following the imports of files. */
import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is imported when a file is loaded: imports of types alone leave no trace. */
const loadedBy = (text: string): string[] =>
  [
    ...text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(
        /(?:^|[\n;])\s*(?:import|export)\b([^;'"()]*?)\bfrom\s*['"]([^'"]+)['"]|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]/g,
      ),
  ]
    .filter(([, what = '']) => !/^\s*type\b/.test(what) && !/^\s*\{(\s*type\s[^,{}]+,?)+\s*\}\s*$/.test(what))
    .map(([, , from, alone, lazy, required]) => (from ?? alone ?? lazy ?? required) as string);

/** Code without comments and strings; of templates the expressions stay. */
export function withoutWords(text: string): string {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  let code = '';
  /** open braces of each expression that stands in a template, the innermost last */
  const open: number[] = [];
  for (let at = 0; at < plain.length; at++) {
    const letter = plain[at] as string;
    const isBack = letter === '}' && open.at(-1) === 0;
    if (letter === "'" || letter === '"') {
      const string = /^(['"])(?:(?!\1)[^\\\n]|\\.)*\1/.exec(plain.slice(at))?.[0];
      code += string === undefined ? letter : "''";
      at += (string?.length ?? 1) - 1;
    } else if (letter === '`' || isBack) {
      if (isBack) open.pop();
      const words = /^(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/.exec(plain.slice(at + 1))?.[0] ?? '';
      at += 1 + words.length;
      code += ' ';
      if (plain[at] === '$') {
        open.push(0);
        at++;
      }
    } else {
      if (open.length > 0 && letter === '{') open[open.length - 1]!++;
      if (open.length > 0 && letter === '}') open[open.length - 1]!--;
      code += letter;
    }
  }
  return code;
}

/** Globals that only Node has. */
const NODE_GLOBALS =
  /(?<![.\w])(Buffer|process|setImmediate|clearImmediate|__dirname|__filename|require|global)\b(?!['":]|\s*:)/;

/** The file that another one means by a name; one of a package that is no module leaves endings out. */
function fileOf(name: string, from: string): string {
  if (!from.includes('/node_modules/'))
    return name.startsWith('.') ? resolve(dirname(from), name) : fileURLToPath(import.meta.resolve(name));
  try {
    return createRequire(from).resolve(name);
  } catch {
    return fileURLToPath(import.meta.resolve(name)); // a package of modules alone
  }
}

/** Whatever of Node is met on the way from some files through all that they load, packages included; each with the way to it. */
export function nodeBehind(starts: readonly string[]): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const here = [...way, relative(ROOT, file)];
    const text = readFileSync(file, 'utf8');
    const isOurs = !file.includes('/node_modules/');
    const used = isOurs ? NODE_GLOBALS.exec(withoutWords(text)) : null;
    if (used) found.push(`${here.join(' > ')} uses ${used[1]}`);
    for (const name of loadedBy(text)) {
      if (name.startsWith('node:') || builtinModules.includes(name)) found.push(`${here.join(' > ')} loads ${name}`);
      else visit(fileOf(name, file), here);
    }
  };
  for (const start of starts) visit(join(ROOT, start), []);
  expect(seen.size).toBeGreaterThanOrEqual(starts.length);
  return found;
}
