/**
 * `npm run pictures`: the dashboard's pages as SVG, from a real run of the built program in a real pseudo terminal.
 *
 *   npm run pictures                                             docs/<page>.svg, which the README shows
 *   npm run pictures -- --out /tmp/look --size 80x24 --theme light --seconds 60 --pages now,chat --home <home>
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { packageFolder } from '../../school/home/package-root.ts';
import { DARK, LIGHT, svgOf } from './svg.ts';

/** The key of every page. */
const PAGES: Readonly<Record<string, string>> = {
  now: '1',
  mind: '2',
  chat: '3',
  library: '4',
  log: '5',
  soul: '6',
  raising: '7',
  twitch: '8',
  settings: '9',
};

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(packageFolder, 'docs') },
    size: { type: 'string', default: '110x34' },
    theme: { type: 'string', default: 'dark' },
    seconds: { type: 'string', default: '90' },
    pages: { type: 'string', default: 'now' },
    home: { type: 'string' },
  },
});
const [columns, rows] = values.size.split('x').map(Number);
const theme = values.theme === 'light' ? LIGHT : DARK;
const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');

/** Colours of the terminal's theme, as a terminal answers OSC 10 and 11. */
const answer = (colour: string): string => `rgb:${[1, 3, 5].map((at) => colour.slice(at, at + 2).repeat(2)).join('/')}`;

/** What the questions before a first wake are answered with: names as they are, the starter texts, the theme of the terminal. */
const FIRST_WAKE = [
  ['Its name?', '\r'],
  ['Your name?', '\r'],
  ['Which?', '2\r'],
  ['The dashboard:', '\r'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'baby-pictures-'));
const home = values.home ?? join(folder, 'home');
const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
const { CI: _, NO_COLOR: __, ...env } = process.env;
const child = spawn(process.execPath, [launcher, '--home', home], {
  name: 'xterm-256color',
  cols: columns,
  rows,
  env: { ...(env as Record<string, string>), COLORTERM: 'truecolor', LANG: 'C.UTF-8', TERM: 'xterm-256color' },
});
child.onData((data) => {
  if (data.includes('\x1b]11;?')) child.write(`\x1b]11;${answer(theme.background)}\x1b\\`);
  terminal.write(data);
  for (const [question, answer] of FIRST_WAKE) if (data.includes(question)) child.write(answer);
});
const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));

/** Esc ends typing, where a page takes what is typed: else the key of the next page would be a word of a chat. */
async function leaveInput(): Promise<void> {
  child.write('\x1b');
  await Promise.race([sleep(300), ended]);
}

await Promise.race([sleep(Number(values.seconds) * 1000), ended]);
mkdirSync(values.out, { recursive: true });
for (const page of values.pages.split(',')) {
  const key = PAGES[page];
  if (key === undefined)
    throw new Error(`--pages: ${Object.keys(PAGES).join(', ')} were expected, but "${page}" came.`);
  await leaveInput();
  child.write(key);
  await Promise.race([sleep(2500), ended]);
  const file = join(values.out, `${page}.svg`);
  writeFileSync(file, svgOf(terminal as never, `babyLLM, the page ${page} of its dashboard`, theme));
  process.stdout.write(`${file}\n`);
}
await leaveInput();
// S, and S again, saves and ends the baby; a baby that lived before is left awake
for (const key of values.home === undefined ? ['S', 'S'] : ['q']) {
  child.write(key);
  await Promise.race([sleep(500), ended]);
}
await Promise.race([sleep(20_000), ended]);
child.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
