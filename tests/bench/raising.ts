// Rows of a baby that is raised: corrected, given answers, and with everything of it switched on at once.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { SOURCE_NAMES } from '../../library/sources/names.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { type Answering, answering, CLEANAI_GREETINGS, GREETINGS, OTHERS, type Pairs } from './answers.ts';
import { missing, type Topic } from './context.ts';
import { caseRows } from './corrections/case-rows.ts';
import { correcting } from './corrections.ts';
import { type RaisedLife, raiseWithEverything } from './raising-life.ts';
import { RITUALS } from './raising-record.ts';
import { type Entry, number, type Unmeasured } from './rows.ts';

/** Seconds of life before it is corrected, or given answers. */
const YOUNG = 60;
/** What a moment more or less of life changes of a share: an allowance. */
const LIFE_NOISE = 0.1;

const failed = (name: string, what: string, why: string): Unmeasured => ({ ...missing(name, what, why), failed: true });

const on = (text: string | undefined): string => (text ? basename(text) : 'the starter texts');

export const correctionsTopic: Topic = {
  about:
    'how soon a correction is what it says, what that costs elsewhere, and whether other questions get it (eighteen cases)',
  takes: '80 minutes',
  async *measure({ wishes: { pepys } }) {
    const what = 'a correction made in three chats: until it is the likeliest answer of all';
    const { seconds, steps, kept, worse, before, after, twin, said } = await correcting(YOUNG, pepys);
    const how = `default preset, ${YOUNG} s old, on ${on(pepys)}; asked twice a second for two minutes, each time in a chat that has just begun`;
    if (Number.isNaN(seconds))
      yield failed('corrections', what, `not within 120 s; at the end it said ${JSON.stringify(said)}`);
    else
      yield {
        name: 'corrections',
        what,
        value: seconds,
        unit: 's',
        digits: 1,
        better: 'lower',
        bar: 120,
        noise: 0.5,
        assumed: true,
        note: `${number(steps, 0)} steps`,
        how,
      };
    const stays = {
      value: 100 * (Number.isNaN(kept) ? 0 : kept),
      unit: '% of later chats',
      digits: 0,
      label: 'stays in',
    };
    yield {
      name: 'corrections-cost',
      what: 'what a correction costs: how much worse it foresees text that is held out',
      value: 100 * worse,
      unit: '%',
      digits: 2,
      better: 'lower',
      bar: 1,
      also: [{ ...stays, better: 'higher', bar: 90 }],
      note: `${number(before, 3)} bits per byte before, ${number(after, 3)} after, ${number(twin, 3)} of its twin`,
      how: 'beside a twin that lived on as long without being corrected; later chats: those after it was right first',
    };
    yield* caseRows(pepys);
  },
};

/** What is fed as questions with their answers, by the name of its rows. */
const FED: Readonly<Record<string, { readonly of: string; readonly pairs: Pairs }>> = {
  answers: { of: 'greetings', pairs: GREETINGS },
  'answers-cleanai': { of: 'greetings of Cleanai', pairs: CLEANAI_GREETINGS },
};

/** Seconds until all are exact, at most. */
const BY_MEMORY = 5;
const BY_WEIGHTS = 60;

export const answersTopic: Topic = {
  about: 'how soon ten greetings that were fed are answered word for word, with memory and by the weights alone',
  takes: '5 minutes',
  async *measure({ wishes: { pepys } }) {
    for (const [name, { of, pairs }] of Object.entries(FED)) {
      const how = `default preset with memory.consolidate, ${YOUNG} s old, on ${on(pepys)}; each in chats that have just begun, again and again for ${BY_WEIGHTS} s`;
      const memory = { ...DEFAULTS.memory, consolidate: true };
      const asked = await answering(YOUNG, pepys, { memory }, { pairs, limit: BY_WEIGHTS });
      yield* answersRows(name, { of, pairs, how }, asked);
    }
  },
};

/** Rows of one kind of answers: with memory, by the weights alone, and what that harms. */
export function* answersRows(
  name: string,
  { of, pairs, how }: { readonly of: string; readonly pairs: Pairs; readonly how: string },
  { withMemory, byWeights, wrong, exams }: Answering,
): Generator<Entry> {
  const held = exams.map((exam) => number(exam, 3)).join(' → ');
  const kinds = [
    { id: name, by: 'with memory', bar: BY_MEMORY, ...withMemory },
    { id: `${name}-weights`, by: 'by the weights alone', bar: BY_WEIGHTS, ...byWeights },
  ];
  for (const { id, by, bar, seconds, steps, exact, said } of kinds) {
    const what = `${pairs.length} ${of}, fed with their answers: until all are answered exactly ${by}`;
    const missed = pairs.flatMap(([, answer], i) => (said[i] === answer ? [] : [JSON.stringify(said[i])]));
    if (Number.isNaN(seconds)) yield failed(id, what, `${exact} were right at the end; it said ${missed.join(', ')}`);
    else {
      const note = `${number(steps, 0)} steps; held out ${held} bits per byte`;
      yield {
        name: id,
        what,
        value: seconds,
        unit: 's',
        digits: 1,
        better: 'lower',
        bar,
        noise: 0.5,
        assumed: true,
        note,
        how,
      };
    }
  }
  const astray = [...wrong.withMemory, ...wrong.byWeights.map((question) => `${question} (weights)`)];
  yield {
    name: `${name}-others`,
    what: `${OTHERS.length} other questions, ten of them near: answered with one of ${pairs.length} ${of}`,
    value: Math.max(wrong.withMemory.length, wrong.byWeights.length),
    unit: `of ${OTHERS.length}`,
    digits: 0,
    better: 'lower',
    bar: 1,
    noise: 0.1,
    assumed: true,
    note: `${wrong.withMemory.length} with memory, ${wrong.byWeights.length} by the weights alone${astray.length > 0 ? `: ${astray.join(', ')}` : ''}`,
    how: `${how}; asked at the end, and before they were fed: what was answered so before does not count`,
  };
}

