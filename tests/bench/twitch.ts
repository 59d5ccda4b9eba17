// What a flood in the chat of Twitch costs its learning.
// `node dist/tests/bench/twitch.js [pairs of windows] [seconds of a window] [json of config]`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attach } from '../../school/line/client.ts';
import { TwitchAuth } from '../../school/twitch/auth.ts';
import type { TwitchStatus } from '../../school/twitch/messages.ts';
import { twitchFiles } from '../../school/twitch/service-options.ts';
import { Gateway } from '../life/twitch/gateway.ts';
import { startSmallIrcd } from '../life/twitch/small-ircd.ts';
import { IdServer } from '../school/twitch/id-server.ts';
import { daemon } from './awake.ts';
import type { Topic } from './context.ts';
import { pause } from './living.ts';
import { median } from './measure.ts';
import { number } from './rows.ts';

const BOT = 'babybot';
const PEOPLE = 500;
const A_SECOND = 1000;
const EVERY = 20;
const ROUNDS = 8;
const SECONDS = 6;
/** What people write: to it, past it, to other bots, its commands, and what it must not answer. */
const LINES = [
  '!bby how was your day?',
  'just talking about the weather, and about what was on yesterday',
  '!drop',
  `@${BOT} what do you think of the sea?`,
  '!babystats',
  '!forgetme',
  '!aioptin',
  'see evil.com',
];

export interface Flooded {
  /** tokens learnt a second, in windows in turn */
  readonly alone: readonly number[];
  readonly flooded: readonly number[];
  /** messages that it heard in a second of flood */
  readonly heard: number;
  readonly answered: number;
  /** bytes of memory before the first flood and after the last, where the system tells (Linux) */
  readonly memory: readonly [before: number, after: number] | undefined;
  /** of a core, what making the flood took: it is calculated on the same machine */
  readonly making: number;
  /** of a core, what the thread that is in the channel took, in the middle of all windows (Linux) */
  readonly listening: { readonly alone: number; readonly flooded: number } | undefined;
}

/** A baby in a process of its own, with an account, in a channel of a server in this process. */
export async function underFlood(rounds: number, seconds: number, config: object = {}): Promise<Flooded> {
  const ircd = await startSmallIrcd();
  const ids = await IdServer.start();
  const gateway = await Gateway.start({ ircPort: ircd.port, accepts: (token) => ids.valid.has(token) });
  const server = { server: `ws://127.0.0.1:${gateway.port}`, idServer: ids.base, clientId: 'client1' };
  const baby = await daemon({ ...config, twitch: server });
  ids.pending = 0;
  const { tokens: tokenFile } = twitchFiles(join(baby.home, 'twitch'));
  await new TwitchAuth({ path: tokenFile, base: ids.base, wait: async () => {} }).login('client1', () => {});
  const life = await attach(baby.socket);
  life.over.catch(() => {});
  try {
    const status = async (): Promise<TwitchStatus> => (await life.twitch({ do: 'status' })).status;
    await life.twitch({ do: 'join', channel: 'loop' });
    for (let { connection, guarded } = await status(); connection !== 'joined' || !guarded; ) {
      await pause(100);
      ({ connection, guarded } = await status());
    }
    // the clock and the count belong together
    const report = () =>
      new Promise<{ tokens: number; at: number; spent: number }>((resolve) => {
        const stop = life.watch((event) => {
          if (event.event !== 'stats') return;
          stop();
          resolve({ tokens: event.data.tokens, at: performance.now(), spent: spentBy(baby.pid) });
        });
      });
    await pause(4000);
    const speeds = { alone: [] as number[], flooded: [] as number[] };
    const cores = { alone: [] as number[], flooded: [] as number[] };
    const [before, memory] = [await status(), residentOf(baby.pid)];
    let [sent, cpu] = [0, 0];
    for (let round = 0; round < rounds; round++)
      for (const kind of ['alone', 'flooded'] as const) {
        const [begin, made, first] = [await report(), process.cpuUsage(), sent];
        for (let passed = 0; passed < seconds; passed = (performance.now() - begin.at) / 1000) {
          const due = kind === 'flooded' ? first + Math.floor(passed * A_SECOND) : sent;
          while (sent < due) gateway.raw(BOT, lineOf(sent++));
          await pause(EVERY);
        }
        const end = await report();
        const lasted = (end.at - begin.at) / 1000;
        speeds[kind].push((end.tokens - begin.tokens) / lasted);
        cores[kind].push((end.spent - begin.spent) / lasted);
        if (kind === 'alone') continue;
        const { user, system } = process.cpuUsage(made);
        cpu += (user + system) / 1e6;
        // so that nothing of it is left for the window of quiet
        await pause(1000);
      }
    const after = await status();
    if (gateway.dropped.length > 0) throw new Error(`it did not keep to Twitch's limits: ${gateway.dropped[0]?.why}`);
    const resident = residentOf(baby.pid);
    return {
      ...speeds,
      heard: (after.heard - before.heard) / (rounds * seconds),
      answered: after.sent - before.sent,
      memory: memory === undefined || resident === undefined ? undefined : [memory, resident],
      making: cpu / (rounds * seconds),
      listening: Number.isNaN(cores.alone[0])
        ? undefined
        : { alone: median(cores.alone), flooded: median(cores.flooded) },
    };
  } finally {
    life.close();
    await baby.close();
    await gateway.close();
    await ids.close();
    await ircd.close();
  }
}

