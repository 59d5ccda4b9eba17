import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '../../../../school/api/contract.ts';
import type { Event } from '../../../../school/api/messages.ts';
import { AsleepError, attach, RpcError } from '../../../../school/api/rpc/client.ts';
import { LineSplitter, LineTooLong } from '../../../../school/api/rpc/lines.ts';
import { serveLife } from '../../../../school/api/rpc/server.ts';
import { apiTexts } from '../../../../school/api/texts.ts';
import { EXAM, FakeLife, INTRODUCTION, statsAt } from '../../fake-life.ts';
import { temporaryFolder, until } from '../../temporary.ts';

let path: string;
let life: FakeLife;
let server: Awaited<ReturnType<typeof serveLife>>;
const sockets: Socket[] = [];

beforeEach(async () => {
  path = join(temporaryFolder(), 'baby.sock');
  life = new FakeLife();
  server = await serveLife(life, path);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

/** A client that says anything, and keeps what it is told. */
async function raw(): Promise<{
  socket: Socket;
  told: Record<string, unknown>[];
  next(): Promise<Record<string, unknown>>;
}> {
  const socket = connect(path);
  sockets.push(socket);
  socket.on('error', () => {});
  const splitter = new LineSplitter(100_000_000);
  const told: Record<string, unknown>[] = [];
  socket.on('data', (chunk) => {
    for (const line of splitter.push(chunk)) told.push(JSON.parse(line) as Record<string, unknown>);
  });
  await until(() => told.length > 0);
  let read = 1;
  const next = async () => {
    await until(() => told.length > read);
    return told[read++]!;
  };
  return { socket, told, next };
}

/** Settles when a socket is closed, with an error or without. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

describe('a life over the line', () => {
  it('is the same as beside it', async () => {
    const far = await attach(path);
    expect(far.introduction).toEqual(INTRODUCTION);
    life.stats = statsAt(7);
    expect(await far.status()).toEqual(await life.status());
    expect(await far.save()).toEqual({ name: 'soul-0000000042', step: 42 });
    expect(await far.exam()).toEqual(EXAM);
    expect(await far.exam('a text', 'poem')).toEqual({ ...EXAM, of: 'poem' });
    expect(life.examined).toEqual([
      { text: undefined, name: undefined },
      { text: 'a text', name: 'poem' },
    ]);
    far.close();
  });

  it('speaks piece by piece and hands options through', async () => {
    const far = await attach(path);
    const deltas: string[] = [];
    life.deltas = ['one\n', '"two" ', 'drei ä 🐻 \u2028'];
    const options = { temperature: 0.5, topK: 3, seed: 9, stop: ['x'], from: 'ann', conversation: 'c' };
    const reply = await far.say('hello\n"you"', options, (delta) => deltas.push(delta));
    expect(deltas).toEqual(life.deltas);
    expect(reply.text).toBe(life.deltas.join(''));
    expect(life.said).toEqual([{ text: 'hello\n"you"', options }]);
    await expect(far.say('be cross')).rejects.toThrow('I will not.');
    await expect(far.say('x'.repeat(LONGEST_TEXT + 1))).rejects.toThrow(
      /At most 131072 characters can be said at once/,
    );
    far.close();
  });

  it('tells watchers of events, and others of none', async () => {
    const watching = await attach(path);
    const silent = await raw();
    const events: Event[] = [];
    const stop = watching.watch((event) => events.push(event));
    await watching.status();
    life.emit({ event: 'babble', data: { step: 3, text: 'da' } });
    life.emit({ event: 'stats', data: statsAt(4) });
    await until(() => events.length === 2);
    expect(events).toEqual([
      { event: 'babble', data: { step: 3, text: 'da' } },
      { event: 'stats', data: statsAt(4) },
    ]);
    stop();
    life.emit({ event: 'babble', data: { step: 5, text: 'da' } });
    await watching.status();
    expect(events).toHaveLength(2);
    expect(silent.told).toHaveLength(1);
    watching.close();
  });

  it('examines texts that are longer than a line', async () => {
    const far = await attach(path);
    // Each control character needs six bytes in JSON, and a pair is cut in two.
    const text = `${'\u0001'.repeat(LONGEST_TEXT - 1)}🐻${'ä'.repeat(LONGEST_TEXT * 2)}`;
    await far.exam(text, 'long');
    expect(life.examined).toHaveLength(1);
    expect(life.examined[0]!.text === text).toBe(true);
    far.close();
  });

  it('answers a sleep before it hangs up, and is over then', async () => {
    const far = await attach(path);
    const other = await attach(path);
    life.over.then(() => server.close());
    await far.sleep();
    await far.over;
    await other.over;
    expect(life.slept).toBe(1);
  });

  it('serves many at once', async () => {
    const clients = await Promise.all(Array.from({ length: 30 }, () => attach(path)));
    const replies = await Promise.all(clients.map((client, index) => client.say(`${index}`)));
    expect(replies.every((reply) => reply.text === 'Hello you.')).toBe(true);
    expect(life.said.map((said) => Number(said.text)).sort((a, b) => a - b)).toEqual(clients.map((_, index) => index));
    for (const client of clients) client.close();
  });
});

describe('whoever is not there', () => {
  it('is asleep', async () => {
    await server.close();
    expect(existsSync(path)).toBe(false);
    await expect(attach(path)).rejects.toThrow(AsleepError);
    await expect(attach(path)).rejects.toThrow(apiTexts.line.asleep);
  });

  it('rejects what is waiting when it goes away in the middle', async () => {
    const far = await attach(path);
    life.pause = () => new Promise(() => {});
    const waiting = expect(far.say('hello')).rejects.toThrow(apiTexts.line.ended);
    await until(() => life.said.length === 1);
    await server.close();
    await waiting;
    await expect(far.over).rejects.toThrow(RpcError);
    await expect(far.status()).rejects.toThrow(apiTexts.line.closed);
  });

  it('is told apart from somebody else who listens', async () => {
    const strange = join(temporaryFolder(), 'other.sock');
    let says = 'HTTP/1.1 400 Bad Request\r\n\r\n';
    const other = createServer((socket) => socket.end(says)).listen(strange);
    await once(other, 'listening');
    await expect(attach(strange)).rejects.toThrow(apiTexts.line.notJson);
    says = '{"hello":"babyllm","version":"9.0.0","protocol":3,"pid":1}\n';
    await expect(attach(strange)).rejects.toThrow(
      /speaks version 2 of the line, but the baby that is awake speaks 3 \(babyLLM 9\.0\.0\)/,
    );
    other.close();
  });

  it('harms nobody when it hangs up while it is spoken to', async () => {
    const { socket } = await raw();
    let hung = false;
    life.pause = async () => {
      socket.destroy();
      hung = true;
    };
    socket.write('{"id":1,"method":"say","params":{"text":"hello"}}\n');
    await until(() => hung);
    life.pause = async () => {};
    const far = await attach(path);
    expect((await far.say('still there?')).text).toBe('Hello you.');
    far.close();
  });
});

describe('what comes over the line', () => {
  it.each([
    [
      'garbage',
      '\x1b[31m not json',
      null,
      'garbage',
      /^A request should be one line of JSON, but "\\u001b\[31m not json" came\.$/,
    ],
    ['no object', '[1]', null, 'garbage', /^request: it should be/],
    [
      'no id',
      '{"method":"status"}',
      null,
      'garbage',
      /^request: id should be a whole number of 0 or more, but nothing came\.$/,
    ],
    [
      'a wrong method',
      '{"id":1,"method":"stats"}',
      1,
      'method',
      /^There is no method "stats"; did you mean "status"\?$/,
    ],
    [
      'no method of ours',
      '{"id":1,"method":"toString"}',
      1,
      'method',
      /^There is no method "toString"; the methods are status, say/,
    ],
    [
      'no text',
      '{"id":2,"method":"say"}',
      2,
      'params',
      /^say: text should be a text of at most 131072 characters, but nothing came\.$/,
    ],
    [
      'an unknown option',
      '{"id":3,"method":"say","params":{"text":"a","topk":1}}',
      3,
      'params',
      /^say: there is no key "topk"; did you mean "topK"\?$/,
    ],
    [
      'an option out of range',
      '{"id":4,"method":"say","params":{"text":"a","topP":9}}',
      4,
      'params',
      /^say: topP should be a number from 0 to 1, but 9 came\.$/,
    ],
    [
      'too many stops',
      `{"id":5,"method":"say","params":{"text":"a","stop":${JSON.stringify(Array(17).fill('x'))}}}`,
      5,
      'params',
      /^say: stop should be a list of up to 16 texts/,
    ],
    ['no options', '{"id":6,"method":"status","params":{"a":1}}', 6, 'params', /^status: there is no key "a"/],
  ])('is answered with one sentence: %s', async (_name, line, id, code, sentence) => {
    const { socket, next } = await raw();
    socket.write(`${line}\n`);
    const answer = await next();
    expect(answer).toEqual({ id, error: { code, message: expect.stringMatching(sentence) } });
    socket.write('\n\n{"id":99,"method":"save"}\n');
    expect(await next()).toEqual({ id: 99, result: { name: 'soul-0000000042', step: 42 } });
    expect(life.said).toEqual([]);
  });

  it('begins with who is there', async () => {
    const { told } = await raw();
    expect(told[0]).toEqual({ hello: 'babyllm', version: expect.any(String), protocol: 2, pid: process.pid });
  });

  it('may come in any pieces', async () => {
    const { socket, next } = await raw();
    const bytes = Buffer.from('{"id":1,"method":"say","params":{"text":"ä🐻"}}\n{"id":2,"method":"save"}\n');
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    const answers = [await next(), await next(), await next(), await next(), await next()];
    expect(answers.filter((answer) => 'result' in answer).map((answer) => answer['id'])).toEqual([1, 2]);
    expect(life.said[0]!.text).toBe('ä🐻');
  });

  it('is cut off after a line of 10 MB, which nobody else notices', async () => {
    const { socket, told } = await raw();
    const closed = closing(socket);
    socket.write('x'.repeat(10_000_000));
    await closed;
    expect(told.length).toBeLessThanOrEqual(2);
    const far = await attach(path);
    expect((await far.status()).introduction).toEqual(INTRODUCTION);
    far.close();
  });

  it('is refused while 64 requests are open', async () => {
    const { socket, told } = await raw();
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    life.pause = () => gate;
    for (let id = 0; id < 70; id++) socket.write(`{"id":${id},"method":"say","params":{"text":"a"}}\n`);
    await until(() => told.length === 7);
    expect(told.slice(1).map((answer) => (answer['error'] as { code: string }).code)).toEqual(Array(6).fill('busy'));
    go();
    await until(() => told.filter((answer) => 'result' in answer).length === 64);
  });
});

describe('a slow reader', () => {
  it('misses numbers, but nothing else', async () => {
    const { socket, told, next } = await raw();
    socket.write('{"id":1,"method":"watch"}\n');
    await next();
    socket.pause();
    for (let step = 1; step <= 3000; step++) life.emit({ event: 'stats', data: statsAt(step) });
    for (let step = 1; step <= 50; step++) life.emit({ event: 'babble', data: { step, text: 'x'.repeat(1000) } });
    socket.resume();
    await until(() => told.filter((event) => event['event'] === 'babble').length === 50);
    const stats = told.filter((event) => event['event'] === 'stats');
    expect(stats.length).toBeGreaterThan(0);
    expect(stats.length).toBeLessThan(3000);
    // Gaps in the numbers show what was missed.
    expect(told.at(-1)!['seq']).toBe(3050);
  });

  it('is cut off when it never reads', async () => {
    const { socket, next } = await raw();
    socket.write('{"id":1,"method":"watch"}\n');
    await next();
    expect(life.watchers).toBe(1);
    socket.pause();
    const closed = closing(socket);
    for (let step = 1; step <= 200; step++) life.emit({ event: 'babble', data: { step, text: 'x'.repeat(50_000) } });
    // 10 MB were said; what arrives before the cut is less.
    let arrived = 0;
    socket.on('data', (chunk) => {
      arrived += chunk.length;
    });
    socket.resume();
    await closed;
    expect(arrived).toBeLessThan(8_000_000);
  });
});

describe('the socket', () => {
  it('is open to its owner only', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is taken over from a holder that was killed', async () => {
    const stale = join(temporaryFolder(), 'stale.sock');
    // What a killed process leaves: a name on which nobody listens.
    const { spawnSync } = await import('node:child_process');
    const script = `require('net').createServer().listen(${JSON.stringify(stale)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    expect(existsSync(stale)).toBe(true);
    await expect(attach(stale)).rejects.toThrow(AsleepError);
    const again = await serveLife(life, stale);
    (await attach(stale)).close();
    await again.close();
  });

  it('is not taken from somebody who listens', async () => {
    await expect(serveLife(life, path)).rejects.toThrow(
      /should be free, but a process that does not hold the home listens on it/,
    );
    (await attach(path)).close();
  });

  it('says in one sentence that it cannot be made', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(serveLife(life, join(folder, 'file', 'baby.sock'))).rejects.toThrow(
      /^A socket was expected at .*, but it cannot be made: /,
    );
    mkdirSync(join(folder, 'sock'));
    await expect(serveLife(life, join(folder, 'sock'))).rejects.toThrow(
      /^A socket was expected at .*, but it cannot be made: /,
    );
  });
});

describe('cutting lines', () => {
  it('keeps what is not complete, and refuses what is too long', () => {
    const splitter = new LineSplitter(5);
    expect([...splitter.push(Buffer.from('ab'))]).toEqual([]);
    expect([...splitter.push(Buffer.from('c\n\nde\nf'))]).toEqual(['abc', '', 'de']);
    expect([...splitter.push(Buffer.from('1234\n'))]).toEqual(['f1234']);
    expect(() => [...splitter.push(Buffer.from('123456'))]).toThrow(LineTooLong);
  });
});
