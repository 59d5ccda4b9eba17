/** The answers that Ollama's clients expect: what there is, chat and generate. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { short } from '../../statistics/format/numbers.ts';
import type { Reply } from '../api/messages.ts';
import { version } from '../home/package-root.ts';
import { voiceShape } from '../settings/voice-settings.ts';
import { checkModel, type Exchange, finishReason, onlyForOwner, type Service, sendJson } from './exchange.ts';
import { checked } from './json-body.ts';
import { type Message, messageSchema, seed, stop, temperature, textPrompt, topP, turnsOf, voiceOf } from './prompts.ts';
import { unsupported } from './refusal.ts';
import { httpTexts } from './texts.ts';
import type { Wish } from './voice-line.ts';

const whole = z.int().min(-2).describe(httpTexts.fields.minusTwoOrMore).nullish();

const common = z.object({
  model: z.string().describe(httpTexts.fields.model),
  stream: z.boolean().describe(httpTexts.fields.trueOrFalse).nullish(),
  options: z
    .object({
      temperature,
      top_p: topP,
      top_k: voiceShape.topK.nullish(),
      min_p: voiceShape.minP.nullish(),
      repeat_penalty: voiceShape.repetitionPenalty.nullish(),
      repeat_last_n: z.int().min(-1).max(4096).describe(httpTexts.fields.repeatLastN).nullish(),
      num_predict: whole,
      seed,
      stop,
    })
    .nullish(),
  format: z.unknown().optional(),
  tools: z.unknown().optional(),
  images: z.unknown().optional(),
  suffix: z.unknown().optional(),
  template: z.unknown().optional(),
  context: z.unknown().optional(),
  think: z.unknown().optional(),
  logprobs: z.unknown().optional(),
});

const chatSchema = common.extend({
  messages: z
    .array(messageSchema.extend({ images: z.unknown().optional(), tool_calls: z.unknown().optional() }))
    .describe(httpTexts.fields.messages)
    .nullish(),
});

const generateSchema = common.extend({
  prompt: z.string().describe(httpTexts.fields.text).nullish(),
  system: z.string().describe(httpTexts.fields.text).nullish(),
  raw: z.boolean().describe(httpTexts.fields.trueOrFalse).nullish(),
});

const showSchema = z
  .object({ model: z.string().nullish(), name: z.string().nullish() })
  .refine(({ model, name }) => model ?? name)
  .describe(httpTexts.fields.objectWithModel);

type Common = z.output<typeof common>;

export async function ollamaChat(exchange: Exchange): Promise<void> {
  const asked = checked(chatSchema, exchange.body);
  refuseUnsupported(asked);
  checkModel(exchange, asked.model);
  const messages = asked.messages ?? [];
  for (const { images, tool_calls } of messages) {
    if (isFilled(images)) throw unsupported('images');
    if (isFilled(tool_calls)) throw unsupported('tool_calls');
  }
  const say = (content: string) => ({ message: { role: 'assistant', content } });
  // Ollama's clients load a model by a chat of nothing
  if (messages.length === 0) return loaded(exchange, say(''));
  await answer(exchange, asked, { prompt: turnsOf(messages, namesOf(exchange)), voice: voice(asked) }, say, {});
}

export async function ollamaGenerate(exchange: Exchange): Promise<void> {
  const asked = checked(generateSchema, exchange.body);
  refuseUnsupported(asked);
  checkModel(exchange, asked.model);
  const text = asked.prompt ?? '';
  const say = (response: string) => ({ response });
  if (text === '') return loaded(exchange, say(''));
  if (asked.raw) onlyForOwner(exchange, httpTexts.textsToGoOnWith, 'raw');
  const messages: Message[] = [
    ...(asked.system ? [{ role: 'system' as const, content: asked.system }] : []),
    { role: 'user', content: text },
  ];
  const prompt = asked.raw ? textPrompt(text) : turnsOf(messages, namesOf(exchange));
  await answer(exchange, asked, { prompt, voice: voice(asked) }, say, { context: [] });
}

export function tags(service: Service): object {
  return { models: [entry(service)] };
}

export function running(service: Service): object {
  // it stays in memory for as long as it is served
  return { models: [{ ...entry(service), expires_at: '9999-12-31T23:59:59Z', size_vram: 0 }] };
}

export function ollamaVersion(): object {
  return { version };
}

export async function show(exchange: Exchange): Promise<void> {
  const { model, name } = checked(showSchema, exchange.body);
  checkModel(exchange, model ?? name ?? '');
  const { brain, parameters } = exchange.baby.introduction;
  sendJson(exchange.response, 200, {
    license: '',
    modelfile: '',
    parameters: '',
    template: '{{ .Prompt }}',
    details: details(exchange),
    model_info: { 'general.architecture': `babyllm-${brain}`, 'general.parameter_count': parameters },
    capabilities: ['completion'],
    modified_at: exchange.since.toISOString(),
  });
}

async function answer(
  { response, line, signal, baby, asker }: Exchange,
  { stream }: Common,
  wish: Wish,
  say: (text: string) => object,
  last: object,
): Promise<void> {
  const begun = performance.now();
  const send = (value: object): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify(value)}\n`);
  };
  const head = () => headOf(baby.introduction.name);
  // Ollama streams unless it is told not to
  const streams = stream !== false;
  const onDelta = (delta: string) => send({ ...head(), ...say(delta), done: false });
  const reply = await line.speak(wish, asker, signal, streams ? onDelta : () => {});
  const end = {
    ...head(),
    ...say(streams ? '' : reply.text),
    done: true,
    done_reason: reply.withheld ? 'stop' : finishReason(reply),
    ...last,
    ...timesOf(reply, performance.now() - begun),
  };
  if (!streams) return sendJson(response, 200, end);
  send(end);
  response.end();
}

function loaded({ response, baby }: Exchange, nothing: object): void {
  sendJson(response, 200, { ...headOf(baby.introduction.name), ...nothing, done: true, done_reason: 'load' });
}

const headOf = (name: string) => ({ model: `${name}:latest`, created_at: new Date().toISOString() });

const namesOf = ({ owner, baby }: Exchange) => ({ owner, baby: baby.introduction.name });

/** In nanoseconds, as Ollama counts. A public answer comes without counts of tokens, which tell of the tokenizer's texts. */
function timesOf({ tokens, promptTokens, milliseconds, firstTokenMilliseconds }: Reply, total: number): object {
  const nanoseconds = (time: number) => Math.round(time * 1e6);
  const whole = { total_duration: nanoseconds(total), load_duration: 0 };
  if (promptTokens === undefined) return whole;
  return {
    ...whole,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: nanoseconds(firstTokenMilliseconds),
    eval_count: tokens,
    eval_duration: nanoseconds(Math.max(0, milliseconds - firstTokenMilliseconds)),
  };
}

