// Learning that lasts, by tokens: how well unread text is foreseen after as many tokens as a quiet machine learns in some minutes.
import { readFileSync } from 'node:fs';
import type { Context, Topic, Wishes } from './context.ts';
import { missing } from './context.ts';
import type { Entry, Figure, Row } from './rows.ts';
import { number } from './rows.ts';
import { type Bits, type Foreseen, type Point, type StudyTexts, slowLife, studyLibrary } from './slow-life.ts';
import { speedBesideBaby, YARDSTICKS } from './yardsticks.ts';

/** Tokens that the default baby learns in a minute of this house's quiet machine (two cores, OpenBLAS; results/2026-11-22.md). */
export const TOKENS_PER_MINUTE = 1_265_000;

/** What is asked after so many minutes: bits per byte. */
interface Bars {
  /** by the weights alone */
  readonly alone?: number;
  /** with the memory of what was learnt */
  readonly withMemory?: number;
  /** the same, as the percentage by which that is better than the weights alone */
  readonly memoryBrings?: number;
  /** where it also remembers what it reads */
  readonly remembering?: number;
}

/** A library of the study, and what is asked of it. */
interface Study {
  readonly name: string;
  readonly what: string;
  /** what it needs that may not be there */
  readonly needs?: 'pepys' | 'shakespeare';
  readonly texts: (wishes: Wishes) => StudyTexts;
  readonly heldOut?: number;
  /** by minutes: those at which it is looked at */
  readonly bars: Readonly<Record<number, Bars>>;
  /** how much worse than at its best it may be at any of them, in percent */
  readonly above?: number;
  /** of the dream of its siblings, alone */
  readonly dream?: number;
  /** whether transformers with the same help stand beside it, for ten minutes */
  readonly yardsticks?: true;
  /** exams in a minute: many, where the held-out text is short */
  readonly exams?: number;
}

const beginning = (file: string | undefined, bytes?: number): StudyTexts => ({
  'diary.txt': readFileSync(file as string).subarray(0, bytes),
});

export const STUDIES: readonly Study[] = [
  {
    name: 'own',
    what: '181 kB of pepys.txt',
    needs: 'pepys',
    texts: ({ pepys }) => beginning(pepys, 181_000),
    bars: { 2: {}, 10: { alone: 1.63, withMemory: 1.55 }, 60: { alone: 1.58, withMemory: 1.53 } },
    exams: 16,
    yardsticks: true,
  },
  {
    name: 'tiny',
    what: '30 kB of pepys.txt',
    needs: 'pepys',
    texts: ({ pepys }) => beginning(pepys, 30_000),
    bars: { 2: {}, 10: {} },
    exams: 16,
  },
  {
    name: 'starter',
    what: 'the starter texts',
    texts: () => 'starter',
    bars: { 2: {}, 10: { alone: 1.45 }, 60: { alone: 1.42 } },
    exams: 16,
  },
  {
    name: 'shakespeare',
    what: 'tiny Shakespeare, last 10 % held out',
    needs: 'shakespeare',
    texts: ({ shakespeare }) => beginning(shakespeare),
    heldOut: 0.1,
    bars: {
      2: {},
      10: { alone: 2.08, withMemory: 2.02, remembering: 1.85 },
      60: { alone: 1.99, withMemory: 1.97, remembering: 1.83 },
    },
    dream: 2.03,
    yardsticks: true,
  },
  {
    name: 'pepys',
    what: 'pepys.txt',
    needs: 'pepys',
    texts: ({ pepys }) => beginning(pepys),
    bars: { 2: {}, 10: { alone: 1.26, memoryBrings: 2 }, 60: { alone: 1.21, memoryBrings: 2 } },
    above: 0.5,
  },
];

const minutesOf = ({ bars }: Study): number[] => Object.keys(bars).map(Number);

/** What it was like after so many tokens: at the last whole exam that is not later, or where it knew all there was. */
export const at = (points: readonly Point[], tokens: number): Point | undefined =>
  points.findLast(({ effort, whole }) => whole && effort <= tokens * 1.001);

