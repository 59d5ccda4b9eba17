/** Every command of the README is run, as it stands there. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lifeTexts } from '../../school/cli/texts/life.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { sharedFolder, story } from './program.ts';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

/** Lines of the fenced blocks without a language, without their comments. */
const commandsOf = (text: string): string[] =>
  [...text.matchAll(/^```\n([\s\S]*?)^```/gm)]
    .flatMap(([, block]) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');

const ROOMS = ['brain', 'library', 'soul', 'statistics', 'school', 'window', 'tests'];
const roomReadmes = ROOMS.flatMap((room) =>
  readdirSync(join(packageFolder, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('README.md') && !path.includes('node_modules'))
    .map((path) => join(room, path)),
);
const commands = [
  ...new Set([
    ...commandsOf(readme),
    ...roomReadmes.flatMap((path) => commandsOf(readFileSync(join(packageFolder, path), 'utf8'))),
  ]),
];

const user = sharedFolder();
const bin = join(packageFolder, 'node_modules', '.bin');
const env = {
  ...process.env,
  HOME: user,
  BABY_HOME: '',
  NO_COLOR: '1',
  PATH: `${bin}${delimiter}${process.env['PATH']}`,
};

/** Runs a line in a shell, in the project. What it says counts; npm's remarks on the owner's settings of npm, on standard error, do not. */
function run(line: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `exec ${line}`], {
      cwd: packageFolder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk));
    child.on('close', (code) => resolve({ code, out, err }));
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

  it('npm start wakes a baby on the starter texts; without a terminal it says how it is, and leaves it awake', async () => {
    mkdirSync(join(user, '.babyllm'), { recursive: true });
    writeFileSync(join(user, '.babyllm', 'baby.json'), JSON.stringify({ preset: 'tiny', threads: 1 })); // only to be quick
    const { code, out, err } = await run('npm start');
    expect(code, out + err).toBe(0);
    expect(err).toMatch(/starter texts were laid into/);
    expect(out).toMatch(/babyllm is awake in .*\(process \d+/);
    expect((await run('./baby sleep')).out).toContain(lifeTexts.sleep.saved);
    expect((await run('./baby sleep')).err).toContain('wake it with `./baby wake`');
  });

  it.each(commands.filter((line) => !TWO.includes(line)))('%s', async (line) => {
    writeFileSync(join(user, 'diary.txt'), story);
    expect(line).toMatch(/^\.\/baby /);
    // only a baby that is awake can be put to sleep
    if (line === './baby sleep') await run('./baby wake --detach');
    const { code, out, err } = await run(line.replace('--minutes 10', '--minutes 0.01'));
    expect(code, out + err).toBe(0);
    // a log that is not read in a terminal is its lines alone, and this baby was never on Twitch
    if (line.includes(' twitch log')) expect(out).toBe('');
    else expect(out.trim()).not.toBe('');
  });
});
