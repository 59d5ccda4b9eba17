/** One curve with its title: name, value, arrow, record. */

import { Box, Text } from 'ink';
import { memo } from 'react';
import { lineChartParts } from '../../../statistics/charts/line-chart.ts';
import { short } from '../../../statistics/format/numbers.ts';
import { formatValue, statistic } from '../../../statistics/names.ts';
import type { ChartName } from '../now/layout.ts';
import { markRow } from '../now/marks.ts';
import type { Paint } from '../page.ts';
import type { Mark, Spot, Standing } from '../state/snapshot.ts';
import { curveTexts } from '../texts/curves.ts';
import { Dim } from './dim.tsx';
import { Pieces, signsOf } from './pieces.tsx';
import { joinedPlots } from './two-plots.ts';

const TITLES: Readonly<Record<ChartName, string>> = {
  smoothLoss: 'loss',
  bitsPerByte: 'bits/byte',
  exam: 'exam',
  tokensPerSecond: 'tokens/s',
};

/** Which text a figure is about, in words and in a word. */
const ABOUT: Partial<Readonly<Record<ChartName, readonly string[]>>> = {
  bitsPerByte: [curveTexts.ofReadText, 'read'],
  exam: [curveTexts.ofUnreadText, 'unread'],
};

/** What a curve waits for before its first value. */
const WAITING: Readonly<Record<ChartName, string>> = {
  smoothLoss: curveTexts.waits.firstWords,
  bitsPerByte: curveTexts.waits.firstWords,
  exam: curveTexts.waits.firstExam,
  tokensPerSecond: curveTexts.waits.firstWords,
};

export interface ChartProps {
  readonly name: ChartName;
  readonly spots: readonly Spot[];
  readonly value: number | null;
  readonly standing: Standing | undefined;
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
  /** what happened, as letters in a row below the curve; left out: no such row */
  readonly marks?: readonly Mark[] | undefined;
  /** another curve on the same axes, dotted */
  readonly second?: SecondCurve | undefined;
  /** at the right end of the title: `best 1.992 · 3 h` */
  readonly note?: string;
}

export interface SecondCurve {
  /** in the title, behind a sign of how it is drawn: `with memory 1.98` */
  readonly words: string;
  readonly spots: readonly Spot[];
}

/** How a second curve is drawn, beside its words. */
const DOTTED = '┈';

export const Chart = memo(function Chart(props: ChartProps) {
  const { name, spots, value, standing, width, height, paint, marks, second, note = '' } = props;
  const title = `${TITLES[name]} `;
  const text = formatValue(name, value);
  const signs = signsOf(standing);
  const right = note === '' ? '' : `  ${note}`;
  const whole = second && second.spots.length > 0 ? `  ${DOTTED} ${second.words}` : '';
  const free = width - title.length - text.length - signs.length - right.length;
  const other = whole.length <= free ? whole : '';
  const room = free - other.length;
  const about = ABOUT[name]?.find((words) => words.length < room);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Pieces
        pieces={[
          { text: title, dim: true },
          { text, bold: true, colour: paint.step(standing?.step ?? null) },
          { text: signs },
          { text: other, colour: paint.theme?.curves.withMemory },
          { text: (about ? ` ${about}` : '').padEnd(Math.max(0, room)) + (room < 0 ? '' : right), dim: true },
        ]}
      />
      <Curve
        name={name}
        spots={spots}
        beyond={beyond(spots, value)}
        width={width}
        height={height - 1}
        colour={paint.theme?.curves[name]}
        second={second?.spots ?? NONE}
        secondColour={paint.theme?.curves.withMemory}
        marks={marks}
      />
    </Box>
  );
});

const NONE: readonly Spot[] = [];

/** The newest value where no spot reaches so far: what the title says must have its place on the axis. */
function beyond(spots: readonly Spot[], value: number | null): number | null {
  if (value === null) return null;
  const isHeld = spots.some((spot) => spot.value <= value) && spots.some((spot) => spot.value >= value);
  return isHeld ? null : value;
}

interface CurveProps {
  readonly name: ChartName;
  readonly spots: readonly Spot[];
  readonly beyond: number | null;
  readonly width: number;
  readonly height: number;
  readonly colour: string | undefined;
  readonly second: readonly Spot[];
  readonly secondColour: string | undefined;
  readonly marks: readonly Mark[] | undefined;
}

