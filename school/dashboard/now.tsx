/** The first page: how it learns at this moment, what it guesses, feels and says. */
import { Box, Text } from 'ink';
import { memo, useRef } from 'react';
import { formatValue } from '../../statistics/names.ts';
import { span } from '../cli/progress.ts';
import { hex, oneLine } from '../cli/view-format.ts';
import { count, short } from '../cli/words.ts';
import type { Colour, Stats } from '../messages.ts';
import { Chart } from './chart.tsx';
import { wrapped } from './chat-width.ts';
import { GuessPanel } from './guess-panel.tsx';
import { moodOf } from './mood.ts';
import { CHART_GAP, layoutNow, type NowLayout } from './now-layout.ts';
import type { Page, PageProps, Paint } from './page.ts';
import { painted } from './paint.ts';
import type { Said, Snapshot, Standing } from './snapshot.ts';
import { Value } from './value.tsx';
import { Rule } from './widgets.tsx';

function Now({ view, width, height, paint }: PageProps) {
  const layout = layoutNow(width, height);
  const rest = (
    <Box flexDirection="column" width={layout.width} flexShrink={0}>
      <Numbers view={view} layout={layout} paint={paint} />
      <GuessPanel guesses={view.guesses} width={layout.width} height={layout.guesses} paint={paint} />
      <Babble babble={view.babble} width={layout.width} height={layout.babble} colours={paint.colours} />
      <Diary text={view.diary} width={layout.width} height={layout.diary} />
    </Box>
  );
  return (
    <Box width={width} height={height} flexDirection={layout.wide ? 'row' : 'column'} gap={layout.wide ? CHART_GAP : 0}>
      <Charts view={view} rows={layout.charts} paint={paint} />
      {rest}
    </Box>
  );
}

function Charts({ view, rows, paint }: { view: Snapshot; rows: NowLayout['charts']; paint: Paint }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {rows.map((row) => (
        <Box key={row[0].name} gap={CHART_GAP}>
          {row.map(({ name, area }) => (
            <Chart
              key={name}
              name={name}
              spots={view.curves[name]}
              value={view.stats?.[name] ?? null}
              standing={view.standings[name]}
              {...area}
              paint={paint}
            />
          ))}
        </Box>
      ))}
    </Box>
  );
}

interface NumbersProps {
  readonly view: Snapshot;
  readonly layout: NowLayout;
  readonly paint: Paint;
}

function Numbers({ view, layout, paint }: NumbersProps) {
  const { stats, standings } = view;
  const { width, numbers: height } = layout;
  const mood = useMood(stats, standings);
  const feeling = stats && (
    <>
      <Swatch label="feels" colour={stats.colour} paint={paint} />
      <Swatch label="  expects" colour={stats.expectedColour} paint={paint} />
    </>
  );
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="now" width={width} note={stats ? `awake for ${span(stats.secondsAwake)}` : ''} />
      {layout.wide ? (
        <Columns stats={stats} standings={standings} width={width} paint={paint} />
      ) : (
        <Line stats={stats} standings={standings} width={width} paint={paint} />
      )}
      <Text wrap="truncate">
        {feeling}
        <Text dimColor>{feeling ? '  mood ' : 'mood '}</Text>
        {mood}
      </Text>
      <Text wrap="truncate">
        <Text dimColor>{'reads '}</Text>
        {stats?.reading ? oneLine(stats.reading) : '–'}
      </Text>
    </Box>
  );
}

function Swatch({ label, colour, paint }: { label: string; colour: Colour; paint: Paint }) {
  const paintedAs = painted(paint, colour);
  return (
    <>
      <Text dimColor>{`${label} `}</Text>
      <Text {...(paintedAs ? { color: paintedAs } : {})}>{paintedAs ? '████' : hex(colour)}</Text>
    </>
  );
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
  named('best exam', 'bestExam', 5),
];

