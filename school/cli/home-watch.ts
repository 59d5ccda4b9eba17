/** Looks, while a baby lives, whether its home is still its own, and whether others can still reach it. */
import { printable } from '../../library/notices/printable.ts';
import type { Baby } from '../api/contract.ts';
import type { Serving } from '../api/rpc/server.ts';
import type { Home } from '../home/home.ts';
import type { Lock } from '../home/lock.ts';
import { lifeTexts } from './texts/life.ts';

const EVERY_MILLISECONDS = 10_000;

export interface HomeWatch {
  /** One look; by itself it looks every ten seconds. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Makes a removed socket again, and stops a baby whose home now belongs to another process: saving would write into a foreign home.
 * @param onLost called once with one sentence, before the life ends without saving
 */
export function watchHome(
  { life, home, lock, line }: { life: Pick<Baby, 'sleep'>; home: Home; lock: Lock; line: Pick<Serving, 'look'> },
  onLost: (why: string) => void,
): HomeWatch {
  let over = false;
  const look = async (): Promise<void> => {
    if (over) return;
    try {
      const whose = lock.check();
      if (whose === 'ours') return await line.look();
      over = true;
      const why = whose === 'moved' ? lifeTexts.home.moved : lifeTexts.home.taken;
      onLost(lifeTexts.home.lost(printable(home.folder), why));
      await life.sleep({ now: true });
    } catch {
      // the next look tries again
    }
  };
  const timer = setInterval(look, EVERY_MILLISECONDS);
  timer.unref();
  return {
    look,
    stop() {
      over = true;
      clearInterval(timer);
    },
  };
}
