/** The first page: how it learns at this moment, what it guesses, feels and says. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { short } from '../../../statistics/format/numbers.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { Chart } from '../components/chart.tsx';
import { Dim } from '../components/dim.tsx';
import { Pieces } from '../components/pieces.tsx';
import { Rule } from '../components/widgets.tsx';
import type { Page, PageProps, Paint } from '../page.ts';
import type { Said, Snapshot } from '../state/snapshot.ts';
import { GuessPanel } from './guess-panel.tsx';
import { CHART_GAP, layoutNow, type NowLayout } from './layout.ts';
import { Numbers } from './numbers.tsx';

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
      {shown.length === 0 && <Dim>nothing yet</Dim>}
      {shown.map(({ step, text, colour }) => (
        <Pieces
          key={`${step} ${text}`}
          pieces={[
            { text: `${short(step).padStart(6)}  `, dim: true },
            { text: oneLine(text), colour: colours && colour !== '' ? colour : undefined },
          ]}
        />
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
        <Dim>{'diary '}</Dim>
        <Dim isDim={text === ''}>{line}</Dim>
      </Text>
    );
  }
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="diary" width={width} />
      {wrapped(line, width)
        .slice(0, height - 1)
        .map((row) => (
          <Dim key={row} isDim={text === ''} wrap="truncate">
            {row}
          </Dim>
        ))}
    </Box>
  );
});

export const now: Page = { key: 'now', title: 'Now', keys: [], Body: Now };