function Line({ stats, standings, width, paint }: ValuesProps) {
  if (!stats) return <Text dimColor>it reads its first words…</Text>;
  const shown: Shown[] = [];
  let taken = 0;
  for (const one of IN_A_LINE) {
    taken += one.label.length + 1 + Math.max(one.width, one.text(stats).length) + 2 + (shown.length > 0 ? 1 : 0);
    if (taken > width) break;
    shown.push(one);
  }
  return (
    <Text wrap="truncate">
      {shown.map(({ label, name, text, width: wide }, i) => (
        <Text key={name}>
          {i > 0 ? ' ' : ''}
          <Value label={label} text={text(stats)} standing={standings[name]} paint={paint} width={wide} />
        </Text>
      ))}
    </Text>
  );
}

const IN_COLUMNS: readonly (readonly [Shown, Shown])[] = [
  [
    named('loss', 'loss', 0),
    { label: 'tokens/s', name: 'tokensPerSecond', text: (s) => short(s.tokensPerSecond), width: 0 },
  ],
  [named('smooth', 'smoothLoss', 0), named('step', 'step', 0)],
  [named('bits/byte', 'bitsPerByte', 0), { label: 'tokens', name: 'tokens', text: (s) => short(s.tokens), width: 0 }],
  [named('exam', 'exam', 0), named('rate', 'learningRate', 0)],
  [named('best exam', 'bestExam', 0), named('gradient', 'gradientNorm', 0)],
  [
    { label: 'exact', name: 'exact', text: (s) => `${(100 * s.exact).toFixed(1)}%`, width: 0 },
    named('skipped', 'skippedSteps', 0),
  ],
];
const LABEL_WIDTH = 9;

function Columns({ stats, standings, width, paint }: ValuesProps) {
  const value = Math.min(16, Math.floor((width - 2) / 2) - LABEL_WIDTH - 3);
  return IN_COLUMNS.map(([left, right]) => (
    <Text key={left.name} wrap="truncate">
      {[left, right].map(({ label, name, text }, i) => (
        <Text key={name}>
          {i > 0 ? '  ' : ''}
          <Value
            label={label}
            labelWidth={LABEL_WIDTH}
            text={stats ? text(stats) : '–'}
            width={value}
            standing={standings[name]}
            paint={paint}
          />
        </Text>
      ))}
    </Text>
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

interface BabbleProps {
  readonly babble: readonly Said[];
  readonly width: number;
  readonly height: number;
  readonly colours: boolean;
}

/** What it said to itself, in the colours that it felt, newest at the bottom. */
const Babble = memo(function Babble({ babble, width, height, colours }: BabbleProps) {
  if (height < 1) return null;
  const shown = babble.slice(-Math.max(1, height - 1));
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="it says to itself" width={width} />
      {shown.length === 0 && <Text dimColor>nothing yet</Text>}
      {shown.map(({ step, text, colour }) => (
        <Text key={`${step} ${text}`} wrap="truncate">
          <Text dimColor>{`${short(step).padStart(6)}  `}</Text>
          <Text {...(colours ? { color: colour } : {})}>{oneLine(text)}</Text>
        </Text>
      ))}
    </Box>
  );
});

const Diary = memo(function Diary({ text, width, height }: { text: string; width: number; height: number }) {
  if (height < 1) return null;
  const line = text === '' ? 'not a line yet: it writes one whenever it saves' : oneLine(text);
  if (height === 1) {
    return (
      <Text wrap="truncate">
        <Text dimColor>{'diary '}</Text>
        <Text dimColor={text === ''}>{line}</Text>
      </Text>
    );
  }
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="diary" width={width} />
      {wrapped(line, width)
        .slice(0, height - 1)
        .map((row) => (
          <Text key={row} dimColor={text === ''} wrap="truncate">
            {row}
          </Text>
        ))}
    </Box>
  );
});

export const now: Page = { key: 'now', title: 'Now', keys: [], Body: Now };
