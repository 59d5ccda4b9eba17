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
import { babyTexts } from '../texts/babies.ts';

const kinds = LEARNABLE_NAMES.map((name) => `${name} (${LEARNABLE_KINDS[name].summary})`).join('; ');

/** Adds `baby new`. */
export function register(baby: Command): void {
  baby
    .command('new')
    .description(babyTexts.begin.description)
    .argument('<name>', babyTexts.begin.name)
    .addOption(new Option('--preset <size>', babyTexts.begin.preset).choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', babyTexts.begin.brain).choices(BRAIN_NAMES))
    .option('--tokenizer <kind or file>', babyTexts.begin.tokenizer(kinds, TOKENIZER_FORMATS))
    .option('--trim', babyTexts.begin.trim)
    .option('--from <home>', babyTexts.begin.from)
    .addOption(new Option('--taught-by <home>', babyTexts.begin.taughtBy).conflicts(['from', 'tokenizer', 'trim']))
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
  const { home, config, files } = await interruptible(babyTexts.begin.copying, (watching) =>
    beginBaby(name, {
      ...{ preset, brain, tokenizer, folder, from: source, ...watching },
      ...(teacher ? { trim: false, settings: { taughtBy: teacher.home.folder } } : { trim }),
    }),
  );
  const texts = source ? ` ${babyTexts.begin.withSettings(nameOfHome(source), count(files))}` : '';
  const taught = teacher ? ` ${babyTexts.begin.teaches(teacher.home.folder)}` : '';
  const tokens =
    typeof tokenizer === 'object' && !teacher
      ? ` ${babyTexts.begin.ownTokenizer(String(asked), count(tokenizer.vocabularySize))}`
      : '';
  const where = nameOfHome(home);
  print(
    printable(
      `${babyTexts.begin.hasHome(config.name, home.folder, config.preset, config.brain)}${texts}${taught}${tokens}\n` +
        `  ${commandName()} feed <files> --home ${where}   ${babyTexts.toFeed}\n` +
        `  ${commandName()} --home ${where}                ${babyTexts.toWake}\n`,
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
      throw new Error(babyTexts.begin.neitherKindNorFile(printable(asked), LEARNABLE_NAMES.join(', ')), {
        cause: error,
      });
    const why = code === undefined ? (error as Error).message : reason(error);
    throw new Error(babyTexts.begin.tokenizerUnusable(printable(asked), printable(why)), { cause: error });
  }
}

function homeThatIs(given: string): Home {
  const home = findHome(given);
  if (existsSync(home.config) || existsSync(home.soul)) return home;
  throw new Error(babyTexts.begin.noBabyToCopy(printable(home.folder)));
}

/** The home of a baby that can teach, with its tokenizer. */
async function teacherThatIs(given: string): Promise<{ home: Home; tokenizer: Tokenizer }> {
  const { teacherHome } = await import('../../daemon/teacher.ts');
  const { home, tokenizer } = teacherHome(given);
  return { home, tokenizer: parseTokenizer(tokenizer) };
}
