// Rows of programs that ask a baby over HTTP while it learns: how soon it answers, and what they cost its learning.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { attach } from '../../school/api/rpc/client.ts';
import { HUNDRED_MILLION, lost, waits } from './alive.ts';
import { type Daemon, daemon } from './awake.ts';
import type { Topic } from './context.ts';
import { pause } from './daemon-load.ts';
import { median } from './measure.ts';
import { number } from './rows.ts';

const CLIENTS = 4;
const IDLE = 200;
/** Questions to the large brain, and milliseconds between them: so few that replies never wait for learning to catch up. */
const LARGE_ASKS = 20;
const LARGE_PAUSE = 1200;

/** A daemon that answers programs, and how to ask it. */
async function serving(config: object = {}) {
  const port = await freePort();
  const baby: Daemon = await daemon({ ...config, api: { port } });
  const token = readFileSync(join(baby.home, 'run', 'api-token'), 'utf8').trim();
  const life = await attach(baby.socket);
  life.over.catch(() => {});
  let learnt = 0;
  life.watch((event) => {
    if (event.event === 'stats') learnt = event.data.tokens;
  });
  /** Asks for a stream. @returns milliseconds until the first words, and the tokens of the reply */
  const ask = async (tokens: number): Promise<{ first: number; tokens: number }> => {
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/api/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'baby',
        messages: [{ role: 'user', content: 'good morning, how are you today?' }],
        options: { num_predict: tokens },
      }),
    });
    let first = Number.NaN;
    let text = '';
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (Number.isNaN(first)) first = performance.now() - began;
    }
    if (!response.ok) throw new Error(text);
    const last = JSON.parse(text.trim().split('\n').at(-1) as string) as { eval_count: number };
    return { first, tokens: last.eval_count };
  };
  while (learnt === 0) await pause(100);
  await pause(3000);
  const close = async () => {
    life.close();
    await baby.close();
  };
  return { port, ask, life, learnt: () => learnt, close };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Milliseconds to the first words over HTTP, and over the line, asked in turn. */
export async function firstTokens(asks: number): Promise<{ http: number[]; line: number[] }> {
  const { ask, life, close } = await serving();
  const times = { http: [] as number[], line: [] as number[] };
  for (let i = 0; i < asks; i++) {
    await pause(37 + ((i * 61) % 211));
    times.http.push((await ask(8)).first);
    await pause(37 + ((i * 97) % 211));
    const began = performance.now();
    let first = Number.NaN;
    await life.say('good morning, how are you today?', { maxTokens: 8, conversation: `c${i}` }, () => {
      if (Number.isNaN(first)) first = performance.now() - began;
    });
    times.line.push(Number.isNaN(first) ? performance.now() - began : first);
  }
  await close();
  return times;
}

/** Milliseconds to the first words of a large brain over HTTP, and how many parameters it has. */
export async function firstTokensOfLarge(): Promise<{ milliseconds: number[]; parameters: number }> {
  const { ask, life, close } = await serving(HUNDRED_MILLION);
  const { parameters } = life.introduction;
  const milliseconds: number[] = [];
  for (let i = 0; i < LARGE_ASKS; i++) {
    await pause(LARGE_PAUSE + ((i * 61) % 211));
    milliseconds.push((await ask(2)).first);
  }
  await close();
  return { milliseconds, parameters };
}

interface Speeds {
  readonly alone: number[];
  readonly asked: number[];
  /** tokens spoken a second in the same windows in which it was asked */
  readonly spoken: number[];
}

/** What goes on beside learning. */
interface Load {
  /** tokens that were heard so far */
  heard(): number;
  end(): Promise<void>;
}

