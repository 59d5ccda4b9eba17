import type { Command } from 'commander';
import { z } from 'zod';
import { LONGEST_TEXT, voiceSchema } from '../../api/contract.ts';
import type { VoiceOptions } from '../../api/messages.ts';
import { explain } from '../../settings/errors.ts';
import { SpokenText } from '../../terminal/sanitize-stream.ts';
import { withBaby } from '../connect.ts';
import { usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { number } from '../options.ts';
import { conversationTexts } from '../texts/conversation.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby say`. */
export function register(baby: Command): void {
  baby
    .command('say')
    .description(conversationTexts.say.description)
    .argument('<text>', conversationTexts.say.text)
    .option('--temperature <n>', flagTexts.temperature, number)
    .option('--top-k <n>', conversationTexts.say.topK, number)
    .option('--top-p <n>', conversationTexts.say.topP, number)
    .option('--min-p <n>', conversationTexts.say.minP, number)
    .option('--repetition-penalty <n>', conversationTexts.say.repetitionPenalty, number)
    .option('--repetition-window <n>', conversationTexts.say.repetitionWindow, number)
    .option('--max-tokens <n>', conversationTexts.say.maxTokens, number)
    .option('--seed <n>', flagTexts.seed, number)
    .option('--stop <text>', conversationTexts.say.stop, (text, before: string[] = []) => [...before, text])
    .action((text, _options, command) => sayCommand(text, command.optsWithGlobals()));
}

/** `baby say`: prints the reply as it is spoken. */
export async function sayCommand(text: string, { home, ...given }: GlobalOptions & VoiceOptions): Promise<void> {
  if (text.trim() === '') throw usageError(conversationTexts.say.noWords);
  if (text.length > LONGEST_TEXT) {
    throw usageError(conversationTexts.say.tooLong(LONGEST_TEXT, text.length));
  }
  const voice = checkVoice(given);
  await withBaby(home, async (baby, config) => {
    const spoken = new SpokenText();
    let streamed = false;
    const reply = await baby.say(text, { ...voice, from: config.owner, conversation: 'terminal' }, (delta) => {
      streamed = true;
      process.stdout.write(spoken.push(delta));
    });
    if (!streamed) process.stdout.write(spoken.push(reply.text));
    process.stdout.write(spoken.end());
  });
}

/** The options as the voice takes them. @throws CommandError that names the option as it was typed */
export function checkVoice(given: VoiceOptions): VoiceOptions {
  const option = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const schema = z.strictObject(
    Object.fromEntries(Object.entries(voiceSchema.shape).map(([key, type]) => [option(key), type])),
  );
  const values = Object.fromEntries(Object.entries(given).map(([key, value]) => [option(key), value]));
  const checked = schema.safeParse(values);
  if (!checked.success) throw usageError(explain(checked.error.issues, values, schema, 'baby say'));
  return given;
}
