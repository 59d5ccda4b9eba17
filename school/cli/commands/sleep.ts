import type { Command } from 'commander';
import { findHome } from '../../home/home.ts';
import { attachAwake } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby sleep`. */
export function register(baby: Command): void {
  baby
    .command('sleep')
    .description('let an awake baby save and fall asleep')
    .option('--now', 'without saving: what it learnt since its last save is lost')
    .action((_options, command) => sleepCommand(command.optsWithGlobals()));
}

/** `baby sleep`: returns when all is written, or with `now` when it has let go. @throws AsleepError if it sleeps already */
export async function sleepCommand({ home, now }: GlobalOptions & { now?: boolean }): Promise<void> {
  const life = await attachAwake(findHome(home));
  try {
    await life.sleep({ now });
  } finally {
    life.close();
  }
  process.stdout.write(now ? 'It fell asleep without saving.\n' : 'It saved and fell asleep.\n');
}
