/** The answers that OpenAI's clients expect: chat completions, completions and models. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reply } from '../api/messages.ts';
import type { TokenLogprob } from '../api/token-logprob.ts';
import { checkModel, type Exchange, finishReason, onlyForOwner, type Service, sendJson } from './exchange.ts';
import { checked } from './json-body.ts';
import { messageSchema, seed, stop, temperature, textPrompt, topP, turnsOf, voiceOf } from './prompts.ts';
import { Refusal, unsupported } from './refusal.ts';
import { httpTexts } from './texts.ts';
import type { Wish } from './voice-line.ts';

const tokens = z.int().min(1).describe(httpTexts.fields.oneOrMore).nullish();

const common = z.object({
  model: z.string().describe(httpTexts.fields.model),
  stream: z.boolean().describe(httpTexts.fields.trueOrFalse).nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  temperature,
  top_p: topP,
  seed,
  stop,
  max_tokens: tokens,
  n: z.number().nullish(),
  best_of: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  logit_bias: z.unknown().optional(),
  tools: z.unknown().optional(),
  functions: z.unknown().optional(),
  response_format: z.object({ type: z.string() }).nullish(),
  suffix: z.unknown().optional(),
  echo: z.unknown().optional(),
});

const chatSchema = common.extend({
  messages: z.array(messageSchema).describe(httpTexts.fields.messages),
  max_completion_tokens: tokens,
  logprobs: z.boolean().describe(httpTexts.fields.trueOrFalse).nullish(),
  top_logprobs: z.int().min(0).max(20).describe(httpTexts.fields.upToTwenty).nullish(),
});

const textSchema = common.extend({
  prompt: z.union([z.string(), z.array(z.string()).length(1)]).describe(httpTexts.fields.oneText),
  logprobs: z.int().min(0).max(20).describe(httpTexts.fields.upToTwenty).nullish(),
});

type Common = z.output<typeof common>;

export async function chatCompletion(exchange: Exchange): Promise<void> {
  const asked = checked(chatSchema, exchange.body);
  refuseUnsupported(asked);
  checkModel(exchange, asked.model);
  const names = { owner: exchange.owner, baby: exchange.baby.introduction.name };
  const prompt = turnsOf(asked.messages, names);
  const { logprobs, top_logprobs: top } = asked;
  if (logprobs) onlyForOwner(exchange, 'Probabilities', 'logprobs');
  if (typeof top === 'number' && !logprobs)
    throw new Refusal(400, httpTexts.fields.topLogprobsAlone, { param: 'top_logprobs' });
  const wanted = voice(asked, asked.max_completion_tokens ?? asked.max_tokens, logprobs ? (top ?? 0) : undefined);
  await answer(exchange, asked, { prompt, voice: wanted }, CHAT);
}

export async function textCompletion(exchange: Exchange): Promise<void> {
  const asked = checked(textSchema, exchange.body);
  refuseUnsupported(asked);
  checkModel(exchange, asked.model);
  onlyForOwner(exchange, httpTexts.textsToGoOnWith, 'prompt');
  const prompt = textPrompt([asked.prompt].flat()[0] ?? '');
  const wanted = voice(asked, asked.max_tokens, asked.logprobs ?? undefined);
  await answer(exchange, asked, { prompt, voice: wanted }, TEXT);
}

export function models(service: Service): object {
  return { object: 'list', data: [model(service)] };
}

export function model({ baby, since }: Service): object {
  return { id: baby.introduction.name, object: 'model', created: seconds(since), owned_by: 'babyllm' };
}

/** How the two kinds of answers differ. */
interface Form {
  readonly id: string;
  readonly object: string;
  readonly chunk: string;
  /** what comes before the first words of a stream */
  readonly opening: object | undefined;
  whole(text: string): object;
  piece(text: string): object;
  readonly closing: object;
  /** how likely its tokens were */
  logprobs(tokens: readonly TokenLogprob[]): object;
}

