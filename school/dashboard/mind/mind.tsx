/** The page about its mind: what it is like inside, organ by organ, and two settings that can be turned while it lives. */

import { Box, Text, useInput } from 'ink';
import { Fragment, memo, useMemo, useRef } from 'react';
import type { HabitReport } from '../../api/messages.ts';
import type { Config } from '../../settings/config.ts';
import { temperatureOf } from '../../settings/voice-settings.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { flow } from '../components/flow.ts';
import { Pieces, RECORD } from '../components/pieces.tsx';
import { seenOf } from '../components/scrolling.ts';
import { stripLegend } from '../components/signed-strip.ts';
import { decidedRate, type Turn, turnedRate, turnedTemperature } from '../components/steppers.ts';
import { Rule, Runs, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps } from '../page.ts';
import { mindPageTexts } from '../texts/mind-page.ts';
import { type Block, mindBlocks, signOf, three } from './blocks.tsx';
import { HabitLine, useHabits } from './habit-line.tsx';

/** Rows above the organs: a rule, the settings, and what the signs mean or what became of a setting. */
const HEAD = 3;
const BETWEEN = 3;
/** A column narrower than this cannot hold a lobe. */
const LEAST_COLUMN = 37;
const MOST_COLUMNS = 3;

/** Milliseconds after which the snapshots know of a setting. */
const SOON_KNOWN = 2000;

const KNOBS = {
  'voice.temperature': { read: (config: Config) => temperatureOf(config.voice), turned: turnedTemperature },
  learningRate: { read: decidedRate, turned: turnedRate },
};
type Knob = keyof typeof KNOBS;

/** The temperature that counts, and whether its exams found it. @param fitted by its exams */
const temperatureWords = ({ voice }: Config, fitted: number | undefined): string =>
  `${temperatureOf(voice, fitted).toFixed(2)}${voice.temperature === 'auto' ? ' auto' : ''}`;

function Body({ view, width, height, paint, actions }: PageProps) {
  const { probes, durations, standings, config } = view;
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor((width + BETWEEN) / (LEAST_COLUMN + BETWEEN))));
  const columnWidth = Math.floor((width - BETWEEN * (columns - 1)) / columns);
  const laid = useMemo(() => {
    const groups = mindBlocks({ probes, durations }, { width: columnWidth, paint, standings });
    return stacked(groups.filter((blocks) => blocks.length > 0).map((blocks) => flowed(blocks, columns)));
  }, [probes, durations, standings, columns, columnWidth, paint]);
  const { habits, chosen, next, reload } = useHabits({ view, actions });
  const rows = Math.max(0, height - HEAD - (chosen ? 1 : 0));
  // The empty row below the last block of a column need not be seen.
  const count = Math.max(0, ...laid.map((lines) => lines.length - 1));
  const { top, onKey } = useScroll(count, rows, { cursor: false });
  const { said, ask, say } = useAnswer();

  // What was asked for and has not yet come back with the settings: a key pressed again goes on from there.
  const wanted = useRef<Partial<Record<Knob, { value: number; until: number }>>>({});
  const turn = async (knob: Knob, way: Turn) => {
    if (!config) return say(mindPageTexts.settingsUnknown, 'refused');
    const asked = wanted.current[knob];
    const now = asked && asked.until > performance.now() ? asked.value : KNOBS[knob].read(config);
    const next = { value: KNOBS[knob].turned(now, way), until: Number.POSITIVE_INFINITY };
    wanted.current[knob] = next;
    const done = await ask(mindPageTexts.setting(knob, next.value), () => actions.set(knob, next.value));
    next.until = done ? performance.now() + SOON_KNOWN : 0;
  };
  const toggle = async ({ name, isOn }: HabitReport) => {
    const does = isOn ? 'off' : 'on';
    await ask(mindPageTexts.switchingHabit(name, does), () => actions.habit(name, does));
    reload();
  };
  useInput((input, key) => {
    if (onKey(input, key) || key.ctrl || key.meta) return;
    if (input === 't') return void turn('voice.temperature', -1);
    if (input === 'T') return void turn('voice.temperature', 1);
    if (input === 'r') return void turn('learningRate', -1);
    if (input === 'R') return void turn('learningRate', 1);
    if (input === 'h') return next();
    if (input === ' ' && chosen) return void toggle(chosen);
  });

  return (
    <Sheet width={width} height={height}>
      <Rule title={mindPageTexts.itsMind} note={count > rows ? `rows ${seenOf(top, rows, count)}` : ''} width={width} />
      <Settings view={view} width={width} />
      {chosen && <HabitLine {...{ habits, chosen, width }} />}
      {said ? <AnswerLine said={said} paint={paint} /> : <Legend paint={paint} />}
      {count === 0 ? (
        <Dim>{view.contact === 'awake' ? mindPageTexts.nothingYet : mindPageTexts.notAwake}</Dim>
      ) : (
        <Box width={width} height={rows}>
          {laid.map((lines, i) => (
            <Lines
              key={columnKey(i)}
              lines={lines}
              top={top}
              rows={rows}
              width={columnWidth}
              margin={i < laid.length - 1 ? BETWEEN : 0}
            />
          ))}
        </Box>
      )}
    </Sheet>
  );
}

