import { describe, expect, it } from 'vitest';
import { flow } from '../../../school/dashboard/components/flow.ts';
import { LAST, moved, placed, scrolled, seenOf } from '../../../school/dashboard/components/scrolling.ts';
import { signedStrip } from '../../../school/dashboard/components/signed-strip.ts';
import { decidedRate, turnedRate, turnedTemperature } from '../../../school/dashboard/components/steppers.ts';
import {
  arranged,
  type BookFile,
  heldOutShare,
  nextOrder,
  timesRead,
} from '../../../school/dashboard/library/model.ts';
import { detailsOf, fullTime, nextLevel, timeOf } from '../../../school/dashboard/log/log-lines.ts';
import { three } from '../../../school/dashboard/mind/blocks.tsx';
import { halfLife, organsOf } from '../../../school/dashboard/mind/organs.ts';
import { changed, examCurve, longAgo, soulRows } from '../../../school/dashboard/soul/model.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { fitColumns, isNarrow, sized } from '../../../school/terminal/cells.ts';
import { seenToken } from '../../../school/text/visible-tokens.ts';
import type { CheckpointInfo } from '../../../soul/retention.ts';

describe('a list that scrolls', () => {
  it('shows the selected line, whatever became of the list', () => {
    expect(placed({ top: 0, selected: 12 }, 100, 10)).toEqual({ top: 3, selected: 12 });
    expect(placed({ top: 50, selected: 12 }, 100, 10)).toEqual({ top: 12, selected: 12 });
    expect(placed({ top: 95, selected: 99 }, 20, 10)).toEqual({ top: 10, selected: 19 });
    expect(placed({ top: 5, selected: 5 }, 0, 10)).toEqual({ top: 0, selected: 0 });
    expect(placed({ top: 0, selected: LAST }, 30, 10)).toEqual({ top: 20, selected: 29 });
  });

  it('moves by lines, pages and to its ends, and no further', () => {
    const from = { top: 10, selected: 15 };
    expect(moved(from, 'down', 100, 10)).toEqual({ top: 10, selected: 16 });
    expect(moved(from, 'pageDown', 100, 10)).toEqual({ top: 15, selected: 24 });
    expect(moved(from, 'pageUp', 100, 10)).toEqual({ top: 6, selected: 6 });
    expect(moved(from, 'last', 100, 10)).toEqual({ top: 90, selected: 99 });
    expect(moved(from, 'first', 100, 10)).toEqual({ top: 0, selected: 0 });
    expect(moved({ top: 0, selected: 0 }, 'up', 3, 10)).toEqual({ top: 0, selected: 0 });
    expect(scrolled(85, 'pageDown', 100, 10)).toBe(90);
    expect(scrolled(0, 'down', 5, 10)).toBe(0);
  });

  it('says which part of it is seen', () => {
    expect(seenOf(3, 10, 1234)).toBe('4–13 of 1,234');
    expect(seenOf(0, 10, 10)).toBe('');
  });
});

describe('cells of a table', () => {
  it('are exactly as wide as their column', () => {
    expect(sized('abc', 5)).toBe('abc  ');
    expect(sized('abc', 5, 'right')).toBe('  abc');
    expect(sized('abcdef', 4)).toBe('abc…');
    expect(sized('abc', 0)).toBe('');
  });

  it('are counted only where each character is sure to take one column', () => {
    for (const text of ['plain', 'größer — “ja” …', '░▒▓█ ⠑⢄ ─│', 'Ελλάδα', '12 × ↑'])
      expect(isNarrow(text), text).toBe(true);
    for (const text of ['日本', '🐻', 'e\u0301', 'a\tb', '\u200b', '\x1b[31m', '✂️'])
      expect(isNarrow(text), text).toBe(false);
  });

  it('go where there is no room for them, those of the greatest rank first', () => {
    const wanted = [
      { key: 'a', width: 10, grow: 1 },
      { key: 'b', width: 5, rank: 2 },
      { key: 'c', width: 5, rank: 1 },
    ];
    expect(fitColumns(wanted, 30)).toEqual([16, 5, 5]);
    expect(fitColumns(wanted, 20)).toEqual([13, undefined, 5]);
    expect(fitColumns(wanted, 12)).toEqual([12, undefined, undefined]);
  });
});

