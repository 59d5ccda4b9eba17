import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, FriendTokens } from '../../../school/http/friend-tokens.ts';
import { httpTexts } from '../../../school/http/texts.ts';
import { temporaryFolder } from '../temporary.ts';
import { CHAT, serve } from './support.ts';

function newTokens() {
  const run = join(temporaryFolder(), 'run');
  mkdirSync(run, { mode: 0o700 });
  return { tokens: new FriendTokens({ run }), folder: join(run, 'friend-tokens') };
}

describe('the tokens of friends', () => {
  it('are known until they are revoked, and lie nowhere', () => {
    const { tokens, folder } = newTokens();
    expect(tokens.list()).toEqual([]);
    const [ann, bob] = [tokens.make('Ann'), tokens.make('bob')];
    expect(ann).toMatch(/^friend-[\w-]{43}$/);
    expect(tokens.list().map(({ name }) => name)).toEqual(['ann', 'bob']);
    expect(tokens.ownerOf(digestOf(ann))).toBe('ann');
    expect(tokens.ownerOf(digestOf(bob))).toBe('bob');
    expect(tokens.ownerOf(digestOf(`${ann}x`))).toBeUndefined();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      expect([ann, bob]).not.toContain(readFileSync(join(folder, file), 'utf8').trim());
    }
    tokens.revoke('ANN');
    expect(tokens.ownerOf(digestOf(ann))).toBeUndefined();
    expect(tokens.ownerOf(digestOf(bob))).toBe('bob');
  });

  it('count no more where others may have read their digest', () => {
    const { tokens, folder } = newTokens();
    const token = tokens.make('ann');
    chmodSync(join(folder, 'ann'), 0o644);
    expect(tokens.ownerOf(digestOf(token))).toBeUndefined();
  });

  it.each(['', '..', 'a/b', '.ann', 'a b', 'a'.repeat(33), 'a\u0000b'])('have no name such as %j', (name) => {
    expect(() => newTokens().tokens.make(name)).toThrow('The name of a friend should have');
  });

  it('are made once for a name, and revoked once', () => {
    const { tokens } = newTokens();
    tokens.make('ann');
    expect(() => tokens.make('Ann')).toThrow(httpTexts.friends.hasToken('ann'));
    tokens.revoke('ann');
    expect(() => tokens.revoke('ann')).toThrow('Nobody called ann has a token');
  });
});

describe('a friend who asks', () => {
  async function befriended() {
    const { tokens } = newTokens();
    const headers = { authorization: `Bearer ${tokens.make('ann')}` };
    return { ...(await serve({ friends: tokens })), tokens, headers };
  }
  const chat = '/v1/chat/completions';

  it('gets a public answer, without counts of tokens, until the token is revoked', async () => {
    const { ask, baby, tokens, headers } = await befriended();
    baby.publicly = true;
    const answer = await ask({ path: chat, body: CHAT, headers });
    expect(answer.status).toBe(200);
    expect(answer.json.choices[0]).toMatchObject({
      message: { content: 'Hello you.' },
      finish_reason: 'stop',
      logprobs: null,
    });
    expect(answer.text).not.toMatch(/usage|token/);
    expect(baby.asked.at(-1)?.options.public).toBe(true);
    const streamed = await ask({
      path: chat,
      body: { ...CHAT, stream: true, stream_options: { include_usage: true } },
      headers,
    });
    expect(streamed.text).not.toContain('prompt_tokens');
    expect(streamed.text).toMatch(/data: \[DONE\]\n\n$/);
    const other = await ask({ path: '/api/chat', body: { ...CHAT, stream: false }, headers });
    expect(other.json).toMatchObject({ message: { content: 'Hello you.' }, done: true });
    expect(other.text).not.toMatch(/eval_count|eval_duration/);
    tokens.revoke('ann');
    expect((await ask({ path: chat, body: CHAT, headers })).status).toBe(401);
    // the owner's answers are as before
    expect((await ask({ path: chat, body: CHAT })).json.usage.prompt_tokens).toBe(7);
    expect(baby.asked.at(-1)?.options.public).toBeUndefined();
  });

  it('is told that nothing of an answer may be said, and not why', async () => {
    const { ask, baby, headers } = await befriended();
    baby.publicly = true;
    baby.withheld = true;
    baby.deltas = [];
    const answer = await ask({ path: chat, body: CHAT, headers });
    expect(answer.json.choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'content_filter' });
    const streamed = await ask({ path: chat, body: { ...CHAT, stream: true }, headers });
    expect(streamed.text).toContain('"finish_reason":"content_filter"');
    const other = await ask({ path: '/api/chat', body: { ...CHAT, stream: false }, headers });
    expect(other.json).toMatchObject({ message: { content: '' }, done_reason: 'stop' });
  });

  it.each([
    ['probabilities', chat, { ...CHAT, logprobs: true }],
    ['probabilities of the likeliest', chat, { ...CHAT, logprobs: true, top_logprobs: 3 }],
    ['a text that is gone on with', '/v1/completions', { model: 'mia', prompt: 'My secret is' }],
    ['a raw text', '/api/generate', { model: 'mia', prompt: 'My secret is', raw: true }],
  ])('is refused %s', async (_, path, body) => {
    const { ask, baby, headers } = await befriended();
    expect((await ask({ path, body, headers })).status).toBe(403);
    expect(baby.asked).toEqual([]);
  });

  it('does not get to the page', async () => {
    const { ask, headers } = await befriended();
    expect((await ask({ path: '/window/events', headers })).status).toBe(404);
  });
});
