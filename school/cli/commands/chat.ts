import { styleText } from 'node:util';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { count } from '../../../statistics/format/numbers.ts';
import type { Baby } from '../../api/contract.ts';
import { CONVERSATION, type VoiceOptions } from '../../api/messages.ts';
import { chatBabyOf, examSentence } from '../../chat/of-life.ts';
import type { ChatBaby } from '../../chat/run.ts';
import type { Config } from '../../settings/config.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { type Listening, withBaby } from '../connect.ts';
import { EXIT, usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { number } from '../options.ts';
import { openInput } from '../talk/chat-input.ts';
import { Conversation } from '../talk/conversation.ts';
import { conversationTexts } from '../texts/conversation.ts';
import { flagTexts } from '../texts/flags.ts';
import { checkVoice } from './say.ts';

/** Adds `baby chat`. */
export function register(baby: Command): void {
  baby
    .command('chat')
    .description(conversationTexts.chat.description)
    .option('--conversation <name>', conversationTexts.chat.conversation)
    .option('--temperature <n>', flagTexts.temperature, number)
    .option('--seed <n>', flagTexts.seed, number)
    .action((_options, command) => chatCommand(command.optsWithGlobals()));
}

export interface ChatFlags extends GlobalOptions, Pick<VoiceOptions, 'temperature' | 'seed'> {
  conversation?: string;
}

const LONGEST_NAME = 200;

/** `baby chat`: a conversation in plain lines, from a terminal or a pipe. */
export async function chatCommand({ home, conversation = CONVERSATION, temperature, seed }: ChatFlags): Promise<void> {
  if (conversation === '' || conversation.length > LONGEST_NAME || oneLine(conversation) !== conversation) {
    throw usageError(conversationTexts.chat.nameTooLong(LONGEST_NAME));
  }
  const voice = checkVoice({ ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }) });
  await withBaby(home, async (listening, config) => {
    const life = isAwake(listening) ? listening : undefined;
    const name = life?.introduction.name ?? config.name;
    const input = openInput();
    const quiet = (text: string) => (input.prompts ? styleText('dim', text, { stream: process.stdout }) : text);
    const talk = new Conversation({
      partner: listening,
      baby: life ? chatBabyOf(life, conversation, config.owner) : sleeper(listening, config),
      name: printable(name),
      owner: config.owner,
      conversation,
      voice,
      input,
      out: (text) => void process.stdout.write(text),
      err: (sentence) => void process.stderr.write(`${asShown(sentence)}\n`),
      quiet,
      goodbye: life ? conversationTexts.chat.goodbye(printable(name)) : 'Goodbye.',
    });
    if (input.prompts) process.stdout.write(`${quiet(await greeting(name, life))}\n`);
    try {
      await talk.hold();
    } finally {
      input.close();
    }
    // A script can tell by the exit code that a message had no answer.
    if (!input.prompts && talk.failures > 0) process.exitCode = EXIT.failed;
  });
}

const isAwake = (listening: Listening): listening is Baby => 'over' in listening;

/** What a sleeping baby can do. */
function sleeper(listening: Listening, config: Config): ChatBaby {
  return {
    exam: async () => examSentence(await listening.exam()),
    temperature: async () => config.voice.temperature,
    unable: (command) => conversationTexts.chat.needsAwake(command, config.name),
  };
}

async function greeting(name: string, life: Baby | undefined): Promise<string> {
  const ways = conversationTexts.chat.ways;
  if (!life) return printable(conversationTexts.chat.isAsleep(name, ways));
  const { stats, introduction } = await life.status();
  return printable(conversationTexts.chat.isAwake(name, count(stats?.step ?? introduction.step), ways));
}
