/**
 * A process that saves, to be killed: `node saver.ts <folder> <first step> <kill at>`.
 * Kills itself with SIGKILL at the n-th change of the disk (a write is cut in half), saving once; with 0 it saves for
 * ever and prints each step whose save has returned.
 */

import fs from 'node:fs';
import { type Disk, realDisk } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { contentOf } from './content.ts';

const [folder, firstStep, killAt] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];

let changes = 0;
function change<T>(action: () => T, half: () => void = () => {}): T {
  if (++changes === killAt) {
    half();
    process.kill(process.pid, 'SIGKILL');
  }
  return action();
}

const disk: Partial<Disk> = {
  write: (fd, bytes) =>
    change(
      () => realDisk.write(fd, bytes),
      () => realDisk.write(fd, bytes.subarray(0, bytes.length >> 1)),
    ),
  sync: (fd) => change(() => realDisk.sync(fd)),
  rename: (from, to) => change(() => realDisk.rename(from, to)),
  remove: (target) => change(() => realDisk.remove(target)),
};

const keeper = new Keeper({ folder, budget: 0, disk });
fs.writeSync(1, 'ready\n');
for (let step = firstStep; step === firstStep || killAt === 0; step++) {
  keeper.save(contentOf(step));
  fs.writeSync(1, `${step}\n`);
}
