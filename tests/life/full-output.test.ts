import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { launcher, newHome, story } from './program.ts';

describe('what cannot be printed', () => {
  it.skipIf(!existsSync('/dev/full'))('is said, and fails', () => {
    const home = newHome({}, { 'story.txt': story });
    const run = (out: number | 'pipe') =>
      spawnSync(process.execPath, [launcher, 'status', '--home', home], {
        stdio: ['ignore', out, 'pipe'],
        encoding: 'utf8',
      });
    const { status, stderr } = run(openSync('/dev/full', 'w'));
    expect([status, stderr]).toEqual([1, 'The output could not be written: the disk is full.\n']);
    expect(run('pipe')).toMatchObject({ status: 0, stderr: '' });
  });
});
