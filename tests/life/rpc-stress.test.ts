/** Whatever comes over its line, an awake baby neither grows nor stops learning. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baby } from '../../school/api/contract.ts';
import type { Stats } from '../../school/api/messages.ts';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome, makeHome } from '../../school/home/home.ts';
import { baby, newHome, type Running, SENTENCE, sharedFolder, story, temporaryFolder, wakes } from './program.ts';

/** Bytes that it may hold more than before: less than what came over the line in every test. */
const GROWTH = 30e6;
const linux = existsSync('/proc/self/status');

const home = newHome({ saveSeconds: 3600, examSeconds: 3600 }, { 'story.txt': story }, sharedFolder());
const path = findHome(home).socket;
let awake: Running;
let life: Baby & { close(): void };
const sockets = new Set<Socket>();

// One baby puts up with all of it, one kind after another.
beforeAll(async () => {
  awake = (await wakes(home)).outliveTest();
  life = await attach(path);
  life.over.catch(() => {});
  // what every client costs once, such as code that is compiled when it is first used
  for (let i = 0; i < 20; i++) await (await client('{"id":1,"method":"status"}\n{}\n')).told(3);
  hangUp();
  await learns();
});
afterEach(hangUp);
afterAll(async () => {
  life?.close();
  await awake?.kill();
});

function hangUp(): void {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
}

class Client {
  readonly socket: Socket;
  readonly #closed: Promise<void>;
  #lines = 0;

