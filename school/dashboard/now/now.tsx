/** The first page: what it says, how its exams go, and everything else about this moment. */
import { Box, Text, useInput } from 'ink';
import { memo, useMemo, useState } from 'react';
import { count } from '../../../statistics/format/numbers.ts';
import { clipped } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { Chart } from '../components/chart.tsx';
import { Dim } from '../components/dim.tsx';
import { Rule } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps } from '../page.ts';
import type { Mark, Snapshot } from '../state/snapshot.ts';
import { nowPageTexts } from '../texts/now-page.ts';
import { adviceOf } from './advice.ts';
import { GuessPanel } from './guess-panel.tsx';
import { type Area, GAP, layoutNow } from './layout.ts';
import { Numbers } from './numbers.tsx';
import { Words } from './utterances.tsx';
import { FIRST_ZOOM, ZOOMS, zoomed } from './zoom.ts';

/** Rows from which on one of them says what would help. */
const ADVISED = 18;

/** The span that was chosen last: it stays while other pages are seen. */
let lastZoom = FIRST_ZOOM;

function Now({ view, width, height, paint }: PageProps) {
  const advice = height >= ADVISED ? adviceOf(view) : '';
  const layout = layoutNow(width, height - (advice === '' ? 0 : 1));
  const [zoom, setZoom] = useState(lastZoom);
  useInput((input) => {
    const by = input === '+' || input === ']' ? -1 : input === '-' || input === '[' ? 1 : 0;
    if (by === 0) return;
    lastZoom = Math.min(Math.max(lastZoom + by, 0), ZOOMS.length - 1);
    setZoom(lastZoom);
  });
  const words = <Words said={view.babble} {...layout.words} colours={paint.colours} />;
  const exam = <Exam view={view} area={layout.exam} hasMarks={layout.marks === 1} zoom={zoom} paint={paint} />;
  const numbers = <Numbers view={view} area={layout.numbers} isInLine={layout.numbersInLine} paint={paint} />;
  const loss = layout.loss.height > 0 && (
    <Chart
      name="smoothLoss"
      spots={zoomed(view.curves.smoothLoss, ZOOMS[zoom].span)}
      value={view.stats?.smoothLoss ?? null}
      standing={view.standings['smoothLoss']}
      {...layout.loss}
      paint={paint}
    />
  );
  const guesses = <GuessPanel guesses={view.guesses} {...layout.guesses} paint={paint} />;
  const diary = <Diary text={view.diary} {...layout.diary} />;
  const help = advice !== '' && <Text wrap="truncate">{clipped(`▸ ${advice}`, width)}</Text>;
  if (layout.wide) {
    return (
      <Box width={width} height={height} flexDirection="column">
        <Box width={width} gap={GAP} flexShrink={0}>
          <Box flexDirection="column" flexShrink={0}>
            {words}
            {exam}
          </Box>
          <Box flexDirection="column" flexShrink={0}>
            {numbers}
            {loss}
            {guesses}
            {diary}
          </Box>
        </Box>
        {help}
      </Box>
    );
  }
  return (
    <Box width={width} height={height} flexDirection="column">
      {words}
      <Box flexDirection={layout.numbersInLine ? 'column' : 'row'} gap={layout.numbersInLine ? 0 : GAP} flexShrink={0}>
        {layout.exam.height > 0 && exam}
        <Box flexDirection="column" flexShrink={0}>
          {numbers}
          {loss}
        </Box>
      </Box>
      {guesses}
      {diary}
      {help}
    </Box>
  );
}

interface ExamProps {
  readonly view: Snapshot;
  readonly area: Area;
  readonly hasMarks: boolean;
  readonly zoom: number;
  readonly paint: PageProps['paint'];
}

/** The exam on text that it never read: the curve that says whether it learns, with its best and what happened on the way. */
function Exam({ view, area, hasMarks, zoom, paint }: ExamProps) {
  const { span, words } = ZOOMS[zoom];
  const { exam, withMemory } = view.curves;
  const { examsSince = 0 } = view;
  const spots = useMemo(() => zoomed(exam, span), [exam, span]);
  const second = useMemo(() => {
    const newest = withMemory.at(-1);
    return newest && { words: nowPageTexts.withMemory(newest.value.toFixed(3)), spots: withMemory };
  }, [withMemory]);
  // Exams on other texts are no better or worse ones.
  const comparable = useMemo(() => exam.filter(({ step }) => step >= examsSince), [exam, examsSince]);
  const best = useMemo(
    () =>
      comparable.reduce<Snapshot['curves']['exam'][number] | undefined>(
        (least, spot) => (least && least.value <= spot.value ? least : spot),
        undefined,
      ),
    [comparable],
  );
  const marks = useMemo<readonly Mark[]>(
    () => (best ? [...view.marks, { step: best.step, kind: 'best' }] : view.marks),
    [view.marks, best],
  );
  return (
    <Chart
      name="exam"
      spots={spots}
      value={view.stats?.exam ?? null}
      standing={view.standings['exam']}
      {...area}
      paint={paint}
      second={second}
      note={best ? nowPageTexts.best(best.value.toFixed(3), count(best.step), words) : words}
      {...(hasMarks && { marks })}
    />
  );
}

/** The first rows of a text; the last of them says that more would follow. */
export function shortened(rows: readonly string[], most: number): string[] {
  if (rows.length <= most) return [...rows];
  const last = rows[most - 1]?.trimEnd() ?? '';
  return [...rows.slice(0, most - 1), `${last.slice(0, -1)}…`];
}

const Diary = memo(function Diary({ text, width, height }: { text: string; width: number; height: number }) {
  if (height < 1) return null;
  const line = text === '' ? nowPageTexts.noDiaryYet : oneLine(text);
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
      {shortened(wrapped(line, width), height - 1).map((row) => (
        <Dim key={row} isDim={text === ''} wrap="truncate">
          {row}
        </Dim>
      ))}
    </Box>
  );
});

export const now: Page = {
  key: 'now',
  title: 'Now',
  keys: [['+ -', nowPageTexts.zoomCurves]],
  words: WORDS.now,
  Body: Now,
};
