import { findHome } from '../../home.ts';
import { attach } from '../../line/client.ts';
import type { GlobalOptions } from '../main.ts';

/** `baby sleep`: returns when all is written. @throws AsleepError if it sleeps already */
export async function sleepCommand({ home }: GlobalOptions): Promise<void> {
  const life = await attach(findHome(home).socket);
  try {
    await life.sleep();
  } finally {
    life.close();
  }
  process.stdout.write('It saved and fell asleep.\n');
}
