/** How a reply is drawn, and what it goes on from, as a request brings it. */
import { z } from 'zod';
import { voiceShape } from '../settings/voice-settings.ts';
import { apiTexts } from './texts.ts';

/** Characters of a text that one request can carry: each may need six bytes in JSON. */
export const LONGEST_TEXT = 131_072;
/** Turns of one prompt. */
export const MOST_TURNS = 512;
/** With this begins the label of every completion, so that none has the label of a conversation. */
export const COMPLETION = 'completion:';

const optional = <T extends z.ZodType>(type: T) => type.optional();

export const voiceSchema = z.strictObject({
  temperature: optional(voiceShape.temperature),
  topK: optional(voiceShape.topK),
  topP: optional(voiceShape.topP),
  minP: optional(voiceShape.minP),
  repetitionPenalty: optional(voiceShape.repetitionPenalty),
  repetitionWindow: optional(voiceShape.repetitionWindow),
  maxTokens: optional(voiceShape.maxTokens),
  seed: z.int().min(0).max(0xffff_ffff).describe(apiTexts.params.seed).optional(),
  whole: z.boolean().describe(apiTexts.params.trueOrFalse).optional(),
  stop: z.array(z.string().min(1).max(200)).max(16).describe(apiTexts.params.stopTexts).optional(),
  logprobs: z.int().min(0).max(20).describe(apiTexts.params.topLogprobs).optional(),
  memory: z.enum(['all', 'public', 'none']).describe(apiTexts.params.memory).optional(),
  again: z.boolean().describe(apiTexts.params.trueOrFalse).optional(),
});

const turn = z.strictObject({ speaker: z.string().min(1).max(200), text: z.string().max(LONGEST_TEXT) });
const sizeOf = (turns: readonly z.output<typeof turn>[]): number =>
  turns.reduce((sum, { speaker, text }) => sum + speaker.length + text.length, 0);

export const promptSchema = z
  .union([
    z.string().max(LONGEST_TEXT),
    z
      .array(turn)
      .min(1)
      .max(MOST_TURNS)
      .refine((turns) => sizeOf(turns) <= LONGEST_TEXT),
  ])
  .describe(apiTexts.params.prompt(MOST_TURNS, LONGEST_TEXT));

export const completionSchema = z.strictObject({
  ...voiceSchema.omit({ again: true }).shape,
  prompt: promptSchema,
  /** only what may be said to anybody: judged as answers on Twitch are, and given as a whole */
  public: z.boolean().describe(apiTexts.params.trueOrFalse).optional(),
  /** its owner said it to a program: it may be learnt from, where `api.learn` is on */
  learnable: z.boolean().describe(apiTexts.params.trueOrFalse).optional(),
  conversation: z.string().max(200).startsWith(COMPLETION).describe(apiTexts.params.conversation(COMPLETION)),
});
