import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpTexts } from '../../../../school/http/texts.ts';
import { pageFiles } from '../../../../school/http/window/page-files.ts';
import { temporaryFolder } from '../../temporary.ts';

/** A folder of built files beside one of packages. */
function built(files: Readonly<Record<string, string>>): { root: string; find: (name: string) => string } {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { root: join(folder, 'dist'), find: (name) => join(folder, 'node_modules', name) };
}

describe('the files of the page', () => {
  it('are what its entries load, also late, in workers and beside the code, and no other', () => {
    const { root, find } = built({
      'dist/window/main.js': "import { a } from '../brain/a.js';\nawait import('./late.js');\n",
      'dist/window/late.js': "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });\n",
      'dist/window/worker.js': "fetch(new URL('../brain/k.wasm', import.meta.url));\n",
      'dist/window/index.html': '<p>',
      'dist/brain/a.js': "// import x from './gone.js';\n/* from './gone.js' */\nexport const a = 1;\n",
      'dist/brain/k.wasm': '\0asm',
      'dist/brain/other.js': 'secret',
    });
    const files = pageFiles(root, ['window/main.js', 'window/index.html'], [], find);
    expect([...files.keys()].toSorted()).toEqual([
      'brain/a.js',
      'brain/k.wasm',
      'window/index.html',
      'window/late.js',
      'window/main.js',
      'window/worker.js',
    ]);
    expect(files.get('brain/k.wasm')).toEqual({ type: 'application/wasm', bytes: Buffer.from('\0asm') });
    expect(files.get('window/main.js')?.type).toBe('text/javascript; charset=utf-8');
  });

  it('name packages by paths, since browsers know no names', () => {
    const { root, find } = built({
      'dist/window/deep/main.js': "import { h } from 'hash/sha.js';\nconst from = 'hash/sha.js';\n",
      'node_modules/hash/sha.js': "export * from './u.js';\n",
      'node_modules/hash/u.js': 'export const h = 1;\n',
    });
    const files = pageFiles(root, ['window/deep/main.js'], [find('hash/u.js')], find);
    expect(files.get('window/deep/main.js')?.bytes.toString()).toBe(
      "import { h } from '../../packages/hash/sha.js';\nconst from = 'hash/sha.js';\n",
    );
    expect([...files.keys()]).toEqual(expect.arrayContaining(['packages/hash/sha.js', 'packages/hash/u.js']));
  });

  it('never leave the built files and the packages, and never name a module of Node', () => {
    const { root, find } = built({
      'dist/window/main.js': "import '../../private.js';\n",
      'private.js': '',
      'dist/window/node.js': "import { readFileSync } from 'node:fs';\n",
      'dist/window/data.db': '{}',
    });
    expect(() => pageFiles(root, ['window/main.js'], [], find)).toThrow('The page must not load');
    expect(() => pageFiles(root, ['window/node.js'])).toThrow();
    expect(() => pageFiles(root, ['window/data.db'], [], find)).toThrow(httpTexts.page.noUseFor('window/data.db'));
  });
});
