/** A flood through a real server: many people at plain sockets, all talking at once. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { BOT, type Channel, until } from './channel.ts';

const PEOPLE = 500;
const A_SECOND = 1000;
const SECONDS = 10;
const LINES = [
  '!bby hi',
  'just talking',
  '!drop',
  '@babybot what?',
  '!babystats',
  '!forgetme',
  '!aioptin',
  'see evil.com',
];

export async function flood(channel: Channel): Promise<void> {
  const { gateway, service, ircd, life } = channel;
  let said = 0;
  life.say = async () => {
    const text = `answer number ${++said}`;
    return { text, tokens: 3, milliseconds: 1, firstTokenMilliseconds: 1, stopped: 'turn' };
  };
  const people: Socket[] = [];
  for (let i = 0; i < PEOPLE; i += 50)
    people.push(...(await Promise.all(Array.from({ length: 50 }, (_, j) => enter(ircd.port, i + j)))));
  const watcher = await channel.viewer('watcher');
  const before = service.status().heard;
  const memory: number[] = [];
  const began = performance.now();
  let sent = 0;
  while (performance.now() - began < SECONDS * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * A_SECOND);
    for (; sent < due; sent++) people[sent % PEOPLE]?.write(`PRIVMSG #loop :${LINES[sent % LINES.length]} ${sent}\r\n`);
    memory.push(process.memoryUsage().heapUsed);
    await sleep(20);
  }
  await until(() => service.status().heard - before >= sent * 0.99);
  const took = (performance.now() - began) / 1000;
  const heard = service.status().heard - before;
  process.stdout.write(
    `flood: ${heard} messages heard in ${took.toFixed(1)} s, ${service.status().sent} sent (${ircd.kind})\n`,
  );
  expect(sent).toBeGreaterThan(0.9 * SECONDS * A_SECOND);
  await sleep(1500);
  for (const socket of people) socket.destroy();

  // kept: Twitch's limits as the gateway counts them, one of each answer, queue and memory bounded
  expect(gateway.dropped).toEqual([]);
  const answers = watcher.heard.filter(({ from }) => from === BOT);
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.length).toBeLessThanOrEqual(18);
  const numbers = answers.map(({ text }) => text.match(/answer number \d+/)?.[0]).filter((text) => text !== undefined);
  expect(new Set(numbers).size).toBe(numbers.length);
  const status = service.status();
  expect(status.queue).toBeLessThanOrEqual(9);
  expect(status.connection).toBe('joined');
  expect(channel.notes.filter((note) => note.includes('were not answered')).length).toBeLessThanOrEqual(3);
  const least = (all: number[]): number => Math.min(...all);
  expect(least(memory.slice(-100)) - least(memory.slice(50, 150))).toBeLessThan(60e6);
}

/** One of the crowd, at the IRC server itself; to speak into a channel it need not be in it. */
function enter(port: number, n: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let rest = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      rest = (rest + piece).slice(-2000);
      if (!/ 376 /.test(rest)) return;
      socket.removeAllListeners('data');
      socket.resume();
      resolve(socket);
    });
    socket.once('error', reject);
    socket.write(`NICK crowd${n}\r\nUSER crowd${n} 0 * :crowd\r\n`);
  });
}
