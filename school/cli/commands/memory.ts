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
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby memory`. */
export function register(baby: Command): void {
  baby
    .command('memory')
    .description('what it remembers beside its weights, by source, and how far it believes that; awake or asleep')
    .addArgument(new Argument('[action]', flagTexts.action).choices(['show', 'forget']).default('show'))
    .argument('[source]', 'forget: api, for all that you said through programs')
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((action, source, _options, command) =>
      action === 'forget'
        ? forgetCommand(source, command.optsWithGlobals())
        : memoryCommand(source, command.optsWithGlobals()),
    );
}

const HELP = `
What only the memory holds can be forgotten to the last bit: /forget in a chat, \`baby unlearn <id>\`, \`baby library remove <text>\`,
\`baby memory forget api\`, !forgetme on Twitch. What you say through programs is remembered only after \`baby set api.learn on\`. What was said in one conversation speaks in others after \`baby set memory.chats on\`. The weights learn corrections,
chats, words from programs and from Twitch only after \`baby set memory.consolidate on\`.`;

/** `baby memory`: what the memory of episodes holds. */
async function memoryCommand(
  extra: string | undefined,
  { home, json }: GlobalOptions & { json?: boolean },
): Promise<void> {
  if (extra !== undefined) throw usageError(`\`baby memory show\` takes no source, but ${printable(extra)} came.`);
  const report = await withBaby(home, (baby) => baby.memory());
  printEither(json, report, () => `${memoryLines(report).join('\n')}\n`);
}

/** `baby memory forget api`: awake or asleep. */
async function forgetCommand(source: string | undefined, { home: given }: GlobalOptions): Promise<void> {
  if (source !== 'api')
    throw usageError(
      `\`baby memory forget\` forgets what you said through programs, by the name api${source === undefined ? '' : `, but ${printable(source)} came`}; a chat is forgotten with /forget in it.`,
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
  const learnt =
    reads === 0 ? '' : ` The weights read one of them ${count(reads)} times, and keep what they learnt of it.`;
  const said =
    gone.length === 0
      ? 'Nothing that you said through programs was remembered.'
      : `It is forgotten what you said through programs: ${count(gone.length)} ${gone.length === 1 ? 'text' : 'texts'}.`;
  process.stdout.write(`${said}${learnt}\n`);
}

/** Ids in one request. */
const MOST_IDS = 4096;

/** Where each source speaks. */
const SPEAKS: Readonly<Record<MemoryReport['sources'][number]['source'], string>> = {
  library: 'in private',
  answers: 'in private, to their questions',
  corrections: 'in private, to their questions; in public those fixed with --public',
  chat: 'in no other conversation',
  api: 'in private',
  twitch: 'everywhere: it was said in public',
  talk: 'in its conversation',
};

export function memoryLines({ sources, gate, chats }: MemoryReport): string[] {
  const rows = sources.map(({ source, episodes, tokens, remembered, bytes: size }) => [
    source,
    count(episodes),
    count(tokens),
    tokens > 0 ? `${Math.floor((100 * remembered) / tokens)} %` : '',
    tokens > 0 ? bytes(size) : '',
    source === 'chat' && chats ? 'in private' : SPEAKS[source],
  ]);
  const table = tableLines([['source', 'episodes', 'tokens', 'remembered', 'takes', 'speaks'], ...rows], [1, 2, 3, 4]);
  const shares = gate.map((share, matched) => `${matched}: ${Math.round(100 * share)} %`).join(', ');
  return [...table, '', `Its share of a word, by how many of the words before it are known from somewhere: ${shares}.`];
}
