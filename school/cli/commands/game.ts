import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { Random } from '../../../brain/engine/random.ts';
import { catalogueOf, readBook } from '../../../library/token-cache/catalogue.ts';
import { findSoul } from '../../daemon/load-or-create.ts';
import { findHome, type Home } from '../../home/home.ts';
import { type GameNews, play } from '../../raising/game.ts';
import { linePair } from '../../raising/pairs.ts';
import { type Config, loadConfig } from '../../settings/config.ts';
import { oneLine } from '../../text/view-format.ts';
import { attachAwake } from '../connect.ts';
import { CommandError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { number, numberOver, wholeOver } from '../options.ts';
import { type ChatInput, openInput } from '../talk/chat-input.ts';
import { conversationTexts } from '../texts/conversation.ts';

/** Adds `baby game`. */
export function register(baby: Command): void {
  baby
    .command('game')
    .description(conversationTexts.game.description)
    .option('--rounds <n>', conversationTexts.game.rounds, wholeOver(0))
    .option('--seconds <n>', conversationTexts.game.seconds, numberOver(0))
    .option('--seed <n>', conversationTexts.game.seed, number)
    .action((_options, command) => gameCommand(command.optsWithGlobals()));
}

export interface GameFlags extends GlobalOptions {
  rounds?: number;
  seconds?: number;
  seed?: number;
}

const ROUNDS = 10;
const SECONDS = 20;
/** Extra time, in milliseconds, for an owner who has begun to type. */
const LONGER = 60;

/** `baby game`: a line of its library; the baby guesses the next, its owner answers, and it learns from that. */
export async function gameCommand({ home: given, rounds = ROUNDS, seconds = SECONDS, seed }: GameFlags): Promise<void> {
  const home = findHome(given);
  const config = await loadConfig(home);
  const life = await attachAwake(home);
  const input = openInput();
  try {
    const { name } = life.introduction;
    const quiet = (text: string): string => (input.prompts ? styleText('dim', text, { stream: process.stdout }) : text);
    const tell = (line: string): void => void process.stdout.write(`${line}\n`);
    tell(quiet(conversationTexts.game.rules(oneLine(name), seconds)));
    const pairs = await pairsOf(home, config, new Random(seed ?? Date.now()));
    const sum = await play(
      {
        pair: pairs,
        guess: async ({ speaker, line }, conversation) => {
          // forgotten, in case somebody has played before: the guess is about this line alone
          await life.forget(conversation);
          return (await input.during(life.say(line, { from: speaker ?? config.owner, conversation, memory: 'none' })))
            .text;
        },
        answer: (patience) => answer(input, config.owner, patience, quiet),
        learn: async (conversation, text) => (await life.correct(conversation, text)).note,
        show: (news) => tell(told(news, name, quiet)),
      },
      { rounds, seconds },
    );
    tell(quiet(conversationTexts.game.played(sum.rounds, sum.answered, percent(sum.similarity))));
  } finally {
    input.close();
    life.close();
  }
}

/** What it is played with: lines that it may learn, which are on the shelf. */
async function pairsOf(home: Home, config: Config, chance: Random): Promise<() => ReturnType<typeof linePair>> {
  const found = findSoul(home.soul, config);
  if (!found) throw new CommandError(conversationTexts.game.noSoul);
  const book = await readBook(join(home.shelf, 'catalogue.json'));
  if (!book) throw new CommandError(conversationTexts.game.cacheDamaged);
  const catalogue = catalogueOf(book, home.shelf, undefined);
  return () => linePair(catalogue, found.tokenizer, chance);
}

/** The owner's line; undefined when the time is over and nothing was typed. */
async function answer(
  input: ChatInput,
  owner: string,
  seconds: number,
  quiet: (text: string) => string,
): Promise<string | 'leave' | undefined> {
  let over = false;
  const withdraw = (): void => {
    over = input.withdraw();
    // who has begun to answer is not silent
    if (!over) timer = setTimeout(withdraw, LONGER * 1000);
  };
  let timer = setTimeout(withdraw, seconds * 1000);
  const typed = await input.next(`${oneLine(owner)} (${seconds} s)> `);
  clearTimeout(timer);
  if (over && input.prompts) process.stdout.write(`${quiet('… silence')}\n`);
  if (typed.kind !== 'line') return 'leave';
  const words = oneLine(typed.text);
  return words === '' ? undefined : words;
}

function told(news: GameNews, name: string, quiet: (text: string) => string): string {
  switch (news.kind) {
    case 'line': {
      const { speaker, line } = news.pair;
      const who = speaker === undefined ? '' : `[${oneLine(speaker)}]: `;
      return `\n${quiet(`${news.round}.`)} ${who}${oneLine(line)}`;
    }
    case 'guess':
      return `${quiet(`   ${conversationTexts.game.guesses(oneLine(name))}`)} ${oneLine(news.text) || conversationTexts.game.nothing}`;
    case 'compared': {
      const { by, toAnswer, toLibrary, next, learnt, note } = news;
      const library = `   ${conversationTexts.game.goesOn(oneLine(next))}`;
      const likeness =
        by === 'owner'
          ? conversationTexts.game.likeYours(percent(toAnswer), percent(toLibrary))
          : conversationTexts.game.likeLibrary(percent(toLibrary));
      return `${library}\n${quiet(`   ${likeness}${learnt ? conversationTexts.game.learnsYours : note === null ? '.' : `; ${oneLine(note)}.`}`)}`;
    }
  }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
