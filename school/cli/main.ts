/** Running one command: what was typed goes to `program.ts`; what goes wrong becomes a sentence and an exit code. */
import { CommanderError } from 'commander';
import { EXIT, exitCodeOf, sentenceOf } from './failure.ts';
import { program } from './program.ts';

/** Options that stand before or after every command. */
export interface GlobalOptions {
  home?: string;
}

/** Whether anything but where the baby lives was asked for: `baby` alone looks at it. */
function namesCommand(args: readonly string[]): boolean {
  return args.some((arg, i) => arg !== '--home' && !arg.startsWith('--home=') && args[i - 1] !== '--home');
}

/** Runs one command. Never rejects: what goes wrong is one sentence on standard error and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  // A terminal or pipe that is gone must keep no command from finishing, least of all a wake from saving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    // not commander's default command: that would take a mistyped command for its argument
    await program().parseAsync([...args, ...(namesCommand(args) ? [] : ['watch'])], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong, or shown its help.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    process.exitCode = exitCodeOf(error);
    process.stderr.write(`${sentenceOf(error, process.env['BABY_DEBUG'] === '1')}\n`);
  }
}