/** The lines of some blocks, laid out in columns. */
function flowed(blocks: readonly Block[], columns: number): Block[] {
  const heights = blocks.map((block) => block.length);
  const laid = flow(heights, columns).map((column) => column.flatMap((i) => blocks[i]));
  return Array.from({ length: columns }, (_, i) => laid[i] ?? []);
}

/** Groups of columns one below the other: each begins where all columns of the one before have ended. */
function stacked(groups: readonly Block[][]): Block[] {
  return groups.reduce<Block[]>((above, below) => {
    const tallest = Math.max(0, ...above.map((lines) => lines.length));
    const upTo = (lines: Block = []): Block => [...lines, ...Array(tallest - lines.length).fill(emptyLine)];
    return below.map((lines, i) => [...upTo(above[i]), ...lines]);
  }, []);
}

const emptyLine = () => <Text> </Text>;

const columnKey = (i: number): string => `column ${i}`;

interface LinesProps {
  readonly lines: Block;
  readonly top: number;
  readonly rows: number;
  readonly width: number;
  readonly margin: number;
}

const Lines = memo(function Lines({ lines, top, rows, width, margin }: LinesProps) {
  return (
    <Box flexDirection="column" flexShrink={0} width={width} marginRight={margin}>
      {lines.slice(top, top + rows).map((line, i) => (
        <Fragment key={columnKey(top + i)}>{line()}</Fragment>
      ))}
    </Box>
  );
});

function Settings({ view: { config, stats, standings }, width }: Pick<PageProps, 'view' | 'width'>) {
  const decided = config ? decidedRate(config) : undefined;
  const now = stats?.learningRate;
  const differs = decided !== undefined && now !== undefined && Math.abs(now - decided) > decided * 0.01;
  const shown: Setting[] = [
    { label: 'temperature', value: config ? temperatureWords(config, stats?.fittedTemperature) : '–', keys: ' (t T)' },
    { label: 'rate', value: decided === undefined ? '–' : rate(decided), keys: ' (r R)' },
    ...(differs ? [{ label: 'now', value: rate(now) }] : []),
    { label: 'gradient', value: stats ? `${three(stats.gradientNorm)} ${signOf(standings['gradientNorm'])}` : '–' },
  ];
  let left = width + APART;
  // What does not fit is left out as a whole.
  const fitting = shown.filter(({ label, value, keys = '' }) => {
    left -= label.length + 1 + value.length + keys.length + APART;
    return left >= 0;
  });
  return (
    <Pieces
      pieces={fitting.flatMap(({ label, value, keys = '' }, i) => [
        { text: `${' '.repeat(i > 0 ? APART : 0)}${label} `, dim: true },
        { text: value, bold: keys !== '' },
        { text: keys, dim: true },
      ])}
    />
  );
}

interface Setting {
  readonly label: string;
  readonly value: string;
  /** that turn it */
  readonly keys?: string;
}
const APART = 3;

const rate = (value: number): string => (value === 0 ? '0' : value.toExponential(1).replace('e+', 'e'));

const Legend = memo(function Legend({ paint }: Pick<PageProps, 'paint'>) {
  return (
    <Dim wrap="truncate" isDim={!paint.colours}>
      <Runs runs={stripLegend(paint.colours)} />
      <Dim>{mindPageTexts.legend(RECORD)}</Dim>
    </Dim>
  );
});

export const mind: Page = {
  key: 'mind',
  title: 'Mind',
  keys: [
    ['j k', 'scroll'],
    ['t T', 'temperature'],
    ['r R', mindPageTexts.keys.learningRate],
    ['h', mindPageTexts.keys.nextHabit],
    ['space', mindPageTexts.keys.switchHabit],
  ],
  words: WORDS.mind,
  Body,
};
