import { compact } from '../charts/scale.ts';
import { formatValue } from '../names.ts';
import { bestExam } from './best-exam.ts';
import { type ChartOptions, chart, type Line } from './chart.ts';
import { colourBand } from './colour.ts';
import type { Past } from './data.ts';
import { type Html, html } from './html.ts';
import { timeAxis } from './timeline.ts';

type Named = readonly [name: string, look: Omit<Line, 'curve'>];

const DRAWN: readonly (ChartOptions & { readonly lines: readonly Named[] })[] = [
  {
    title: 'Bits per byte',
    note: 'How many bits it needs for a byte of text: less is better. The haze is the span from least to greatest.',
    wide: true,
    lines: [
      ['bitsPerByte', { label: 'of what it was learning', colour: 1, envelope: true }],
      ['exam', { label: 'exam, of text it never learnt', colour: 2, dotted: true }],
    ],
  },
  {
    title: 'Loss',
    note: 'Its surprise at a token, in nats, and the same smoothed.',
    lines: [
      ['loss', { label: 'each step', colour: 4, envelope: true }],
      ['smoothLoss', { label: 'smoothed', colour: 1 }],
    ],
  },
  {
    title: 'Guessed exactly',
    note: 'The share of tokens whose most likely guess was right.',
    range: [0, null],
    format: (share) => `${Number((share * 100).toFixed(1))} %`,
    lines: [['exact', { label: '', colour: 3, envelope: true }]],
  },
  {
    title: 'Speed',
    note: 'Tokens learnt in a second of being awake.',
    range: [0, null],
    lines: [['tokensPerSecond', { label: '', colour: 5, envelope: true }]],
  },
  {
    title: 'Learning rate',
    note: 'How far one step may move a parameter.',
    format: compact,
    lines: [['learningRate', { label: '', colour: 2 }]],
  },
];

/** All its curves, and its colour under the first of them. */
export function curves(past: Past): Html {
  if (past.stretches.length === 0) return html`<p class="missing">Nothing was recorded in this span of time.</p>`;
  const axis = timeAxis(past.stretches);
  const best = bestExam(past)?.value;
  const figures = DRAWN.map(({ lines, ...options }) => {
    const found = lines.flatMap(([name, look]) => {
      const curve = past.curves.find((candidate) => candidate.name === name);
      return curve ? [{ curve, ...look }] : [];
    });
    const examined = found.some(({ curve }) => curve.name === 'exam' && curve.stretches.flat().length > 1);
    const mark =
      examined && best !== undefined ? { value: best, label: `best exam ${formatValue('exam', best)}` } : undefined;
    return chart(found, axis, { ...options, mark });
  });
  if (figures.every((figure) => figure === null))
    return html`<p class="missing">No statistics were recorded in this span of time: they come once a second while it learns.</p>`;
  const [first, ...others] = figures;
  const slept =
    axis.gaps.length > 0 && html`<p class="note">The time it slept is left out: a light bar stands for it.</p>`;
  return html`<div class="charts">${first}${colourBand(past.colours, axis)}${others}</div>${slept}`;
}
