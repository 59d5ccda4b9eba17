import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { programTexts } from '../../school/cli/texts/programs.ts';
import { baby, newHome, type Running, sharedFolder, start, story, wakes } from './program.ts';

/** Asks a server as a program of this machine would. */
function client(address: string, token: string) {
  return (path: string, body?: object) =>
    fetch(`${address}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
}

const CHAT = { model: 'baby', messages: [{ role: 'user', content: 'a xylophone' }], seed: 3, max_tokens: 8 };

async function serving(home: string): Promise<{ server: Running; address: string; ask: ReturnType<typeof client> }> {
  const server = start(home, ['serve', '--port', '0']);
  const [, address = ''] = await server.says(/answers at (http:\/\/127\.0\.0\.1:\d+)/);
  await server.says(programTexts.ctrlC);
  const token = readFileSync(join(home, 'run', 'api-token'), 'utf8').trim();
  return { server, address, ask: client(address, token) };
}

/** Opens a one-time address as a browser does. @returns the path of the page, and its headers */
async function entered(address: string): Promise<{ page: string; headers: Record<string, string> }> {
  const response = await fetch(address);
  const { origin } = new URL(address);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] as string;
  const page = `${origin}${(await response.text()).match(/url=([^"]+)"/)?.[1]}`;
  return { page, headers: { cookie, origin, 'content-type': 'application/json' } };
}

describe('baby serve', () => {
  const home = newHome({ name: 'mia', owner: 'ada' }, { 'story.txt': story }, sharedFolder());
  let awake: Running;
  beforeAll(async () => {
    awake = await wakes(home);
  });

  it('answers while the baby is awake and learns, keeps nothing of it, and ends with the baby', async () => {
    const { server, address: base, ask } = await serving(home);
    expect(statSync(join(home, 'run', 'api-token')).mode & 0o777).toBe(0o600);
    const chat = await (await ask('/v1/chat/completions', CHAT)).json();
    expect(chat).toMatchObject({ model: 'mia', choices: [{ message: { role: 'assistant' } }] });
    expect(chat.usage.prompt_tokens).toBeGreaterThan(5);
    expect(chat.usage.completion_tokens).toBeGreaterThan(0);
    const streamed = await (await ask('/v1/chat/completions', { ...CHAT, stream: true })).text();
    expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true);
    expect((await (await ask('/v1/models')).json()).data[0].id).toBe('mia');
    // a friend, whom it answers in public, until the token is revoked
    const { out: token } = await baby(home, 'token', 'new', 'ann');
    const friend = client(base, token.trim());
    const answer = await friend('/v1/chat/completions', CHAT);
    expect(await answer.text()).not.toMatch(/usage|prompt_tokens/);
    expect(answer.status).toBe(200);
    expect((await friend('/v1/completions', { model: 'mia', prompt: 'The sea' })).status).toBe(403);
    expect((await baby(home, 'token')).out).toMatch(/^friend +since\nann +\d{4}-\d\d-\d\d\n$/);
    await baby(home, 'token', 'revoke', 'ann');
    expect((await friend('/v1/models')).status).toBe(401);
    const refused = await fetch((await ask('/v1/models')).url);
    expect(refused.status).toBe(401);
    const [, address] = await server.says(/in a browser: (\S+)/);
    const { page, headers } = await entered(address as string);
    expect(await (await fetch(page, { headers })).text()).toContain('window/main.js');
    const post = (path: string, body: object) =>
      fetch(`${page}api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(await (await post('set', { key: 'voice.maxTokens', value: 9 })).json()).toMatchObject({
      sentence: 'voice.maxTokens is 9 now.',
    });
    // what its owner says is remembered where that is wished, and forgotten to the last word
    await baby(home, 'set', 'api.learn', 'on');
    await (await ask('/v1/chat/completions', CHAT)).json();
    const remembered = async () =>
      JSON.parse((await baby(home, 'memory', '--json')).out).sources.find(
        ({ source }: { source: string }) => source === 'api',
      ).episodes;
    while ((await remembered()) !== 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await baby(home, 'memory', 'forget', 'api')).toMatchObject({
      out: 'It is forgotten what you said through programs: 1 text.\n',
    });
    expect(await remembered()).toBe(0);
    await baby(home, 'sleep');
    expect(await server.ended).toMatchObject({ code: 69, err: expect.stringContaining('The baby fell asleep') });
    await awake.ended;
    const kept = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = kept.filter((file) => readFileSync(join(file.parentPath, file.name)).includes('xylophone'));
    expect(kept.map(({ name }) => name)).toContain('statistics.db');
    expect(holding.map(({ name }) => name)).toEqual([]);
  });

  it('answers while it is asleep, the same to the same seed, and ends with Ctrl-C', async () => {
    const { server, ask } = await serving(home);
    const texts = [];
    for (let i = 0; i < 2; i++) texts.push((await (await ask('/v1/chat/completions', CHAT)).json()).choices);
    expect(texts[0]).toEqual(texts[1]);
    const lines = (await (await ask('/api/generate', { model: 'mia', prompt: 'The sea', raw: true })).text()).trim();
    expect(JSON.parse(lines.split('\n').at(-1) as string)).toMatchObject({ done: true });
    expect(await server.interrupt()).toMatchObject({ code: 0, err: '' });
  });

  it('shows only the page as baby window, where it speaks while it is asleep; an address that was used is followed by another', async () => {
    const server = start(home, ['window', '--port', '0']);
    const [, address] = await server.says(/in a browser: (\S+)/);
    const { page, headers } = await entered(address as string);
    await server.says(/For another browser: (\S+)/);
    expect((await fetch(address as string)).status).toBe(403);
    expect(await (await fetch(`${page}api/state`, { headers })).json()).toMatchObject({ awake: false, owner: 'ada' });
    const body = JSON.stringify({ text: 'hello', maxTokens: 8 });
    const lines = (await (await fetch(`${page}api/say`, { method: 'POST', headers, body })).text()).trim().split('\n');
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ result: { text: expect.any(String) } });
    expect((await fetch(`${new URL(page).origin}/v1/models`)).status).toBe(404);
    expect(await server.interrupt()).toMatchObject({ code: 0, err: '' });
  });
});
