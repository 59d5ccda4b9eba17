/** What all pages are made of: a part with a title in a light rule, rows of a table, a list that scrolls. */
import { Box, type Key, Text } from 'ink';
import { memo, type ReactNode, useReducer, useRef } from 'react';
import { type Column, GAP, isNarrow, sized } from '../../terminal/cells.ts';
import { Dim, useColours, useDim } from './dim.tsx';
import { withColour } from './pieces.tsx';
import { moved, moveOf, type Place, placed, START, scrolled } from './scrolling.ts';
import type { Run } from './signed-strip.ts';

export interface SectionProps {
  /** fit to print, and of narrow characters (cells.ts) */
  readonly title: string;
  /** at the right end of the rule, where there is room: `4–13 of 100` */
  readonly note?: string;
  readonly width: number;
  /** rows, the rule among them; what does not fit is not seen */
  readonly height: number;
  readonly children?: ReactNode;
}

/** A part of a page: its title in a light rule, and below it what it shows. */
export function Section({ title, note = '', width, height, children }: SectionProps) {
  if (width < 1 || height < 1) return null;
  return (
    <Box flexDirection="column" flexShrink={0} width={width} height={height} overflow="hidden">
      <Rule title={title} note={note} width={width} />
      {children}
    </Box>
  );
}

/** `── title ───────────── note ──`, exactly so wide. */
export const Rule = memo(function Rule({
  title,
  note = '',
  width,
}: {
  readonly title: string;
  readonly note?: string;
  readonly width: number;
}) {
  const left = title === '' ? '' : ` ${sized(title, Math.min(title.length, Math.max(1, width - 4)))} `;
  const room = width - 2 - left.length;
  const right = note !== '' && note.length + 4 <= room ? ` ${note} ` : '';
  const end = right === '' ? '' : '──';
  const between = Math.max(0, room - right.length - end.length);
  return (
    <Text wrap="truncate">
      <Dim>──</Dim>
      <Text bold>{left}</Text>
      <Dim>{'─'.repeat(between) + right + end}</Dim>
    </Text>
  );
});

export interface Cell {
  /** fit to print: whatever comes from elsewhere has gone through `oneLine`; it may be wide */
  readonly text: string;
  /** instead of the text: narrow characters of several colours, as many as the column is wide */
  readonly runs?: readonly Run[];
  readonly colour?: string | undefined;
  readonly dim?: boolean;
  readonly bold?: boolean;
}

export interface RowProps {
  /** Cells are cut and filled up to these widths, two columns apart. */
  readonly columns: readonly Column[];
  readonly cells: readonly (Cell | string)[];
  /** left out: the list has no selection; else two more columns in front of the row say whether it is the one */
  readonly selected?: boolean;
}

/** A line of a table: exactly as wide as its columns, whatever is in it. */
export const Row = memo(
  function Row({ columns, cells, selected }: RowProps) {
    const dimmed = useDim();
    const colourOf = useColours();
    const parts: ReactNode[] = [];
    let run: ReactNode[] = [];
    // Narrow cells side by side are one text: the fewer boxes, the less work is each drawing.
    const endRun = () => {
      if (run.length > 0) parts.push(<Text key={`before ${parts.length}`}>{run}</Text>);
      run = [];
    };
    if (selected !== undefined) run.push(<Text key="mark">{selected ? '▌ ' : '  '}</Text>);
    columns.forEach(({ key, width, align = 'left' }, i) => {
      const { text, runs, colour, dim = false, bold = false } = cellOf(cells[i] ?? '');
      const paint = { ...(colour ? withColour(colourOf(colour)) : dim ? dimmed : {}), bold: bold || selected === true };
      const gap = i < columns.length - 1 ? ' '.repeat(GAP) : '';
      if (runs) {
        run.push(<Runs key={key} runs={runs} />, gap);
        return;
      }
      if (isNarrow(text)) {
        run.push(
          <Text key={key} {...paint}>
            {sized(text, width, align) + gap}
          </Text>,
        );
        return;
      }
      endRun();
      parts.push(
        <Box key={key} width={width} flexShrink={0} justifyContent={align === 'right' ? 'flex-end' : 'flex-start'}>
          <Text wrap="truncate" {...paint}>
            {text}
          </Text>
        </Box>,
      );
      if (gap !== '') run.push(<Text key={key}>{gap}</Text>);
    });
    endRun();
    return (
      <Box height={1} flexShrink={0}>
        {parts}
      </Box>
    );
  },
  (a, b) =>
    a.selected === b.selected &&
    a.columns.length === b.columns.length &&
    a.columns.every(
      (column, i) =>
        column.key === b.columns[i].key && column.width === b.columns[i].width && column.align === b.columns[i].align,
    ) &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, i) => sameCell(cellOf(cell), cellOf(b.cells[i]))),
);

