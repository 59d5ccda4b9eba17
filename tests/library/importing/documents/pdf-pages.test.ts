import { describe, expect, it } from 'vitest';
import type { PdfLine } from '../../../../library/importing/documents/pdf-layout.ts';
import { PdfPages } from '../../../../library/importing/documents/pdf-pages.ts';

const line = (text: string, y: number, height = 11): PdfLine => ({ text, x: 60, end: 60 + text.length * 5, y, height });

/** The text of pages whose lines stand at heights. */
function read(pages: readonly (readonly PdfLine[])[]): string {
  const all = new PdfPages();
  const texts = pages.flatMap((lines, i) => all.push(i + 1, lines, [0, 792]));
  return [...texts, ...all.end()].join('');
}

const DAYS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
];
/** A paragraph of which only one word changes from page to page. */
const body = (i: number, top = 700): PdfLine[] => [
  line(`On the ${DAYS[i]} day the ferry was late and we`, top),
  line('walked along the dike, past the two old cranes.', top - 14),
];
const bodies = (count: number): string =>
  Array.from(
    { length: count },
    (_day, i) => `On the ${DAYS[i]} day the ferry was late and we walked along the dike, past the two old cranes.\n`,
  ).join('');

describe('heads and feet that return', () => {
  it.each<[string, (i: number) => PdfLine[], (i: number) => PdfLine[]]>([
    [
      'a head and a foot with numbers',
      () => [line('The Ferry Diary - J. Brandt', 750)],
      (i) => [line(`Page ${i + 1} of 12 printed for the family only`, 40)],
    ],
    [
      'Roman numbers',
      (i) => [line(`Foreword ${['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'][i]}`, 750)],
      () => [],
    ],
    ['left and right pages', (i) => [line(i % 2 === 0 ? 'The Ferry Diary' : 'J. Brandt', 750)], () => []],
    ['the title of a chapter', (i) => [line(i < 6 ? 'Winter' : 'Summer', 750)], () => []],
    ['a head of two lines', () => [line('The Ferry Diary', 760), line('by J. Brandt', 746)], () => []],
    ['a watermark', () => [], () => [line('DRAFT', 400, 60)]],
    ['a head that is drawn last', () => [], () => [line('The Ferry Diary', 750)]],
  ])('go: %s', (_what, head, foot) => {
    const pages = Array.from({ length: 12 }, (_page, i) => [...head(i), ...body(i), ...foot(i)]);
    expect(read(pages)).toBe(bodies(12));
  });

  it('stay where they stand on few pages', () => {
    const pages = [0, 1].map((i) => [line('The Ferry Diary', 750), ...body(i)]);
    expect(read(pages).match(/The Ferry Diary/g)).toHaveLength(2);
    const apart = Array.from({ length: 12 }, (_page, i) => [
      ...(i % 6 === 0 ? [line('A rare title', 750)] : []),
      ...body(i),
    ]);
    expect(read(apart).match(/A rare title/g)).toHaveLength(2);
  });

  it('are no lines of the text itself, which return at the same height', () => {
    const pages = Array.from({ length: 9 }, (_page, i) => [line('Dear diary,', 714), ...body(i), line('Jonas', 600)]);
    for (const words of ['Dear diary,', 'past the two old cranes', 'Jonas']) {
      expect(read(pages).split(words)).toHaveLength(10);
    }
  });

  it('are the numbers of pages, also alone', () => {
    expect(
      read([
        [...body(0), line('1', 40)],
        [...body(1), line('- 2 -', 40)],
      ]),
    ).toBe(bodies(2));
  });
});

describe('a sentence that goes on behind a page', () => {
  it('is joined there, and so is a word that is broken', () => {
    const pages = [
      [line('The Ferry Diary', 750), line('It rained until we saw the', 700)],
      [line('The Ferry Diary', 750), line('mill, and then the light-', 700)],
      [line('The Ferry Diary', 750), line('house of the harbour.', 700)],
      [line('The Ferry Diary', 750), line('Another day.', 700)],
    ];
    expect(read(pages)).toBe(
      'It rained until we saw the mill, and then the lighthouse of the harbour.\nAnother day.\n',
    );
  });

  it('is none where one ends, or another begins', () => {
    expect(read([[line('It rained.', 700)], [line('and stopped', 700)], [line('Then we went', 700)]])).toBe(
      'It rained.\nand stopped\nThen we went\n',
    );
  });
});
