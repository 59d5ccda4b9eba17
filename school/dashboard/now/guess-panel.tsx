/** The live stream of its guesses: prompt, guess and truth, what was exactly right lit. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import type { Guesses } from '../../api/messages.ts';
import { Dim } from '../components/dim.tsx';
import { Pieces } from '../components/pieces.tsx';
import { Rule } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import { nowPageTexts } from '../texts/now-page.ts';
import { type GuessLine, guessLines, LABELS } from './guesses.ts';

export interface GuessPanelProps {
  readonly guesses: readonly Guesses[];
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

const BEST = 15;

export const GuessPanel = memo(function GuessPanel({ guesses, width, height, paint }: GuessPanelProps) {
  if (height < 1) return null;
  const lines = guessLines(guesses, width, height - 1, paint.colours);
  const newest = guesses.at(-1)?.guesses ?? [];
  const right = newest.filter(({ exact }) => exact).length;
  const note = newest.length > 0 ? nowPageTexts.exactOf(right, newest.length) : '';
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title={nowPageTexts.itGuesses} note={note} width={width} />
      {lines.length === 0 && <Dim>{nowPageTexts.nothingYet}</Dim>}
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Line key={i} line={line} colour={paint.step(BEST)} />
      ))}
    </Box>
  );
});

function Line({ line: { kind, pieces }, colour }: { line: GuessLine; colour: string | undefined }) {
  if (kind === 'blank') return <Text> </Text>;
  const dim = kind === 'prompt';
  const painted = pieces.map(({ text, lit }) => (lit ? { text, bold: true, colour } : { text, dim }));
  return <Pieces pieces={[{ text: LABELS[kind], dim: true }, ...painted]} />;
}