/** Tokens learnt a second alone, and while something goes on: windows in turn. */
async function beside(
  rounds: number,
  seconds: number,
  begin: (baby: Awaited<ReturnType<typeof serving>>) => Load,
): Promise<Speeds> {
  // one brain that learns from the first window to the last: siblings that speak as one cost as much as several, and whom an exam steers rests
  const baby = await serving({ heldOut: 0, grow: { most: 1 } });
  const speeds: Speeds = { alone: [], asked: [], spoken: [] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['alone', 'asked'] as const) {
      const load = kind === 'asked' ? begin(baby) : undefined;
      // replies that may come at once are over: from then on only their share of the time is theirs
      await pause(kind === 'asked' ? 6000 : 1000);
      const [before, heard, began] = [baby.learnt(), load?.heard() ?? 0, performance.now()];
      await pause(seconds * 1000);
      const span = (performance.now() - began) / 1000;
      speeds[kind].push((baby.learnt() - before) / span);
      if (load) speeds.spoken.push((load.heard() - heard) / span);
      await load?.end();
    }
  await baby.close();
  return speeds;
}

/** Clients who ask again as soon as they are answered. */
export const askedAgain = (rounds: number, seconds: number): Promise<Speeds> =>
  beside(rounds, seconds, ({ ask }) => {
    let isOver = false;
    let tokens = 0;
    const client = async () => {
      while (!isOver) {
        // the sum is read after the answer: the other clients add to it meanwhile
        const { tokens: heard } = await ask(40);
        tokens += heard;
      }
    };
    const all = Array.from({ length: CLIENTS }, client);
    const end = async () => {
      isOver = true;
      await Promise.all(all);
    };
    return { heard: () => tokens, end };
  });

/** Connections that say nothing. */
export const idle = (rounds: number, seconds: number): Promise<Speeds> =>
  beside(rounds, seconds, ({ port }) => {
    const sockets: Socket[] = Array.from({ length: IDLE }, () => connect(port, '127.0.0.1').on('error', () => {}));
    const end = async () => {
      for (const socket of sockets) socket.destroy();
    };
    return { heard: () => 0, end };
  });

export const httpTopic: Topic = {
  about: 'programs that ask over HTTP while it learns (needs the built program)',
  takes: '5 minutes',
  async *measure() {
    const { http, line } = await firstTokens(100);
    const what = 'while training, over HTTP';
    yield {
      name: 'http',
      what: `time to the first words ${what}`,
      ...waits(http, 120),
      note: `over the line, asked in turn: median ${number(median(line), 1)} ms`,
      how: `${http.length} questions of 14 tokens at odd moments, default preset, api.port`,
    };
    const large = await firstTokensOfLarge();
    yield {
      name: 'http-large',
      what: `time to the first words ${what}, large (${number(large.parameters, 0)} parameters)`,
      ...waits(large.milliseconds, 500),
      how: `${large.milliseconds.length} questions of 14 tokens at odd moments, more than a second apart; api.port`,
    };
    const asked = await askedAgain(4, 10);
    yield {
      name: 'http-asked',
      what: `learning lost to ${CLIENTS} programs that ask again as soon as they are answered`,
      ...lost(asked.alone, asked.asked),
      bar: 15,
      also: [
        {
          label: 'spoken',
          value: median(asked.spoken),
          unit: 'tokens/s',
          digits: 0,
          better: 'higher',
          bar: 300,
          noise: 0.1,
          assumed: true,
        },
      ],
      note: `${number(median(asked.alone), 0)} → ${number(median(asked.asked), 0)} tokens/s learnt; heard in the slowest window ${number(Math.min(...asked.spoken), 0)} tokens/s`,
      how: '4 pairs of 10 s windows in turn, 6 s after the clients began, median of the pairs; one brain (four siblings that speak as one cost more); replies of up to 40 tokens',
    };
    const still = await idle(4, 10);
    yield {
      name: 'http-idle',
      what: `learning lost to ${IDLE} connections that say nothing`,
      ...lost(still.alone, still.asked),
      bar: 1,
      note: `${number(median(still.alone), 0)} → ${number(median(still.asked), 0)} tokens/s learnt; 64 of them are let in`,
      how: '4 pairs of 10 s windows in turn, median of the pairs',
    };
  },
};
