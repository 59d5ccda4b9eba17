/** A number as the dashboard shows it: its label dim, its value in the colour of its standing, an arrow, and a mark for a record. */
import type { Paint } from './page.ts';
import { standingColour } from './paint.ts';
import type { Piece } from './pieces.tsx';
import type { Standing } from './snapshot.ts';

export const ARROWS: Readonly<Record<Standing['arrow'], string>> = { [-1]: '↓', 0: ' ', 1: '↑' };
/** The best there ever was. */
export const RECORD = '*';

/** Arrow and mark: two columns in any case, so that nothing moves when they come and go. */
export const signsOf = (standing: Standing | undefined): string =>
  `${ARROWS[standing?.arrow ?? 0]}${standing?.record ? RECORD : ' '}`;

export interface Value {
  /** of the statistic */
  readonly name: string;
  readonly label: string;
  /** as it is written; it is filled up to `width` */
  readonly text: string;
  readonly standing: Standing | undefined;
  readonly labelWidth?: number;
  readonly width?: number;
}

export function valuePieces({ name, label, text, standing, labelWidth = 0, width = 0 }: Value, paint: Paint): Piece[] {
  return [
    { text: `${label.padEnd(labelWidth)} `, dim: true },
    { text: text.padStart(width), colour: standingColour(paint, name, standing) },
    { text: signsOf(standing) },
  ];
}
