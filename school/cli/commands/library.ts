import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { SOURCES } from '../../../library/sources/names.ts';
import { findTexts } from '../../../library/texts/corpus.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { emptyTrash, trashed } from '../../acts/trash.ts';
import { removedInWords } from '../../api/act-words.ts';
import type { LibraryFile, LibraryReport, RemovedText } from '../../api/messages.ts';
import { asleepReport } from '../../daemon/library-report.ts';
import { removedText, textFile, textTakenOut, textToRemove } from '../../daemon/text-removal.ts';
import { findHome, type Home } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { attachIfAwake, mustBeThere, whileAsleep } from '../connect.ts';
import { usageError } from '../failure.ts';
import { writeIntoLedger } from '../ledger-file.ts';
import { offlineActs } from '../offline-acts.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby library`. */
export function register(baby: Command): void {
  baby
    .command('library')
    .description('what it learns from, with weights, shares and texts; taking a text out again; awake or asleep')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'remove', 'trash']).default('list'))
    .argument('[text]', 'remove: the name of a text, or a part of it that no other has')
    .option('--empty', 'trash: what lies there is deleted, and cannot come back')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((action, text, _options, command) => libraryCommand(action, text, command.optsWithGlobals()));
}

const HELP = `
A text that is removed lies in the trash of the home until \`baby undo\` brings it back, or the trash is emptied.

Examples:
  $ baby library remove diary.txt
  $ baby library trash --empty`;

interface LibraryFlags extends GlobalOptions {
  json?: boolean;
  empty?: boolean;
}

/** `baby library`: what it learns from, and how much of each; taking a text out; the trash. Awake or asleep. */
export async function libraryCommand(
  action: 'list' | 'remove' | 'trash',
  text: string | undefined,
  { home: given, json, empty = false }: LibraryFlags,
): Promise<void> {
  const home = findHome(given);
  if (text !== undefined && action !== 'remove')
    throw usageError(`\`baby library ${action}\` takes no ${printable(text)}.`);
  if (empty && action !== 'trash') throw usageError('--empty belongs to `baby library trash`.');
  if (action === 'remove') {
    if (text === undefined) throw usageError('The name of a text was expected: `baby library` lists them.');
    const removed = await remove(mustBeThere(home), text);
    process.stdout.write(json ? `${JSON.stringify(removed)}\n` : asShown(`${removedInWords(removed)}\n`));
    return;
  }
  if (action === 'trash') return trash(mustBeThere(home), empty, json ?? false);
  const life = await attachIfAwake(home);
  try {
    const report = life ? await life.library() : await asleepReport(mustBeThere(home), await loadConfig(home));
    process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : asShown(textOf(report)));
  } finally {
    life?.close();
  }
}

async function remove(home: Home, text: string): Promise<RemovedText> {
  const life = await attachIfAwake(home);
  if (life) return life.removeText(text).finally(() => life.close());
  return whileAsleep(home, async () => {
    const file = textToRemove({ files: await textsAsleep(home) }, text);
    await (await offlineActs(home)).remove(await textFile(home, file.name));
    writeIntoLedger(home, (ledger) => ledger.log('info', 'library', textTakenOut(file.name)));
    return removedText(file, new Keeper({ folder: home.soul }).list());
  });
}

/** All texts in the library folder, including texts that were never read. */
async function textsAsleep(home: Home): Promise<LibraryFile[]> {
  const known = (await asleepReport(home, await loadConfig(home))).files;
  const { texts } = await findTexts(home.library);
  return texts.map(({ name, size }) => {
    const unread = { name, bytes: size, tokens: 0, heldOutTokens: 0, read: 0, weight: 0 };
    return known.find((file) => file.name === name) ?? unread;
  });
}

async function trash(home: Home, empty: boolean, json: boolean): Promise<void> {
  const lies = await trashed(home);
  if (empty) await emptyTrash(home);
  if (json) return void process.stdout.write(`${JSON.stringify({ ...lies, emptied: empty })}\n`);
  const texts = `${count(lies.files)} ${lies.files === 1 ? 'text' : 'texts'}, ${bytes(lies.bytes)}`;
  const said =
    lies.files === 0
      ? 'The trash is empty.'
      : empty
        ? `Deleted for good: ${texts}.`
        : `In the trash: ${texts}; \`baby library trash --empty\` deletes them for good.`;
  process.stdout.write(asShown(`${said}\n`));
}

function textOf({ files, count: all, tokens, heldOutTokens, sources }: LibraryReport): string {
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
  ]);
  const more = all > files.length ? `and ${count(all - files.length)} more\n` : '';
  return [
    table(['source', 'weight', 'share so far', 'tokens learnt', 'holds'], rows),
    '',
    table(['text', 'size', 'tokens', 'read'], texts) + (more && `\n${more}`),
    `${count(all)} ${all === 1 ? 'text' : 'texts'}, ${count(tokens)} tokens to learn and ${count(heldOutTokens)} held out for exams.`,
    '`baby set sources.letters 0.1` changes a weight; what holds nothing, or is known by heart, leaves its share to the rest.\n',
  ].join('\n');
}

function holdsOf(gives: 'reading' | 'places' | 'passages', holds: number): string {
  const what = gives === 'passages' ? 'passage' : 'text';
  return holds === 0 ? 'nothing' : `${count(holds)} ${what}${holds === 1 ? '' : 's'}`;
}

/** Names to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const numbers = head.map((_, i) => i).slice(1);
  return tableLines([head, ...rows], numbers).join('\n');
}
