/** Curves over the time awake. Drawings stretch with the page, labels do not: so they are text beside the drawing. */
import { compact, type Scale, scaleOf } from '../charts/scale.ts';
import { formatValue } from '../names.ts';
import { texts } from '../texts.ts';
import type { Curve, Dot } from './data.ts';
import { type Html, html } from './html.ts';
import { airy, depthOf, roundValues } from './scale.ts';
import type { TimeAxis } from './timeline.ts';
import { count, span, tickFormat } from './words.ts';

export interface Line {
  readonly curve: Curve;
  /** what it is called beside others; '' where it is alone */
  readonly label: string;
  /** one of the five of the style */
  readonly colour: 1 | 2 | 3 | 4 | 5;
  /** its haze from least to greatest, for values that were taken together */
  readonly envelope?: boolean;
  /** values so rare that each has a mark of its own, as long as they are few */
  readonly dotted?: boolean;
}

export interface ChartOptions {
  readonly title: string;
  /** what it means, one sentence */
  readonly note: string;
  readonly wide?: boolean;
  readonly log?: boolean;
  readonly range?: readonly [number | null, number | null];
  /** how a value is written */
  readonly format?: (value: number) => string;
  /** a level worth knowing, drawn as a faint line */
  readonly mark?: { readonly value: number; readonly label: string } | undefined;
}

const WIDTH = 1000;
const HEIGHT = 300;
/** A scale becomes logarithmic where the greatest value exceeds the least by this factor. */
const MANY_TIMES = 2.5;
/** More dots than these would hide their line. */
const FEW = 60;

/** A figure; null where there is nothing to draw. */
export function chart(lines: readonly Line[], axis: TimeAxis, options: ChartOptions): Html | null {
  const drawn = lines.filter(({ curve }) => curve.stretches.some((dots) => dots.length > 0));
  const scale = scaleFor(drawn, options);
  if (!scale) return null;
  const format = options.format ?? ((value: number) => formatValue(drawn[0].curve.name, value));
  const levels = roundValues(scale);
  const at = (value: number): string => (depthOf(value, scale) * HEIGHT).toFixed(1);
  return html`<figure class="chart${options.wide ? ' wide' : ''}">
<figcaption><h3>${options.title}</h3><ul class="legend">${drawn.map((line) => legend(line, format))}</ul></figcaption>
<div class="plot">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${options.title}: ${options.note}">
${levels.map((value) => html`<path class="level" d="M0 ${at(value)}H${WIDTH}"/>`)}
${axis.gaps.map(gapMark)}
${options.mark && html`<path class="mark" d="M0 ${at(options.mark.value)}H${WIDTH}"/>`}
${drawn.map((line) => drawing(line, axis, scale))}
</svg>
${levels.map((value) => html`<span class="y" style="top:${percent(depthOf(value, scale))}">${(options.format ?? compact)(value)}</span>`)}
${options.mark && html`<span class="marked" style="top:${percent(depthOf(options.mark.value, scale))}">${options.mark.label}</span>`}
${ticks(axis, options.wide ? { count: 5, curve: drawn[0].curve } : { count: 3 })}
</div>
<p class="note">${options.note}</p>
</figure>`;
}

function scaleFor(lines: readonly Line[], { log, range, mark }: ChartOptions): Scale | null {
  const values = [mark?.value ?? Number.NaN];
  for (const { curve, envelope } of lines)
    for (const { value, min, max } of curve.stretches.flat()) values.push(value, ...(envelope ? [min, max] : []));
  const plain = scaleOf(values, { ...(range && { range }) });
  if (!plain) return null;
  const many = log ?? (plain.low > 0 && plain.high > MANY_TIMES * plain.low && !range);
  const scale = many && plain.low > 0 ? scaleOf(values, { log: true, ...(range && { range }) }) : plain;
  return scale && airy(scale);
}

function legend({ curve, label, colour }: Line, format: (value: number) => string): Html {
  const last = curve.stretches.flat().at(-1) as Dot;
  return html`<li class="c${colour}">${label} <b>${format(last.value)}</b></li>`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

export const gapMark = ({ at, width, milliseconds }: TimeAxis['gaps'][number]): Html =>
  html`<rect class="gap" x="${(at * WIDTH).toFixed(1)}" width="${(width * WIDTH).toFixed(1)}" y="0" height="${HEIGHT}"><title>${texts.report.asleepFor(span(milliseconds))}</title></rect>`;

function drawing({ curve, colour, envelope, dotted }: Line, axis: TimeAxis, scale: Scale): Html {
  const x = ({ ts }: Dot): string => (axis.place(ts) * WIDTH).toFixed(1);
  const y = (value: number): string => (depthOf(value, scale) * HEIGHT).toFixed(1);
  const parts = curve.stretches.filter((dots) => dots.length > 0);
  const line = parts.map((dots) => `M${dots.map((dot) => `${x(dot)} ${y(dot.value)}`).join('L')}`).join('');
  const haze = parts.map(
    (dots) =>
      `M${dots.map((dot) => `${x(dot)} ${y(dot.max)}`).join('L')}L${dots
        .toReversed()
        .map((dot) => `${x(dot)} ${y(dot.min)}`)
        .join('L')}Z`,
  );
  // A line of no length with round ends is a dot that does not stretch with the drawing.
  const few = parts.flat().length <= FEW;
  const single = parts.filter((dots) => (dotted && few) || dots.length === 1).flat();
  return html`${envelope && html`<path class="haze c${colour}" d="${haze.join('')}"/>`}<path class="line c${colour}" d="${line}"/>${
    single.length > 0 &&
    html`<path class="dots c${colour}" d="${single.map((dot) => `M${x(dot)} ${y(dot.value)}h0`).join('')}"/>`
  }`;
}

/** How many moments stand under the axis. */
export function ticks(axis: TimeAxis, { count: many, curve }: { count: number; curve?: Curve }): Html[] {
  const ends = [axis.momentAt(0), axis.momentAt(1)];
  const format = tickFormat(ends[0], ends[1]);
  const dots = curve?.stretches.flat() ?? [];
  return Array.from({ length: many }, (_, i) => {
    const place = i / (many - 1);
    const ts = axis.momentAt(place);
    const step = dots.findLast((dot) => dot.ts <= ts) ?? dots[0];
    const edge = i === 0 ? ' first' : i === many - 1 ? ' last' : '';
    return html`<span class="x${edge}${i % 2 === 1 ? ' odd' : ''}" style="left:${percent(place)}">${format(ts)}${
      step && html`<i>step ${count(step.step)}</i>`
    }</span>`;
  });
}
