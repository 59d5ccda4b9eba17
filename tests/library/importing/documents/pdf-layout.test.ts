import { describe, expect, it } from 'vitest';
import { linesOf, type PdfItem } from '../../../../library/importing/documents/pdf-layout.ts';

const HEIGHT = 11;
const WIDTH = 5;

/** Letters at a place, as pdf.js gives them. */
const at = (str: string, x: number, y: number, hasEOL = false): PdfItem => ({
  str,
  hasEOL,
  transform: [HEIGHT, 0, 0, HEIGHT, x, y],
  width: str.length * WIDTH,
  height: HEIGHT,
});

/** A row with parts at places, and the spaces that pdf.js puts between them. */
function row(y: number, ...parts: [string, number][]): PdfItem[] {
  return parts.flatMap(([str, x], i) => {
    const next = parts[i + 1];
    const end = x + str.length * WIDTH;
    return next === undefined
      ? [at(str, x, y, true)]
      : [at(str, x, y), { ...at(' ', end, y), width: next[1] - end, height: 0 }];
  });
}

const texts = (items: readonly PdfItem[]): string[] => linesOf(items).map(({ text }) => text);

const LEFT = [
  'The heron stood in the shallow',
  'water and did not move for an',
  'hour. I counted the ripples and',
  'then the clouds above the mill.',
];
const RIGHT = [
  'My aunt says that a garden is a',
  'quarrel with the weather, and',
  'that she wins it on Sundays when',
  'nobody is looking at the beans.',
];
const THIRD = [
  'The printer at the office sings',
  'in the morning, and by noon it',
  'has lost its voice, so that we',
  'write our letters with a pencil.',
];

describe('columns that are drawn row by row', () => {
  it('are read one after another: two', () => {
    const items = LEFT.flatMap((left, i) => row(700 - 14 * i, [left, 60], [RIGHT[i]!, 330]));
    expect(texts(items)).toEqual([...LEFT, ...RIGHT]);
  });

  it('are read one after another: three, of which one is shorter', () => {
    const items = LEFT.flatMap((left, i) =>
      row(700 - 14 * i, [left, 40], [RIGHT[i]!, 230], ...((i < 3 ? [[THIRD[i]!, 420]] : []) as [string, number][])),
    );
    expect(texts(items)).toEqual([...LEFT, ...RIGHT, ...THIRD.slice(0, 3)]);
  });

  it('are read below a heading and above a line over the whole width', () => {
    const columns = LEFT.flatMap((left, i) => row(660 - 14 * i, [left, 60], [RIGHT[i]!, 330]));
    const items = [
      ...row(700, ['A heading over both of the columns', 200]),
      ...columns,
      ...row(560, ['and a last line that goes over the whole width of the page', 60]),
    ];
    expect(texts(items)).toEqual([
      'A heading over both of the columns',
      ...LEFT,
      ...RIGHT,
      'and a last line that goes over the whole width of the page',
    ]);
  });

  it('are read where the right one begins later and ends later', () => {
    const items = [
      ...row(714, ['A first line on the left alone', 60]),
      ...LEFT.slice(0, 3).flatMap((left, i) => row(700 - 14 * i, [left, 60], [RIGHT[i]!, 330])),
      ...row(658, [RIGHT[3]!, 330]),
    ];
    expect(texts(items)).toEqual(['A first line on the left alone', ...LEFT.slice(0, 3), ...RIGHT]);
  });
});

describe('rows that are no columns', () => {
  it.each<[string, PdfItem[], string[]]>([
    [
      'of a table',
      [
        row(700, ['Monday', 60], ['rain', 200], ['12', 300]),
        row(686, ['Tuesday', 60], ['snow and ice', 200], ['3', 300]),
        row(672, ['Sunday', 60], ['sun', 200], ['19', 300]),
      ].flat(),
      ['Monday rain 12', 'Tuesday snow and ice 3', 'Sunday sun 19'],
    ],
    [
      'of words with names in front',
      LEFT.flatMap((words, i) => row(700 - 14 * i, ['Mara', 60], [words, 150])),
      LEFT.map((words) => `Mara ${words}`),
    ],
    [
      'of two lines',
      LEFT.slice(0, 2).flatMap((left, i) => row(700 - 14 * i, [left, 60], [RIGHT[i]!, 330])),
      [`${LEFT[0]} ${RIGHT[0]}`, `${LEFT[1]} ${RIGHT[1]}`],
    ],
    [
      'with wide spaces between words',
      LEFT.flatMap((line, i) => row(700 - 14 * i, [line.slice(0, 12), 60], [line.slice(12), 60 + 12 * WIDTH + 8])),
      LEFT.map((line) => `${line.slice(0, 12)} ${line.slice(12)}`.replace(/\s+/g, ' ')),
    ],
    [
      'drawn column by column',
      [
        ...LEFT.map((line, i) => at(line, 60, 700 - 14 * i, true)),
        ...RIGHT.map((line, i) => at(line, 330, 700 - 14 * i, true)),
      ],
      [...LEFT, ...RIGHT],
    ],
  ])('stay rows: %s', (_what, items, lines) => {
    expect(texts(items)).toEqual(lines);
  });
});

describe('letters that are drawn twice', () => {
  it('to look bold are read once: a line, and word by word', () => {
    expect(texts([at('A heading', 60, 700), at('A heading', 60.4, 700, true), at('a body', 60, 680)])).toEqual([
      'A heading',
      'a body',
    ]);
    expect(texts([at('A heading', 60, 700, true), at('A heading', 60.3, 700.3, true), at('a body', 60, 680)])).toEqual([
      'A heading',
      'a body',
    ]);
    expect(
      texts([at('A ', 60, 700), at('A ', 60.3, 700), at('heading', 70, 700), at('heading', 70.3, 700, true)]),
    ).toEqual(['A heading']);
  });

  it('at another place are two', () => {
    expect(
      texts([at('no, ', 60, 700), at('no, ', 80, 700), at('no', 100, 700, true), at('no', 60, 680, true)]),
    ).toEqual(['no, no, no', 'no']);
  });
});
