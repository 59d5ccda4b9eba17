import { afterEach, describe, expect, it } from 'vitest';
import { ResidentServer } from '../../../school/http/resident.ts';
import { SpokenBaby, serve, TOKEN } from './support.ts';

const ends: ResidentServer[] = [];
afterEach(async () => {
  for (const one of ends.splice(0)) await one.close();
});

function resident() {
  const notes: string[] = [];
  const server = new ResidentServer({
    baby: new SpokenBaby(),
    owner: 'ann',
    token: () => TOKEN,
    friends: { ownerOf: () => undefined },
    onNote: (level, message) => void notes.push(`${level}: ${message}`),
  });
  ends.push(server);
  return { server, notes };
}

const models = (port: number): Promise<number> =>
  fetch(`http://127.0.0.1:${port}/v1/models`, { headers: { authorization: `Bearer ${TOKEN}` } }).then(
    ({ status }) => status,
    () => 0,
  );

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { server } = await serve();
  const { port } = server;
  await server.close();
  return port;
}

describe('the server of an awake baby', () => {
  it('answers at the port of its settings, goes to another one, and ends', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const { server, notes } = resident();
    await server.listen(0);
    expect(notes).toEqual([]);
    await server.listen(first);
    expect(await models(first)).toBe(200);
    await Promise.all([server.listen(second), server.listen(second)]);
    expect([await models(first), await models(second)]).toEqual([0, 200]);
    await server.listen(0);
    expect(await models(second)).toBe(0);
    expect(notes).toEqual([
      expect.stringMatching(
        new RegExp(`^info: programs of this machine are answered at http://127\\.0\\.0\\.1:${first}`),
      ),
      expect.stringContaining(`:${second}`),
      'info: programs of this machine are not answered any more',
    ]);
  });

  it('says that a port cannot be had, lives on, and takes it when it is free', async () => {
    const { server: other } = await serve();
    const { server, notes } = resident();
    await server.listen(other.port);
    expect(notes).toEqual([
      `warn: Port ${other.port} of 127.0.0.1 cannot be used: another program listens there. Choose another with \`baby set api.port\`.`,
    ]);
    await other.close();
    await server.listen(other.port);
    expect(await models(other.port)).toBe(200);
  });
});