/** One message as Twitch sends it. */
function lineOf(n: number): string {
  const who = n % PEOPLE;
  const tags = `badges=;display-name=person${who};id=bench-${n};mod=0;room-id=1;subscriber=0;tmi-sent-ts=${Date.now()};user-id=${9000 + who};user-type=`;
  // so that over time everybody says everything
  const text = LINES[(n + Math.floor(n / PEOPLE)) % LINES.length];
  return `@${tags} :person${who}!person${who}@person${who}.tmi.twitch.tv PRIVMSG #loop :${text} ${n}`;
}

/** Seconds of a core that the first thread of a process has calculated; NaN where the system does not tell. */
function spentBy(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

function residentOf(pid: number): number | undefined {
  try {
    return 1024 * Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1]);
  } catch {
    return undefined; // only Linux tells
  }
}

const lossOf = ({ alone, flooded }: Flooded): number[] => alone.map((speed, i) => 100 * (1 - flooded[i] / speed));

export const floodTopic: Topic = {
  about: 'what a flood of messages on Twitch costs its learning (needs the built program)',
  takes: '2 minutes',
  async *measure() {
    const flood = await underFlood(ROUNDS, SECONDS);
    const losses = lossOf(flood);
    const { alone, flooded, heard, answered, memory, making, listening } = flood;
    const value = median(losses);
    const grown = memory ? `, memory ${number((memory[1] - memory[0]) / 1e6, 0)} MB more` : '';
    const core = listening ? `, ${number(100 * (listening.flooded - listening.alone), 1)} % of a core to listen` : '';
    yield {
      name: 'twitch-flood',
      what: `learning lost to ${A_SECOND.toLocaleString('en')} messages a second of ${PEOPLE} people on Twitch`,
      value,
      unit: '%',
      digits: 1,
      better: 'lower',
      bar: 10,
      noise: (Math.max(...losses) - Math.min(...losses)) / 2 / Math.max(Math.abs(value), 0.1),
      note: `${number(median(alone), 0)} → ${number(median(flooded), 0)} tokens/s, ${number(heard, 0)} messages heard a second, ${answered} answered${grown}${core}`,
      how: `${ROUNDS} pairs of ${SECONDS} s windows in turn, median of the pairs; the server in the bench's own process takes ${number(100 * making, 0)} % of a core of it`,
    };
  },
};

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , rounds = String(ROUNDS), seconds = String(SECONDS), config = '{}'] = process.argv;
  const flood = await underFlood(Number(rounds), Number(seconds), JSON.parse(config));
  process.stdout.write(`${JSON.stringify({ ...flood, losses: lossOf(flood) })}\n`);
}
