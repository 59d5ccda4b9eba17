import { Argument, type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { SOURCES } from '../../../library/sources/names.ts';
import { DUMP_FORMS, type DumpForm } from '../../../library/token-cache/dump.ts';
import { bytes, count, counted } from '../../../statistics/format/numbers.ts';
import { emptyTrash, trashed } from '../../acts/trash.ts';
import { removedInWords, weighedInWords } from '../../api/act-words.ts';
import type { LibraryReport } from '../../api/messages.ts';
import { findHome, type Home } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { styleFor } from '../../terminal/style.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { mustBeThere, withEither } from '../connect.ts';
import { usageError } from '../failure.ts';
import { type GlobalOptions, number } from '../options.ts';
import { print } from '../printer.ts';
import { feedingTexts } from '../texts/feeding.ts';
import { flagTexts } from '../texts/flags.ts';

const ACTIONS = ['list', 'remove', 'weigh', 'dump', 'trash'] as const;

/** Adds `baby library`. */
export function register(baby: Command): void {
  baby
    .command('library')
    .description(feedingTexts.library.description)
    .addArgument(new Argument('[action]', flagTexts.action).choices(ACTIONS).default('list'))
    .argument('[text]', feedingTexts.library.text)
    .argument('[weight]', feedingTexts.library.weight, number)
    .addOption(new Option('--as <form>', feedingTexts.library.as).choices(DUMP_FORMS))
    .option('--out <file>', feedingTexts.library.out)
    .option('--empty', feedingTexts.library.empty)
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((action, text, weight, _options, command) =>
      libraryCommand(action, text, weight, command.optsWithGlobals()),
    );
}

const HELP = `\n${feedingTexts.library.more}`;

interface LibraryFlags extends GlobalOptions {
  json?: boolean;
  empty?: boolean;
  as?: DumpForm;
  out?: string;
}

/** `baby library`: what it learns from, and how much of each; taking a text out; the trash. Awake or asleep. */
export async function libraryCommand(
  action: (typeof ACTIONS)[number],
  text: string | undefined,
  weight: number | undefined,
  { home: given, json, empty = false, as: form, out }: LibraryFlags,
): Promise<void> {
  const home = findHome(given);
  if (text !== undefined && (action === 'list' || action === 'trash'))
    throw usageError(feedingTexts.library.takesNoText(action, printable(text)));
  if (weight !== undefined && action !== 'weigh') throw usageError(feedingTexts.library.takesNoWeight(action, weight));
  if (empty && action !== 'trash') throw usageError(feedingTexts.library.emptyElsewhere);
  if (action !== 'dump' && (form !== undefined || out !== undefined))
    throw usageError(feedingTexts.library.dumpElsewhere);
  if (action === 'dump') {
    const { dumpLibrary } = await import('../library-dump.ts');
    return dumpLibrary(mustBeThere(home), { form: form ?? 'lines', out, only: text });
  }
  if (action === 'remove' || action === 'weigh') {
    if (text === undefined) throw usageError(feedingTexts.library.noName);
    const there = mustBeThere(home);
    if (action === 'remove') {
      const removed = await withEither(there, (baby) => baby.removeText(text));
      return tell(json, removed, removedInWords(removed));
    }
    if (weight === undefined || weight < 0 || weight > 100)
      throw usageError(feedingTexts.library.noWeight(printable(text), weight ?? feedingTexts.library.nothing));
    const weighed = await withEither(there, (baby) => baby.weigh(text, weight));
    return tell(json, weighed, weighedInWords(weighed));
  }
  if (action === 'trash') return trash(mustBeThere(home), empty, json ?? false);
  const report = await withEither(mustBeThere(home), (baby) => baby.library());
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else printReport(report);
}

function tell(json: boolean | undefined, result: object, sentence: string): void {
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else print(asShown(`${sentence}\n`));
}

async function trash(home: Home, empty: boolean, json: boolean): Promise<void> {
  const lies = await trashed(home);
  if (empty) await emptyTrash(home);
  if (json) return void process.stdout.write(`${JSON.stringify({ ...lies, emptied: empty })}\n`);
  const texts = feedingTexts.library.texts(count(lies.files), lies.files === 1, bytes(lies.bytes));
  const said =
    lies.files === 0
      ? feedingTexts.library.trashEmpty
      : empty
        ? feedingTexts.library.deleted(texts)
        : feedingTexts.library.inTrash(texts);
  print(asShown(`${said}\n`));
}

function printReport({ files, count: all, tokens, heldOutTokens, sources }: LibraryReport): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = sources.map(({ name, weight, share, given, holds }) => [
    name,
    String(weight),
    percent(share),
    count(given.tokens),
    holdsOf(SOURCES[name].gives, holds),
  ]);
  const texts = files.map((file) => [
    oneLine(file.name),
    bytes(file.bytes),
    count(file.tokens),
    file.tokens > 0 ? `${(file.read / file.tokens).toFixed(1)}×` : '',
    file.weight === 1 ? '' : `× ${file.weight}`,
  ]);
  printTable(['source', 'weight', feedingTexts.library.shareSoFar, feedingTexts.library.tokensLearnt, 'holds'], rows);
  process.stdout.write('\n');
  printTable(['text', 'size', 'tokens', 'read', 'weight'], texts);
  if (all > files.length) print(`${feedingTexts.library.andMore(count(all - files.length))}\n`);
  print(
    asShown(
      `\n${feedingTexts.library.toLearn(counted(all, 'text'), count(tokens), count(heldOutTokens))}\n${feedingTexts.library.toWeigh}\n`,
    ),
  );
}

function holdsOf(gives: 'reading' | 'places' | 'passages', holds: number): string {
  const what = gives === 'passages' ? 'passage' : 'text';
  return holds === 0 ? 'nothing' : counted(holds, what);
}

/** Names to the left, numbers to the right. */
function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const numbers = head.map((_, i) => i).slice(1);
  const [first, ...lines] = tableLines([head, ...rows], numbers);
  process.stdout.write(`${styleFor(process.stdout).heading(first)}\n`);
  print(`${lines.join('\n')}\n`);
}
