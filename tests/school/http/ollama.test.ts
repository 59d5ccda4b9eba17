import { describe, expect, it } from 'vitest';
import { version } from '../../../school/home/package-root.ts';
import { CHAT, serve } from './support.ts';

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const HEAD = { model: 'mia:latest', created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) };
const COUNTS = {
  total_duration: expect.any(Number),
  load_duration: 0,
  prompt_eval_count: 7,
  prompt_eval_duration: 1e6,
  eval_count: 3,
  eval_duration: 4e6,
};

describe('chat', () => {
  it('streams unless it is told not to, a line of JSON for each piece', async () => {
    const { ask, baby } = await serve();
    const { headers, text } = await ask({ path: '/api/chat', body: CHAT });
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(linesOf(text)).toEqual([
      ...['Hel', 'lo ', 'you.'].map((content) => ({ ...HEAD, message: { role: 'assistant', content }, done: false })),
      { ...HEAD, message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', ...COUNTS },
    ]);
    baby.ends = 'length';
    const { json } = await ask({ path: '/api/chat', body: { ...CHAT, model: 'MIA:latest', stream: false } });
    expect(json).toEqual({
      ...HEAD,
      message: { role: 'assistant', content: 'Hello you.' },
      done: true,
      done_reason: 'length',
      ...COUNTS,
    });
    expect(baby.asked[1].prompt).toEqual([{ speaker: 'ada', text: 'hello' }]);
  });

  it('takes the options of Ollama, where negative numbers leave a choice to the model', async () => {
    const { ask, baby } = await serve();
    const options = { temperature: 0, top_p: 1, top_k: 5, min_p: 0.1, repeat_penalty: 1.1, repeat_last_n: 64, seed: 3 };
    await ask({
      path: '/api/chat',
      body: { ...CHAT, options: { ...options, num_predict: 4, stop: ['x'], num_ctx: 512 } },
    });
    await ask({ path: '/api/chat', body: { ...CHAT, options: { num_predict: -1, repeat_last_n: -1 } } });
    await ask({ path: '/api/chat', body: { ...CHAT, options: { repeat_last_n: 0 }, keep_alive: '5m', think: false } });
    expect(baby.asked.map(({ options: { conversation: _, ...voice } }) => voice)).toEqual([
      {
        temperature: 0,
        topP: 1,
        topK: 5,
        minP: 0.1,
        repetitionPenalty: 1.1,
        repetitionWindow: 64,
        seed: 3,
        maxTokens: 4,
        stop: ['x'],
        whole: false,
        learnable: true,
      },
      { whole: false, learnable: true },
      { repetitionWindow: 0, whole: false, learnable: true },
    ]);
  });

  it('of nothing only says that the model is there', async () => {
    const { ask, baby } = await serve();
    for (const body of [{ model: 'mia' }, { model: 'mia', messages: [] }])
      expect((await ask({ path: '/api/chat', body })).json).toMatchObject({ done: true, done_reason: 'load' });
    expect((await ask({ path: '/api/generate', body: { model: 'mia' } })).json).toMatchObject({
      response: '',
      done: true,
    });
    expect(baby.asked).toEqual([]);
  });

  it.each<object>([
    { format: 'json' },
    { tools: [{}] },
    { think: true },
    { options: { temperature: -1 } },
    { options: { num_predict: -3 } },
    { messages: [{ role: 'user', content: 'x', images: ['aa'] }] },
    { messages: [{ role: 'tool', content: 'x' }] },
  ])('refuses %j in the form that Ollama has', async (change) => {
    const { ask, baby } = await serve();
    const { status, json } = await ask({ path: '/api/chat', body: { ...CHAT, ...change } });
    expect(status).toBe(400);
    expect(json).toEqual({ error: expect.stringMatching(/^.{10,300}\.$/) });
    expect(baby.asked).toEqual([]);
  });

  it('tells an error within a stream as a line, after which no line says that it is done', async () => {
    const { ask, baby } = await serve();
    baby.fails = 'it is falling asleep';
    const lines = linesOf((await ask({ path: '/api/chat', body: CHAT })).text);
    expect(lines.at(-1)).toEqual({ error: 'it is falling asleep' });
    expect(lines.filter(({ done }) => done)).toEqual([]);
  });
});

describe('generate', () => {
  it('answers what is said, or goes on with a raw text', async () => {
    const { ask, baby } = await serve();
    const body = { model: 'mia', prompt: 'hello', system: 'Be kind.' };
    const lines = linesOf((await ask({ path: '/api/generate', body })).text);
    expect(lines.map(({ response }) => response)).toEqual(['Hel', 'lo ', 'you.', '']);
    expect(lines.at(-1)).toEqual({ ...HEAD, response: '', done: true, done_reason: 'stop', context: [], ...COUNTS });
    await ask({ path: '/api/generate', body: { model: 'mia', prompt: 'Once', raw: true, stream: false } });
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual([
      [
        { speaker: 'system', text: 'Be kind.' },
        { speaker: 'ada', text: 'hello' },
      ],
      'Once',
    ]);
  });

  it.each<object>([{ suffix: 'x' }, { images: ['aa'] }, { template: 'x' }, { context: [1] }])(
    'refuses %j',
    async (change) => {
      const { ask } = await serve();
      expect((await ask({ path: '/api/generate', body: { model: 'mia', prompt: 'a', ...change } })).status).toBe(400);
    },
  );
});

describe('what there is', () => {
  it('is one model, which is always in memory', async () => {
    const { ask } = await serve();
    const details = {
      parent_model: '',
      format: 'babyllm',
      family: 'baby',
      families: ['baby'],
      parameter_size: '1.6M',
      quantization_level: 'F32',
    };
    const entry = { name: 'mia:latest', model: 'mia:latest', size: 4 * 1_612_345, details };
    const { json: tags } = await ask({ path: '/api/tags' });
    expect(tags.models).toHaveLength(1);
    expect(tags.models[0]).toMatchObject(entry);
    expect(tags.models[0].digest).toMatch(/^[0-9a-f]{64}$/);
    const { json: ps } = await ask({ path: '/api/ps' });
    expect(ps.models[0]).toMatchObject({ ...entry, size_vram: 0 });
    for (const body of [{ model: 'mia' }, { name: 'baby:latest' }]) {
      const { json } = await ask({ path: '/api/show', body });
      expect(json).toMatchObject({
        details,
        model_info: { 'general.architecture': 'babyllm-baby', 'general.parameter_count': 1_612_345 },
        capabilities: ['completion'],
      });
    }
    expect((await ask({ path: '/api/show', body: { model: 'other' } })).status).toBe(404);
    expect((await ask({ path: '/api/show', body: {} })).status).toBe(400);
    expect((await ask({ path: '/api/version' })).json).toEqual({ version });
    expect((await ask({ path: '/' })).text).toBe('Ollama is running');
    expect(await ask({ path: '/', method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});
