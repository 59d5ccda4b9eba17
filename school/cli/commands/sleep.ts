import { findHome } from '../../home/home.ts';
import { attach } from '../../line/client.ts';
import type { GlobalOptions } from '../main.ts';

/** `baby sleep`: returns when all is written, or with `now` when it has let go. @throws AsleepError if it sleeps already */
export async function sleepCommand({ home, now }: GlobalOptions & { now?: boolean }): Promise<void> {
  const life = await attach(findHome(home).socket);
  try {
    await life.sleep({ now });
  } finally {
    life.close();
  }
  process.stdout.write(now ? 'It fell asleep without saving.\n' : 'It saved and fell asleep.\n');
}
