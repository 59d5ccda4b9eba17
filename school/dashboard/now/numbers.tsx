/** How it learns in numbers, what it feels, and what it reads. */

import { Box } from 'ink';
import { useRef } from 'react';
import { count, short } from '../../../statistics/format/numbers.ts';
import { span } from '../../../statistics/format/time.ts';
import { formatValue } from '../../../statistics/names.ts';
import type { Colour, Stats } from '../../api/messages.ts';
import { moodOf } from '../../raising/mood-face.ts';
import { hex, oneLine } from '../../text/view-format.ts';
import { painted } from '../components/paint.ts';
import { type Piece, Pieces, valuePieces } from '../components/pieces.tsx';
import { Rule } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import type { Snapshot, Standing } from '../state/snapshot.ts';
import { nowPageTexts } from '../texts/now-page.ts';
import { shellTexts } from '../texts/shell.ts';
import type { Area } from './layout.ts';

export interface NumbersProps {
  readonly view: Snapshot;
  readonly area: Area;
  readonly isInLine: boolean;
  readonly paint: Paint;
}

export function Numbers({ view: { stats, standings }, area: { width, height }, isInLine, paint }: NumbersProps) {
  const mood = useMood(stats, standings);
  const colours = stats
    ? [...swatch('feels', stats.colour, paint), ...swatch('  expects', stats.expectedColour, paint)]
    : [];
  const felt = [{ text: 'mood ', dim: true }, { text: mood }];
  const values: ValuesProps = { stats, standings, width, paint };
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="now" width={width} note={stats ? noteOf(stats) : ''} />
      {!isInLine ? <Columns {...values} /> : <Line {...values} />}
      {!isInLine ? (
        <>
          <Pieces pieces={stats ? colours : [{ text: 'feels –', dim: true }]} />
          <Pieces pieces={felt} />
        </>
      ) : (
        <Pieces pieces={[...colours, ...(stats ? [{ text: '  ' }] : []), ...felt]} />
      )}
      <Pieces pieces={[{ text: 'reads ', dim: true }, { text: stats?.reading ? oneLine(stats.reading) : '–' }]} />
    </Box>
  );
}

/** What it does, and for how long it was awake. */
const noteOf = ({ doing, secondsAwake }: Stats): string =>
  [doing ?? [], nowPageTexts.awakeFor(span(secondsAwake))].flat().join(' · ');

function swatch(label: string, colour: Colour, paint: Paint): Piece[] {
  const paintedAs = painted(paint, colour);
  return [{ text: `${label} `, dim: true }, paintedAs ? { text: '████', colour: paintedAs } : { text: hex(colour) }];
}

interface ValuesProps {
  readonly stats: Stats | null;
  readonly standings: Readonly<Record<string, Standing>>;
  readonly width: number;
  readonly paint: Paint;
}

interface Shown {
  readonly label: string;
  readonly name: string;
  readonly text: (stats: Stats) => string;
  /** columns of the value */
  readonly width: number;
}

const named = (label: string, name: keyof Stats & string, width: number): Shown => ({
  label,
  name,
  text: (stats) => formatValue(name, stats[name] as number | null),
  width,
});

/** The most important first: as many as fit into a line. */
const IN_A_LINE: readonly Shown[] = [
  { label: 'tokens/s', name: 'tokensPerSecond', text: (stats) => short(stats.tokensPerSecond), width: 5 },
  { label: 'exact', name: 'exact', text: (stats) => `${(100 * stats.exact).toFixed(0)}%`, width: 3 },
  named('gradient', 'gradientNorm', 5),
  named('rate', 'learningRate', 6),
  { label: 'step', name: 'step', text: (stats) => count(stats.step), width: 7 },
  named(nowPageTexts.bestExam, 'bestExam', 5),
];

function Line({ stats, standings, width, paint }: ValuesProps) {
  if (!stats) return <Pieces pieces={[{ text: shellTexts.frame.firstWords, dim: true }]} />;
  const pieces: Piece[] = [];
  let taken = 0;
  for (const { label, name, text, width: wide } of IN_A_LINE) {
    const value = text(stats).padStart(wide);
    taken += label.length + 1 + value.length + 2 + (taken > 0 ? 1 : 0);
    if (taken > width) break;
    if (pieces.length > 0) pieces.push({ text: ' ' });
    pieces.push(...valuePieces({ name, label, text: value, standing: standings[name] }, paint));
  }
  return <Pieces pieces={pieces} />;
}

const IN_COLUMNS: readonly (readonly [Shown, Shown])[] = [
  [named('exam', 'exam', 0), named(nowPageTexts.bestExam, 'bestExam', 0)],
  [
    named('bits/byte', 'bitsPerByte', 0),
    { label: 'exact', name: 'exact', text: (s) => `${(100 * s.exact).toFixed(1)}%`, width: 0 },
  ],
  [
    { label: 'tokens/s', name: 'tokensPerSecond', text: (s) => short(s.tokensPerSecond), width: 0 },
    { label: 'tokens', name: 'tokens', text: (s) => short(s.tokens), width: 0 },
  ],
  [named('step', 'step', 0), named('rate', 'learningRate', 0)],
  [named('gradient', 'gradientNorm', 0), named('skipped', 'skippedSteps', 0)],
];
const LABEL_WIDTH = 9;

function Columns({ stats, standings, width, paint }: ValuesProps) {
  const value = Math.min(16, Math.floor((width - 2) / 2) - LABEL_WIDTH - 3);
  return IN_COLUMNS.map((pair) => (
    <Pieces
      key={pair[0].name}
      pieces={pair.flatMap(({ label, name, text }, i) => [
        { text: i > 0 ? '  ' : '' },
        ...valuePieces(
          {
            name,
            label,
            labelWidth: LABEL_WIDTH,
            text: stats ? text(stats) : '–',
            width: value,
            standing: standings[name],
          },
          paint,
        ),
      ])}
    />
  ));
}

/** Seconds that a mood lasts at least: feelings that change twice a second cannot be read. */
const MOOD_LASTS = 6;

function useMood(stats: Stats | null, standings: Snapshot['standings']): string {
  const last = useRef({ at: Number.NEGATIVE_INFINITY, mood: moodOf(null, {}) });
  const at = stats?.secondsAwake ?? Number.NEGATIVE_INFINITY;
  if (stats && Math.abs(at - last.current.at) >= MOOD_LASTS) last.current = { at, mood: moodOf(stats, standings) };
  return last.current.mood;
}
