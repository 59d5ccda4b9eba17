/** Speaking with a baby wherever it is: over its line while it is awake, from its soul while it sleeps. */
import { printable } from '../../../library/cleaning/printable.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { type Config, loadConfig } from '../../config.ts';
import { findHome, type Home, makeHome } from '../../home.ts';
import { AsleepError, attach } from '../../line/client.ts';
import { holderOf, takeLock } from '../../lock.ts';
import type { Life } from '../../messages.ts';
import { CommandError, EXIT } from '../failure.ts';

/** What both an awake and a sleeping baby can do. */
export type Listening = Pick<Life, 'say' | 'exam'>;

/** The line to a baby that is awake, or undefined. */
export async function attachIfAwake(home: Home): Promise<Awaited<ReturnType<typeof attach>> | undefined> {
  try {
    return await attach(home.socket);
  } catch (error) {
    if (error instanceof AsleepError) return undefined;
    throw error;
  }
}

/**
 * Hands a baby to `use`, and closes what was opened for that. A sleeping one is held meanwhile, so that nobody wakes it.
 * @throws CommandError if there is none yet, or it is just waking
 */
export async function withBaby<T>(
  given: string | undefined,
  use: (baby: Listening, config: Config) => Promise<T>,
): Promise<T> {
  const found = findHome(given);
  const awake = await attachIfAwake(found);
  if (awake) {
    try {
      return await use(awake, await loadConfig(found));
    } finally {
      awake.close();
    }
  }
  if (holderOf(found)) {
    throw new CommandError(
      'The baby is just waking or falling asleep: try again in a moment, or see `baby status`.',
      EXIT.asleep,
    );
  }
  if (new Keeper({ folder: found.soul }).list().length === 0) {
    throw new CommandError(
      `There is no baby in ${printable(found.folder)} that has learnt anything yet: wake one with \`baby wake\`.`,
      EXIT.asleep,
    );
  }
  const home = makeHome(found.folder);
  const config = await loadConfig(home);
  const lock = takeLock(home);
  try {
    const { openAsleep } = await import('../../asleep.ts');
    const baby = await openAsleep(home, config);
    try {
      return await use(baby, config);
    } finally {
      await baby.close();
    }
  } finally {
    lock.release();
  }
}
