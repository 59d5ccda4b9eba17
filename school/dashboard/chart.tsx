/** One curve with its title: name, value, arrow, record. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { lineChartParts } from '../../statistics/charts/line-chart.ts';
import { formatValue, statistic } from '../../statistics/names.ts';
import { short } from '../cli/words.ts';
import type { ChartName } from './now-layout.ts';
import type { Paint } from './page.ts';
import { Pieces } from './pieces.tsx';
import type { Spot, Standing } from './snapshot.ts';
import { signsOf } from './value.tsx';

const TITLES: Readonly<Record<ChartName, string>> = {
  smoothLoss: 'loss',
  bitsPerByte: 'bits/byte',
  exam: 'exam',
  tokensPerSecond: 'tokens/s',
};

/** A curve has a colour of its own: only values change theirs. */
const COLOURS: Readonly<Record<ChartName, string>> = {
  smoothLoss: '#7fb4ff',
  bitsPerByte: '#b9a3f0',
  exam: '#ffd75f',
  tokensPerSecond: '#7fd6b0',
};

export interface ChartProps {
  readonly name: ChartName;
  readonly spots: readonly Spot[];
  readonly value: number | null;
  readonly standing: Standing | undefined;
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

export const Chart = memo(function Chart({ name, spots, value, standing, width, height, paint }: ChartProps) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Pieces
        pieces={[
          { text: `${TITLES[name]} `, dim: true },
          { text: formatValue(name, value), bold: true, colour: paint.step(standing?.step ?? null) },
          { text: signsOf(standing) },
        ]}
      />
      <Curve name={name} spots={spots} width={width} height={height - 1} colours={paint.colours} />
    </Box>
  );
});

interface CurveProps {
  readonly name: ChartName;
  readonly spots: readonly Spot[];
  readonly width: number;
  readonly height: number;
  readonly colours: boolean;
}

/** Drawn anew only with a new spot, which comes every few seconds. */
const Curve = memo(function Curve({ name, spots, width, height, colours }: CurveProps) {
  if (height < 1) return null;
  if (spots.length < 2) return <Text dimColor>{height > 2 ? '\nnothing to draw yet' : 'nothing to draw yet'}</Text>;
  const { range } = statistic(name).draw;
  const { rows, foot } = lineChartParts(
    spots.map(({ step, value }) => ({ x: step, value })),
    { width, height, range, format: name === 'tokensPerSecond' ? short : decimalsFor(spots), formatX: stepText(width) },
  );
  return (
    <Box flexDirection="column">
      <Box>
        <Text dimColor>{rows.map(({ axis }) => axis).join('\n')}</Text>
        <Box flexDirection="column">
          {rows.map(({ plot }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <PlotRow key={i} plot={plot} colour={colours ? COLOURS[name] : undefined} />
          ))}
        </Box>
      </Box>
      {rows.length < height && <Text dimColor>{foot}</Text>}
    </Box>
  );
});

/** As many digits as it takes to tell the ends of a curve apart. */
export function decimalsFor(spots: readonly { readonly value: number }[]): (value: number) => string {
  const values = spots.map(({ value }) => value);
  const range = Math.max(...values) - Math.min(...values);
  const digits = range >= 0.3 ? 2 : range >= 0.03 ? 3 : 4;
  return (value) => value.toFixed(digits);
}

const stepText = (width: number) => (step: number) => `${width < 36 ? '' : 'step '}${short(Math.round(step))}`;

/** Spaces around the curve are left to the layout: Ink measures every character of a text that has braille in it, and that is dear. */
const PlotRow = memo(function PlotRow({ plot, colour }: { plot: string; colour: string | undefined }) {
  const drawn = plot.trimStart();
  if (drawn === '') return <Box height={1} />;
  return (
    <Box height={1} marginLeft={plot.length - drawn.length} flexShrink={0}>
      <Text {...(colour ? { color: colour } : {})}>{drawn.trimEnd()}</Text>
    </Box>
  );
});