const HOW = `by tokens: ${number(TOKENS_PER_MINUTE / 1e6, 3)} M a minute, as a quiet machine learns (one of a dream counts for more, as its teachers read it too); the half of the held-out text that does not steer`;

const bitsPerByte = { unit: 'bits per byte', digits: 3, better: 'lower', noise: 0.005, assumed: true } as const;

const barOf = (bar: number | undefined) => (bar === undefined ? {} : { bar });

/** The rows of one life. `seconds` is how long it really took. */
export function* slowRows(study: Study, points: readonly Point[], minutes: number, seconds: number): Iterable<Row> {
  const { name, what } = study;
  const took = `${HOW}; took ${number(seconds / 60, 0)} minutes here`;
  for (const minute of minutesOf(study).filter((one) => one <= minutes)) {
    const point = at(points, minute * TOKENS_PER_MINUTE);
    if (!point?.whole) continue;
    const { whole } = point;
    const until = points.slice(0, points.indexOf(point) + 1);
    const best = Math.min(...until.map(({ bits }) => bits));
    const { alone, ...bars } = study.bars[minute] as Bars;
    const each = Object.values(whole.each ?? {}).map((bits) => number(bits, 3));
    yield {
      name: `slow-${name}-${minute}`,
      what: `${what}: unread text after ${minute} minutes, weights alone`,
      value: whole.bits,
      ...bitsPerByte,
      ...barOf(alone),
      also: [above(100 * (point.bits / best - 1), study), ...memoryFigures(whole, bars), ...ofAll(whole)],
      note: `${each.length > 0 ? `siblings alone ${each.join(', ')}; ` : ''}${point.doing} after ${millions(point.tokens)} tokens; by shorter exams ${curveOf(until, ({ bits }) => bits)}`,
      how: took,
    };
  }
  yield* dreamRow(study, points, took);
}

const above = (value: number, { above: bar = 1 }: Study): Figure => ({
  ...{ value, bar, unit: '% above its best', better: 'lower', digits: 1, points: true },
});

/** The same of all held-out text, as exams were before one half of it steered. */
const ofAll = ({ all }: Foreseen): Figure[] =>
  all === undefined
    ? []
    : [
        { value: all.bits, ...bitsPerByte, label: 'of all held-out text' },
        ...memoryFigures(all, {}).map((figure) => ({ ...figure, label: `of all held-out text, ${figure.label}` })),
      ];

/** What the memory makes of the bits that the weights need. */
function memoryFigures({ bits, withMemory, remembering }: Bits, bars: Bars): Figure[] {
  const figures: Figure[] = [];
  if (withMemory !== undefined) {
    figures.push({ value: withMemory, ...bitsPerByte, ...barOf(bars.withMemory), label: 'with memory' });
    if (bars.memoryBrings !== undefined)
      figures.push({
        ...{
          value: 100 * (1 - withMemory / bits),
          unit: '% less with memory',
          better: 'higher',
          digits: 1,
          points: true,
        },
        bar: bars.memoryBrings,
      });
  }
  if (remembering !== undefined)
    figures.push({ value: remembering, ...bitsPerByte, ...barOf(bars.remembering), label: 'remembering as it reads' });
  return figures;
}

/** The row of a dream, where there was one. */
function* dreamRow({ name, what, dream: bar }: Study, points: readonly Point[], how: string): Iterable<Row> {
  const dreams = points.filter((point) => point.dream !== undefined);
  const last = dreams.at(-1);
  if (!last?.dream || !last.whole) return;
  const { alone, siblings, together } = last.dream;
  yield {
    name: `slow-${name}-dream`,
    what: `${what}: unread text by the dream of its siblings, alone, weights alone`,
    value: alone.bits,
    ...bitsPerByte,
    ...barOf(bar),
    also: [
      ...memoryFigures(alone, {}),
      { value: siblings.bits, ...bitsPerByte, label: 'its siblings' },
      { value: together.bits, ...bitsPerByte, label: 'all together' },
      ...memoryFigures(together, {}).map((figure) => ({ ...figure, label: `all together, ${figure.label}` })),
    ],
    note: `${last.doing} after ${millions(last.tokens)} tokens, ${number(last.effort / TOKENS_PER_MINUTE, 1)} minutes; ${curveOf(dreams, ({ dream }) => dream?.alone.bits as number)}`,
    how,
  };
}

