/** A flood through a real server: many people at plain sockets, all talking at once. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import { LONG } from '../campaign.ts';
import { BOT, type Channel, until } from './channel.ts';

const PEOPLE = 500;
const A_SECOND = 1000;
const SECONDS = LONG ? 60 : 8;
/** Seconds after which all is in memory that belongs there. */
const WARM = LONG ? 10 : 4;
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

/** What lies in memory once all that is garbage has gone, in bytes. */
function inMemory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

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
  const watcher = await channel.viewer('watcher', BOT);
  const before = service.status().heard;
  let mostWaiting = 0;
  let early = Number.NaN;
  let sent = 0;
  const began = performance.now();
  for (let passed = 0; passed < SECONDS; passed = (performance.now() - began) / 1000) {
    for (const due = Math.floor(passed * A_SECOND); sent < due; sent++) people[sent % PEOPLE]?.write(lineOf(sent));
    mostWaiting = Math.max(mostWaiting, service.status().queue);
    if (Number.isNaN(early) && passed >= WARM) early = inMemory();
    await sleep(20);
  }
  await until(() => service.status().heard - before >= sent * 0.99);
  const took = (performance.now() - began) / 1000;
  const grown = inMemory() - early;
  const heard = service.status().heard - before;
  await sleep(1500);
  for (const socket of people) socket.destroy();
  const status = service.status();
  process.stdout.write(
    `flood: ${heard} messages heard in ${took.toFixed(1)} s, ${status.sent} sent, at most ${mostWaiting} waiting, ` +
      `${(grown / 1e6).toFixed(1)} MB more than after ${WARM} s (${ircd.kind})\n`,
  );
  expect(sent).toBeGreaterThan(0.9 * SECONDS * A_SECOND);

  // Twitch's limits as the gateway counts them, and its own, which leave some room
  expect(gateway.dropped).toEqual([]);
  const answers = watcher.heard.filter(({ from }) => from === BOT);
  expect(answers.length).toBeGreaterThan(SECONDS / 3);
  const crowded = answers.filter(({ at }, i) => (answers[i + 18]?.at ?? Number.POSITIVE_INFINITY) - at < 28_000);
  expect(crowded).toEqual([]);
  // nothing twice: no answer ever, and no line of the program to one person within half a minute
  const again = answers.filter((one, i) =>
    answers.slice(i + 1).some(({ text, at }) => text === one.text && at - one.at < 28_000),
  );
  expect(again).toEqual([]);
  const numbers = answers.map(({ text }) => text.match(/answer number \d+/)?.[0]).filter((text) => text !== undefined);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.length).toBeGreaterThan(3);
  expect(mostWaiting).toBeLessThanOrEqual(9);
  expect(status.connection).toBe('joined');
  // it says what it lets go, every ten seconds, and nothing else
  expect(channel.notes.filter((note) => note.includes('questions dropped')).length).toBeGreaterThan(0);
  expect(channel.notes.length).toBeLessThan(10 + SECONDS / 5);
  expect(grown).toBeLessThan(10e6);
}

const lineOf = (n: number): string => `PRIVMSG #loop :${LINES[n % LINES.length]} ${n}\r\n`;

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
