/** One line of differently painted pieces. */
import { Text } from 'ink';
import type { ReactNode } from 'react';

export interface Piece {
  /** fit to print */
  readonly text: string;
  readonly dim?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
  readonly colour?: string | undefined;
}

/**
 * Cut off where it is too long. Flat, and what is not painted is no element of its own: Ink goes through every element of a text several
 * times for each drawing.
 */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
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
      <Text key={i} dimColor={!!dim} bold={!!bold} inverse={!!inverse} {...(colour ? { color: colour } : {})}>
        {text}
      </Text>,
    );
  });
  if (plain !== '') children.push(plain);
  return <Text wrap="truncate">{children}</Text>;
}