const millions = (tokens: number): string => `${number(tokens / 1e6, 2)} M`;

/** A dozen points of a life. */
const curveOf = (points: readonly Point[], bits: (point: Point) => number): string =>
  points
    .filter((_, i) => i % Math.ceil(points.length / 12) === 0 || i === points.length - 1)
    .map((point) => `${millions(point.tokens)} ${number(bits(point), 3)}`)
    .join(', ');

/** A name for settings of a study, as names of rows are written: brain-llama-seed-2. */
export const settingsName = (settings: object): string =>
  JSON.stringify(settings)
    .replaceAll(/[^\w.]+/g, '-')
    .replaceAll('.', '_')
    .replaceAll(/^-|-$/g, '');

/** Minutes at which yardsticks are looked at. */
const BESIDE = 10;

/** A life of a study with some settings. */
async function lifeOf(study: Study, minutes: number, settings: object, { wishes }: Context) {
  const library = await studyLibrary(study.texts(wishes), { heldOut: study.heldOut ?? 0.05, ...settings });
  const began = performance.now();
  const points = await slowLife(library, {
    tokens: minutes * TOKENS_PER_MINUTE,
    every: TOKENS_PER_MINUTE / (study.exams ?? 4),
    whole: minutesOf(study).map((minute) => minute * TOKENS_PER_MINUTE),
    ...(wishes.threads === undefined ? {} : { threads: wishes.threads }),
  });
  const seconds = (performance.now() - began) / 1000;
  return { points, seconds, vocabulary: library.tokenizer.vocabularySize };
}

/** Transformers with the same help, beside the baby's life. */
async function* beside(study: Study, minutes: number, baby: readonly Point[], context: Context): AsyncGenerator<Row> {
  for (const yardstick of YARDSTICKS) {
    const { name, what, settings } = yardstick;
    const { points, seconds, vocabulary } = await lifeOf(study, minutes, { brain: name, ...settings }, context);
    const speed = await speedBesideBaby(yardstick, vocabulary, context.wishes.threads);
    const named: Study = {
      ...study,
      name: `${study.name}-${name}`,
      what: `${study.what}, by ${what} of the same size with the same help`,
      bars: { [minutes]: {} },
    };
    const then = at(baby, minutes * TOKENS_PER_MINUTE)?.whole;
    for (const row of slowRows(named, points, minutes, seconds))
      yield {
        ...row,
        note: `the baby brain at as many tokens ${number(then?.bits ?? Number.NaN, 3)}, with memory ${number(then?.withMemory ?? Number.NaN, 3)}; it learns ${number(speed)} tokens while the baby brain learns one; ${row.note}`,
      };
  }
}

/** Lives of the study, one after the other; with `minutes` the shorter ones only. */
async function* measure(context: Context): AsyncGenerator<Entry> {
  const { minutes: most = 60, on, settings = {} } = context.wishes;
  const varied = Object.keys(settings).length > 0;
  for (const plain of STUDIES.filter(({ name }) => !on || on.includes(name))) {
    const study = varied
      ? {
          ...plain,
          name: `${plain.name}-${settingsName(settings)}`,
          what: `${plain.what}, ${JSON.stringify(settings)}`,
        }
      : plain;
    if (study.needs && context.wishes[study.needs] === undefined) {
      yield missing(`slow-${study.name}`, study.what, `--${study.needs} <file> was not given`);
      continue;
    }
    const minutes = Math.max(...minutesOf(study).filter((one) => one <= most));
    const { points, seconds } = await lifeOf(study, minutes, settings, context);
    yield* slowRows(study, points, minutes, seconds);
    if (study.yardsticks && !varied) yield* beside(study, Math.min(BESIDE, minutes), points, context);
  }
}

export const slowTopic: Topic = {
  about: 'unread text after 2, 10 and 60 minutes of learning, by tokens, on five libraries',
  takes: 'four hours (--minutes 10: half an hour)',
  measure,
};
