// How long one message of a chat is judged.
import { bannedTerms, judgeInput, judgeOutput } from '../../school/twitch/moderation/index.ts';
import { linesOf } from '../school/twitch/moderation/lists.ts';
import type { Topic } from './context.ts';
import { median, noiseOf, quantile } from './measure.ts';
import { number } from './rows.ts';

const REPEATS = 15;
/** Of a message that is as long as what is looked at. */
const LONG = 300;

export interface Judging {
  /** microseconds for one message, median over the messages, once a repeat */
  readonly answering: readonly number[];
  readonly learning: readonly number[];
  readonly saying: readonly number[];
  /** the slowest of a hundred messages, in microseconds, once a repeat */
  readonly slow: readonly number[];
  readonly messages: number;
}

/** Judges all lines by which moderation is measured, and long messages made of them. */
export function judging(repeats: number): Judging {
  const short = (['tuning', 'heldout'] as const).flatMap((part) =>
    (['attacks', 'harmless'] as const).flatMap((kind) => linesOf(part, kind).map(({ text }) => text)),
  );
  const long = short
    .filter((_, i) => i % 10 === 0)
    .map((_, i) =>
      short
        .slice(i * 10, i * 10 + 10)
        .join(' ')
        .slice(0, LONG),
    );
  const messages = [...short, ...long];
  const lists = [bannedTerms()];
  const saying = { to: null, now: 0, last: null, lists, names: [], guard: null };
  const hearing = { self: null, ignored: new Set<string>(), lists };
  const timed = (judge: (text: string) => unknown): number[] =>
    messages.map((text) => {
      const begin = performance.now();
      judge(text);
      return (performance.now() - begin) * 1000;
    });
  const result = { answering: [] as number[], learning: [] as number[], saying: [] as number[], slow: [] as number[] };
  for (let i = 0; i <= repeats; i++) {
    const answering = timed((text) => judgeInput({ login: 'viewer', text }, { ...hearing, purpose: 'answer' }));
    const learning = timed((text) => judgeInput({ login: 'viewer', text }, { ...hearing, purpose: 'learn' }));
    const said = timed((text) => judgeOutput(text, saying));
    // the first time only warms
    if (i === 0) continue;
    result.answering.push(median(answering));
    result.learning.push(median(learning));
    result.saying.push(median(said));
    result.slow.push(quantile([...answering, ...learning, ...said], 0.99));
  }
  return { ...result, messages: messages.length };
}

export const moderationTopic: Topic = {
  about: 'how long one message of Twitch is judged',
  takes: '10 seconds',
  async *measure() {
    const { answering, learning, saying, slow, messages } = judging(REPEATS);
    yield {
      name: 'moderation',
      what: 'one message of Twitch judged before it is said',
      value: median(saying),
      unit: 'µs',
      digits: 0,
      better: 'lower',
      label: 'p50',
      bar: 1000,
      noise: noiseOf(saying),
      also: [{ value: median(slow), unit: 'µs', digits: 0, better: 'lower', label: 'p99' }],
      note: `before it is answered ${number(median(answering), 0)} µs, before it is learnt ${number(median(learning), 0)} µs`,
      how: `${messages} messages of 8 languages, attacks and harmless ones, up to ${LONG} characters; one thread`,
    };
  },
};
