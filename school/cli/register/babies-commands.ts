/** More than one baby, and moving one to another machine. */
import { type Command, Option } from 'commander';
import { BRAIN_NAMES, PRESET_NAMES } from '../../settings/config.ts';

export function registerNursery(baby: Command): void {
  baby
    .command('new')
    .description('begins another baby, with a home of its own; --home <name> is the one that is meant from then on')
    .argument('<name>', 'how it is called')
    .addOption(new Option('--preset <size>', 'its size').choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', 'its kind of mind').choices(BRAIN_NAMES))
    .option('--from <home>', 'begin with the settings and texts of that one')
    .action(async (name, _options, command) =>
      (await import('../commands/new.ts')).newCommand(name, command.optsWithGlobals()),
    );

  baby
    .command('list')
    .description('all babies of this machine: whether they are awake, how far they are, and what is wrong with any')
    .option('--json', 'a JSON object a line')
    .action(async (_options, command) => (await import('../commands/list.ts')).listCommand(command.optsWithGlobals()));

  baby
    .command('export')
    .description('packs all of it into one file (a plain tar), with a checksum of every part; awake or asleep')
    .argument('<file>', 'the archive to write')
    .option('--without-library', 'leave out its texts, and what was made of them')
    .option('--without-chats', 'leave out what was said in conversations')
    .option('--replace', 'also where there is a file of that name already')
    .action(async (file, _options, command) =>
      (await import('../commands/export.ts')).exportCommand(file, command.optsWithGlobals()),
    );

  baby
    .command('import')
    .description('unpacks a baby and checks every part of it; --home <name or folder> says where it lives from then on')
    .argument('<file>', 'what `baby export` wrote')
    .action(async (file, _options, command) =>
      (await import('../commands/import.ts')).importCommand(file, command.optsWithGlobals()),
    );
}
