/** Every command of the README is run, as it stands there. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../school/package-root.ts';
import { sharedFolder, story } from './program.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
/** Lines of the fenced blocks without a language, without their comments. */
const commands = [...readme.matchAll(/```\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line !== '');

const user = sharedFolder();
const bin = join(packageFolder, 'node_modules', '.bin');
const env = {
  ...process.env,
  HOME: user,
  BABY_HOME: '',
  NO_COLOR: '1',
  PATH: `${bin}${delimiter}${process.env['PATH']}`,
};

/** Runs a line in a shell, in the project; `until` ends it with Ctrl-C as soon as it has said that. */
function run(line: string, until?: RegExp): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `exec ${line}`], {
      cwd: packageFolder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let ended = false;
    const hear = (chunk: Buffer) => {
      out += chunk;
      if (ended || !until?.test(out)) return;
      ended = true;
      process.kill(-(child.pid as number), 'SIGINT'); // as a terminal does: to the whole group
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => resolve({ code, out }));
  });
}

const TWO = ['npm install && npm start', 'npm install && npm test'];

describe('the README', () => {
  it('begins with the two commands', () => {
    expect(commands.slice(0, 2)).toEqual(TWO);
    const { scripts } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'prepare', 'bench', 'check']));
    for (const [, script] of readme.matchAll(/`npm run ([\w:]+)/g)) expect(scripts, script).toHaveProperty(script);
  });

  it('npm start wakes a baby on the starter texts, and Ctrl-C saves and sleeps', async () => {
    mkdirSync(join(user, '.babyllm'), { recursive: true });
    writeFileSync(join(user, '.babyllm', 'baby.json'), JSON.stringify({ preset: 'tiny' })); // only to be quick
    const { out } = await run('npm start', /babbles at step [\s\S]*\nstep /);
    expect(out).toMatch(/starter texts were laid into/);
    expect(out).toMatch(/\nasleep at step \d/);
  });

  it.each(commands.filter((line) => !TWO.includes(line)))('%s', async (line) => {
    writeFileSync(join(user, 'diary.txt'), story);
    expect(line).toMatch(/^npm exec -- baby /);
    const { code, out } = await run(line.replace('--minutes 10', '--minutes 0.05'));
    expect(out.trim()).not.toBe('');
    expect(code, out).toBe(0);
  });
});
