import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Command } from 'commander';
import { findHome } from '../../home/home.ts';
import { version } from '../../home/package-root.ts';
import { mcpServer } from '../../mcp/tools.ts';
import { oneLine } from '../../text/view-format.ts';
import { attachIfAwake, withBaby } from '../connect.ts';
import { sentenceOf } from '../failure.ts';
import { ledgerOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { programTexts } from '../texts/programs.ts';
import { statusOf } from './status.ts';

const HELP = `\n${programTexts.mcp.more}`;

/** Adds `baby mcp`. */
export function register(baby: Command): void {
  baby
    .command('mcp')
    .description(programTexts.mcp.description)
    .addHelpText('after', HELP)
    .action((_options, command) => mcpCommand(command.optsWithGlobals()));
}

/** `baby mcp`: answers until its input ends, or until the baby falls asleep. Nothing that is said is kept or learnt. */
export async function mcpCommand({ home: given }: GlobalOptions): Promise<void> {
  await withBaby(given, async (baby, { owner }) => {
    const home = findHome(given);
    const status = async () => {
      const awake = await attachIfAwake(home);
      try {
        return await statusOf(home, awake);
      } finally {
        awake?.close();
      }
    };
    const name = oneLine(baby.introduction.name);
    const setup = { baby, name, owner, version, ledger: ledgerOf(home), status };
    const onerror = (error: unknown) => void process.stderr.write(`${sentenceOf(error, true)}\n`);
    const ended = new Promise<void>((resolve) => process.stdin.once('end', resolve).once('close', resolve));
    const server = serveStdio(() => mcpServer(setup), { onerror });
    try {
      await Promise.race([ended, ...(baby.over ? [baby.over] : [])]);
    } finally {
      await server.close();
    }
  });
}
