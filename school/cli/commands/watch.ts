/** `baby watch`, `npm start` and `baby wake` in a terminal: the dashboard of a baby that lives in a process of its own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { findHome, type Home, makeHome } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake, isAwake } from '../connect.ts';
import { wakeDetached } from '../detach.ts';
import type { GlobalOptions } from '../options.ts';
import { lifeTexts } from '../texts/life.ts';

/** Adds `baby watch`. */
export function register(baby: Command): void {
  baby
    .command('watch')
    .description(lifeTexts.watch.description)
    .action((_options, command) => watchCommand(command.optsWithGlobals()));
}

/** Whether somebody can look at a drawing here, and press keys. */
export const isTerminal = (): boolean => isatty(0) && isatty(1) && process.env['TERM'] !== 'dumb';

/** Wakes it if it sleeps, and shows it until its owner looks away. Without a terminal: wakes it, and prints how it is. */
export async function watchCommand({ home: given }: GlobalOptions): Promise<void> {
  const home = makeHome(given);
  if (!(await isAwake(home))) {
    await askBeforeFirstWake(home);
    await wakeInBackground(home, []);
  }
  if (isTerminal()) return show(home);
  return (await import('./status.ts')).statusCommand({ home: home.folder });
}

/** Asks for names and first texts before a first wake; not without a terminal, and not where CI is set. */
export async function askBeforeFirstWake(home: Home): Promise<void> {
  if (!isTerminal() || process.env['CI']) return;
  const { firstWakeOnTerminal, isFirstWake } = await import('../first-wake.ts');
  if (!isFirstWake(home)) return;
  const { feedCommand } = await import('./feed.ts');
  await firstWakeOnTerminal(home, (path) => feedCommand([path], { home: home.folder }));
}

/**
 * Wakes it in a process of its own, telling how far that is.
 * @param options of `baby wake`, as they were typed
 * @returns false if it fell asleep again at once, as it was told to
 * @throws CommandError with its own sentence and exit code if it does not wake
 */
export async function wakeInBackground(home: Home, options: readonly string[]): Promise<boolean> {
  const awake = await wakeDetached(home, options);
  if (awake?.notes) process.stderr.write(`${asShown(awake.notes)}\n`);
  return awake !== undefined;
}

/** Shows it, and says afterwards how it is left. */
export async function show(home: Home): Promise<void> {
  const { openDashboard } = await import('../../dashboard/open.tsx');
  const how = await openDashboard(home, {
    colours: !process.env['NO_COLOR'],
    wake: async (tell) => {
      await wakeDetached(home, [], (label, done, total) =>
        tell(total > 0 ? `${label}: ${Math.floor((100 * done) / total)} %` : `${label} …`),
      );
    },
  });
  process.stdout.write(how === 'left' ? await farewell(home) : `${lifeTexts.watch.isAsleepAgain}\n`);
}

const asleep = (): string => asShown(`${lifeTexts.watch.isAsleep}\n`);
/** Milliseconds in which a line that is just closing has closed. */
const CLOSING = 500;

/** What to know after looking away, in three lines. @throws one sentence if its line is broken, and not only closing */
export async function farewell(home: Home): Promise<string> {
  try {
    return await leftAwake(home);
  } catch (error) {
    // Who looks away while it falls asleep may find its line in the middle of closing.
    await sleep(CLOSING);
    if (await isAwake(home)) throw error;
    return asleep();
  }
}

async function leftAwake(home: Home): Promise<string> {
  const life = await attachIfAwake(home);
  if (!life) return asleep();
  const { pid, introduction, stats } = await life.status().finally(() => life.close());
  const where = home.folder === findHome().folder ? '' : ` --home ${printable(home.folder)}`;
  const step = count(stats?.step ?? introduction.step);
  return (
    `${lifeTexts.watch.isAwake(printable(introduction.name), step, pid)}\n` +
    `  ${commandName()} watch${where}   ${lifeTexts.watch.toLook}\n` +
    `  ${commandName()} sleep${where}   ${lifeTexts.watch.toSleep}\n`
  );
}
