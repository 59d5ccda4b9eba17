/** The exam of each soul as a curve. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { lineChartParts } from '../../../statistics/charts/line-chart.ts';
import { decimalsFor } from '../components/chart.tsx';
import { Dim } from '../components/dim.tsx';
import { Rule } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import { curveTexts } from '../texts/curves.ts';
import { stepLabel } from './model.ts';

interface CurveProps {
  readonly curve: readonly { x: number; value: number }[];
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

export const Curve = memo(function Curve({ curve, width, height, paint }: CurveProps) {
  const options = { width, height: height - 1, format: decimalsFor(curve), formatX: stepLabel };
  const { rows, foot } = lineChartParts(curve, options);
  const colour = paint.heat(0.8);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="exam" note={curveTexts.bitsPerByte} width={width} />
      {rows.map(({ axis, plot }, i) => (
        <Text key={rowKey(i)} wrap="truncate">
          <Dim>{axis}</Dim>
          <Text {...(colour ? { color: colour } : {})}>{plot}</Text>
        </Text>
      ))}
      <Dim wrap="truncate">{foot}</Dim>
    </Box>
  );
});

const rowKey = (i: number): string => `row ${i}`;
