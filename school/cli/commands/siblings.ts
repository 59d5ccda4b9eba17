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

/** Adds `baby siblings`. */
export function register(baby: Command): void {
  baby
    .command('siblings')
    .description('the brains of which it is made: who learns, who rests, who speaks; awake or asleep')
    .option('--json', flagTexts.json)
    .addHelpText(
      'after',
      `
When a brain has learnt what it can from the library, it rests as it was at its best, and another begins; all speak as one. How well
each foresees alone, and all together, says \`baby exam\`. How many there may be: \`baby set grow.most\`.`,
    )
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

const ONLY_CHILD = 'It is an only child: a sibling begins when it has learnt what it can from its library.';

function asleep(folder: string): readonly SiblingReport[] {
  const state = stateOf(new Keeper({ folder }).list()[0]);
  if (!state?.growth || !state.tutor) return [];
  return siblingsOf(state.growth, state.tutor.tokens - (state.tutor.began?.tokens ?? 0));
}
