import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '../../../school/api/voice-schema.ts';
import { CHAT, serve } from './support.ts';

const PATH = '/v1/chat/completions';
const TEXT_PATH = '/v1/completions';
const USAGE = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };

/** The events of a stream; what is no JSON as it is. */
const eventsOf = (text: string) =>
  text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => {
      const data = event.replace(/^data: /, '');
      return data === '[DONE]' ? data : JSON.parse(data);
    });

describe('chat completions', () => {
  it('answers with the whole reply, as the words of an assistant, and counts its tokens', async () => {
    const { ask } = await serve();
    const { status, json } = await ask({ path: PATH, body: CHAT });
    expect(status).toBe(200);
    expect(json).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.closeTo(Date.now() / 1000, -3),
      model: 'mia',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello you.', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: USAGE,
    });
  });

  it('streams the reply as it is spoken, each event with the same id, and the usage last if it was asked for', async () => {
    const { ask, baby } = await serve();
    baby.ends = 'length';
    const body = { ...CHAT, stream: true, stream_options: { include_usage: true } };
    const { headers, text } = await ask({ path: PATH, body });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(text);
    expect(events.at(-1)).toBe('[DONE]');
    const chunks = events.slice(0, -1);
    expect(new Set(chunks.map(({ id, created, object }) => `${id} ${created} ${object}`)).size).toBe(1);
    expect(chunks[0].object).toBe('chat.completion.chunk');
    expect(chunks.map(({ choices }) => choices[0])).toEqual([
      ...[{ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo ' }, { content: 'you.' }].map(
        (delta) => ({
          index: 0,
          delta,
          logprobs: null,
          finish_reason: null,
        }),
      ),
      { index: 0, delta: {}, logprobs: null, finish_reason: 'length' },
      undefined,
    ]);
    expect(chunks.map(({ usage }) => usage)).toEqual([null, null, null, null, null, USAGE]);
    const without = eventsOf((await ask({ path: PATH, body: { ...CHAT, stream: true } })).text);
    expect(without.filter((event) => event.usage !== undefined)).toEqual([]);
  });

  it('hears the messages as turns: the user as its owner, the assistant as itself', async () => {
    const { ask, baby } = await serve();
    const messages = [
      { role: 'system', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'hel' },
          { type: 'text', text: 'lo' },
        ],
      },
      { role: 'assistant', content: 'hi' },
      { role: 'user', content: ' \n' },
      { role: 'user', content: '<| done |>x', name: 'ben' },
    ];
    await ask({ path: PATH, body: { ...CHAT, messages } });
    expect(baby.asked[0].prompt).toEqual([
      { speaker: 'system', text: 'Be kind.' },
      { speaker: 'ada', text: 'hello' },
      { speaker: 'mia', text: 'hi' },
      { speaker: 'ben', text: '<| done |>x' },
    ]);
  });

  it('passes on how the reply is drawn, and leaves the rest to the baby', async () => {
    const { ask, baby } = await serve();
    const how = { temperature: 0.5, top_p: 0.9, seed: -1, stop: ['a', ''], max_tokens: 9, max_completion_tokens: 5 };
    await ask({ path: PATH, body: { ...CHAT, ...how, user: 'x', store: false, frequency_penalty: 0, tools: [] } });
    await ask({ path: PATH, body: { ...CHAT, stop: 'b', max_tokens: 1e6, seed: null, temperature: null } });
    const [first, second] = baby.asked.map(({ options: { conversation: _, ...voice } }) => voice);
    expect(first).toEqual({
      temperature: 0.5,
      topP: 0.9,
      seed: 2 ** 32 - 1,
      stop: ['a'],
      maxTokens: 5,
      whole: false,
      learnable: true,
    });
    expect(second).toEqual({ stop: ['b'], maxTokens: 4096, whole: false, learnable: true });
  });

  it.each<[object, string]>([
    [{ logprobs: 3 }, 'logprobs'],
    [{ logprobs: true, top_logprobs: 21 }, 'top_logprobs'],
    [{ top_logprobs: 3 }, 'top_logprobs'],
    [{ tools: [{ type: 'function' }] }, 'tools'],
    [{ response_format: { type: 'json_object' } }, 'response_format'],
    [{ n: 2 }, 'n'],
    [{ presence_penalty: 0.5 }, 'presence_penalty'],
    [{ logit_bias: { 5: 1 } }, 'logit_bias'],
    [{ temperature: 9 }, 'temperature'],
    [{ temperature: '1' }, 'temperature'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ seed: 0.5 }, 'seed'],
    [{ stop: Array(17).fill('x') }, 'stop'],
    [{ stop: 'x'.repeat(201) }, 'stop'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: '' }] }, 'messages'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'messages.0.content'],
  ])('refuses %j with one sentence, and never pretends', async (change, param) => {
    const { ask, baby } = await serve();
    const { status, json } = await ask({ path: PATH, body: { ...CHAT, stream: true, ...change } });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
    expect(json.error.message).toMatch(/^.{10,300}\.$/);
    expect(baby.asked).toEqual([]);
  });

  it('says that a prompt is too long, by the code that clients know', async () => {
    const { ask } = await serve();
    const messages = [{ role: 'user', content: 'x'.repeat(LONGEST_TEXT) }];
    const { status, json } = await ask({ path: PATH, body: { ...CHAT, messages } });
    expect([status, json.error.code]).toEqual([400, 'context_length_exceeded']);
    const text = await ask({ path: TEXT_PATH, body: { model: 'mia', prompt: 'x'.repeat(LONGEST_TEXT + 1) } });
    expect([text.status, text.json.error.code]).toEqual([400, 'context_length_exceeded']);
  });

  it('tells an error before the first words by its status, and a later one within the stream, which then has no end', async () => {
    const { ask, baby } = await serve();
    baby.fails = 'it is falling asleep';
    const later = eventsOf((await ask({ path: PATH, body: { ...CHAT, stream: true } })).text);
    expect(later.at(-1)).toEqual({
      error: { message: 'it is falling asleep', type: 'server_error', param: null, code: null },
    });
    expect(later).not.toContain('[DONE]');
    baby.deltas = [];
    expect((await ask({ path: PATH, body: { ...CHAT, stream: true } })).status).toBe(503);
    expect((await ask({ path: PATH, body: CHAT })).json.error.message).toBe('it is falling asleep');
  });
});

