/** Waking, sleeping, and what keeps a baby alive. */
import { Argument, type Command, Option } from 'commander';
import { BRAIN_NAMES, PRESET_NAMES } from '../../settings/config.ts';
import { numberOver, place, wholeOver } from '../options.ts';

export function registerLife(baby: Command): void {
  baby
    .command('wake')
    .description('wake it: it goes on learning where it stopped, and is shown where there is a terminal')
    .option('--foreground', 'live in this process and print plain lines, for services and logs')
    .addOption(new Option('--detach', 'let it live on when this terminal closes').conflicts('foreground'))
    .addOption(
      new Option('--from <place>', 'where to go on reading: resume, random, start, or the number of a token').argParser(
        place,
      ),
    )
    .addOption(new Option('--preset <size>', 'its size, decided at the first wake').choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', 'its kind of mind, decided at the first wake').choices(BRAIN_NAMES))
    .addOption(new Option('--minutes <n>', 'fall asleep by itself after so many minutes').argParser(numberOver(0)))
    // For those who compare lives step by step: not shown in the help, since minutes are what an owner thinks in.
    .addOption(new Option('--steps <n>', 'fall asleep after so many steps').argParser(wholeOver(0)).hideHelp())
    .action(async (_options, command) => (await import('../commands/wake.ts')).wakeCommand(command.optsWithGlobals()));

  baby
    .command('watch')
    .description('look at it and talk to it; wakes it if it sleeps (what `baby` alone does)')
    .action(async (_options, command) =>
      (await import('../commands/watch.ts')).watchCommand(command.optsWithGlobals()),
    );

  baby
    .command('sleep')
    .description('let an awake baby save and fall asleep')
    .option('--now', 'without saving: what it learnt since its last save is lost')
    .action(async (_options, command) =>
      (await import('../commands/sleep.ts')).sleepCommand(command.optsWithGlobals()),
    );

  baby
    .command('service')
    .description('let systemd wake it when you log in, or see whether that is so')
    .addArgument(new Argument('<action>', 'what to do').choices(['install', 'uninstall', 'status']))
    .action(async (action, _options, command) =>
      (await import('../commands/service.ts')).serviceCommand(action, command.optsWithGlobals()),
    );

  baby
    .command('doctor')
    .description('what this machine can do, whether all is in order, and what would make it faster')
    .action(async (_options, command) =>
      (await import('../commands/doctor.ts')).doctorCommand(command.optsWithGlobals()),
    );
}
