import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { AsleepError } from '../../api/rpc/client.ts';
import { findHome, type Home } from '../../home/home.ts';
import { holderOf } from '../../home/lock.ts';
import { attachAwake } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { lifeTexts } from '../texts/life.ts';

/** Adds `baby sleep`. */
export function register(baby: Command): void {
  baby
    .command('sleep')
    .description(lifeTexts.sleep.description)
    .option('--now', lifeTexts.sleep.now)
    .action((_options, command) => sleepCommand(command.optsWithGlobals()));
}

/** `baby sleep`: returns when all is written, or with `now` when it has let go. @throws AsleepError if it sleeps already */
export async function sleepCommand({ home: given, now }: GlobalOptions & { now?: boolean }): Promise<void> {
  const home = findHome(given);
  let life: Awaited<ReturnType<typeof attachAwake>>;
  try {
    life = await attachAwake(home);
  } catch (error) {
    if (!(error instanceof AsleepError) || now || !(await endHolder(home))) throw error;
    process.stdout.write(`${lifeTexts.sleep.holderEnded}\n`);
    return;
  }
  try {
    await life.sleep({ now });
  } finally {
    life.close();
  }
  process.stdout.write(now ? `${lifeTexts.sleep.withoutSaving}\n` : `${lifeTexts.sleep.saved}\n`);
}

/**
 * Tells the process that holds a home to save and end: its socket was removed, so that it cannot be asked.
 * @returns false where no baby is known to be awake in it
 */
async function endHolder(home: Home): Promise<boolean> {
  const holder = holderOf(home);
  if (holder === undefined || holder === 'unknown' || !holder.awake) return false;
  process.kill(holder.pid, 'SIGTERM');
  while (holderOf(home)) await sleep(200);
  return true;
}
