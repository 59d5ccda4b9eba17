import { describe, expect, it } from 'vitest';
import { bars } from '../../statistics/charts/bars.ts';
import { heatLevels, heatStrip } from '../../statistics/charts/heat-strip.ts';
import { lineChart, lineChartParts } from '../../statistics/charts/line-chart.ts';
import { compact } from '../../statistics/charts/scale.ts';
import { sparkline } from '../../statistics/charts/sparkline.ts';

const framed = (lines: readonly string[]): string => `\n${lines.map((line) => `|${line}|`).join('\n')}\n`;
const falling = Array.from({ length: 40 }, (_, x) => ({ x, value: 6 * Math.exp(-x / 10) + 1 }));
const banded = falling.map(({ x, value }) => ({ x, value, min: value - 0.4, max: x === 25 ? 6 : value + 0.4 }));

describe('a sparkline', () => {
  it('goes from the lowest block to the highest', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], { ascii: true })).toBe('_.-~=+*#');
    expect(sparkline([1, 2, 3, 2, 1])).toBe('▁▅█▅▁');
  });

  it('has exactly its width: joined where values are many, filled from the left where they are few', () => {
    expect(sparkline([0, 0, 10, 10, 20, 20], { width: 3 })).toBe('▁▅█');
    expect(sparkline([1, 2], { width: 5 })).toBe('   ▁█');
    for (const width of [0, 1, 7, 80])
      expect(
        sparkline(
          falling.map(({ value }) => value),
          { width },
        ).length,
      ).toBe(width);
  });

  it('survives what is no number: gaps, edges, nothing, one height', () => {
    expect(sparkline([1, Number.NaN, null, 3])).toBe('▁  █');
    expect(sparkline([1, Infinity, 2, -Infinity, 3])).toBe('▁█▅▁█');
    expect(sparkline([])).toBe('');
    expect(sparkline([], { width: 3 })).toBe('   ');
    expect(sparkline([Number.NaN], { width: 2 })).toBe('  ');
    for (const constant of [0, 0.1, 2, -7, 1e300, 1e-300]) expect(sparkline([constant, constant])).toBe('▅▅');
    expect(sparkline([-1.7e308, 1.7e308])).toBe('▁█');
    expect(sparkline([1, 10, 100, 0], { log: true })).toBe('▁▅█ ');
    expect(sparkline([0.5, 0.5], { range: [0, 1] })).toBe('▅▅');
  });
});