function entry(service: Service): object {
  const { name, brain, preset, parameters } = service.baby.introduction;
  const digest = createHash('sha256')
    .update(JSON.stringify([name, brain, preset, parameters]))
    .digest('hex');
  return {
    name: `${name}:latest`,
    model: `${name}:latest`,
    modified_at: service.since.toISOString(),
    size: 4 * parameters,
    digest,
    details: details(service),
  };
}

function details({ baby }: Service): object {
  const { brain, parameters } = baby.introduction;
  return {
    parent_model: '',
    format: 'babyllm',
    family: brain,
    families: [brain],
    parameter_size: short(parameters),
    quantization_level: 'F32',
  };
}

/** Negative numbers leave a length to the model. */
function voice({ options }: Common): Wish['voice'] {
  const asked = options ?? {};
  const natural = (value: number | null | undefined, least: number) => (value && value >= least ? value : undefined);
  const { repeat_last_n: last } = asked;
  return voiceOf({
    temperature: asked.temperature,
    topP: asked.top_p,
    topK: asked.top_k,
    minP: asked.min_p,
    repetitionPenalty: asked.repeat_penalty,
    repetitionWindow: last === 0 ? 0 : natural(last, 1),
    seed: asked.seed,
    stop: asked.stop,
    maxTokens: natural(asked.num_predict, 1),
  });
}

function refuseUnsupported(asked: Common): void {
  for (const field of ['format', 'tools', 'images', 'suffix', 'template', 'context', 'think', 'logprobs'] as const)
    if (isFilled(asked[field])) throw unsupported(field);
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
