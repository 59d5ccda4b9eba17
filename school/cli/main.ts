/** Running one command: what was typed goes to `program.ts`; what goes wrong becomes a sentence and an exit code. */

import { reason } from '../../library/notices/notices.ts';
import { callerFolder, rememberHome } from '../home/invocation.ts';
import { EXIT, exitCodeOf, sentenceOf } from './failure.ts';
import type { GlobalOptions } from './options.ts';
import { print } from './printer.ts';
import { lifeTexts } from './texts/life.ts';

/** Runs one command. Never rejects: what goes wrong is one sentence on standard error and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  // A terminal or pipe that is gone must keep no command from finishing, least of all a wake from saving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // who has closed a pipe wants no more; whatever else is lost was wanted
    if (error.code === 'EPIPE' || process.exitCode) return;
    process.exitCode = EXIT.failed;
    process.stderr.write(`${lifeTexts.outputFailed(reason(error))}\n`);
  });
  try {
    // npm goes to the folder of the project, but what was typed counts from where its owner stood.
    const stood = callerFolder();
    if (stood !== undefined) process.chdir(stood);
    rememberHome(homeOf(args));
    const alone = onlyHome(args);
    // `baby` alone looks at it. Not as commander's default command, which would take a mistyped command for its argument; and without
    // loading all the others, since the dashboard stays for hours and should be small.
    if (alone) await (await import('./commands/watch.ts')).watchCommand(alone);
    else await (await (await import('./program.ts')).program(args)).parseAsync([...args], { from: 'user' });
  } catch (error) {
    const { code, exitCode } = error as { code?: unknown; exitCode?: number };
    if (typeof code === 'string' && code.startsWith('commander.')) {
      // Commander has said what is wrong, or shown its help.
      process.exitCode = exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    process.exitCode = exitCodeOf(error);
    print(`${sentenceOf(error, process.env['BABY_DEBUG'] === '1')}\n`, process.stderr);
  }
}

/** The options of `baby` alone, or `baby watch`: nothing, or where the baby lives. Undefined if anything else was typed. */
function onlyHome(args: readonly string[]): GlobalOptions | undefined {
  const [first, second, ...more] = args[0] === 'watch' ? args.slice(1) : args;
  if (first === undefined) return {};
  if (first === '--home' && second !== undefined && more.length === 0) return { home: second };
  if (first.startsWith('--home=') && second === undefined) return { home: first.slice('--home='.length) };
  return undefined;
}

/** The value of `--home`, wherever it stands before `--`. */
function homeOf(args: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const at = options.indexOf('--home');
  if (at >= 0) return options[at + 1];
  return options.find((option) => option.startsWith('--home='))?.slice('--home='.length);
}
