// Learning that lasts, by tokens: how well unread text is foreseen after as many tokens as a quiet machine learns in some minutes.
import { readFileSync } from 'node:fs';
import type { Context, Topic } from './context.ts';
import { missing } from './context.ts';
import type { Entry, Row } from './rows.ts';
import { number } from './rows.ts';
import { type Point, type StudyTexts, slowLife, studyLibrary } from './slow-life.ts';

/** Tokens that the default baby learns in a minute of this house's quiet machine (two cores, OpenBLAS; results/2026-11-22.md). */
export const TOKENS_PER_MINUTE = 1_265_000;

/** A library of the study, and what is asked of it: bits per byte by minutes. */
interface Study {
  readonly name: string;
  readonly what: string;
  /** what it needs that may not be there */
  readonly needs?: 'pepys' | 'shakespeare';
  readonly texts: (context: Context) => StudyTexts;
  readonly heldOut?: number;
  readonly bars: Readonly<Record<number, number>>;
  /** minutes at which it is looked at, without a bar */
  readonly minutes: readonly number[];
}

const beginning = (file: string | undefined, bytes?: number): StudyTexts => ({
  'diary.txt': readFileSync(file as string).subarray(0, bytes),
});

export const STUDIES: readonly Study[] = [
  {
    name: 'own',
    what: '181 kB of pepys.txt',
    needs: 'pepys',
    texts: ({ wishes }) => beginning(wishes.pepys, 181_000),
    bars: { 10: 1.63, 60: 1.58 },
    minutes: [2, 10, 60],
  },
  {
    name: 'tiny',
    what: '30 kB of pepys.txt',
    needs: 'pepys',
    texts: ({ wishes }) => beginning(wishes.pepys, 30_000),
    bars: {},
    minutes: [2, 10],
  },
  {
    name: 'starter',
    what: 'the starter texts',
    texts: () => 'starter',
    bars: { 10: 1.45, 60: 1.42 },
    minutes: [2, 10, 60],
  },
  {
    name: 'shakespeare',
    what: 'tiny Shakespeare, last 10 % held out',
    needs: 'shakespeare',
    texts: ({ wishes }) => beginning(wishes.shakespeare),
    heldOut: 0.1,
    bars: { 10: 2.08, 60: 1.99 },
    minutes: [2, 10, 60],
  },
  {
    name: 'pepys',
    what: 'pepys.txt',
    needs: 'pepys',
    texts: ({ wishes }) => beginning(wishes.pepys),
    bars: { 10: 1.26, 60: 1.21 },
    minutes: [2, 10, 60],
  },
];

/** Points of a life between which a minute lies: the last one that is not later, or the end of one that knew all there was. */
export const at = (points: readonly Point[], tokens: number): Point | undefined =>
  points.findLast((point) => point.tokens <= tokens * 1.001) ?? points[0];

/** The rows of one life. `seconds` is how long it really took. */
export function* slowRows(study: Study, points: readonly Point[], minutes: number, seconds: number): Iterable<Row> {
  const curve = points
    .filter((_, i) => i % Math.ceil(points.length / 12) === 0 || i === points.length - 1)
    .map(({ tokens, bits }) => `${number(tokens / 1e6, 2)} M ${number(bits, 3)}`)
    .join(', ');
  for (const minute of study.minutes.filter((one) => one <= minutes)) {
    const point = at(points, minute * TOKENS_PER_MINUTE) as Point;
    const until = points.slice(0, points.indexOf(point) + 1);
    const best = Math.min(...until.map(({ bits }) => bits));
    const bar = study.bars[minute];
    const each = Object.values(point.each ?? {}).map((bits) => number(bits, 3));
    yield {
      name: `slow-${study.name}-${minute}`,
      what: `${study.what}: unread text after ${minute} minutes, weights alone`,
      value: point.bits,
      unit: 'bits per byte',
      digits: 3,
      better: 'lower',
      ...(bar === undefined ? {} : { bar }),
      noise: 0.005,
      assumed: true,
      also: [
        {
          value: 100 * (point.bits / best - 1),
          unit: '% above its best',
          better: 'lower',
          bar: 1,
          digits: 1,
          points: true,
        },
      ],
      note: `${each.length > 0 ? `siblings alone ${each.join(', ')}; ` : ''}${point.doing}; ${curve}`,
      how: `by tokens: ${number(TOKENS_PER_MINUTE / 1e6, 3)} M a minute, as a quiet machine learns; the half of the held-out text that does not steer; took ${number(seconds / 60, 0)} minutes here`,
    };
  }
}

/** Lives of the study, one after the other; with `minutes` the shorter ones only. */
async function* measure(context: Context): AsyncGenerator<Entry> {
  const { minutes: most = 60 } = context.wishes;
  for (const study of STUDIES) {
    if (study.needs && context.wishes[study.needs] === undefined) {
      yield missing(`slow-${study.name}`, study.what, `--${study.needs} <file> was not given`);
      continue;
    }
    const minutes = Math.max(...study.minutes.filter((one) => one <= most));
    const library = await studyLibrary(study.texts(context), { heldOut: study.heldOut ?? 0.05 });
    const began = performance.now();
    const points = await slowLife(library, { tokens: minutes * TOKENS_PER_MINUTE, every: TOKENS_PER_MINUTE / 4 });
    yield* slowRows(study, points, minutes, (performance.now() - began) / 1000);
  }
}

export const slowTopic: Topic = {
  about: 'unread text after 2, 10 and 60 minutes of learning, by tokens, on five libraries',
  takes: 'four hours (--minutes 10: half an hour)',
  measure,
};
