/** The page about its soul: every checkpoint with its exam, a curve of them, and going back to one. */

import { Box, Text, useInput } from 'ink';
import { useEffect, useMemo, useRef, useState } from 'react';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { undoneInWords } from '../../api/act-words.ts';
import { type Column, fitColumns, type WantedColumn } from '../../terminal/cells.ts';
import { oneLine } from '../../text/view-format.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { seenOf } from '../components/scrolling.ts';
import { Typing } from '../components/typing.tsx';
import { type Cell, Row, Rule, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps, Paint } from '../page.ts';
import { isGone } from '../state/snapshot.ts';
import { shellTexts } from '../texts/shell.ts';
import { soulPageTexts } from '../texts/soul-page.ts';
import { Curve } from './curve.tsx';
import { changed, examCurve, longAgo, type SoulRow, soulRows, useSameSoul, useSouls } from './model.ts';

/** The rule, the header, and the line below. */
const AROUND = 3;
/** Rows of the curve, its rule among them. */
const LEAST_CHART = 6;
const MOST_CHART = 18;
const MOST_BESIDE = 30;
/** From this width on the curve stands beside the table. */
const WIDE = 150;
/** A table beside the curve, and one alone: wider ones are hard to read across. */
const TABLE = 98;
const WIDEST = 132;
const BETWEEN = 3;

const WANTED: readonly WantedColumn[] = [
  { key: 'soul', width: 17 },
  { key: 'saved', width: 15, align: 'right', rank: 1 },
  { key: 'step', width: 9, align: 'right' },
  { key: 'size', width: 8, align: 'right', rank: 4 },
  { key: 'exam', width: 6, align: 'right' },
  { key: 'change', width: 6, align: 'right', rank: 3 },
  { key: 'marks', width: 12, grow: 1, rank: 2 },
];

function Body({ view, home, width, height, paint, actions, capture }: PageProps) {
  const { infos, problem } = useSouls(home.soul, view.told);
  const souls = useMemo(() => soulRows(infos), [infos]);
  const curve = useMemo(() => examCurve(infos), [infos]);
  const [asked, setAsked] = useState<Question>();
  const [naming, setNaming] = useState<SoulRow>();
  const busy = useRef(false);
  const { said, ask, say } = useAnswer();
  const awake = view.contact === 'awake';
  const asleep = isGone(view.contact);

  const layout = layoutOf(width, height, souls.length, curve.length > 1);
  const { rows } = layout;
  const scroll = useScroll(souls.length, rows);
  useSameSoul(souls, scroll);

  const doing = async (text: string, what: () => Promise<string>) => {
    if (busy.current) return;
    busy.current = true;
    await ask(text, what);
    busy.current = false;
  };
  const begin = (input: string) => {
    const soul = souls[scroll.selected];
    if (!awake && !asleep) say(shellTexts.waitAMoment, 'refused');
    else if (input === 'w' && asleep) say(soulPageTexts.isAsleep);
    else if (input === 'w') doing('saving…', actions.save);
    else if (input === 'e') doing(soulPageTexts.takingExam, actions.exam);
    else if (input === 'u') askToUndo();
    else if (soul && input === 'n') setNaming(soul);
    else if (soul)
      question({
        text: soulPageTexts.confirmBack(soul.name),
        doing: soulPageTexts.goingBack(soul.name),
        yes: () => actions.goBack(soul.name),
      });
  };
  const question = (one: Question) => {
    capture(true);
    setAsked(one);
  };
  const askToUndo = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      const first = await actions.undo({ preview: true });
      const yes = async () => undoneInWords(await actions.undo({ act: first.act.id }));
      question({ text: oneLine(undoneInWords(first)), doing: soulPageTexts.undoing(first.act.what), yes });
    } catch (error) {
      say((error as Error).message, 'refused');
    } finally {
      busy.current = false;
    }
  };
  const name = (soul: SoulRow, text: string) => {
    setNaming(undefined);
    const wanted = text.trim();
    if (wanted !== '') doing(soulPageTexts.keeping(soul.name), () => actions.keepSoul(wanted, soul.name));
    else if (soul.keptAs !== undefined) doing(soulPageTexts.releasing(soul.name), () => actions.releaseSoul(soul.name));
  };
  const decide = (yes: boolean) => {
    capture(false);
    setAsked(undefined);
    if (!asked || !yes) return say(shellTexts.staysAsItIs);
    doing(asked.doing, asked.yes);
  };
  // Leaving the page in the middle of a question means no.
  useEffect(() => () => capture(false), [capture]);
  useInput(
    (input, key) => {
      if (asked) {
        if (input === 'y' || input === 'Y') decide(true);
        else if (input === 'n' || input === 'N' || key.escape) decide(false);
        return;
      }
      if (scroll.onKey(input, key) || key.ctrl || key.meta) return;
      if (input !== '' && 'bweun'.includes(input)) begin(input);
    },
    { isActive: naming === undefined },
  );

  const widths = fitColumns(WANTED, Math.min(layout.tableWidth, WIDEST) - 2);
  const columns = WANTED.flatMap((column, i): Column[] => {
    const fits = widths[i];
    return fits === undefined ? [] : [{ ...column, width: fits }];
  });
  const now = Date.now();
  const { top, selected } = scroll;
  const table = (
    <Box flexDirection="column" width={layout.tableWidth} height={rows + 2} flexShrink={0}>
      <Rule title="souls" note={seenOf(top, rows, souls.length)} width={layout.tableWidth} />
      <Row
        columns={columns}
        cells={columns.map(({ key }) => ({ text: TITLES[key] ?? key, dim: true }))}
        selected={false}
      />
      {souls.length === 0 && problem === '' && <Dim>{soulPageTexts.noSoulYet}</Dim>}
      {souls.slice(top, top + rows).map((soul, i) => (
        <Row
          key={soul.name}
          columns={columns}
          cells={columns.map(({ key }) => cellOf(soul, key, now, paint))}
          selected={top + i === selected}
        />
      ))}
    </Box>
  );
  return (
    <Sheet width={width} height={height}>
      <Box flexDirection={layout.beside ? 'row' : 'column'} width={width} height={height - 1}>
        {table}
        {layout.beside && <Box width={BETWEEN} />}
        {layout.chartHeight > 0 && (
          <Curve curve={curve} width={layout.chartWidth} height={layout.chartHeight} paint={paint} />
        )}
      </Box>
      {asked ? (
        <Text wrap="truncate" bold>
          {soulPageTexts.yesOrNo(asked.text)}
        </Text>
      ) : naming ? (
        <Typing
          label="name"
          hint={soulPageTexts.whatToCallIt(naming.name)}
          first={naming.keptAs ?? ''}
          width={width}
          colours={paint.colours}
          capture={capture}
          onEnter={(text) => name(naming, text)}
          onLeave={() => setNaming(undefined)}
        />
      ) : (
        <AnswerLine said={problem === '' ? said : { text: problem, kind: 'refused' }} paint={paint} />
      )}
    </Sheet>
  );
}

