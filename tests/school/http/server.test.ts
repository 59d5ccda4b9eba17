import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LARGEST_BODY } from '../../../school/http/json-body.ts';
import { LIMITS, serveHttp } from '../../../school/http/server.ts';
import { httpTexts } from '../../../school/http/texts.ts';
import { MOST_WAITING } from '../../../school/http/voice-line.ts';
import { until } from '../temporary.ts';
import { CHAT, gate, SpokenBaby, serve, TOKEN } from './support.ts';

const CHAT_PATH = '/v1/chat/completions';

/** Whatever comes over a connection until it ends, after `text` was written. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let came = '';
  socket.on('data', (piece) => (came += piece)).on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return came;
}

describe('the server', () => {
  it('listens on loopback addresses alone', async () => {
    const { server } = await serve();
    expect(server.addresses[0]).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.addresses.slice(1)).toEqual(server.addresses.length > 1 ? [`http://[::1]:${server.port}`] : []);
  });

  it.each(['example.com', 'localhost.example.com', '127.0.0.1.nip.io', '192.168.1.5', '[::2]', 'localhost:x'])(
    'refuses the host %j before all else, so that no name can be made to lead here',
    async (host) => {
      const { ask, baby } = await serve();
      const answer = await ask({ path: CHAT_PATH, body: CHAT, headers: { host, authorization: undefined } });
      expect(answer.status).toBe(403);
      expect(baby.asked).toEqual([]);
    },
  );

  it.each(['localhost', 'localhost:11435', 'LOCALHOST', '127.0.0.1:80', '[::1]', '[::1]:5'])(
    'takes the host %s',
    async (host) => {
      const { ask } = await serve();
      expect((await ask({ path: '/v1/models', headers: { host } })).status).toBe(200);
    },
  );

  it.each(['http://evil.example', 'null', 'http://localhost:3000.evil.example', 'http://127.0.0.1:11435'])(
    'refuses the page %s, which was not named',
    async (origin) => {
      const { ask } = await serve({ origins: ['http://localhost:3000'] });
      const answer = await ask({ path: '/v1/models', headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      const preflight = await ask({ path: CHAT_PATH, method: 'OPTIONS', headers: { origin } });
      expect(preflight.status).toBe(403);
    },
  );

  it('answers a page that was named, and its preflight, which bears no token', async () => {
    const origin = 'http://localhost:3000';
    const { ask } = await serve({ origins: [origin] });
    const preflight = await ask({
      path: CHAT_PATH,
      method: 'OPTIONS',
      headers: { origin, authorization: undefined, 'access-control-request-headers': 'authorization,content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization,content-type',
      vary: 'origin',
    });
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await ask({ path: CHAT_PATH, body: CHAT, headers: { origin } })).status).toBe(200);
    expect((await ask({ path: '/v1/models', headers: { origin, authorization: undefined } })).status).toBe(401);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer x',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    TOKEN,
    `Basic ${TOKEN}`,
  ])('wants the token, and %j is not it', async (authorization) => {
    const { ask, baby } = await serve();
    for (const path of ['/', '/v1/models', '/api/tags', '/nothing']) {
      const answer = await ask({ path, headers: { authorization } });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.text).not.toContain(TOKEN);
    }
    const answer = await ask({ path: CHAT_PATH, body: CHAT, headers: { authorization } });
    expect(answer.json.error).toMatchObject({ code: 'invalid_api_key', type: 'invalid_request_error' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(baby.asked).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', undefined])(
    'takes no body of type %s, which a page could send without a preflight',
    async (type) => {
      const { ask, baby } = await serve();
      const answer = await ask({ path: CHAT_PATH, body: CHAT, headers: { 'content-type': type } });
      expect(answer.status).toBe(415);
      expect(baby.asked).toEqual([]);
    },
  );

  it('takes a body of 1 MB, and no larger one, whether its length is told or not', async () => {
    const { ask, open, baby } = await serve();
    const padded = (bytes: number) => JSON.stringify(CHAT).padEnd(bytes);
    expect((await ask({ path: CHAT_PATH, body: padded(LARGEST_BODY) })).status).toBe(200);
    expect((await ask({ path: CHAT_PATH, body: padded(LARGEST_BODY + 1) })).status).toBe(413);
    const chunked = open({
      path: CHAT_PATH,
      body: padded(LARGEST_BODY + 1),
      headers: { 'transfer-encoding': 'chunked' },
    });
    const [response] = await once(chunked, 'response');
    expect(response.statusCode).toBe(413);
    response.resume();
    expect(baby.asked).toHaveLength(1);
  });

  it.each([
    '/api/pull',
    '/api/push',
    '/api/create',
    '/api/copy',
    '/api/delete',
    '/api/blobs/sha256:0',
    '/api/embed',
    '/v1/files',
  ])('has no route %s: nothing can be changed over it', async (path) => {
    const { ask } = await serve();
    for (const method of ['POST', 'PUT', 'DELETE', 'GET'])
      expect((await ask({ path, method, ...(method === 'POST' ? { body: {} } : {}) })).status).toBe(404);
  });

  it('says which method a route takes', async () => {
    const { ask } = await serve();
    const answer = await ask({ path: CHAT_PATH });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
    expect((await ask({ path: '/v1/models', method: 'DELETE' })).status).toBe(405);
  });

  it.each(['', '{', '[]', 'null', '"x"', '{"model":"mia"}', `${'['.repeat(100_000)}`])(
    'refuses the body %.20s with one sentence',
    async (body) => {
      const { ask } = await serve();
      const answer = await ask({ path: CHAT_PATH, body });
      expect(answer.status).toBe(400);
      expect(answer.json.error.message).toMatch(/^.{20,200}$/);
    },
  );

  it('closes connections that send their request too slowly', async () => {
    const { server } = await serve({ limits: { ...LIMITS, headers: 200, request: 400 } });
    const head = `POST ${CHAT_PATH} HTTP/1.1\r\nhost: localhost\r\n`;
    expect(await raw(server.port, head)).toMatch(/^HTTP\/1.1 408/);
    const body = `authorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{`;
    expect(await raw(server.port, head + body)).toMatch(/^HTTP\/1.1 408/);
  });

  it('takes 64 connections, over both addresses together, and one more when one is closed', async () => {
    const { server, ask } = await serve();
    const hosts = server.addresses.length > 1 ? ['127.0.0.1', '::1'] : ['127.0.0.1', '127.0.0.1'];
    const held = Array.from({ length: 64 }, (_, i) => connect(server.port, hosts[i % 2]));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    await expect(ask({ path: '/v1/models' })).rejects.toThrow();
    held[0].destroy();
    let status = 0;
    await until(() => {
      void ask({ path: '/v1/models' }).then(
        (answer) => (status = answer.status),
        () => {},
      );
      return status === 200;
    });
    for (const socket of held) socket.destroy();
  });

  it('lets one speak and eight wait, and refuses one more at once', async () => {
    const { baby, ask } = await serve();
    const speaking = gate();
    baby.pause = () => speaking.opened;
    const first = ask({ path: CHAT_PATH, body: CHAT });
    await until(() => baby.asked.length === 1);
    const others = Array.from({ length: MOST_WAITING + 1 }, () => ask({ path: CHAT_PATH, body: CHAT }));
    const refused = await Promise.race(others);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json.error.code).toBe('rate_limit_exceeded');
    expect(baby.asked).toHaveLength(1);
    speaking.open();
    const answers = await Promise.all([first, ...others]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(MOST_WAITING + 1).fill(200), 429]);
  });

  it('ends a reply when its client leaves, and goes on with the next', async () => {
    const { baby, open, ask } = await serve();
    const speaking = gate();
    baby.pause = () => (baby.asked.length === 1 ? speaking.opened : Promise.resolve());
    const leaving = open({ path: CHAT_PATH, body: { ...CHAT, stream: true } });
    leaving.on('error', () => {});
    await until(() => baby.asked.length === 1);
    const next = ask({ path: CHAT_PATH, body: CHAT });
    leaving.destroy();
    await until(() => baby.stopped.length === 1);
    expect(baby.stopped).toEqual([baby.asked[0].options.conversation]);
    speaking.open();
    expect((await next).status).toBe(200);
    expect(baby.asked).toHaveLength(2);
  });

  it('gives every reply a conversation of its own, and asks for nothing else', async () => {
    const { baby, ask } = await serve();
    await ask({ path: CHAT_PATH, body: CHAT });
    await ask({ path: CHAT_PATH, body: CHAT });
    const labels = baby.asked.map(({ options }) => options.conversation);
    expect(new Set(labels).size).toBe(2);
    for (const label of labels) expect(label).toMatch(/^completion:/);
  });

  it('says in one sentence that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(serveHttp(new SpokenBaby(), { port, token: TOKEN, origins: [], owner: 'ada' })).rejects.toThrow(
      httpTexts.port.unusable(port, '127.0.0.1', 'another program listens there'),
    );
    // two babies that are awake at once, of which nobody asked for a port
    const { server } = await serve({ port, orAnyPort: true });
    expect(server.port).not.toBe(port);
    other.close();
  });

  it('ends connections and replies when it is closed', async () => {
    const { baby, server, ask } = await serve();
    const never = gate();
    baby.pause = () => never.opened;
    const asked = ask({ path: CHAT_PATH, body: CHAT }).catch((error: Error) => error);
    await until(() => baby.asked.length === 1);
    await server.close();
    expect(await asked).toBeInstanceOf(Error);
    await until(() => baby.stopped.length === 1);
    never.open();
  });
});
