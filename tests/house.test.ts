import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['brain', 'library', 'soul', 'statistics', 'school', 'window', 'tests'] as const;
type Room = (typeof ROOMS)[number];

/** The one rule of direction: what each room may import. */
const MAY_IMPORT: Record<Room, readonly Room[]> = {
  brain: ['brain'],
  library: ['library'],
  soul: ['soul'],
  statistics: ['statistics'],
  school: ['school', 'brain', 'library', 'soul', 'statistics'],
  // in a browser: tests/window/portability.test.ts holds that none of it loads Node
  window: ['window', 'school', 'soul', 'brain', 'library', 'statistics'],
  tests: ROOMS,
};

/** The floors of school and library, ground first: a room imports only rooms on floors below its own. */
const FLOORS: Record<'school' | 'library', readonly (readonly string[])[]> = {
  school: [
    ['home', 'terminal'],
    ['settings'],
    ['api', 'machine', 'ingest'],
    ['text', 'training', 'twitch', 'babies', 'acts', 'raising'],
    ['lesson', 'interchange'],
    ['chat', 'daemon'],
    ['dashboard', 'http', 'mcp'],
    ['cli'],
  ],
  library: [
    ['files', 'notices', 'tokenizer', 'batches'],
    ['cleaning', 'heldout'],
    ['importing'],
    ['sources', 'texts'],
    ['token-cache'],
  ],
};

const RIDDLES = new Set(
  [
    'given',
    'taken',
    'heard',
    'shown',
    'told',
    'kept',
    'past',
    'living',
    'again',
    'aside',
    'asleep',
    'wide',
    'called',
  ].concat([
    'withheld',
    'taught',
    'taking',
    'acting',
    'looking',
    'holding',
    'filling',
    'placing',
    'finding',
    'settling',
  ]),
);

