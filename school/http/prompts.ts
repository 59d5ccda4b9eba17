/** From the fields that clients send to a prompt and a voice. Prompts of chats are turns, never text with the marks of turns in it. */
import { z } from 'zod';
import type { Prompt } from '../api/messages.ts';
import { LONGEST_TEXT, MOST_TURNS, voiceSchema } from '../api/voice-schema.ts';
import { voiceShape } from '../settings/voice-settings.ts';
import { Refusal } from './refusal.ts';
import { httpTexts } from './texts.ts';
import type { Wish } from './voice-line.ts';

/** Who speaks in a chat: roles are the names that the baby knows. */
export interface Names {
  readonly owner: string;
  readonly baby: string;
}

const part = z.object({ type: z.literal('text'), text: z.string() });

export const messageSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']).describe(httpTexts.fields.role),
  content: z
    .union([z.string(), z.array(part)])
    .nullish()
    .describe(httpTexts.fields.content),
  name: z.string().nullish(),
});

export type Message = z.output<typeof messageSchema>;

export const temperature = voiceShape.temperature.nullish();
export const topP = voiceShape.topP.nullish();
export const seed = z.int().describe(httpTexts.fields.whole).nullish();
export const stop = z
  .union([z.string(), z.array(z.string())])
  .describe(httpTexts.fields.textOrTexts)
  .nullish();

/** A chat as turns. @throws Refusal 400 where it says nothing, or too much */
export function turnsOf(messages: readonly Message[], names: Names): Prompt {
  const turns = messages
    .map(({ role, content, name }) => ({ speaker: speakerOf(role, name, names), text: textOf(content) }))
    .filter(({ text }) => text.trim() !== '');
  if (turns.length === 0) {
    throw new Refusal(400, httpTexts.fields.noWords, { param: 'messages' });
  }
  const length = turns.reduce((sum, { speaker, text }) => sum + speaker.length + text.length, 0);
  if (turns.length > MOST_TURNS || length > LONGEST_TEXT) throw tooLong('messages', length, turns.length);
  return turns;
}

/** @throws Refusal 400 where it is too long */
export function textPrompt(prompt: string): string {
  if (prompt.length > LONGEST_TEXT) throw tooLong('prompt', prompt.length, 1);
  return prompt;
}

interface Asked {
  readonly temperature?: number | null | undefined;
  readonly topP?: number | null | undefined;
  readonly topK?: number | null | undefined;
  readonly minP?: number | null | undefined;
  readonly repetitionPenalty?: number | null | undefined;
  readonly repetitionWindow?: number | null | undefined;
  readonly seed?: number | null | undefined;
  readonly stop?: string | readonly string[] | null | undefined;
  readonly maxTokens?: number | null | undefined;
  readonly logprobs?: number | null | undefined;
}

/** What was asked for; the rest is as the baby speaks of its own. @throws Refusal 400 for texts to stop at that it cannot look for */
export function voiceOf({ seed, stop, maxTokens, ...others }: Asked): Wish['voice'] {
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null && value !== undefined));
  const stops = [stop ?? []].flat().filter((text) => text !== '');
  if (!voiceSchema.shape.stop.safeParse(stops).success) {
    throw new Refusal(400, httpTexts.fields.badStop, {
      param: 'stop',
    });
  }
  return {
    ...given,
    // cut at exactly its length, as clients count
    whole: false,
    ...(stops.length > 0 ? { stop: stops } : {}),
    ...(typeof seed === 'number' ? { seed: Number(BigInt.asUintN(32, BigInt(seed))) } : {}),
    ...(typeof maxTokens === 'number' ? { maxTokens: Math.min(maxTokens, LONGEST_REPLY) } : {}),
  };
}

/** Tokens; who asks for more gets a reply that ends with `length`. */
const LONGEST_REPLY = 4096;

const textOf = (content: Message['content']): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('');

function speakerOf(role: Message['role'], name: string | null | undefined, { owner, baby }: Names): string {
  if (role === 'assistant') return baby;
  if (role === 'user') return name?.trim().slice(0, 200) || owner;
  return 'system';
}

const tooLong = (param: string, characters: number, turns: number): Refusal =>
  new Refusal(400, httpTexts.fields.tooLong(param, LONGEST_TEXT, MOST_TURNS, characters, turns), {
    param,
    code: 'context_length_exceeded',
  });