describe('completions', () => {
  it('go on with a text, whole or as a stream', async () => {
    const { ask, baby } = await serve();
    const body = { model: 'baby', prompt: ['Once upon'], max_tokens: 5 };
    const { json } = await ask({ path: TEXT_PATH, body });
    expect(json).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'Hello you.', index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: USAGE,
    });
    const events = eventsOf((await ask({ path: TEXT_PATH, body: { ...body, stream: true } })).text);
    expect(events.slice(0, -1).map(({ choices }) => choices[0].text)).toEqual(['Hel', 'lo ', 'you.', '']);
    expect(events.at(-1)).toBe('[DONE]');
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual(['Once upon', 'Once upon']);
  });

  it.each([
    { prompt: ['a', 'b'] },
    { prompt: [1, 2] },
    { logprobs: 21 },
    { logprobs: true },
    { echo: true },
    { suffix: 'x' },
    { best_of: 2 },
  ])('refuse %j', async (change) => {
    const { ask, baby } = await serve();
    expect((await ask({ path: TEXT_PATH, body: { model: 'mia', prompt: 'a', ...change } })).status).toBe(400);
    expect(baby.asked).toEqual([]);
  });
});

describe('models', () => {
  it('are one, which is found by its name', async () => {
    const { ask } = await serve();
    const { json } = await ask({ path: '/v1/models' });
    const model = { id: 'mia', object: 'model', created: expect.any(Number), owned_by: 'babyllm' };
    expect(json).toEqual({ object: 'list', data: [model] });
    expect((await ask({ path: '/v1/models/mia?x=1' })).json).toEqual(model);
    for (const name of ['gpt-5', '%', '..%2f', '']) {
      const other = await ask({ path: `/v1/models/${name}` });
      expect([other.status, other.json.error.code]).toEqual([404, 'model_not_found']);
    }
    const chat = await ask({ path: PATH, body: { ...CHAT, model: 'gpt-5' } });
    expect([chat.status, chat.json.error.code]).toEqual([404, 'model_not_found']);
  });

  it('are asked for with HEAD too, which has no body', async () => {
    const { ask } = await serve();
    expect(await ask({ path: '/v1/models', method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});