/** Minutes of the life with everything, unless it is wished otherwise. */
const MINUTES = 30;

export const everythingTopic: Topic = {
  about: `a life with everything switched on that raises a baby, ${MINUTES} minutes or --minutes (Linux; needs the built program)`,
  takes: 'as long as it is awake',
  async *measure({ wishes: { minutes = MINUTES, pepys } }) {
    if (!existsSync('/proc/self/status'))
      return yield missing(
        'everything',
        'a life with everything switched on',
        'needs Linux, whose /proc tells its memory',
      );
    yield* everythingRows(await raiseWithEverything(minutes, pepys), minutes, pepys);
  },
};

/** One row for each thing that must hold of such a life. */
export function* everythingRows(life: RaisedLife, minutes: number, text?: string): Generator<Entry> {
  const what = (which: string): string => `${number(minutes, 0)} minutes with everything switched on: ${which}`;
  const count = { better: 'higher', unit: '', digits: 0, noise: 0 } as const;
  const { code, warnings, lines, complaints, first, last, sources, rituals, corrections, rounds } = life;
  const troubles = warnings.length + (code === 0 ? 0 : 1) + (complaints === '' ? 0 : 1);
  yield {
    name: 'everything-log',
    what: what('warnings and errors'),
    value: troubles,
    unit: 'of all lines',
    digits: 0,
    better: 'lower',
    bar: 0,
    noise: 0,
    note:
      troubles === 0
        ? `${number(lines, 0)} lines of log`
        : [...warnings.slice(0, 3), complaints, `exit code ${code}`].join('; '),
    how: `the built program on starter texts, letters, a chat, answers${text ? ` and ${basename(text)}` : ''}; its log, what it wrote to its errors, its exit code`,
  };
  yield {
    name: 'everything-loss',
    what: what('the loss at its end, of that at its beginning'),
    value: (100 * last) / first,
    unit: '%',
    digits: 0,
    better: 'lower',
    bar: 95,
    noise: LIFE_NOISE,
    assumed: true,
    note: `${number(first, 2)} → ${number(last, 2)} nats per token, ${number(life.steps, 0)} steps`,
    how: 'mean of its first minute and of its last, of all that it learns from',
  };
  const drawn = sources.filter(({ chunks, tokens }) => chunks > 0 && tokens > 0);
  yield {
    name: 'everything-sources',
    what: what('sources that were drawn'),
    value: drawn.length,
    ...count,
    unit: `of ${SOURCE_NAMES.length}`,
    bar: SOURCE_NAMES.length,
    note: sources.map(({ name, chunks }) => `${name} ${number(chunks, 0)}`).join(', '),
    how: 'chunks of each; Twitch by what somebody who agreed had said, without a network',
  };
  const came: Record<string, number> = { ...rituals, corrections, roundsOfTheGame: rounds };
  yield {
    name: 'everything-rituals',
    what: what('rituals that came about'),
    value: Object.values(came).filter((often) => often > 0).length,
    ...count,
    unit: `of ${RITUALS.length + 2}`,
    bar: RITUALS.length + 2,
    note: Object.entries(came)
      .map(([name, often]) => `${name} ${number(often, 0)}`)
      .join(', '),
    how: 'as its ledger tells; a perfectionist in the first half, adapting difficulty in the second',
  };
  const { growth, slope, from, to } = memoryOf(life, minutes);
  yield {
    name: 'everything-memory',
    what: what('how its memory grows'),
    value: growth,
    unit: '%',
    digits: 1,
    better: 'lower',
    bar: 10,
    noise: LIFE_NOISE,
    assumed: true,
    also: [{ label: 'at', value: slope, unit: 'MB a minute', better: 'lower', bar: 1, noise: 1, assumed: true }],
    note: `${number(from / 1e6, 0)} → ${number(to / 1e6, 0)} MB`,
    how: 'resident memory around minute 3 (of a shorter life, a third of it) and at the end; the slope is fitted to its second half',
  };
}

/** Growth in percent from minute 3 (or a third of its life) to the end, each a mean of some looks, and the slope of the second half in MB a minute. */
export function memoryOf({ memory }: Pick<RaisedLife, 'memory'>, minutes: number) {
  const third = Math.min(3, minutes / 3);
  const around = (from: number, to: number): number => {
    const looks = memory.filter((look) => look.minutes >= from && look.minutes <= to);
    return looks.reduce((sum, { bytes }) => sum + bytes, 0) / looks.length;
  };
  const [from, to] = [around(third, third * 1.3), around(minutes - third * 0.3, Number.POSITIVE_INFINITY)];
  const late = memory.filter((look) => look.minutes >= minutes / 2);
  const x = late.reduce((sum, look) => sum + look.minutes, 0) / late.length;
  const y = late.reduce((sum, look) => sum + look.bytes, 0) / late.length;
  const over = late.reduce((sum, look) => sum + (look.minutes - x) * (look.bytes - y), 0);
  const under = late.reduce((sum, look) => sum + (look.minutes - x) ** 2, 0);
  return { from, to, growth: 100 * (to / from - 1), slope: over / under / 1e6 };
}
