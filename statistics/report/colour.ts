/** What it felt above what it expected to feel, over the time awake. */

import { texts } from '../texts.ts';
import { gapMark, ticks } from './chart.ts';
import type { ColourMoment, Rgb } from './data.ts';
import { type Html, html } from './html.ts';
import type { TimeAxis } from './timeline.ts';

const WIDTH = 1000;
const HEIGHT = 300;
/** The band is in two: what it felt, and below what it had expected. */
const FELT = 200;

/** A colour as CSS writes it; channels are 0…1. */
export function css(rgb: Rgb): string {
  const byte = (channel: number): string =>
    Math.round(Math.min(1, Math.max(0, Number.isFinite(channel) ? channel : 0)) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${rgb.map(byte).join('')}`;
}

/** So much of the way from one colour to another. */
export const mixed = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((channel, i) => channel + (to[i] - channel) * share) as unknown as Rgb;

/** A figure; null where no colour was recorded. */
export function colourBand(colours: readonly ColourMoment[], axis: TimeAxis): Html | null {
  if (colours.length === 0) return null;
  const last = colours[colours.length - 1];
  return html`<figure class="chart wide band">
<figcaption><h3>${texts.report.howItFelt}</h3><ul class="legend swatches"><li><s style="background:${css(last.felt)}"></s>felt</li>${
    last.expected && html`<li><s style="background:${css(last.expected)}"></s>expected</li>`
  }</ul></figcaption>
<div class="plot"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${texts.report.colourOverTime}">
${axis.stretches.map((stretch) => {
  const within = colours.filter(({ ts }) => ts >= stretch.from && ts <= stretch.to);
  return [
    row(
      within.map(({ ts, felt }) => [ts, felt]),
      stretch,
      axis,
      0,
      FELT,
    ),
    row(
      within.flatMap(({ ts, expected }) => (expected ? [[ts, expected] as const] : [])),
      stretch,
      axis,
      FELT + 6,
      HEIGHT - FELT - 6,
    ),
  ];
})}
${axis.gaps.map(gapMark)}
</svg>${ticks(axis, { count: 5 })}</div>
<p class="note">Above what it felt, below what it had expected to feel. Red is skill and excitement, green is growth, blue is calm.</p>
</figure>`;
}

/** Cells that meet half-way between their moments, neighbours of one colour in one. */
function row(
  moments: readonly (readonly [ts: number, rgb: Rgb])[],
  { from, to }: { from: number; to: number },
  axis: TimeAxis,
  y: number,
  height: number,
): Html[] {
  const cells: { colour: string; from: number; to: number }[] = [];
  moments.forEach(([ts, rgb], i) => {
    const begin = i === 0 ? from : (moments[i - 1][0] + ts) / 2;
    const end = i === moments.length - 1 ? to : (ts + moments[i + 1][0]) / 2;
    const [colour, before] = [css(rgb), cells.at(-1)];
    if (before?.colour === colour) before.to = end;
    else cells.push({ colour, from: begin, to: end });
  });
  return cells.map((cell) => {
    const x = axis.place(cell.from) * WIDTH;
    const width = axis.place(cell.to) * WIDTH - x;
    // A little wider than it is, or a seam shows between neighbours.
    return html`<rect x="${x.toFixed(1)}" y="${y}" width="${(width + 0.6).toFixed(1)}" height="${height}" fill="${cell.colour}"/>`;
  });
}
