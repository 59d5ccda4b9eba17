/** What a new owner does first, from the installation to an export, in a real terminal: no step may have a dead end. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lifeTexts } from '../../school/cli/texts/life.ts';
import { shellTexts } from '../../school/dashboard/texts/shell.ts';
import { ended, install, plainEnvironment } from './installation.ts';
import { baby, temporaryFolder } from './program.ts';
import { Screen } from './screen.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
afterEach(async () => {
  await baby(home, 'sleep', '--now');
});

/** A conversation as WhatsApp writes it into a file. */
const EXPORT = Array.from({ length: 60 }, (_, i) => {
  const who = i % 3 === 0 ? 'Jonas' : 'Mara';
  return `[${String(1 + (i % 28)).padStart(2, '0')}.03.24, 10:${String(i).padStart(2, '0')}:11] ${who}: message ${i}: the boat left the harbour at ${i} and came back with the tide`;
}).join('\n');

it('goes from the installation to an export without a dead end', async () => {
  const env = plainEnvironment(folder);
  const installed = install(folder, env);
  const run = (...args: readonly string[]) => ended(installed.baby, args, folder, env);
  const chat = join(folder, 'WhatsApp Chat - Jonas.txt');
  writeFileSync(chat, EXPORT);
  // wide enough for the question that names the path of the chat
  const screen = new Screen(150, 34, [installed.baby, '--home', home], { COLORTERM: 'truecolor' });
  const type = (text: string) => void screen.pty.write(text);
  /** Answers what is asked. */
  const answer = async (question: string, text: string) => {
    await screen.shows(question);
    type(`${text}\r`);
  };
  const sees = (wanted: RegExp | string) =>
    screen.until(
      () => screen.rows.some((row) => (typeof wanted === 'string' ? row.includes(wanted) : wanted.test(row))),
      String(wanted),
    );
  /** Goes to a page; the chat takes digits until Escape. */
  const page = async (key: string, wanted: RegExp | string) => {
    // the first Escape may stop a reply, and the next one ends the typing
    for (let tries = 0; tries < 3 && !screen.rows.at(-1)?.includes('q leave'); tries++) await screen.press('\x1b');
    await screen.press(key);
    await sees(wanted);
  };

  await answer('Its name?', 'Kit');
  await answer('Your name?', 'Mara');
  await answer('Which?', '2');
  await answer('The dashboard:', '2');

  // watch
  await sees(/Kit .*step [\d,]+ .*learning/);
  await sees('it says to itself');

  // chat
  await screen.press('3');
  await sees('talking with Kit');
  type('hello there\r');
  await sees(/Mara +hello there/);
  await screen.until(
    () => screen.rows.some((row) => /Kit +\S/.test(row) && !row.includes('▌') && !row.includes('step')),
    'a reply',
  );
  await sees('Enter say it');

  // feed a chat from the dashboard
  await page('4', '── library');
  await screen.press('f');
  type(`${chat}\r`);
  await sees(/Who are you in .*1 Mara \(\d+\) · 2 Jonas \(\d+\)/);
  await screen.press('1');
  await sees(/1 Mara \(\d+\) ✓/);
  await screen.press('\r');
  await sees('Enter feeds it');
  await screen.press('\r');
  // it says whole what became of it
  await sees(/600 words in 40 of 60/);
  await sees('16 texts');

  // correct, and see it known
  await page('3', 'talking with Kit');
  type('/fix good morning Mara\r');
  await sees('learning “good morning Mara”');
  await sees('known ✓');

  // undo
  await page('6', '── souls');
  await screen.press('u');
  await sees(/y \/ n .*the correction/);
  await screen.press('y');
  await sees(/Undone: the correction/);

  // it sleeps, and is looked at meanwhile
  expect(run('sleep', '--home', home).out).toContain(lifeTexts.sleep.saved);
  expect(run('sleep', '--home', home).err).toContain('wake it with `baby wake');
  // npx of the tarball, as somebody tries it without installing
  const npx = ended(
    'npx',
    ['--yes', '--package', installed.tarball, 'baby', 'status', '--json', '--home', home],
    folder,
    env,
  );
  expect(JSON.parse(npx.out)).toMatchObject({ name: 'Kit', awake: false });
  await sees(/asleep *$/);
  await page('4', /texts? · /);
  await page('5', 'fell asleep');
  await page('9', 'contextLength');
  await page('3', 'Asleep it answers, but learns nothing.');
  type('are you asleep?\r');
  await sees(/Mara +are you asleep\?/);
  await screen.until(() => {
    const asked = screen.rows.findLastIndex((row) => row.includes('are you asleep?'));
    return screen.rows.slice(asked + 1).some((row) => /Kit +\S/.test(row) && !row.includes('▌'));
  }, 'an answer while it sleeps');
  await page('6', '── souls');
  await screen.press('u');
  await sees(/y \/ n/);
  await screen.press('n');
  await sees(shellTexts.staysAsItIs);

  // wake
  await screen.press('W');
  await sees(/Kit .*step [\d,]+ .*learning/);

  // the mouse turns the page
  const column = screen.rows[1].indexOf('2 Mind') + 1;
  type(`\x1b[<0;${column};2M\x1b[<0;${column};2m`);
  await sees(/lobe 1|looked inside/);

  // export, and leave
  const archive = join(folder, 'kit.baby');
  expect(run('export', archive, '--home', home)).toMatchObject({ code: 0 });
  expect(existsSync(archive) && statSync(archive).size).toBeGreaterThan(10_000);
  await screen.press('q');
  await screen.ends();
  await screen.shows(/Kit is awake at step/);
  expect(screen.output.lastIndexOf('\x1b[?1000l')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?1000h'));
});
