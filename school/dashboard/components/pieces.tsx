/** One line of differently painted pieces. */

import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { Paint } from '../page.ts';
import type { Standing } from '../state/snapshot.ts';
import { useColours, useDim } from './dim.tsx';
import { standingColour } from './paint.ts';

export interface Piece {
  /** fit to print */
  readonly text: string;
  readonly dim?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
  /** `#rrggbb`, or a role of the theme */
  readonly colour?: string | undefined;
}

export const withColour = (colour: string | undefined): { color?: string } => (colour ? { color: colour } : {});

/**
 * Cut off where it is too long. Flat, and what is not painted is no element of its own: Ink goes through every element of a text several
 * times for each drawing.
 */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  const dimmed = useDim();
  const colourOf = useColours();
  const children: ReactNode[] = [];
  let plain = '';
  pieces.forEach(({ text, dim, bold, inverse, colour }, i) => {
    if (!dim && !bold && !inverse && !colour) {
      plain += text;
      return;
    }
    if (plain !== '') children.push(plain);
    plain = '';
    children.push(
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
      <Text key={i} bold={!!bold} inverse={!!inverse} {...(colour ? withColour(colourOf(colour)) : dim ? dimmed : {})}>
        {text}
      </Text>,
    );
  });
  if (plain !== '') children.push(plain);
  return <Text wrap="truncate">{children}</Text>;
}

/** A number as the dashboard shows it: its label dim, its value in the colour of its standing, an arrow, and a mark for a record. */
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