const cellOf = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell);
const sameCell = (a: Cell, b: Cell): boolean =>
  a.text === b.text && a.runs === b.runs && a.colour === b.colour && !a.dim === !b.dim && !a.bold === !b.bold;

/** Within a text: pieces of several colours. */
export function Runs({ runs }: { readonly runs: readonly Run[] }) {
  let at = 0;
  return runs.map(({ text, colour }) => {
    at += text.length;
    return (
      <Text key={at} {...(colour ? { color: colour } : {})}>
        {text}
      </Text>
    );
  });
}

/**
 * A whole page of exactly this size. Its parts are made to fit; they are cut off only in a tiny window,
 * since cutting costs as much as drawing everything twice.
 */
export function Sheet({ width, height, children }: { width: number; height: number; children: ReactNode }) {
  const cut = width < LEAST_WIDTH || height < LEAST_HEIGHT;
  return (
    <Box flexDirection="column" width={width} height={height} overflow={cut ? 'hidden' : 'visible'}>
      {children}
    </Box>
  );
}
const LEAST_WIDTH = 50;
const LEAST_HEIGHT = 10;

export interface Scroll {
  /** the first line that is seen */
  readonly top: number;
  /** −1 without a selection */
  readonly selected: number;
  /** Takes a key; true if it was one of its own (j k g G, arrows, page keys). */
  readonly onKey: (input: string, key: Key) => boolean;
  /** Selects a line; `LAST` is the last one, also when more come. */
  readonly select: (index: number) => void;
  /** Keeps the visible lines in place after `by` lines were added before them (below 0: removed). */
  readonly shift: (by: number) => void;
}

/**
 * A list of `count` lines of which `rows` are seen; it follows a list that grows, shrinks or gets another height.
 * @param cursor whether one line is selected; else all move together
 * @param first the line that is selected at first
 */
export function useScroll(
  count: number,
  rows: number,
  { cursor = true, first = 0 }: { cursor?: boolean; first?: number } = {},
): Scroll {
  // Beside React's state: several keys may come before the next drawing, and each must see what the one before it did.
  const list = useRef({ place: { ...START, selected: first }, count });
  list.current.count = count;
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const put = (place: Place): void => {
    list.current.place = place;
    redraw();
  };
  const now = (): Place => {
    const { place, count } = list.current;
    return cursor ? placed(place, count, rows) : { top: Math.max(0, Math.min(place.top, count - rows)), selected: -1 };
  };
  return {
    get top() {
      return now().top;
    },
    get selected() {
      return now().selected;
    },
    onKey(input, key) {
      const move = moveOf(input, key);
      if (move === undefined) return false;
      const { top } = now();
      const { count } = list.current;
      put(cursor ? moved(now(), move, count, rows) : { top: scrolled(top, move, count, rows), selected: -1 });
      return true;
    },
    select: (selected) => put({ ...list.current.place, selected }),
    shift(by) {
      const { top, selected } = now();
      list.current.count += by;
      put({ top: top + by, selected: selected + by });
    },
  };
}