/** Redrawn only with a new spot, which comes every few seconds, or with a value outside the axis. */
const Curve = memo(function Curve(props: CurveProps) {
  const { name, spots, beyond, width, height, colour, second, secondColour, marks } = props;
  if (height < 1) return null;
  if (spots.length < 2) {
    const why = spots.length === 0 ? WAITING[name] : curveTexts.waits.nextValue;
    return <Dim wrap="truncate">{height > 2 ? `\n${why}` : why}</Dim>;
  }
  const [low, high] = statistic(name).draw.range ?? [null, null];
  // Both curves lie on the axes of the first.
  const [from, to] = [spots[0].step, spots[spots.length - 1].step];
  const beside = second.filter(({ step }) => step >= from && step <= to);
  const held = [...spots, ...beside, ...(beyond === null ? [] : [{ value: beyond }])];
  const ends = beside.length === 0 ? [] : held.map(({ value }) => value);
  const range = [
    least(low, ends.length > 0 ? Math.min(...ends) : beyond),
    most(high, ends.length > 0 ? Math.max(...ends) : beyond),
  ] as const;
  const options = {
    width,
    height: marks ? height - 1 : height,
    range,
    format: name === 'tokensPerSecond' ? short : decimalsFor(held),
    formatX: stepText(width),
  };
  const { rows, foot } = lineChartParts(
    spots.map(({ step, value }) => ({ x: step, value })),
    options,
  );
  const others =
    beside.length < 2
      ? undefined
      : lineChartParts(
          [{ x: from, value: null }, ...beside.map(({ step, value }) => ({ x: step, value })), { x: to, value: null }],
          options,
        ).rows;
  const axisWidth = rows[0]?.axis.length ?? 0;
  return (
    <Box flexDirection="column">
      <Box>
        <Dim>{rows.map(({ axis }) => axis).join('\n')}</Dim>
        <Box flexDirection="column">
          {rows.map(({ plot }, i) =>
            others ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <TwoPlots key={i} first={plot} second={others[i].plot} colours={[colour, secondColour]} />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <PlotRow key={i} plot={plot} colour={colour} />
            ),
          )}
        </Box>
      </Box>
      {marks && (
        <Dim>
          {' '.repeat(axisWidth) + markRow(marks, spots[0].step, spots[spots.length - 1].step, width - axisWidth)}
        </Dim>
      )}
      {rows.length < height && <Dim>{foot}</Dim>}
    </Box>
  );
});

/** Ends of an axis that must hold a value, where there is one; where the end is free, the spots decide it. */
const least = (low: number | null, value: number | null): number | null =>
  low === null || value === null ? (low ?? value) : Math.min(low, value);
const most = (high: number | null, value: number | null): number | null =>
  high === null || value === null ? (high ?? value) : Math.max(high, value);

/** As many digits as it takes to tell the ends of a curve apart. */
export function decimalsFor(spots: readonly { readonly value: number }[]): (value: number) => string {
  const values = spots.map(({ value }) => value);
  const range = Math.max(...values) - Math.min(...values);
  const digits = range >= 0.3 ? 2 : range >= 0.03 ? 3 : 4;
  return (value) => value.toFixed(digits);
}

const stepText = (width: number) => (step: number) => `${width < 36 ? '' : 'step '}${short(Math.round(step))}`;

interface TwoPlotsProps {
  readonly first: string;
  readonly second: string;
  readonly colours: readonly [string | undefined, string | undefined];
}

/** A row of two curves: each in its colour, the second dotted, and where they meet the first. */
const TwoPlots = memo(
  function TwoPlots({ first, second, colours }: TwoPlotsProps) {
    const pieces = joinedPlots(first, second).map(({ text, curve }) => ({
      text,
      ...(curve === undefined ? {} : { colour: colours[curve] }),
    }));
    return <Pieces pieces={pieces} />;
  },
  (a, b) => a.first === b.first && a.second === b.second && a.colours.join() === b.colours.join(),
);

/** The layout adds the spaces around the curve: Ink measures every character of a text with braille in it, which is slow. */
const PlotRow = memo(function PlotRow({ plot, colour }: { plot: string; colour: string | undefined }) {
  const drawn = plot.trimStart();
  if (drawn === '') return <Box height={1} />;
  return (
    <Box height={1} marginLeft={plot.length - drawn.length} flexShrink={0}>
      <Text {...(colour ? { color: colour } : {})}>{drawn.trimEnd()}</Text>
    </Box>
  );
});
