/** Lines of the log, and one of them opened. */
import { Text, useInput } from 'ink';
import { useMemo } from 'react';
import type { LogLine } from '../../../statistics/query/log.ts';
import { type Column, GAP } from '../../terminal/cells.ts';
import { oneLine } from '../../text/view-format.ts';
import { Dim } from '../components/dim.tsx';
import { seenOf } from '../components/scrolling.ts';
import { Row, Rule, Sheet, useScroll } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import { logPageTexts } from '../texts/log-page.ts';
import { detailsOf, LEVEL_COLOURS, timeOf, timeWidth } from './log-lines.ts';

interface LinesProps {
  readonly lines: readonly LogLine[];
  readonly selected: number;
  readonly width: number;
  readonly paint: Paint;
}

/** Scopes are short words; a longer one must not take the room of its message. */
const WIDEST_SCOPE = 14;
const USUAL_SCOPE = 10;
const LEVEL_WIDTH = 5;

export function Lines({ lines, selected, width, paint }: LinesProps) {
  const now = Date.now();
  const scopeWidth = Math.min(WIDEST_SCOPE, Math.max(USUAL_SCOPE, ...lines.map(({ scope }) => oneLine(scope).length)));
  const time = Math.max(0, ...lines.map(({ ts }) => timeWidth(ts, now)));
  const columns: Column[] = [
    { key: 'time', width: time, align: 'right' },
    { key: 'level', width: LEVEL_WIDTH },
    { key: 'scope', width: scopeWidth },
    { key: 'message', width: Math.max(1, width - 2 - time - LEVEL_WIDTH - scopeWidth - 3 * GAP) },
  ];
  return lines.map(({ id, ts, level, scope, message }, i) => {
    const colour = paint.colours ? LEVEL_COLOURS[level] : undefined;
    const dim = level === 'debug';
    return (
      <Row
        key={id}
        columns={columns}
        cells={[
          { text: timeOf(ts, now), dim: true },
          { text: level, colour, dim: level === 'info' || dim },
          { text: oneLine(scope), dim: true },
          { text: oneLine(message), colour, dim },
        ]}
        selected={i === selected}
      />
    );
  });
}

interface OpenedProps {
  readonly line: LogLine;
  readonly width: number;
  readonly height: number;
  readonly onClose: () => void;
}

/** One line with all that belongs to it, in the place of the whole page. */
export function Opened({ line, width, height, onClose }: OpenedProps) {
  const details = useMemo(() => detailsOf(line, width), [line, width]);
  const rows = Math.max(0, height - 2);
  const { top, onKey } = useScroll(details.length, rows, { cursor: false });
  useInput((input, key) => {
    if (key.return || key.escape) onClose();
    else onKey(input, key);
  });
  return (
    <Sheet width={width} height={height}>
      <Rule title={logPageTexts.line} note={seenOf(top, rows, details.length)} width={width} />
      <Dim wrap="truncate">{logPageTexts.backToLog}</Dim>
      {details.slice(top, top + rows).map((text, i) => (
        <Text key={keyOf(top + i)} wrap="truncate" bold={top + i === 0}>
          {text === '' ? ' ' : text}
        </Text>
      ))}
    </Sheet>
  );
}

const keyOf = (number: number): string => `line ${number}`;
