import type { Command } from 'commander';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import type { MemoryReport } from '../../api/messages.ts';
import { tableLines } from '../../terminal/columns.ts';
import { withBaby } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby memory`. */
export function register(baby: Command): void {
  baby
    .command('memory')
    .description('what it remembers beside its weights, by source, and how far it believes that; awake or asleep')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((_options, command) => memoryCommand(command.optsWithGlobals()));
}

const HELP = `
What only the memory holds can be forgotten to the last bit: /forget in a chat, \`baby unlearn <id>\`, \`baby library remove <text>\`,
!forgetme on Twitch. What was said in one conversation speaks in others after \`baby set memory.chats on\`. The weights learn corrections,
chats and words from Twitch only after \`baby set memory.consolidate on\`.`;

/** `baby memory`: what the memory of episodes holds. */
export async function memoryCommand({ home, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const report = await withBaby(home, (baby) => baby.memory());
  process.stdout.write(`${json ? JSON.stringify(report, undefined, 2) : memoryLines(report).join('\n')}\n`);
}

/** Where each source speaks. */
const SPEAKS: Readonly<Record<MemoryReport['sources'][number]['source'], string>> = {
  library: 'in private',
  answers: 'in private, to their questions',
  corrections: 'in private, to their questions; in public those fixed with --public',
  chat: 'in no other conversation',
  twitch: 'everywhere: it was said in public',
  talk: 'in its conversation',
};

export function memoryLines({ sources, gate, chats }: MemoryReport): string[] {
  const rows = sources.map(({ source, episodes, tokens, remembered, bytes: size }) => [
    source,
    count(episodes),
    count(tokens),
    tokens > 0 ? `${Math.floor((100 * remembered) / tokens)} %` : '',
    bytes(size),
    source === 'chat' && chats ? 'in private' : SPEAKS[source],
  ]);
  const table = tableLines([['source', 'episodes', 'tokens', 'remembered', 'takes', 'speaks'], ...rows], [1, 2, 3, 4]);
  const shares = gate.map((share, matched) => `${matched}: ${Math.round(100 * share)} %`).join(', ');
  return [...table, '', `Its share of a word, by how many of the words before it are known from somewhere: ${shares}.`];
}
