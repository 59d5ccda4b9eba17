/** What it says to itself: the newest in full, in ordinary text, behind a bar in the colour that it felt; older ones dim below. */
import { Box } from 'ink';
import { memo } from 'react';
import { short } from '../../../statistics/format/numbers.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { Dim } from '../components/dim.tsx';
import { type Piece, Pieces } from '../components/pieces.tsx';
import { Rule } from '../components/widgets.tsx';
import type { Said } from '../state/snapshot.ts';
import { nowPageTexts } from '../texts/now-page.ts';

/** Rows that an older saying may take. */
const OLDER_ROWS = 2;
const BAR = '▌ ';
const PLAIN_BAR = '  ';

export interface WordsProps {
  /** newest last */
  readonly said: readonly Said[];
  readonly width: number;
  readonly height: number;
  readonly colours: boolean;
}

/** Rows of pieces, at most `rows`, each at most `width` columns. Pure. */
export function wordRows(said: readonly Said[], width: number, rows: number, colours: boolean): Piece[][] {
  const out: Piece[][] = [];
  for (let i = said.length - 1; i >= 0 && out.length < rows; i--) {
    const { step, text, colour } = said[i];
    const isNewest = i === said.length - 1;
    const label = isNewest ? '' : `${short(step)}  `;
    const room = Math.max(8, width - BAR.length - label.length);
    const most = Math.min(rows - out.length, isNewest ? Math.max(1, rows - 2) : OLDER_ROWS);
    const lines = wrapped(oneLine(text), room);
    const shown = lines.slice(0, most);
    if (lines.length > most) shown[most - 1] = cut(shown[most - 1], room);
    shown.forEach((line, row) => {
      const bar: Piece = colours && colour !== '' ? { text: BAR, colour } : { text: isNewest ? BAR : PLAIN_BAR };
      const before = row === 0 ? label : ' '.repeat(label.length);
      out.push([bar, { text: before, dim: true }, { text: line, dim: !isNewest, bold: isNewest }]);
    });
  }
  return out;
}

/** The last row of a saying that goes on. */
const cut = (line: string, room: number): string => (line.length < room ? `${line}…` : `${line.slice(0, room - 1)}…`);

export const Words = memo(function Words({ said, width, height, colours }: WordsProps) {
  if (height < 1) return null;
  const newest = said.at(-1);
  const note = newest ? `step ${short(newest.step)}` : '';
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title={nowPageTexts.saysToItself} note={note} width={width} />
      {newest === undefined && <Dim>{nowPageTexts.firstWordsSoon}</Dim>}
      {wordRows(said, width, height - 1, colours).map((pieces, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Pieces key={row} pieces={pieces} />
      ))}
    </Box>
  );
});
