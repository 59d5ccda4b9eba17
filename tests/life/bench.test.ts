// The bench as somebody runs it; figures are not looked at.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFolder } from '../../school/home/package-root.ts';

const bench = (...args: string[]) => {
  const file = join(import.meta.dirname, '..', '..', 'dist', 'tests', 'bench', 'bench.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('npm run bench', () => {
  it('says what it can measure, and how', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    for (const word of [
      'machine',
      'nanogpt',
      'pepys',
      'corrections',
      'answers',
      'everything',
      'slow',
      '--shakespeare',
      '--write',
      '--profile',
    ])
      expect(stdout).toContain(word);
  });

  it('measures what it is asked for, as a table, and names what it cannot', () => {
    const { status, stdout } = bench('tokenizer', 'reach', '--pepys', join(starterFolder, 'stories-sea.txt'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\| tokenizer: training 4,200 tokens \/ encoding \| \*\*[\d.]+ s, and \d+ MB\/s\*\* \|/m);
    expect(stdout).toContain('not measured: needs its text: --shakespeare <file>');
    expect(stdout).toContain('short of their bar');
  });

  it('refuses what it does not know with one sentence', () => {
    for (const [args, why] of [
      [['recipee'], 'did you mean recipe?'],
      [['--pepys', '/nowhere'], 'there is no file /nowhere'],
      [['--minutes', 'many'], '--minutes must be a number'],
      [['--steps', '10', '--write'], 'not written'],
      [['--wish'], '--wish'],
    ] as const) {
      const { status, stdout, stderr } = bench(...args);
      expect(status).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^bench: [^\n]+\n$/);
      expect(stderr).toContain(why);
    }
  });
});
