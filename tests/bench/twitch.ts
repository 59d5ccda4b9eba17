// What a flood in the chat of Twitch costs its learning, and how soon a large baby answers there.
import { join } from 'node:path';
import { attach } from '../../school/api/rpc/client.ts';
import type { TwitchStatus } from '../../school/api/twitch-messages.ts';
import type { TwitchSettings } from '../../school/settings/twitch-settings.ts';
import { TwitchAuth } from '../../school/twitch/connection/auth.ts';
import { twitchFiles } from '../../school/twitch/service-options.ts';
import { Gateway } from '../life/twitch/gateway.ts';
import { startSmallIrcd } from '../life/twitch/small-ircd.ts';
import { IdServer } from '../school/twitch/id-server.ts';
import { daemon } from './awake.ts';
import type { Topic } from './context.ts';
import { pause } from './daemon-load.ts';
import { median, noiseOf, quantile } from './measure.ts';
import { memoryOf, secondsOf } from './processes.ts';
import { number } from './rows.ts';

const BOT = 'babybot';
const PEOPLE = 500;
const A_SECOND = 1000;
const EVERY = 20;
const ROUNDS = 16;
const SECONDS = 4;
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
async function onTwitch(config: object, twitch: Partial<TwitchSettings> = {}) {
  const ircd = await startSmallIrcd();
  const ids = await IdServer.start();
  const gateway = await Gateway.start({ ircPort: ircd.port, accepts: (token) => ids.valid.has(token) });
  const server = { server: `ws://127.0.0.1:${gateway.port}`, idServer: ids.base, clientId: 'client1' };
  const baby = await daemon({ ...config, twitch: { ...server, ...twitch } });
  ids.pending = 0;
  const { tokens } = twitchFiles(join(baby.home, 'twitch'));
  await new TwitchAuth({ path: tokens, base: ids.base, wait: async () => {} }).login('client1', () => {});
  const life = await attach(baby.socket);
  life.over.catch(() => {});
  const status = async (): Promise<TwitchStatus> => (await life.twitch({ do: 'status' })).status;
  const close = async (): Promise<void> => {
    life.close();
    await baby.close();
    await gateway.close();
    await ids.close();
    await ircd.close();
  };
  try {
    await life.twitch({ do: 'join', channel: 'loop' });
    for (let { connection, guarded } = await status(); connection !== 'joined' || !guarded; ) {
      await pause(100);
      ({ connection, guarded } = await status());
    }
    return { baby, gateway, life, status, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function underFlood(rounds: number, seconds: number, config: object = {}): Promise<Flooded> {
  const { baby, gateway, life, status, close } = await onTwitch(config);
  try {
    // the clock and the count belong together
    const report = () =>
      new Promise<{ tokens: number; at: number; spent: number }>((resolve) => {
        const stop = life.watch((event) => {
          if (event.event !== 'stats') return;
          stop();
          resolve({ tokens: event.data.tokens, at: performance.now(), spent: secondsOf(baby.pid, 'first') });
        });
      });
    await pause(4000);
    const speeds = { alone: [] as number[], flooded: [] as number[] };
    const cores = { alone: [] as number[], flooded: [] as number[] };
    const [before, memory] = [await status(), memoryOf(baby.pid)];
    let [sent, cpu] = [0, 0];
    for (let round = 0; round < rounds; round++)
      for (const kind of kindsOf(round)) {
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
    const resident = memoryOf(baby.pid);
    return {
      ...speeds,
      heard: (after.heard - before.heard) / (rounds * seconds),
      answered: after.sent - before.sent,
      memory: Number.isNaN(memory + resident) ? undefined : [memory, resident],
      making: cpu / (rounds * seconds),
      listening: Number.isNaN(cores.alone[0])
        ? undefined
        : { alone: median(cores.alone), flooded: median(cores.flooded) },
    };
  } finally {
    await close();
  }
}

/** The two windows of a pair, each as often the first: whatever becomes slower or faster meanwhile concerns both alike. */
const kindsOf = (round: number) =>
  round % 2 === 0 ? (['alone', 'flooded'] as const) : (['flooded', 'alone'] as const);

/** One message as Twitch sends it. */
function messageOf(who: number, n: number, text: string): string {
  const tags = `badges=;display-name=person${who};id=bench-${n};mod=0;room-id=1;subscriber=0;tmi-sent-ts=${Date.now()};user-id=${9000 + who};user-type=`;
  return `@${tags} :person${who}!person${who}@person${who}.tmi.twitch.tv PRIVMSG #loop :${text}`;
}

/** Over time everybody says everything. */
const lineOf = (n: number): string =>
  messageOf(n % PEOPLE, n, `${LINES[(n + Math.floor(n / PEOPLE)) % LINES.length]} ${n}`);

const lossOf = ({ alone, flooded }: Flooded): number[] => alone.map((speed, i) => 100 * (1 - flooded[i] / speed));

export const floodTopic: Topic = {
  about: 'what a flood of messages on Twitch costs its learning (needs the built program)',
  takes: '3 minutes',
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
      // of so many pairs the half in the middle: single windows are at the mercy of whatever else the machine does
      noise: (quantile(losses, 0.75) - quantile(losses, 0.25)) / 2,
      points: true,
      note: `${number(median(alone), 0)} → ${number(median(flooded), 0)} tokens/s, ${number(heard, 0)} messages heard a second, ${answered} answered${grown}${core}`,
      how: `${ROUNDS} pairs of ${SECONDS} s windows, each as often the first, median of the pairs; the server in the bench's own process takes ${number(100 * making, 0)} % of a core of it`,
    };
  },
};

/** A brain of about 100 million parameters. */
const HUNDRED_MILLION = { contextLength: 64, batch: 4, shape: { channels: 1024, neurons: 4000, lobes: 8 } };
/** Answers that are measured, and questions that may be asked for them: what it says so young is now and then held back. */
const ANSWERS = 20;
const MOST_ASKS = 80;
/** Steps after which it says more than one sign again and again. */
const YOUNG = 12;

export interface Answered {
  readonly parameters: number;
  /** milliseconds from a question at the server to its answer there */
  readonly waits: readonly number[];
  /** of these answers, those that came before the step had ended in which they were asked for */
  readonly within: number;
  /** milliseconds of the steps meanwhile */
  readonly steps: readonly number[];
  /** questions that it was not let answer */
  readonly heldBack: number;
}

export async function answersOnTwitch(answers: number, config: object): Promise<Answered> {
  const { gateway, life, status, close } = await onTwitch(config, { userSeconds: 0, channelSeconds: 0 });
  try {
    let step = 0;
    const ends: number[] = [];
    const young = new Promise<void>((resolve) => {
      life.watch((event) => {
        if (event.event !== 'stats' || event.data.step === step) return;
        step = event.data.step;
        ends.push(performance.now());
        if (step >= YOUNG) resolve();
      });
    });
    await young;
    const first = ends.length;
    const waits: number[] = [];
    let [within, asked] = [0, 0];
    for (; waits.length < answers && asked < MOST_ASKS; asked++) {
      // Twitch wants 1.2 s between two of them; beyond that, at odd moments of a step
      await pause(1300 + ((asked * 617) % 1409));
      const [before, began] = [step, performance.now()];
      gateway.raw(BOT, messageOf(asked, asked, `!bby how are you today? ${asked}`));
      const wait = await answerTo(asked, gateway, status);
      if (wait === undefined) continue;
      waits.push(wait - began);
      if (before === step) within++;
    }
    if (waits.length < answers) throw new Error(`it was let answer only ${waits.length} of ${asked} questions`);
    const steps = ends.slice(first).map((end, i) => end - ends[first + i - 1]);
    return { parameters: life.introduction.parameters, waits, within, steps, heldBack: asked - waits.length };
  } finally {
    await close();
  }
}

/** When the answer came; undefined if it was not let say any. */
async function answerTo(
  person: number,
  gateway: Gateway,
  status: () => Promise<TwitchStatus>,
): Promise<number | undefined> {
  for (let looked = 0; ; looked++) {
    const came = gateway.lines.some(({ line }) => line.startsWith(`PRIVMSG #loop :@person${person} `));
    if (came) return performance.now();
    if (looked % 100 === 99) {
      const { login, answer, milliseconds } = (await status()).recent[0] ?? {};
      if (login === `person${person}` && milliseconds !== null && answer === null) return undefined;
    }
    await pause(2);
  }
}

export const answerTopic: Topic = {
  about: 'how soon a baby of 100 million parameters answers on Twitch while it learns (needs the built program)',
  takes: '3 minutes',
  async *measure() {
    const { parameters, waits, within, steps, heldBack } = await answersOnTwitch(ANSWERS, HUNDRED_MILLION);
    const seconds = waits.map((wait) => wait / 1000);
    yield {
      name: 'twitch-answer',
      what: `an answer on Twitch while training, large (${number(parameters, 0)} parameters)`,
      value: median(seconds),
      unit: 's',
      digits: 2,
      better: 'lower',
      label: 'p50',
      bar: 2,
      noise: noiseOf(seconds),
      also: [{ value: quantile(seconds, 1), unit: 's', digits: 2, better: 'lower', label: 'slowest' }],
      note: `${within} of ${waits.length} before the step had ended in which they were asked for; steps of ${number(median(steps) / 1000, 2)} s; ${heldBack} answers held back`,
      how: 'from a question at the server to the whole answer there, at odd moments; the server runs in the process of the bench',
    };
  },
};
