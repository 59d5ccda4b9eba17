// Every `npm install` here ends with this. npm 11 drops `"gypfile": false` when it writes the lock, but older ones need it there: they
// would run node-gyp, and want a compiler, for better-sqlite3, which brings what it needs along.
import { readFileSync, writeFileSync } from 'node:fs';

const [file = 'package-lock.json'] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const lock = JSON.parse(text);
const entry = lock.packages['node_modules/better-sqlite3'];
if (entry && entry.gypfile !== false) {
  // where npm itself writes it: behind these three
  const { version, resolved, integrity, ...rest } = entry;
  lock.packages['node_modules/better-sqlite3'] = { version, resolved, integrity, gypfile: false, ...rest };
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
}
