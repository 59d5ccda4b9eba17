// Compiles the project into dist/: TypeScript, then the AssemblyScript kernels. With --if-needed it does nothing where no source is newer
// than the last build, so that a start costs milliseconds. Files in dist/ whose source is gone are removed: they would hide a broken import.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const ROOMS = ['brain', 'library', 'soul', 'statistics', 'school', 'window', 'tests'];
const began = new Date();

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether a file of the sources, or a folder (a file was added or removed), is newer than the last build. */
function isStale() {
  const built = modified(stamp);
  if (built === 0) return true;
  const isNewer = (path) => modified(path) > built;
  if (['tsconfig.json', 'package.json', 'build.mjs'].some((file) => isNewer(join(root, file)))) return true;
  const visit = (folder) =>
    isNewer(folder) ||
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? visit(path) : /\.(tsx?|mjs|html|css)$/.test(entry.name) && isNewer(path);
    });
  return ROOMS.some((room) => visit(join(root, room)));
}

/** Removes compiled files without a source. */
function sweep(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sweep(path);
    else if (entry.name.endsWith('.js')) {
      const source = join(root, path.slice(dist.length + 1, -'.js'.length));
      if (!existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) rmSync(path);
    }
  }
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!process.argv.includes('--if-needed') || isStale()) {
  mkdirSync(dist, { recursive: true });
  for (const room of ROOMS) sweep(join(dist, room));
  run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json');
  run(join(root, 'brain', 'kernels', 'build.mjs'));
  for (const file of readdirSync(join(root, 'window')))
    if (/\.(html|css)$/.test(file)) copyFileSync(join(root, 'window', file), join(dist, 'window', file));
  // what a page that trains begins with: reading the schemas of settings would load a hundred files
  const { DEFAULTS } = await import(pathToFileURL(join(dist, 'school', 'settings', 'config.js')));
  writeFileSync(join(dist, 'window', 'train', 'defaults.json'), JSON.stringify(DEFAULTS));
  chmodSync(join(dist, 'school', 'cli', 'launcher.js'), 0o755);
  const { stdout: page } = spawnSync(process.execPath, [
    join(dist, 'school', 'cli', 'launcher.js'),
    'completion',
    'man',
  ]);
  mkdirSync(join(dist, 'man'), { recursive: true });
  writeFileSync(join(dist, 'man', 'baby.1'), page);
  writeFileSync(stamp, '');
  // a source that changed while it compiled is newer than the beginning of this build
  utimesSync(stamp, began, began);
}