/** Clauses without a noun, and archaic words: a reader has to guess what they mean. */
const BANNED =
  /\b(whoever|anew|none of theirs|so many|(?:is|are) told of)\b|\.(?:description|option|argument)\((?:'[^']*', )?'(?:what is|who was|those that)\b|['`]What was |\bwhat holds nothing\b|\bnot known any more (?:what|who)\b|\bis what (?:it|they) can have\b/i;

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
      .filter(
        (entry) =>
          entry.isFile() && /\.tsx?$/.test(entry.name) && !/\bnode_modules\b/.test(entry.parentPath.slice(ROOT.length)),
      )
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
const READMES = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('README.md') && !path.includes('node_modules'))
    .map((path) => join(room, path)),
)
  .concat('README.md')
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
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

  it('keeps READMEs short: 150 lines for the door, 120 for a room', () => {
    const lines = (path: string) => readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n').length;
    expect(lines('README.md')).toBeLessThanOrEqual(150);
    expect(ROOM_READMES.filter((path) => lines(path) > 120)).toEqual([]);
  });

  it('draws every room in its README as it stands on disk', () => {
    for (const readme of ROOM_READMES) {
      const room = dirname(readme);
      const tree = readFileSync(join(ROOT, readme), 'utf8').match(/```tree\n([\s\S]*?)```/)?.[1] ?? '';
      const drawn = drawnIn(tree).map((path) => `${room}/${path}`);
      expect(new Set(drawn).size, `${readme} draws something twice`).toBe(drawn.length);
      // commands say themselves what they are
      const bare = tree.split('\n').filter((line) => /^ *\S+\.\w+\s*$/.test(line));
      if (room !== 'school/cli') expect(bare, `${readme} does not say what these are`).toEqual([]);
      const inside = ALL.map(({ path }) => path).filter(
        (path) => path.startsWith(`${room}/`) && !ROOM_READMES.some((other) => isInside(path, other, room)),
      );
      const files = inside.filter((path) => !drawn.includes(`${dirname(path)}/*`));
      expect(
        drawn.filter((path) => !exists(path)),
        `${readme} draws these, which are not there`,
      ).toEqual([]);
      expect(
        files.filter((path) => !drawn.includes(path)),
        `${readme} does not draw these`,
      ).toEqual([]);
    }
  });

  it('speaks plainly: the noun is named, in comments, texts of the command line and READMEs', () => {
    const wrong = [...OURS.filter(({ room }) => room !== 'tests'), ...READMES]
      .flatMap(({ path, text }) => text.split('\n').map((line, i) => ({ where: `${path}:${i + 1}`, line })))
      .filter(({ line }) => BANNED.test(line))
      .map(({ where, line }) => `${where} ${line.trim()}`);
    expect(wrong).toEqual([]);
  });

  it('has floors: a room of school or library imports only rooms on floors below its own', () => {
    for (const [part, floors] of Object.entries(FLOORS)) {
      expect(floors.length).toBeLessThanOrEqual(8);
      const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));
      const own = OURS.filter(({ room }) => room === part);
      expect([...new Set(own.map(({ path }) => roomOf(path)))].filter((room) => !floorOf.has(room))).toEqual([]);
      const upward = own.flatMap((source) =>
        source.imports
          .filter((to) => to.startsWith('.'))
          .map((to) => target(source, to))
          .filter((to) => to.startsWith(`${part}/`) && roomOf(to) !== roomOf(source.path))
          .filter((to) => (floorOf.get(roomOf(to)) as number) >= (floorOf.get(roomOf(source.path)) as number))
          .map((to) => `${source.path} imports ${to}`),
      );
      expect(upward).toEqual([]);
    }
  });

  it('has no crowded folder and no name that is used more than twice in school and library', () => {
    const own = ALL.map(({ path }) => path).filter((path) => /^(school|library)\//.test(path));
    const count = (names: readonly string[]) => [
      ...names.reduce((all, name) => all.set(name, (all.get(name) ?? 0) + 1), new Map<string, number>()),
    ];
    expect(count(own.map(dirname)).filter(([folder, files]) => files > 20 && folder !== 'school/cli/commands')).toEqual(
      [],
    );
    const names = own
      .filter((path) => !/^school\/dashboard\/[^/]+\/(rows|model)\.tsx?$/.test(path))
      // the texts of a room, which tests/texts.test.ts looks at
      .filter((path) => !/^\w+\/[\w-]+\/texts(\/\w[^/]*)?\.ts$/.test(path))
      .map((path) => basename(path).replace(/\.tsx?$/, ''))
      .filter((name) => name !== 'index');
    expect(count(names).filter(([, files]) => files > 2)).toEqual([]);
  });

  it('has one helper for each small concept in every independent room', () => {
    const concepts: [RegExp, number, string][] = [
      // numbers with commas: count, in library and in statistics/format
      [/toLocaleString\('en/g, 2, 'count'],
      // the message of whatever was thrown: messageOf, in library, soul and statistics
      [/(\w+) instanceof Error \? \1\.message : String\(/g, 3, 'messageOf'],
      // the oldest out of a map: BoundedMap; the others do more with what goes
      [/for \(const oldest of [^)]*\.keys\(\)\)/g, 5, 'BoundedMap'],
    ];
    for (const [pattern, most, helper] of concepts) {
      const found = OURS.filter(({ room }) => room !== 'tests').flatMap(({ path, text }) =>
        [...text.matchAll(pattern)].map(() => path),
      );
      expect(found.length, `use ${helper} instead of ${pattern} in ${found.join(', ')}`).toBeLessThanOrEqual(most);
    }
  });

  it('names files by nouns, never by a bare participle or adverb', () => {
    const wrong = ALL.map(({ path }) => path).filter((path) =>
      RIDDLES.has(basename(path).replace(/(\.test)?\.tsx?$/, '')),
    );
    expect(wrong).toEqual([]);
  });
});

/** Paths drawn in a tree: two spaces of indent a folder, a name, a description. */
function drawnIn(tree: string): string[] {
  const trail: string[] = [];
  return tree
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, indent, name] = line.match(/^( *)(\S+)/) as RegExpMatchArray;
      trail.length = indent.length / 2;
      trail.push(name.replace(/\/$/, ''));
      return trail.join('/');
    });
}

const roomOf = (path: string): string => path.split('/')[1];

interface Locked {
  readonly hasInstallScript?: boolean;
  readonly gypfile?: boolean;
  readonly resolved?: string;
}

const json = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

const ROOM_READMES = ROOMS.filter((room) => room !== 'tests').flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'README.md')
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => readFileSync(join(ROOT, path), 'utf8').includes('```tree')),
);

/** Whether a path is drawn by another README, in a folder inside this room. */
const isInside = (path: string, readme: string, room: string): boolean =>
  dirname(readme) !== room && dirname(readme).startsWith(`${room}/`) && path.startsWith(`${dirname(readme)}/`);

const exists = (path: string): boolean => {
  const wanted = path.endsWith('/*') ? path.slice(0, -2) : path;
  return statSync(join(ROOT, wanted), { throwIfNoEntry: false }) !== undefined;
};

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
