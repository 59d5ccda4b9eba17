import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['brain', 'library', 'soul', 'statistics', 'school', 'tests'] as const;
type Room = (typeof ROOMS)[number];

/** The one rule of direction: what each room may import. */
const MAY_IMPORT: Record<Room, readonly Room[]> = {
  brain: ['brain'],
  library: ['library'],
  soul: ['soul'],
  statistics: ['statistics'],
  school: ['school', 'brain', 'library', 'soul', 'statistics'],
  tests: ROOMS,
};

interface Source {
  readonly path: string;
  readonly room: Room;
  readonly text: string;
  /** the same without comments and strings, for looking at what the code does */
  readonly code: string;
  readonly imports: readonly string[];
}

function sources(): Source[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => {
        const path = relative(ROOT, join(entry.parentPath, entry.name));
        const text = readFileSync(join(ROOT, path), 'utf8');
        return { path, room, text, code: withoutWords(text), imports: importsOf(text) };
      }),
  );
}

/** `from '…'` and `import('…')`, types included: a type is knowledge too. */
const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g),
  ].map((match) => (match[1] ?? match[2]) as string);

const withoutWords = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

const ALL = sources();
/** the kernels of AssemblyScript are another language with imports of its own */
const OURS = ALL.filter(({ path }) => !path.startsWith('brain/kernels/simd/'));

const target = (from: Source, to: string): string => relative(ROOT, resolve(ROOT, dirname(from.path), to));

