import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import {
  checkSize,
  LEARNABLE_KINDS,
  LEARNABLE_NAMES,
  type LearnableName,
  parseTokenizer,
  readTokenizerFile,
  TOKENIZER_FORMATS,
  type Tokenizer,
} from '../../../library/tokenizer/index.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { beginBaby } from '../../babies/begin.ts';
import { nameOfHome } from '../../babies/list.ts';
import { findHome, type Home } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { folderForNew } from '../../home/naming.ts';
import type { Config } from '../../settings/config.ts';
import { BRAIN_NAMES, PRESET_NAMES } from '../../settings/shape-settings.ts';
import { pathIn } from '../../terminal/typed-path.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { interruptible } from '../talk/signals.ts';

const kinds = LEARNABLE_NAMES.map((name) => `${name} (${LEARNABLE_KINDS[name].summary})`).join('; ');

/** Adds `baby new`. */
export function register(baby: Command): void {
  baby
    .command('new')
    .description('begins another baby, with a home of its own; --home <name> is the one that is meant from then on')
    .argument('<name>', 'how it is called')
    .addOption(new Option('--preset <size>', 'its size').choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', 'its kind of mind').choices(BRAIN_NAMES))
    .option('--tokenizer <kind or file>', `its tokens: ${kinds}; or a file: ${TOKENIZER_FORMATS}`)
    .option('--trim', 'of the tokenizer, keep only tokens that its library uses')
    .option('--from <home>', 'begin with the settings and texts of that one')
    .addOption(
      new Option(
        '--taught-by <home>',
        'learn the texts of that baby with its tokenizer, and from it what to expect; its home is only read',
      ).conflicts(['from', 'tokenizer', 'trim']),
    )
    .action((name, _options, command) => newCommand(name, command.optsWithGlobals()));
}

export interface NewFlags extends GlobalOptions {
  preset?: Config['preset'];
  brain?: Config['brain'];
  from?: string;
  taughtBy?: string;
  tokenizer?: string;
  trim?: boolean;
}

/** `baby new <name>`: the home of another baby, that is to be fed and woken. */
export async function newCommand(
  name: string,
  { home: given, preset, brain, from, tokenizer: asked, trim, taughtBy }: NewFlags,
): Promise<void> {
  const folder = given === undefined ? undefined : folderForNew(given);
  const teacher = taughtBy === undefined ? undefined : await teacherThatIs(taughtBy);
  const source = teacher?.home ?? (from === undefined ? undefined : homeThatIs(from));
  const tokenizer =
    teacher?.tokenizer ?? (asked === undefined ? undefined : await tokenizerMeant(asked, trim ?? false));
  const { home, config, files } = await interruptible('copying texts', (watching) =>
    beginBaby(name, {
      ...{ preset, brain, tokenizer, folder, from: source, ...watching },
      ...(teacher ? { trim: false, settings: { taughtBy: teacher.home.folder } } : { trim }),
    }),
  );
  const texts = source ? ` With the settings of ${nameOfHome(source)}, and ${count(files)} of its texts.` : '';
  const taught = teacher
    ? ` The baby in ${teacher.home.folder} teaches it: it learns the same texts, which were copied, and what that baby expects. Nothing is changed in that home.`
    : '';
  const tokens =
    typeof tokenizer === 'object' && !teacher
      ? ` Its tokenizer is a copy of ${asked}, of ${count(tokenizer.vocabularySize)} ids.`
      : '';
  const where = nameOfHome(home);
  print(
    printable(
      `${config.name} has a home now, ${home.folder}: a ${config.preset} ${config.brain} brain.${texts}${taught}${tokens}\n` +
        `  ${commandName()} feed <files> --home ${where}   give it texts to read\n` +
        `  ${commandName()} --home ${where}                wake it, and look at it\n`,
    ),
  );
}

/** A kind by its name, else the tokenizer of a file. @throws Error with one sentence */
async function tokenizerMeant(asked: string, isTrimmed: boolean): Promise<LearnableName | Tokenizer> {
  const kind = LEARNABLE_NAMES.find((name) => name === asked);
  if (kind) return kind;
  const path = resolve(pathIn(asked));
  try {
    const tokenizer = readTokenizerFile(await readFile(path));
    if (!isTrimmed) checkSize(tokenizer.vocabularySize);
    return tokenizer;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new Error(
        `${printable(asked)} is neither a kind of tokenizer (${LEARNABLE_NAMES.join(', ')}) nor a file.`,
        {
          cause: error,
        },
      );
    const why = code === undefined ? (error as Error).message : reason(error);
    throw new Error(`${printable(asked)} cannot be used as a tokenizer: ${printable(why)}.`, { cause: error });
  }
}

function homeThatIs(given: string): Home {
  const home = findHome(given);
  if (existsSync(home.config) || existsSync(home.soul)) return home;
  throw new Error(`There is no baby in ${printable(home.folder)} to take settings and texts from: see \`baby list\`.`);
}

/** The home of a baby that can teach, with its tokenizer. */
async function teacherThatIs(given: string): Promise<{ home: Home; tokenizer: Tokenizer }> {
  const { teacherHome } = await import('../../daemon/teacher.ts');
  const { home, tokenizer } = teacherHome(given);
  return { home, tokenizer: parseTokenizer(tokenizer) };
}