/** A question that is answered with y or n. */
interface Question {
  readonly text: string;
  readonly doing: string;
  readonly yes: () => Promise<string>;
}

interface Layout {
  /** whether the curve stands beside the table, not below it */
  readonly beside: boolean;
  readonly tableWidth: number;
  /** rows of souls */
  readonly rows: number;
  readonly chartWidth: number;
  /** with its rule; 0: no curve */
  readonly chartHeight: number;
}

function layoutOf(width: number, height: number, souls: number, hasCurve: boolean): Layout {
  const most = Math.max(0, height - AROUND);
  if (!hasCurve || most < LEAST_CHART + 3)
    return { beside: false, tableWidth: width, rows: most, chartWidth: 0, chartHeight: 0 };
  if (width >= WIDE) {
    const chartWidth = width - TABLE - BETWEEN;
    return { beside: true, tableWidth: TABLE, rows: most, chartWidth, chartHeight: Math.min(MOST_BESIDE, height - 1) };
  }
  const chartHeight = Math.min(MOST_CHART, Math.max(LEAST_CHART, most - souls));
  return { beside: false, tableWidth: width, rows: most - chartHeight, chartWidth: width, chartHeight };
}

const TITLES: Readonly<Record<string, string>> = { marks: '' };

function cellOf(soul: SoulRow, column: string, now: number, paint: Paint): Cell | string {
  switch (column) {
    case 'soul':
      return oneLine(soul.name);
    case 'saved':
      return { text: longAgo(soul.savedAt, now), dim: true };
    case 'step':
      return count(soul.step);
    case 'size':
      return { text: bytes(soul.bytes), dim: true };
    case 'exam':
      return soul.exam === undefined ? { text: '–', dim: true } : soul.exam.toFixed(3);
    case 'change': {
      const { change } = soul;
      if (change === undefined) return '';
      return { text: changed(change), dim: true, colour: paint.step(change < 0 ? 13 : change > 0 ? 1 : null) };
    }
    default:
      return { text: soul.marks, bold: true, colour: soul.best ? paint.step(15) : undefined };
  }
}

export const soul: Page = {
  key: 'soul',
  title: 'Soul',
  keys: [
    ['j k', 'move'],
    ['b', soulPageTexts.keys.goBack],
    ['u', 'undo'],
    ['n', 'name'],
    ['w', 'save'],
    ['e', 'exam'],
  ],
  words: WORDS.soul,
  Body,
};
