/** The clients that people use, against our server. `npm run test:interop` installs them into this folder, and runs this. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gate, serve, TOKEN } from '../school/http/support.ts';
import { until } from '../school/temporary.ts';

const { resolve } = createRequire(import.meta.url);

/** A package of this folder: it is not there for the compiler, so its type is unknown. */
// biome-ignore lint/suspicious/noExplicitAny: see above
const load = (name: string): Promise<any> => import(pathToFileURL(resolve(name)).href);

async function openai() {
  const served = await serve();
  const { default: OpenAI } = await load('openai');
  const baseURL = `${served.server.addresses[0]}/v1`;
  return { ...served, OpenAI, baseURL, client: new OpenAI({ baseURL, apiKey: TOKEN, maxRetries: 0 }) };
}

async function ollama() {
  const served = await serve();
  const { Ollama } = await load('ollama');
  const headers = { Authorization: `Bearer ${TOKEN}` };
  return { ...served, client: new Ollama({ host: served.server.addresses[0], headers }) };
}

const messages = [{ role: 'user', content: 'hello' }];

describe('the client of OpenAI', () => {
  it('chats, whole and as a stream with its usage', async () => {
    const { client, baby } = await openai();
    const whole = await client.chat.completions.create({ model: 'mia', messages, seed: 3, stop: ['x'] });
    expect(whole.choices[0].message.content).toBe('Hello you.');
    expect(whole.usage.total_tokens).toBe(10);
    const how = { model: 'mia', messages, stream: true, stream_options: { include_usage: true } };
    const chunks = [];
    for await (const chunk of await client.chat.completions.create(how)) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello you.');
    expect(chunks.at(-1).usage.completion_tokens).toBe(3);
    const runner = client.chat.completions.stream({ model: 'mia', messages });
    expect((await runner.finalChatCompletion()).choices[0].message.content).toBe('Hello you.');
    expect(baby.asked[0]).toMatchObject({ options: { seed: 3, stop: ['x'] } });
  });

  it('completes texts, and lists models', async () => {
    const { client } = await openai();
    const { choices } = await client.completions.create({ model: 'mia', prompt: 'Once' });
    expect(choices[0].text).toBe('Hello you.');
    const pieces = [];
    for await (const chunk of await client.completions.create({ model: 'mia', prompt: 'Once', stream: true }))
      pieces.push(chunk.choices[0].text);
    expect(pieces.join('')).toBe('Hello you.');
    expect((await client.models.list()).data.map(({ id }: { id: string }) => id)).toEqual(['mia']);
    expect((await client.models.retrieve('mia')).owned_by).toBe('babyllm');
  });

  it('tells how likely the tokens of a chat were', async () => {
    const { client, baby } = await openai();
    const token = { token: 'Hello you.', bytes: [...Buffer.from('Hello you.')], logprob: -0.25 };
    baby.logprobs = [{ ...token, top: [token] }];
    const { choices } = await client.chat.completions.create({
      ...{ model: 'mia', messages, logprobs: true, top_logprobs: 1 },
    });
    expect(choices[0].logprobs.content).toEqual([{ ...token, top_logprobs: [token] }]);
    const chunks = [];
    const how = { model: 'mia', messages, logprobs: true, top_logprobs: 1, stream: true, seed: 7, stop: ['a', 'b'] };
    for await (const chunk of await client.chat.completions.create(how)) chunks.push(chunk);
    const told = chunks.flatMap((chunk) => chunk.choices[0].logprobs?.content ?? []);
    expect(told).toEqual([{ ...token, top_logprobs: [token] }]);
    expect(baby.asked.at(-1)).toMatchObject({ options: { seed: 7, stop: ['a', 'b'], logprobs: 1 } });
  });

  it('throws its own errors for what is refused, and for what fails within a stream', async () => {
    const { client, OpenAI, baseURL, baby } = await openai();
    await expect(client.models.retrieve('gpt-5')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const ask = (more: object) => client.chat.completions.create({ model: 'mia', messages, ...more });
    await expect(ask({ n: 2 })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    const stranger = new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    baby.fails = 'it is falling asleep';
    const read = async () => {
      for await (const _ of await ask({ stream: true }));
    };
    await expect(read()).rejects.toThrow('it is falling asleep');
  });

  it('ends the reply by leaving its stream', async () => {
    const { client, baby } = await openai();
    const more = gate();
    let pieces = 0;
    baby.pause = () => (pieces++ === 0 ? Promise.resolve() : more.opened);
    for await (const chunk of await client.chat.completions.create({ model: 'mia', messages, stream: true }))
      if (chunk.choices[0].delta.content) break;
    await until(() => baby.stopped.length === 1);
    more.open();
  });
});

describe('the client of Ollama', () => {
  it('chats and generates, whole and as a stream', async () => {
    const { client, baby } = await ollama();
    expect((await client.chat({ model: 'mia', messages })).message.content).toBe('Hello you.');
    const parts = [];
    for await (const part of await client.chat({ model: 'mia', messages, stream: true })) parts.push(part);
    expect(parts.map(({ message }) => message.content).join('')).toBe('Hello you.');
    expect(parts.at(-1)).toMatchObject({ done: true, eval_count: 3 });
    const options = { num_predict: 5, seed: 1 };
    expect((await client.generate({ model: 'baby:latest', prompt: 'a', options })).response).toBe('Hello you.');
    const words = [];
    for await (const { response } of await client.generate({ model: 'mia', prompt: 'a', raw: true, stream: true }))
      words.push(response);
    expect(words.join('')).toBe('Hello you.');
    expect(baby.asked[2]).toMatchObject({ options: { maxTokens: 5, seed: 1 } });
    const how = { model: 'mia', messages, stream: true, options: { stop: ['x', 'y'], seed: 2 } };
    for await (const _ of await client.chat(how));
    expect(baby.asked.at(-1)).toMatchObject({ options: { stop: ['x', 'y'], seed: 2 } });
  });

  it('asks what there is, and may change nothing', async () => {
    const { client } = await ollama();
    expect((await client.list()).models[0].name).toBe('mia:latest');
    expect((await client.ps()).models[0].name).toBe('mia:latest');
    expect((await client.show({ model: 'mia' })).capabilities).toEqual(['completion']);
    expect((await client.version()).version).toMatch(/^\d/);
    await expect(client.pull({ model: 'mia' })).rejects.toThrow('changes nothing');
    await expect(client.delete({ model: 'mia' })).rejects.toThrow('changes nothing');
    await expect(client.chat({ model: 'other', messages })).rejects.toThrow('There is no model "other"');
  });
});

describe('the ChatOllama of LangChain', () => {
  async function langchain(more: object = {}) {
    const served = await serve();
    const { ChatOllama } = await load('@langchain/ollama');
    const headers = new Headers({ Authorization: `Bearer ${TOKEN}` });
    const baseUrl = served.server.addresses[0];
    return { ...served, model: new ChatOllama({ baseUrl, model: 'mia', headers, maxRetries: 0, ...more }) };
  }

  it('is answered, whole and as a stream, with its settings', async () => {
    const { model, baby } = await langchain({ seed: 3, temperature: 0.5, numPredict: 9 });
    const said = [
      ['system', 'be kind'],
      ['human', 'hello'],
    ];
    const answer = await model.invoke(said, { stop: ['x'] });
    expect(answer.content).toBe('Hello you.');
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 7, output_tokens: 3, total_tokens: 10 });
    expect(baby.asked[0]).toMatchObject({
      prompt: [
        { speaker: 'system', text: 'be kind' },
        { speaker: 'ada', text: 'hello' },
      ],
      options: { seed: 3, stop: ['x'], temperature: 0.5, maxTokens: 9 },
    });
    const pieces = [];
    for await (const chunk of await model.stream('hello')) pieces.push(chunk.content);
    expect(pieces.join('')).toBe('Hello you.');
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
  });

  it('throws in the words of a refusal', async () => {
    const { model, baby } = await langchain();
    baby.fails = 'it is falling asleep';
    await expect(model.invoke('hello')).rejects.toThrow('it is falling asleep');
    const { model: other } = await langchain({ model: 'llama3' });
    await expect(other.invoke('hello')).rejects.toThrow('There is no model');
  });
});
