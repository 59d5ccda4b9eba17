/** Feeding as an act that can be undone, by a command or the dashboard, awake or asleep. */
import { basename } from 'node:path';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { count } from '../../statistics/format/numbers.ts';
import type { Acts } from '../acts/acts.ts';
import { remember } from '../acts/trash.ts';
import type { Baby } from '../api/contract.ts';
import { AsleepError, attach } from '../api/rpc/client.ts';
import type { Home } from '../home/home.ts';
import { takeLock } from '../home/lock.ts';
import type { FeedOptions } from '../ingest/feeder.ts';
import { openOfflineActs } from './offline-acts.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Characters of the name of what is fed. */
const LONGEST_NAME = 80;

/** Hooks for `feed`, and `end`, to be called when all is fed. */
export interface FeedAct extends Required<Pick<FeedOptions, 'beforeWriting' | 'beforeReplacing'>> {
  end(): Promise<void>;
}

/**
 * Makes a feeding an act: the soul before it is kept, texts that it replaces are remembered, and what it wrote is written down. Where
 * that is not possible it feeds all the same, and `note` is told.
 */
export function feedAct(home: Home, paths: readonly string[], note: (sentence: string) => void): FeedAct {
  let act: number | undefined;
  const trying = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      note(daemonTexts.feedNotUndoable(printable(reason(error)).replace(/\.$/, '')));
      return undefined;
    }
  };
  return {
    async beforeWriting() {
      const [of, { pid }] = [nameOf(paths), process];
      act = await trying(() =>
        either(
          home,
          note,
          (life) => life.beginFeed(of, pid),
          (acts) => acts.beginFeed(of, pid),
        ),
      );
    },
    async beforeReplacing(name) {
      const id = act;
      if (id !== undefined) await trying(() => remember(home, id, name));
    },
    async end() {
      const id = act;
      if (id === undefined) return;
      await trying(() =>
        either<unknown>(
          home,
          note,
          (life) => life.endFeed(id),
          (acts) => acts.endFeed(id),
        ),
      );
    },
  };
}

async function either<T>(
  home: Home,
  note: (sentence: string) => void,
  awake: (life: Baby) => Promise<T>,
  asleep: (acts: Acts) => Promise<T>,
): Promise<T> {
  const life = await attach(home.socket).catch((error: unknown) => {
    if (error instanceof AsleepError) return undefined;
    throw error;
  });
  if (life) return awake(life).finally(() => life.close());
  const lock = takeLock(home);
  try {
    return await asleep(await openOfflineActs(home, { note }));
  } finally {
    lock.release();
  }
}

function nameOf([first = '', ...others]: readonly string[]): string {
  const name = printable(basename(first)).replace(/\s+/g, ' ');
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  return others.length === 0 ? short : daemonTexts.acts.fedFiles(short, count(others.length));
}