describe('a line chart', () => {
  it('draws a curve in braille between labelled axes', () => {
    expect(framed(lineChart(falling, { width: 40, height: 8 }))).toMatchInlineSnapshot(`
      "
      |   7┤⠱⡀                                 |
      |    │ ⠈⢢                                |
      |    │   ⠑⢄⡀                             |
      |4.06┤     ⠈⠦⣀                           |
      |    │        ⠉⠢⢄⡀                       |
      |    │           ⠈⠑⠒⠤⣀⣀⡀                 |
      |1.12┤                 ⠈⠉⠑⠒⠒⠒⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀|
      |     0                                39|
      "
    `);
  });

  it('draws least and greatest of a span as a haze, so that spikes show', () => {
    expect(framed(lineChart(banded, { width: 40, height: 8 }))).toMatchInlineSnapshot(`
      "
      |  7.4┤⣆⡀                                |
      |     │ ⠻⡠                  ⠠            |
      |     │ ⠈⠨⠪⢤⡀               ⠨            |
      | 4.06┤    ⠈⠓⡦⡢             ⠨            |
      |     │       ⠪⠹⠪⢤⣀⡀⡀       ⠨            |
      |     │          ⠈⠂⠋⠻⠺⠪⠤⣂⣂⣀⡠⠨⠠⡀⡀⡀⡀  ⡀    |
      |0.721┤                ⠈ ⠂⠂⠊⠉⠩⠋⠋⠒⠺⠺⠺⡒⡒⡒⡺⠺|
      |      0                               39|
      "
    `);
  });

  it('draws without Unicode', () => {
    expect(framed(lineChart(banded, { width: 40, height: 8, ascii: true }))).toMatchInlineSnapshot(`
      "
      |  7.4+*                                 |
      |     |:**:                 :            |
      |     |  :**:               :            |
      | 4.06+    :***:            :            |
      |     |       :*****:::     :            |
      |     |           ::*************::::::::|
      |0.721+                   :::::::********|
      |      0                               39|
      "
    `);
  });

  it('leaves gaps where there is no number and where places are far apart, and has a logarithmic axis', () => {
    const gappy = falling.map(({ x, value }) => ({
      x: x > 30 ? x + 20 : x,
      value: x > 10 && x < 16 ? Number.NaN : value,
    }));
    expect(framed(lineChart(gappy, { width: 40, height: 6, log: true, gap: 5 }))).toMatchInlineSnapshot(`
      "
      |   7┤⠑⠤⣀                                |
      |    │   ⠑⢄⣀                             |
      |    │      ⠁                            |
      |    │         ⠈⠒⠤⠤⣀                     |
      |1.12┤              ⠉⠉⠒⠒            ⠤⠤⢄⣀⣀|
      |     0                                59|
      "
    `);
  });

  it.each([
    ['nothing', []],
    [
      'no number',
      [
        { x: 0, value: Number.NaN },
        { x: 1, value: null },
      ],
    ],
    ['one value', [{ x: 5, value: 3 }]],
    [
      'a constant',
      [
        { x: 0, value: 2 },
        { x: 1, value: 2 },
      ],
    ],
    [
      'infinities',
      [
        { x: 0, value: 1 },
        { x: 1, value: Infinity },
        { x: 2, value: -Infinity },
        { x: NaN, value: 2 },
      ],
    ],
    [
      'huge numbers',
      [
        { x: 0, value: -1.7e308 },
        { x: 1, value: 1.7e308 },
      ],
    ],
    [
      'disorder',
      [
        { x: 3, value: 1 },
        { x: 1, value: 2 },
        { x: 2, value: 3 },
      ],
    ],
  ])('has its exact size for %s, at every size', (_, spots) => {
    for (const [width, height] of [
      [60, 16],
      [20, 4],
      [9, 3],
      [3, 2],
      [1, 1],
      [0, 0],
      [40, 1],
    ])
      for (const ascii of [false, true]) {
        const lines = lineChart(spots, { width, height, ascii });
        expect(lines.length, `${width}×${height}`).toBe(height);
        for (const line of lines) expect([...line].length, `${width}×${height} ${JSON.stringify(line)}`).toBe(width);
      }
  });

  it('comes in parts for whoever colours it', () => {
    const { rows, foot } = lineChartParts(falling, {
      width: 30,
      height: 5,
      format: (y) => y.toFixed(1),
      formatX: (x) => `#${x}`,
    });
    expect(rows.map(({ axis }) => axis)).toEqual(['7.0┤', '   │', '   │', '1.1┤']);
    expect(foot).toMatch(/^ {4}#0 +#39$/);
  });

  it('draws a constant in the middle', () => {
    const lines = lineChart(
      [
        { x: 0, value: 2 },
        { x: 1, value: 2 },
      ],
      { width: 12, height: 5 },
    );
    expect(lines.filter((line) => /[⠀-⣿]/.test(line)).length).toBe(1);
  });
});

describe('a heat strip', () => {
  it('has levels for colours, and shades without', () => {
    expect(heatLevels([0, 5, 10, Number.NaN], { steps: 16 })).toEqual([0, 8, 15, null]);
    expect(heatStrip([1, 2, 3, 4])).toBe('░▒▓█');
    expect(heatStrip([1, Number.NaN, 4], { width: 9 })).toBe('░░░   ███');
    expect(heatStrip([1, 9], { ascii: true })).toBe('.@');
    expect(heatStrip([], { width: 4 })).toBe('    ');
    expect(heatStrip([1, 2, 3, 4, 5, 6], { width: 2 })).toBe('░█');
  });
});

describe('bars', () => {
  const items = [
    { label: 'the', value: 10 },
    { label: 'and', value: 3.3 },
    { label: 'a label that is far too long', value: -5 },
    { label: 'none', value: Number.NaN },
  ];

  it('lie beside one another with label and value', () => {
    expect(framed(bars(items, { width: 40 }))).toMatchInlineSnapshot(`
      "
      |the              ███████████████████  10|
      |and              ██████▎             3.3|
      |a label that is… ▒▒▒▒▒▒▒▒▒▒           -5|
      |none                                   –|
      "
    `);
    expect(framed(bars(items, { width: 40, ascii: true }))).toMatchInlineSnapshot(`
      "
      |the              ###################  10|
      |and              ######              3.3|
      |a label that is… ----------           -5|
      |none                                   –|
      "
    `);
  });

  it('have their exact width at every width', () => {
    for (const width of [0, 1, 5, 12, 40, 120])
      for (const line of bars(items, { width })) expect([...line].length).toBe(width);
    expect(bars([], { width: 10 })).toEqual([]);
    expect(bars([{ label: 'x', value: 0 }], { width: 10 })).toEqual(['x        0']);
  });

  it('count wide characters as they are told', () => {
    const widthOf = (text: string): number =>
      [...text].reduce((sum, c) => sum + (c > '\u2e80' && c !== '█' ? 2 : 1), 0);
    expect(bars([{ label: '字', value: 1 }], { width: 8, widthOf })).toEqual(['字 ███ 1']);
  });
});

describe('compact numbers', () => {
  it('stay short and true to three digits', () => {
    const written = [0, 1, -1.5, 0.0314159, 999.9, 1000, 12345, 3.4e6, 2e9, 1e13, 2e-5, 1e20, Infinity, NaN].map(
      compact,
    );
    expect(written).toEqual([
      '0',
      '1',
      '-1.5',
      '0.0314',
      '1k',
      '1k',
      '12.3k',
      '3.4M',
      '2G',
      '10T',
      '2e-5',
      '1e20',
      '∞',
      '–',
    ]);
  });
});