describe('the house', () => {
  it('is found: every room has sources', () => {
    for (const room of ROOMS)
      expect(
        ALL.some((source) => source.room === room),
        room,
      ).toBe(true);
    expect(ALL.length).toBeGreaterThan(100);
  });

  it('imports only in the allowed directions', () => {
    const wrong = OURS.flatMap((source) =>
      source.imports
        .filter((to) => to.startsWith('.'))
        .map((to) => target(source, to))
        .filter((path) => !(MAY_IMPORT[source.room] as readonly string[]).includes(path.split('/')[0]))
        .map((path) => `${source.path} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no circles of imports', () => {
    const graph = new Map(
      OURS.map((source) => [
        source.path,
        source.imports.filter((to) => to.startsWith('.')).map((to) => target(source, to)),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    // a tensor knows its recording, by its type alone, which leaves no trace at run time
    const isEngine = (path: string) => path.startsWith('brain/engine/');
    const innocent = (paths: readonly string[]) => paths.every(isEngine) && onlyTypes(paths);
    expect(circles.filter((circle) => !innocent(circle.split(' → ')))).toEqual([]);
  });

  it('keeps brain free of Node, chance and clocks', () => {
    const wrong = OURS.filter(({ room }) => room === 'brain').flatMap(({ path, imports, code }) => [
      ...imports.filter((to) => !to.startsWith('.')).map((to) => `${path} imports ${to}`),
      ...(/Math\.random|Date\.now|new Date|performance\.now|\bprocess\./.test(code)
        ? [`${path} asks for chance, time or the process`]
        : []),
    ]);
    expect(wrong).toEqual([]);
  });

  it('lets only school look at arguments, environment and folder', () => {
    const wrong = OURS.filter(({ room }) => room !== 'school' && room !== 'tests')
      .filter(({ code }) => /process\.(env|argv|cwd)/.test(code))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('prints nothing past the command line', () => {
    const wrong = OURS.filter(({ room, path }) => room !== 'tests' && !path.startsWith('school/cli/'))
      .filter(({ code }) => /\bconsole\.|process\.std(out|err)\b/.test(code))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('has no left-over markers, skipped or exclusive tests', () => {
    const wrong = OURS.filter(
      ({ code, text, path }) =>
        path !== 'tests/house.test.ts' &&
        (/\b(it|test|describe)\.only\(/.test(code) || /\b(TODO|FIXME|XXX)\b/.test(text)),
    ).map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('keeps files small', () => {
    const long = ALL.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > (path.startsWith('tests/') ? 400 : 300))
      .map(({ path, lines }) => `${path} has ${lines} lines`);
    expect(long).toEqual([]);
  });

  it('needs no compiler: whatever a dependency would run while it is installed is decided on', () => {
    const packages = Object.entries(json('package-lock.json')['packages'] as Record<string, Locked>);
    const decided = json('package.json')['allowScripts'] as Record<string, boolean>;
    const nameOf = (path: string) => path.split('node_modules/').pop() as string;
    const scripted = packages
      .filter(([path, one]) => path !== '' && one.hasInstallScript)
      .map(([path]) => nameOf(path));
    // npm runs node-gyp for whatever has this file, unless its entry in package.json (npm 11), or in the lock (older ones), denies it
    const built = packages.filter(([path]) => path !== '' && existsSync(join(ROOT, path, 'binding.gyp')));
    expect(scripted.filter((name) => decided[name] === undefined)).toEqual([]);
    expect(Object.keys(decided).filter((name) => decided[name])).toEqual(['node']); // fetches nothing but itself
    expect(built.map(([path]) => nameOf(path))).toContain('better-sqlite3');
    for (const [path, { gypfile }] of built)
      expect([path, decided[nameOf(path)], gypfile]).toEqual([path, false, false]);
    // npm 11 drops `gypfile` from the lock, so an install ends with putting it back
    expect((json('package.json')['scripts'] as Record<string, string>)['prepare']).toContain('node prepare.mjs');
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    const copy = join(mkdtempSync(join(tmpdir(), 'baby-lock-')), 'package-lock.json');
    writeFileSync(copy, lock.replace(/\n *"gypfile": false,/, ''));
    expect(readFileSync(copy, 'utf8')).not.toBe(lock);
    execFileSync(process.execPath, [join(ROOT, 'prepare.mjs'), copy]);
    expect(readFileSync(copy, 'utf8')).toBe(lock);
    rmSync(dirname(copy), { recursive: true });
    expect(packages.filter(([, { resolved }]) => resolved?.includes('://')).map(([path]) => path)).toEqual([]);
  });

  it('is drawn in the README as it stands on disk', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const tree = readme.match(/```tree\n([\s\S]*?)```/)?.[1] ?? '';
    const drawn = new Set<string>();
    const trail: string[] = [];
    for (const line of tree.split('\n').filter((line) => line.trim() !== '')) {
      const [, indent, name] = line.match(/^( *)(\S+)/) as RegExpMatchArray;
      trail.length = indent.length / 2;
      trail.push(name.replace(/\/$/, ''));
      drawn.add(trail.join('/'));
    }
    const folders = ROOMS.flatMap((room) => [room, ...foldersIn(room)]);
    expect(
      [...drawn].filter((path) => !exists(path)),
      'drawn, but not there',
    ).toEqual([]);
    expect(
      folders.filter((path) => !drawn.has(path)),
      'there, but not drawn',
    ).toEqual([]);
    // inside the rooms that explain themselves file by file, every file is drawn
    const files = ALL.map(({ path }) => path).filter(
      (path) => drawn.has(`${dirname(path)}/*`) === false && !path.startsWith('tests/'),
    );
    expect(
      files.filter((path) => !drawn.has(path)),
      'files there, but not drawn',
    ).toEqual([]);
  });
});

interface Locked {
  readonly hasInstallScript?: boolean;
  readonly gypfile?: boolean;
  readonly resolved?: string;
}

const json = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

const exists = (path: string): boolean => {
  const wanted = path.endsWith('/*') ? path.slice(0, -2) : path;
  return statSync(join(ROOT, wanted), { throwIfNoEntry: false }) !== undefined;
};

const foldersIn = (room: string): string[] =>
  readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

/** Whether some step of a circle imports nothing but types. */
function onlyTypes(circle: readonly string[]): boolean {
  return circle.slice(0, -1).some((path, i) => {
    const { text } = OURS.find((source) => source.path === path) as Source;
    const file = (circle[i + 1].split('/').pop() as string).replace('.', '\\.');
    const lines = [...text.matchAll(new RegExp(`import ([^;]*?) from '[^']*${file}'`, 'g'))];
    return (
      lines.length > 0 && lines.every(([, what]) => what.startsWith('type ') || /^\{(\s*type \w+,?)+\s*\}$/.test(what))
    );
  });
}
