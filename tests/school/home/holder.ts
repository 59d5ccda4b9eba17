/** A process that takes a home's lock and keeps it until it is killed: `node holder.ts <home>`. */
import { writeSync } from 'node:fs';
import { makeHome } from '../../../school/home/home.ts';
import { takeLock } from '../../../school/home/lock.ts';

try {
  takeLock(makeHome(process.argv[2], {}));
  writeSync(1, 'held\n');
  setInterval(() => {}, 1000);
} catch (error) {
  writeSync(1, `${(error as Error).message}\n`);
}
