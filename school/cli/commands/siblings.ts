import type { Command } from 'commander';
import { Keeper } from '../../../soul/keeper.ts';
import type { SiblingReport } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import { siblingLines } from '../../text/siblings.ts';
import { siblingsOf } from '../../training/growth/growth-state.ts';
import { attachIfAwake, mustBeThere } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby siblings`. */
export function register(baby: Command): void {
  baby
    .command('siblings')
    .description(soulTexts.siblings.description)
    .option('--json', flagTexts.json)
    .addHelpText('after', `\n${soulTexts.siblings.more}`)
    .action((_options, command) => siblingsCommand(command.optsWithGlobals()));
}

/** `baby siblings`: the brains that are one baby; awake or asleep. */
export async function siblingsCommand({ home: given, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const home = findHome(given);
  const life = await attachIfAwake(home);
  try {
    const stats = life && (await life.status()).stats;
    // one that rests since it woke has no statistics yet: its soul knows
    const siblings = stats ? (stats.siblings ?? []) : asleep(mustBeThere(home).soul);
    const text = siblings.length > 1 ? siblingLines(siblings).join('\n') : ONLY_CHILD;
    printEither(json, siblings, () => `${text}\n`);
  } finally {
    life?.close();
  }
}

const ONLY_CHILD = soulTexts.siblings.onlyChild;

function asleep(folder: string): readonly SiblingReport[] {
  const state = stateOf(new Keeper({ folder }).list()[0]);
  if (!state?.growth || !state.tutor) return [];
  return siblingsOf(state.growth, state.tutor.tokens - (state.tutor.began?.tokens ?? 0));
}
