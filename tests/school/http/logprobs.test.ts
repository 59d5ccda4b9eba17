/** How likely the tokens of a reply were, as clients of OpenAI are told. */
import { describe, expect, it } from 'vitest';
import { serve } from './support.ts';

const token = (text: string, logprob: number) => ({ token: text, bytes: [...Buffer.from(text)], logprob });
const LOGPROBS = [
  { ...token('Hel', -0.5), top: [token('Hel', -0.5), token('You', -1.5)] },
  { ...token('lo you.', -0.25), top: [token('lo you.', -0.25), token('p', -2)] },
];
const messages = [{ role: 'user', content: 'hello' }];

async function served() {
  const all = await serve();
  all.baby.logprobs = LOGPROBS;
  return all;
}

describe('how likely tokens were', () => {
  it('is told with a chat completion, with the most likely ones in their place', async () => {
    const { ask, baby } = await served();
    const body = { model: 'mia', messages, logprobs: true, top_logprobs: 2 };
    const { json } = await ask({ path: '/v1/chat/completions', body });
    expect(baby.asked[0]?.options.logprobs).toBe(2);
    const [first, second] = LOGPROBS;
    expect(json.choices[0].logprobs).toEqual({
      content: [
        { ...token('Hel', -0.5), top_logprobs: first!.top },
        { ...token('lo you.', -0.25), top_logprobs: second!.top },
      ],
      refusal: null,
    });
    await ask({ path: '/v1/chat/completions', body: { model: 'mia', messages, logprobs: true } });
    expect(baby.asked[1]?.options.logprobs).toBe(0);
  });

  it('comes with the last chunk of a stream', async () => {
    const { ask } = await served();
    const { text } = await ask({
      path: '/v1/chat/completions',
      body: { model: 'mia', messages, logprobs: true, stream: true },
    });
    const chunks = text
      .split('\n\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice(6)));
    const all = chunks.map(({ choices }) => choices[0].logprobs);
    expect(all.slice(0, -1).every((one) => one === null)).toBe(true);
    expect(
      all
        .at(-1)
        .content.map((one: { token: string }) => one.token)
        .join(''),
    ).toBe('Hello you.');
  });

  it('is told with a text completion in its own form, and with nothing that did not ask', async () => {
    const { ask } = await served();
    const { json } = await ask({ path: '/v1/completions', body: { model: 'mia', prompt: 'a', logprobs: 2 } });
    expect(json.choices[0].logprobs).toEqual({
      tokens: ['Hel', 'lo you.'],
      token_logprobs: [-0.5, -0.25],
      top_logprobs: [
        { Hel: -0.5, You: -1.5 },
        { 'lo you.': -0.25, p: -2 },
      ],
      text_offset: [0, 3],
    });
    const plain = await ask({ path: '/v1/completions', body: { model: 'mia', prompt: 'a', logprobs: null } });
    expect(plain.json.choices[0].logprobs).toBeNull();
    const refused = await ask({ path: '/v1/chat/completions', body: { model: 'mia', messages, top_logprobs: 2 } });
    expect([refused.status, refused.json.error.param]).toEqual([400, 'top_logprobs']);
  });
});
