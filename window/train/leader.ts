/** The worker that trains: it owns the brain, learns, examines and speaks, and tells the page. */

import { messageOf } from '../../library/notices/notices.ts';
import type { Reply } from '../../school/api/messages.ts';
import { LEARNING_ROOM, VOICE } from '../../school/training/model.ts';
import type { Speaking } from '../../school/training/replies/reply-turns.ts';
import { decodeSoulFile, encodeSoulFile } from '../../soul/soul-file.ts';
import { trainTexts } from '../texts/train.ts';
import { PageLesson, PageVoice, prepare, prepareSoul, prepareVoice, siblingsIn } from './lesson.ts';
import type { FromTrainer, Step, ToTrainer } from './messages.ts';
import { forecastOf } from './plan.ts';
import { createPageRuntime, type PageRuntime } from './runtime.ts';
import { operationsPerMillisecond } from './speed.ts';

/** Milliseconds between two reports, during which messages wait. */
const REPORT = 100;
/** Milliseconds of speaking between two steps. */
const SPEAKING = 40;
/** Milliseconds between two exams, and between two samples. */
const EXAM = 20_000;
const SAMPLE = 10_000;

const say = (message: FromTrainer, transfer: Transferable[] = []): void => postMessage(message, { transfer });

let lesson: PageLesson | undefined;
let voice: Pick<PageLesson, 'say'> | undefined;
let runtime: PageRuntime | undefined;
let until: number | null = null;
let isRunning = false;
let examinedAt = Number.NEGATIVE_INFINITY;
let sampledAt = Number.NEGATIVE_INFINITY;
let speaking: { id: number; reply: Speaking } | undefined;

/** Messages are heard between two turns of this loop. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

async function begin({ plan, texts, soul, threads, defaults }: Extract<ToTrainer, { kind: 'begin' }>): Promise<void> {
  letGo();
  const progress = (done: number, total: number): void =>
    say({ kind: 'progress', what: trainTexts.learningVocabulary, done, total });
  const prepared = soul
    ? prepareSoul(decodeSoulFile(new Uint8Array(soul)), texts)
    : prepare(plan as NonNullable<typeof plan>, texts, defaults, progress);
  const { model, config, sizes } = prepared;
  runtime = await createPageRuntime(model.engine, LEARNING_ROOM, threads);
  voice = lesson = new PageLesson(prepared);
  const { kernels, bytes } = runtime;
  say({
    kind: 'ready',
    ready: {
      name: config.name,
      step: lesson.step,
      parameters: model.engine.parameters.count,
      vocabulary: sizes.vocabulary,
      libraryTokens: lesson.libraryTokens,
      bytes,
      kernels,
      threads: runtime.threads,
    },
  });
}

/** Opens a soul that only speaks. */
async function open({ soul, threads }: Extract<ToTrainer, { kind: 'open' }>): Promise<void> {
  letGo();
  const content = decodeSoulFile(new Uint8Array(soul));
  const prepared = prepareVoice(content);
  const { model, config } = prepared;
  const room = { learning: false, siblings: siblingsIn(content), speaker: VOICE };
  runtime = await createPageRuntime(model.engine, room, threads);
  voice = new PageVoice(prepared);
  const { kernels, bytes } = runtime;
  const { step } = content.summary;
  const { vocabulary } = model.sizes;
  const parameters = model.engine.parameters.count;
  const ready = {
    name: config.name,
    step,
    parameters,
    vocabulary,
    libraryTokens: 0,
    bytes,
    kernels,
    threads: runtime.threads,
  };
  say({ kind: 'ready', ready });
}

function letGo(): void {
  isRunning = false;
  runtime?.release();
  runtime = lesson = voice = speaking = undefined;
}

