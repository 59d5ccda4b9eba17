import type { Command } from 'commander';
import { SOURCES } from '../../../library/sources/names.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import type { LibraryReport } from '../../api/messages.ts';
import { asleepReport } from '../../daemon/library-report.ts';
import { findHome } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { attachIfAwake, mustBeThere } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby library`. */
export function register(baby: Command): void {
  baby
    .command('library')
    .description('what it learns from: its sources with their weights and shares, and its texts; awake or asleep')
    .option('--json', 'print JSON')
    .action((_options, command) => libraryCommand(command.optsWithGlobals()));
}

/** `baby library`: what it learns from, and how much of each; awake or asleep. */
export async function libraryCommand({ home: given, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const home = findHome(given);
  const life = await attachIfAwake(home);
  try {
    const report = life ? await life.library() : await asleepReport(mustBeThere(home), await loadConfig(home));
    process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : asShown(textOf(report)));
  } finally {
    life?.close();
  }
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
