import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import type { MemoryReport, Untaught } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { mustBeThere, warn, withBaby, withEither } from '../connect.ts';
import { usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { feedingTexts } from '../texts/feeding.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby memory`. */
export function register(baby: Command): void {
  baby
    .command('memory')
    .description(feedingTexts.memory.description)
    .addArgument(new Argument('[action]', flagTexts.action).choices(['show', 'forget']).default('show'))
    .argument('[source]', feedingTexts.memory.source)
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((action, source, _options, command) =>
      action === 'forget'
        ? forgetCommand(source, command.optsWithGlobals())
        : memoryCommand(source, command.optsWithGlobals()),
    );
}

const HELP = `\n${feedingTexts.memory.more}`;

/** `baby memory`: what the memory of episodes holds. */
async function memoryCommand(
  extra: string | undefined,
  { home, json }: GlobalOptions & { json?: boolean },
): Promise<void> {
  if (extra !== undefined) throw usageError(feedingTexts.memory.showTakesNone(printable(extra)));
  const report = await withBaby(home, (baby) => baby.memory());
  printEither(json, report, () => `${memoryLines(report).join('\n')}\n`);
}

/** `baby memory forget api`: awake or asleep. */
async function forgetCommand(source: string | undefined, { home: given }: GlobalOptions): Promise<void> {
  if (source !== 'api')
    throw usageError(
      source === undefined ? feedingTexts.memory.forgetsApi : feedingTexts.memory.forgetsOnlyApi(printable(source)),
    );
  const home = mustBeThere(findHome(given));
  const store = await ExampleStore.open(home.sources, ({ message }) => warn(message));
  const ids = store.entries('api').map(({ id }) => id);
  const gone = await withEither(home, async (baby) => {
    const all: Untaught[] = [];
    for (let at = 0; at < ids.length; at += MOST_IDS)
      all.push(...(await baby.unteach('api', ids.slice(at, at + MOST_IDS))));
    return all;
  });
  const reads = Math.max(0, ...gone.map((one) => one.reads ?? 0));
  const learnt = reads === 0 ? '' : ` ${feedingTexts.memory.staysInWeights(count(reads))}`;
  const said =
    gone.length === 0
      ? feedingTexts.memory.nothingToForget
      : feedingTexts.memory.forgotten(count(gone.length), gone.length === 1);
  process.stdout.write(`${said}${learnt}\n`);
}

/** Ids in one request. */
const MOST_IDS = 4096;

/** Where each source speaks. */
const SPEAKS: Readonly<Record<MemoryReport['sources'][number]['source'], string>> = {
  library: feedingTexts.memory.inPrivate,
  answers: feedingTexts.memory.toQuestions,
  corrections: feedingTexts.memory.toQuestionsOrPublic,
  chat: feedingTexts.memory.nowhereElse,
  api: feedingTexts.memory.inPrivate,
  twitch: feedingTexts.memory.everywhere,
  talk: feedingTexts.memory.itsConversation,
};

export function memoryLines({ sources, gate, chats }: MemoryReport): string[] {
  const rows = sources.map(({ source, episodes, tokens, remembered, bytes: size }) => [
    source,
    count(episodes),
    count(tokens),
    tokens > 0 ? `${Math.floor((100 * remembered) / tokens)} %` : '',
    tokens > 0 ? bytes(size) : '',
    source === 'chat' && chats ? feedingTexts.memory.inPrivate : SPEAKS[source],
  ]);
  const table = tableLines([['source', 'episodes', 'tokens', 'remembered', 'takes', 'speaks'], ...rows], [1, 2, 3, 4]);
  const shares = gate.map((share, matched) => `${matched}: ${Math.round(100 * share)} %`).join(', ');
  return [...table, '', feedingTexts.memory.sharesOfWords(shares)];
}
