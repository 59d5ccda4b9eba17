import { compact } from '../charts/scale.ts';
import { formatValue } from '../names.ts';
import { texts } from '../texts.ts';
import { bestExam } from './best-exam.ts';
import { type ChartOptions, chart, type Line } from './chart.ts';
import { colourBand } from './colour.ts';
import type { Past } from './data.ts';
import { type Html, html } from './html.ts';
import { timeAxis } from './timeline.ts';

type Named = readonly [name: string, look: Omit<Line, 'curve'>];

const DRAWN: readonly (ChartOptions & { readonly lines: readonly Named[] })[] = [
  {
    title: texts.report.curves.bitsPerByte,
    note: texts.report.curves.bitsPerByteNote,
    wide: true,
    lines: [
      ['bitsPerByte', { label: texts.report.curves.ofLearning, colour: 1, envelope: true }],
      ['exam', { label: texts.report.curves.ofExam, colour: 2, dotted: true }],
    ],
  },
  {
    title: texts.report.curves.loss,
    note: texts.report.curves.lossNote,
    lines: [
      ['loss', { label: texts.report.curves.eachStep, colour: 4, envelope: true }],
      ['smoothLoss', { label: 'smoothed', colour: 1 }],
    ],
  },
  {
    title: texts.report.curves.exact,
    note: texts.report.curves.exactNote,
    range: [0, null],
    format: (share) => `${Number((share * 100).toFixed(1))} %`,
    lines: [['exact', { label: '', colour: 3, envelope: true }]],
  },
  {
    title: texts.report.curves.speed,
    note: texts.report.curves.speedNote,
    range: [0, null],
    lines: [['tokensPerSecond', { label: '', colour: 5, envelope: true }]],
  },
  {
    title: texts.report.curves.learningRate,
    note: texts.report.curves.learningRateNote,
    format: compact,
    lines: [['learningRate', { label: '', colour: 2 }]],
  },
];

/** All its curves, and its colour under the first of them. */
export function curves(past: Past): Html {
  if (past.stretches.length === 0) return html`<p class="missing">${texts.report.nothingRecorded}</p>`;
  const axis = timeAxis(past.stretches);
  const best = bestExam(past)?.value;
  const figures = DRAWN.map(({ lines, ...options }) => {
    const found = lines.flatMap(([name, look]) => {
      const curve = past.curves.find((candidate) => candidate.name === name);
      return curve ? [{ curve, ...look }] : [];
    });
    const examined = found.some(({ curve }) => curve.name === 'exam' && curve.stretches.flat().length > 1);
    const mark =
      examined && best !== undefined
        ? { value: best, label: texts.report.curves.bestExam(formatValue('exam', best)) }
        : undefined;
    return chart(found, axis, { ...options, mark });
  });
  if (figures.every((figure) => figure === null))
    return html`<p class="missing">${texts.report.noStatisticsInSpan}</p>`;
  const [first, ...others] = figures;
  const slept = axis.gaps.length > 0 && html`<p class="note">${texts.report.sleepLeftOut}</p>`;
  return html`<div class="charts">${first}${colourBand(past.colours, axis)}${others}</div>${slept}`;
}
