/** Speaking with a baby wherever it is: over its line while it is awake, from its soul while it sleeps. */
import { printable } from '../../library/notices/printable.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Baby } from '../api/contract.ts';
import { AsleepError, attach } from '../api/rpc/client.ts';
import type { OfflineBaby } from '../daemon/offline-baby.ts';
import type { OfflineModel } from '../daemon/offline-model.ts';
import { refuseWhileHeld, whileAsleep } from '../daemon/while-asleep.ts';
import { findHome, type Home, isLivedIn, makeHome } from '../home/home.ts';
import { type Config, loadConfig } from '../settings/config.ts';
import { CommandError, EXIT, noBaby } from './failure.ts';
import { lifeTexts } from './texts/life.ts';

/** What both an awake and a sleeping baby can do. */
export type Listening = Pick<Baby, 'say' | 'complete' | 'exam' | 'stop' | 'memory'> &
  Pick<OfflineModel, 'introduction'> & {
    /** settles when a baby that was awake is so no more */
    readonly over?: Promise<void>;
  };

/** The line to a baby that is awake, or undefined. */
export async function attachIfAwake(home: Home): Promise<Awaited<ReturnType<typeof attach>> | undefined> {
  try {
    return await attach(home.socket);
  } catch (error) {
    if (error instanceof AsleepError) return undefined;
    throw error;
  }
}

/** The line to a baby that must be awake. @throws AsleepError if it is not, CommandError if there is none at all */
export async function attachAwake(home: Home): Promise<Awaited<ReturnType<typeof attach>>> {
  if (!isLivedIn(home)) throw noBaby(home);
  return attach(home.socket);
}

/** Whether somebody answers on its line. */
export async function isAwake(home: Home): Promise<boolean> {
  const life = await attachIfAwake(home);
  life?.close();
  return life !== undefined;
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
  refuseWhileHeld(found);
  if (new Keeper({ folder: found.soul }).list().length === 0) {
    throw new CommandError(lifeTexts.nothingLearnt(printable(found.folder)), EXIT.asleep);
  }
  const home = makeHome(found.folder);
  const config = await loadConfig(home);
  return whileAsleep(home, async () => {
    const { openOfflineModel: openAsleep } = await import('../daemon/offline-model.ts');
    const baby = await openAsleep(home, config);
    try {
      return await use(baby, config);
    } finally {
      await baby.close();
    }
  });
}

/** Hands a baby to `use` wherever it is: over its line while it is awake, in its home while it sleeps. */
export async function withEither<T>(home: Home, use: (baby: OfflineBaby, isAwake: boolean) => Promise<T>): Promise<T> {
  const life = await attachIfAwake(home);
  if (life) return use(life, true).finally(() => life.close());
  const { offlineBaby } = await import('../daemon/offline-baby.ts');
  return use(offlineBaby(home, warn), false);
}

/** A sentence on standard error. */
export const warn = (sentence: string): void => void process.stderr.write(`${printable(sentence)}\n`);

/** @throws CommandError if nothing of a baby is there, so that looking into a home does not make one */
export function mustBeThere(home: Home): Home {
  if (!isLivedIn(home)) throw noBaby(home);
  return makeHome(home.folder);
}
