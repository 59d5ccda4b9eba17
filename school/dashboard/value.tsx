/** A number as the dashboard shows it: its label dim, its value in the colour of its standing, an arrow, and a mark for a record. */
import { Text } from 'ink';
import type { Paint } from './page.ts';
import type { Standing } from './snapshot.ts';

export const ARROWS: Readonly<Record<Standing['arrow'], string>> = { [-1]: '↓', 0: ' ', 1: '↑' };
/** The best there ever was. */
export const RECORD = '*';

export interface ValueProps {
  readonly label: string;
  /** as it is written; it is filled up to `width`, so that nothing moves when it becomes longer */
  readonly text: string;
  readonly standing?: Standing | undefined;
  readonly paint: Paint;
  readonly labelWidth?: number;
  readonly width?: number;
}

/** To be put into a Text of one line. Its arrow and mark take two columns in any case. */
export function Value({ label, text, standing, paint, labelWidth = 0, width = 0 }: ValueProps) {
  const colour = paint.step(standing?.step ?? null);
  return (
    <Text>
      <Text dimColor>{`${label.padEnd(labelWidth)} `}</Text>
      <Text {...(colour ? { color: colour } : {})}>{text.padStart(width)}</Text>
      {`${ARROWS[standing?.arrow ?? 0]}${standing?.record ? RECORD : ' '}`}
    </Text>
  );
}