describe('blocks in columns', () => {
  it('keep their order and make the tallest column as low as it can be', () => {
    expect(flow([3, 3, 2, 2], 2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(flow([1, 9, 1, 1], 3)).toEqual([[0], [1], [2, 3]]);
    expect(flow([4], 3)).toEqual([[0]]);
    expect(flow([], 2)).toEqual([[]]);
  });
});

describe('the knobs', () => {
  it('turn the temperature by twentieths, from 0 to 5', () => {
    expect(turnedTemperature(0.8, 1)).toBe(0.85);
    expect(turnedTemperature(0.8, -1)).toBe(0.75);
    expect(turnedTemperature(0, -1)).toBe(0);
    expect(turnedTemperature(5, 1)).toBe(5);
  });

  it('turn the learning rate along round numbers, there and back', () => {
    let rate = 1e-5;
    const seen: number[] = [];
    for (let i = 0; i < 10; i++) seen.push((rate = turnedRate(rate, 1)));
    expect(seen).toEqual([1.5e-5, 2e-5, 3e-5, 4e-5, 6e-5, 8e-5, 1e-4, 1.5e-4, 2e-4, 3e-4]);
    for (let i = 0; i < 10; i++) rate = turnedRate(rate, -1);
    expect(rate).toBe(1e-5);
    expect(turnedRate(3.7e-3, 1)).toBe(4e-3);
    expect(turnedRate(3.7e-3, -1)).toBe(3e-3);
    expect(turnedRate(1, 1)).toBe(1);
  });

  it('begin at what the preset says, where its owner said nothing', () => {
    expect(decidedRate({ ...DEFAULTS, preset: 'medium' })).toBe(1e-3);
    expect(decidedRate({ ...DEFAULTS, learningRate: 5e-4 })).toBe(5e-4);
  });
});

describe('a strip around zero', () => {
  const text = (values: number[], width: number) =>
    signedStrip(values, width, false)
      .map((run) => run.text)
      .join('');

  it('is read by its signs alone without colours', () => {
    expect(text([1, 0.5, 0.2, 0, -0.2, -0.5, -1], 7)).toBe('█▒░·-=≡');
  });

  it('is exactly as wide as it should be, stretched or averaged', () => {
    expect(text([1, -1], 6)).toBe('███≡≡≡');
    expect(text([1, 1, -1, -1], 2)).toBe('█≡');
    expect(text([], 3)).toBe('   ');
    expect(text([Number.NaN, 1], 2)).toBe(' █');
  });

  it('has two colours, and few pieces', () => {
    const runs = signedStrip([1, 1, 1, -1, -1, 0], 6, true);
    expect(runs.map((run) => run.text)).toEqual(['███', '██', '█']);
    expect(new Set(runs.map((run) => run.colour)).size).toBe(3);
  });
});

describe('organs', () => {
  it('are found in the names of the values', () => {
    const values = {
      'lobe1.window0': 2,
      'lobe0.window0': 1,
      'lobe0.weight0': 0.5,
      'lobe0.shortDecay': 0.5,
      'lobe0.gate': 0.25,
      'norm.embed.table': 3,
      'gradient.embed.table': 0.1,
      'norm.lobe0.norm.weight': 4,
      'norm.bias': 5,
    };
    const rows = [{ label: '1.0', values: [1, -1] }];
    const other = { title: 'windows', rows };
    const { lobes, parameters, maps } = organsOf({ values, maps: [other, { title: 'lobe 1: cerebellum', rows }] });
    expect(lobes.map(({ title }) => title)).toEqual(['lobe 1', 'lobe 2']);
    expect(lobes[0].windows).toEqual([
      { size: { name: 'lobe0.window0', value: 1 }, weight: { name: 'lobe0.weight0', value: 0.5 }, heard: [1, -1] },
    ]);
    expect(lobes[0].memories).toEqual([
      { title: 'short', decay: { name: 'lobe0.shortDecay', value: 0.5 }, listen: undefined },
    ]);
    expect(lobes[1].windows[0].heard).toEqual([]);
    expect(parameters.map(({ organ, parameters }) => [organ, parameters.map(({ title }) => title)])).toEqual([
      ['embed', ['table']],
      ['lobe 1', ['norm.weight']],
      ['bias', ['bias']],
    ]);
    expect(parameters[0].parameters[0].gradient).toEqual({ name: 'gradient.embed.table', value: 0.1 });
    expect(maps).toEqual([other]);
  });

  it('forget half after so many tokens', () => {
    expect(halfLife(0.5)).toBe(1);
    expect(halfLife(0.25)).toBe(0.5);
    expect(halfLife(0.99)).toBeCloseTo(68.97, 2);
    expect([halfLife(0), halfLife(1)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(halfLife(Number.NaN)).toBeNaN();
  });

  it('have numbers of at most six characters', () => {
    const values = [
      0,
      1,
      0.5,
      12.345,
      999,
      999.6,
      12_345,
      0.0123,
      0.00123,
      -0.5,
      1e-12,
      4.2e9,
      Number.POSITIVE_INFINITY,
    ];
    expect(values.map(three)).toEqual([
      '0',
      '1.00',
      '0.50',
      '12.3',
      '999',
      '1k',
      '12.3k',
      '0.01',
      '1.2e-3',
      '-0.50',
      '1.0e-12',
      '4.2G',
      '∞',
    ]);
  });

  it('guess tokens that can be seen', () => {
    expect([' the', '\n', '\t', '', 'a\x1b[2Jb', '\ufffd'].map(seenToken)).toEqual([
      '·the',
      '⏎',
      '⇥',
      '∅',
      'ab',
      '\ufffd',
    ]);
  });
});

describe('books', () => {
  const book = (name: string, bytes: number, tokens: number, read = 0): BookFile => ({
    name,
    bytes,
    tokens,
    heldOutTokens: 10,
    read,
    weight: 1,
    share: 0,
  });
  const files = [book('b 10.txt', 5, 100, 50), book('B 9.txt', 9, 0, 0), book('a.txt', 5, 100)];

  it('are put in order, and looked for', () => {
    const names = (...of: Parameters<typeof arranged>) => arranged(...of).map(({ name }) => name);
    expect(names(files, 'name', '')).toEqual(['a.txt', 'B 9.txt', 'b 10.txt']);
    expect(names(files, 'size', '')).toEqual(['B 9.txt', 'a.txt', 'b 10.txt']);
    expect(names(files, 'read', '')).toEqual(['b 10.txt', 'a.txt', 'B 9.txt']);
    expect(names(files, 'name', 'B ')).toEqual(['B 9.txt', 'b 10.txt']);
    expect([nextOrder('name'), nextOrder('size'), nextOrder('read')]).toEqual(['size', 'read', 'name']);
  });

  it('know how often they were read, and what is held out of them', () => {
    expect(files.map(timesRead)).toEqual([0.5, 0, 0]);
    expect(heldOutShare(files[0])).toBeCloseTo(10 / 110);
    expect(heldOutShare({ tokens: 0, heldOutTokens: 0 })).toBe(0);
  });
});

describe('souls', () => {
  const soul = (step: number, score: number | undefined): CheckpointInfo => ({
    name: `soul-${step}`,
    folder: '',
    step,
    score,
    savedAt: '2026-01-01T00:00:00Z',
    bytes: 1,
  });
  const infos = [soul(5, 2.1), soul(4, undefined), soul(3, 2.0), soul(2, undefined)];

  it('say which is the newest and which the best, and how each did against the one before', () => {
    const rows = soulRows(infos);
    expect(rows.map(({ marks }) => marks)).toEqual(['newest', '', 'best', '']);
    expect(rows[0].change).toBeCloseTo(0.1);
    expect(rows.slice(1).map(({ change }) => change)).toEqual([undefined, undefined, undefined]);
    expect(soulRows([soul(1, 3)])[0].marks).toBe('newest, best');
    expect(examCurve(infos)).toEqual([
      { x: 3, value: 2 },
      { x: 5, value: 2.1 },
    ]);
  });

  it('are compared only with those that were examined on the same', () => {
    const [newest, newer] = [soul(9, 3.1), soul(8, 3.2)].map((info) => ({ ...info, paper: 'new' }));
    const rows = soulRows([newest, newer, ...infos]);
    expect(rows.map(({ marks }) => marks)).toEqual(['newest, best', '', '', '', '', '']);
    expect(rows[0].change).toBeCloseTo(-0.1);
    expect(rows[1].change).toBeUndefined();
    expect(examCurve([newest, newer, ...infos])).toEqual([
      { x: 8, value: 3.2 },
      { x: 9, value: 3.1 },
    ]);
  });

  it('were saved so long ago', () => {
    const ago = (seconds: number) =>
      longAgo('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);
    expect([-5, 0, 42, 60, 75, 3600, 3660, 7325, 90_061].map(ago)).toEqual([
      '0 s ago',
      '0 s ago',
      '42 s ago',
      '1 min 0 s ago',
      '1 min 15 s ago',
      '1 h ago',
      '1 h 1 min ago',
      '2 h 2 min ago',
      '1 d 1 h ago',
    ]);
    expect([changed(0.1), changed(-0.0123), changed(-0.0001)]).toEqual(['+0.100', '-0.012', '0.000']);
  });
});

describe('lines of the log', () => {
  const at = new Date(2026, 2, 1, 14, 5, 9, 7).getTime();

  it('have times that say the day only where it is another', () => {
    expect(timeOf(at, at + 3_600_000)).toBe('14:05:09');
    expect(timeOf(at, at + 86_400_000)).toBe('03-01 14:05');
    expect(fullTime(at)).toBe('2026-03-01 14:05:09.007');
  });

  it('go round their levels', () => {
    expect(nextLevel(nextLevel(nextLevel(nextLevel('info'))))).toBe('info');
    expect(nextLevel('info')).toBe('warn');
  });

  it('show all that belongs to them, and nothing that steers a terminal', () => {
    const line = (message: string, data: string | null) =>
      detailsOf({ id: 7, ts: at, level: 'error', scope: 'lesson', message, data }, 24).slice(1);
    expect(
      line('it broke\x1b[2J in the middle of a step', '{"stack":"Error: no\\n    at f (a.ts:1:2)","more":1}'),
    ).toEqual([
      'error   lesson   line 7',
      '',
      'it broke in the middle',
      'of a step',
      '',
      'Error: no',
      '    at f (a.ts:1:2)',
      '',
      '{',
      '  "more": 1',
      '}',
    ]);
    expect(line('x', 'no json').slice(-1)).toEqual(['no json']);
    expect(line('x', null)).toEqual(['error   lesson   line 7', '', 'x']);
  });
});