const CHAT: Form = {
  id: 'chatcmpl',
  object: 'chat.completion',
  chunk: 'chat.completion.chunk',
  opening: { delta: { role: 'assistant', content: '' } },
  whole: (content) => ({ message: { role: 'assistant', content, refusal: null } }),
  piece: (content) => ({ delta: { content } }),
  closing: { delta: {} },
  logprobs: (tokens) => ({
    content: tokens.map(({ top, ...token }) => ({ ...token, top_logprobs: top })),
    refusal: null,
  }),
};

const TEXT: Form = {
  id: 'cmpl',
  object: 'text_completion',
  chunk: 'text_completion',
  opening: undefined,
  whole: (text) => ({ text }),
  piece: (text) => ({ text }),
  closing: { text: '' },
  logprobs: (tokens) => ({
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ top }) => Object.fromEntries(top.map(({ token, logprob }) => [token, logprob]))),
    text_offset: tokens.map((_, i) => tokens.slice(0, i).reduce((sum, { token }) => sum + token.length, 0)),
  }),
};

async function answer(exchange: Exchange, asked: Common, wish: Wish, form: Form): Promise<void> {
  const { response, line, signal, baby, asker } = exchange;
  const head = { id: `${form.id}-${randomUUID()}`, created: seconds(new Date()), model: baby.introduction.name };
  const logprobsOf = ({ logprobs }: Reply): object | null => (logprobs ? form.logprobs(logprobs) : null);
  if (!asked.stream) {
    const reply = await line.speak(wish, asker, signal, () => {});
    const [logprobs, reason] = [logprobsOf(reply), finishReason(reply)];
    const choice = { index: 0, ...form.whole(reply.text), logprobs, finish_reason: reason };
    return sendJson(response, 200, { ...head, object: form.object, choices: [choice], ...usageOf(reply) });
  }
  const wantsUsage = asked.stream_options?.include_usage === true;
  const send = (value: object): void => {
    // the status waits for the first words, so that whatever goes wrong before them has one of its own
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      if (form.opening) chunk(form.opening);
    }
    response.write(`data: ${JSON.stringify(value)}\n\n`);
  };
  const chunk = (choice: object, reason: string | null = null, logprobs: object | null = null): void =>
    send({
      ...head,
      object: form.chunk,
      choices: [{ index: 0, ...choice, logprobs, finish_reason: reason }],
      ...(wantsUsage ? { usage: null } : {}),
    });
  const reply = await line.speak(wish, asker, signal, (delta) => chunk(form.piece(delta)));
  // pieces of text are no tokens, so the last chunk tells of all of them
  chunk(form.closing, finishReason(reply), logprobsOf(reply));
  if (wantsUsage) send({ ...head, object: form.chunk, choices: [], ...usageOf(reply) });
  response.end('data: [DONE]\n\n');
}

/** Absent from a public answer: how a text is cut into tokens tells of the texts that the tokenizer was made of. */
function usageOf({ tokens, promptTokens }: Reply): object {
  if (promptTokens === undefined) return {};
  const usage = { prompt_tokens: promptTokens, completion_tokens: tokens, total_tokens: promptTokens + tokens };
  return { usage };
}

function voice(asked: Common, maxTokens: number | null | undefined, logprobs?: number): Wish['voice'] {
  const { temperature, top_p: topP, seed, stop } = asked;
  return voiceOf({ temperature, topP, seed, stop, maxTokens, logprobs });
}

/** @throws Refusal 400 for the first field that asks for something that it cannot do */
function refuseUnsupported(asked: Common): void {
  for (const field of ['n', 'best_of'] as const) {
    const count = asked[field] ?? 1;
    if (count !== 1) throw new Refusal(400, httpTexts.fields.mustBeOne(field, count), { param: field });
  }
  for (const field of ['presence_penalty', 'frequency_penalty'] as const) if (asked[field]) throw unsupported(field);
  for (const field of ['tools', 'functions', 'logit_bias', 'suffix'] as const)
    if (isFilled(asked[field])) throw unsupported(field);
  if (asked.echo) throw unsupported('echo');
  if (asked.response_format && asked.response_format.type !== 'text') throw unsupported('response_format');
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