  constructor(socket: Socket, reads: boolean) {
    this.socket = socket;
    sockets.add(socket);
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {}); // it is cut off in the middle of a word
    if (reads) socket.on('data', (chunk: Buffer) => (this.#lines += chunk.filter((byte) => byte === 10).length));
    else socket.pause();
  }

  /** Waits until it was told so many lines. */
  async told(lines: number): Promise<void> {
    while (this.#lines < lines) {
      if (this.socket.destroyed)
        throw new Error(`${lines} lines were expected, but it was cut off after ${this.#lines}`);
      await sleep(2);
    }
  }

  async cutOff(): Promise<void> {
    await this.#closed;
  }
}

/** Somebody who attaches, says something, and reads or does not. */
async function client(says: string | Buffer = '', reads = true): Promise<Client> {
  const socket = connect(path);
  const made = new Client(socket, reads);
  await once(socket, 'connect');
  if (says.length > 0) socket.write(says);
  return made;
}

/** Waits until it has learnt another few steps. */
async function learns(): Promise<Stats> {
  const from = (await life.status()).stats?.step ?? 0;
  for (;;) {
    const { stats } = await life.status();
    if (stats && stats.step > from + 3) return stats;
    if (awake.isOver) throw new Error(`it ended: ${awake.err}`);
    await sleep(20);
  }
}

/** Bytes of memory that its process holds. */
function held(): number {
  const status = readFileSync(`/proc/${awake.child.pid}/status`, 'utf8');
  return Number(status.match(/^VmRSS:\s+(\d+) kB$/m)![1]) * 1024;
}

/** Puts up with something, and is afterwards as it was before. */
async function survives(what: () => Promise<void>): Promise<void> {
  const before = linux ? held() : 0;
  await what();
  hangUp();
  await learns();
  expect((await life.say('hello', { maxTokens: 2 })).tokens).toBeLessThanOrEqual(2);
  if (linux) expect((held() - before) / 1e6, 'megabytes more than before').toBeLessThan(GROWTH / 1e6);
  expect(awake.err).toBe('');
}

describe('an awake baby survives', () => {
  it('200 clients who attach, watch and drop, politely or in the middle of a word', () =>
    survives(async () => {
      for (let round = 0; round < 10; round++) {
        const clients = await Promise.all(
          Array.from({ length: 20 }, () =>
            client('{"id":1,"method":"watch"}\n{"id":2,"method":"status"}\n{"id":3,"met'),
          ),
        );
        await Promise.all(clients.map((one) => one.told(3)));
        clients.forEach(({ socket }, i) => void (i % 2 === 0 ? socket.end() : socket.destroy()));
        await Promise.all(clients.map((one) => one.cutOff()));
      }
    }));

  it('more clients at once than it takes, and takes others when they are gone', () =>
    survives(async () => {
      const clients = await Promise.all(Array.from({ length: 200 }, () => client()));
      while (clients.filter(({ socket }) => socket.destroyed).length < 100) await sleep(5);
      expect(clients.some(({ socket }) => !socket.destroyed)).toBe(true);
      hangUp();
      const { code, out } = await baby(home, 'status', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ awake: true, pid: awake.child.pid });
    }));

  it('garbage of every kind', () =>
    survives(async () => {
      const noise = Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * 7919 + (i >> 3)) & 255));
      const kinds: (string | Buffer)[] = [
        noise,
        '\n\n\n\r\n',
        '{'.repeat(100_000),
        `${'['.repeat(100_000)}\n`,
        '{"id":1}\n{"id":-1,"method":"status"}\n{"id":1e99,"method":"status"}\n[]\n7\n"x"\nnull\n',
        '{"id":1,"method":"__proto__"}\n{"id":2,"method":"say","params":{"text":7}}\n{"id":3,"method":"sleep","params":{"now":"yes"}}\n',
        '{"hello":"babyllm","version":"9.9.9","protocol":99,"pid":1}\n',
        'GET / HTTP/1.1\r\nHost: baby\r\n\r\n',
        Buffer.from([0, 255, 254, 10, 0xf0, 0x28, 0x8c, 0x28, 10]),
      ];
      for (let round = 0; round < 5; round++) await Promise.all(kinds.map((kind) => client(kind)));
      // who speaks another version of our language is told that this is no request, and may ask again
      const other = await client(`${kinds[6]}{"id":1,"method":"status"}\n`);
      await other.told(3);
    }));

  it('a line of 10 MB, which it does not read to its end', () =>
    survives(async () => {
      for (let i = 0; i < 3; i++) {
        const one = await client(Buffer.alloc(10e6, 'x'));
        await one.cutOff();
      }
    }));

  it('readers who never read, whatever they ask for', () =>
    survives(async () => {
      // far more answers than a socket holds, so that they wait in its memory, or are not made
      const flood = '{"id":1,"method":"status"}\n'.repeat(100_000);
      for (let i = 0; i < 5; i++) await client(`{"id":0,"method":"watch"}\n${flood}`, false);
      // and one who only watches misses numbers, and costs nothing
      await client('{"id":0,"method":"watch"}\n', false);
      for (let i = 0; i < 5; i++) await learns();
    }));

  it('so many questions at once that it cannot answer them all', () =>
    survives(async () => {
      const say = (id: number) => `{"id":${id},"method":"say","params":{"text":"hello","maxTokens":1}}\n`;
      const asking = await Promise.all(
        Array.from({ length: 4 }, () => client(Array.from({ length: 200 }, (_, id) => say(id)).join(''))),
      );
      await Promise.all(asking.map((one) => one.told(201)));
    }));
});

describe('a baby of another version', () => {
  it('is not talked to, and that is said in one sentence', async () => {
    const other = makeHome(temporaryFolder());
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('{"hello":"babyllm","version":"9.9.9","protocol":99,"pid":1}\n');
    });
    await new Promise<void>((resolve) => server.listen(other.socket, resolve));
    try {
      for (const command of [['status'], ['say', 'hello'], ['sleep']]) {
        const { code, out, err } = await baby(other.folder, ...command);
        expect([code, out]).toEqual([1, '']);
        expect(err).toMatch(SENTENCE);
        expect(err).toMatch(
          /^This babyLLM speaks version 2 of the line, but the baby that is awake speaks 99 \(babyLLM 9\.9\.9\)/,
        );
      }
      expect(existsSync(join(other.folder, 'soul'))).toBe(true);
    } finally {
      server.close();
    }
  });
});