/** Learns, and speaks between two steps, until it is paused. */
async function run(): Promise<void> {
  if (isRunning || !lesson) return;
  isRunning = true;
  const steps: Step[] = [];
  let reportedAt = performance.now();
  let learning = 0;
  const report = (): void => {
    if (steps.length > 0)
      say({ kind: 'steps', steps: steps.splice(0), millisecondsPerStep: learning / Math.max(1, count) });
    [learning, count] = [0, 0];
    reportedAt = performance.now();
  };
  let count = 0;
  while (isRunning && (until === null || lesson.step < until)) {
    const began = performance.now();
    steps.push(lesson.learn());
    learning += performance.now() - began;
    count++;
    if (performance.now() - reportedAt < REPORT) continue;
    report();
    speakFor(SPEAKING);
    lookAround();
    await turn();
  }
  report();
  isRunning = false;
  examine();
  say({ kind: 'paused', step: lesson.step });
  await speakOn();
}

function lookAround(): void {
  const now = performance.now();
  if (now - examinedAt >= EXAM) examine();
  if (now - sampledAt < SAMPLE || !lesson) return;
  sampledAt = now;
  const text = lesson.babble().trim();
  if (text !== '') say({ kind: 'babble', step: lesson.step, text });
}

function examine(): void {
  examinedAt = performance.now();
  const bitsPerByte = lesson?.exam();
  if (lesson && bitsPerByte !== undefined) say({ kind: 'exam', step: lesson.step, bitsPerByte });
}

/** Speaks for some time. @returns whether there is more to say */
function speakFor(milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  while (speaking && performance.now() < end) {
    const { id, reply } = speaking;
    const { done, value } = reply.next();
    if (!done) continue;
    say({ kind: 'replied', id, reply: value as Reply });
    speaking = undefined;
  }
  return speaking !== undefined;
}

/** Speaks to the end of the reply, while it does not learn. */
async function speakOn(): Promise<void> {
  while (!isRunning && speakFor(SPEAKING)) await turn();
}

function soulBytes(): { step: number; bytes: ArrayBuffer } {
  if (!lesson) throw new Error(trainTexts.noBrain);
  const parts = encodeSoulFile(lesson.soul());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { step: lesson.step, bytes: bytes.buffer };
}

async function take(message: ToTrainer): Promise<void> {
  switch (message.kind) {
    case 'begin':
      return begin(message);
    case 'open':
      return open(message);
    case 'run':
      until = message.until;
      return run();
    case 'pause':
      isRunning = false;
      return;
    case 'say': {
      if (!voice) throw new Error(trainTexts.noBrain);
      const { id, text, options } = message;
      if (speaking)
        speaking.reply.return({ text: '', tokens: 0, milliseconds: 0, firstTokenMilliseconds: 0, stopped: 'asked' });
      speaking = { id, reply: voice.say(text, options, (delta) => say({ kind: 'delta', id, text: delta })) };
      return speakOn();
    }
    case 'stop':
      if (speaking) {
        const { id, reply } = speaking;
        speaking = undefined;
        const nothing = { text: '', tokens: 0, milliseconds: 0, firstTokenMilliseconds: 0, stopped: 'asked' as const };
        reply.return(nothing);
        say({ kind: 'replied', id, reply: nothing });
      }
      return;
    case 'soul': {
      const { step, bytes } = soulBytes();
      return say({ kind: 'soul', id: message.id, step, bytes }, [bytes]);
    }
    case 'forecast': {
      const { id, plan, threads, defaults } = message;
      try {
        const forecast = forecastOf(plan, defaults, threads);
        const milliseconds = forecast.operations / ((await operationsPerMillisecond(defaults)) * Math.min(2, threads));
        return say({ kind: 'forecast', id, forecast: { ...forecast, milliseconds } });
      } catch (error) {
        return say({ kind: 'forecast', id, forecast: { refusal: (error as Error).message } });
      }
    }
    default:
      return message satisfies never;
  }
}

addEventListener('message', ({ data }: MessageEvent<ToTrainer>) => {
  take(data).catch((error: unknown) => {
    isRunning = false;
    say({ kind: 'failed', message: messageOf(error) });
  });
});
