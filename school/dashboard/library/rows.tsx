/** What the page about the library draws: a cell of its table, the sums above it, what became of files that were fed. */
import { Box, Text } from 'ink';
import { bytes, count, short } from '../../../statistics/format/numbers.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Said } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import type { Cell } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import { libraryPageTexts } from '../texts/library-page.ts';
import { type BookFile, type Books, heldOutShare, timesRead } from './model.ts';

export function bookCell(file: BookFile, column: string, room: number, most: number, paint: Paint): Cell | string {
  const { weight, share: ofReading } = file;
  switch (column) {
    case 'name':
      return oneLine(file.name);
    case 'size':
      return bytes(file.bytes);
    case 'tokens':
      return short(file.tokens);
    case libraryPageTexts.columns.timesRead: {
      const times = timesRead(file);
      return { text: times > 0 ? `${times.toFixed(1)} ×` : libraryPageTexts.notYet, dim: times === 0 };
    }
    case 'weight':
      return { text: `× ${weight}`, dim: weight === 1, bold: weight !== 1 };
    case 'share':
      return percent(ofReading);
    case 'bar': {
      const share = most === 0 ? 0 : ofReading / most;
      return { text: '━'.repeat(Math.round(share * room)), colour: paint.heat(0.4 + 0.6 * share) };
    }
    default: {
      const share = heldOutShare(file);
      return { text: share > 0 ? percent(share) : '–', dim: true };
    }
  }
}

export function Sums({ books, problem }: { readonly books: Books | undefined; readonly problem: string }) {
  if (problem !== '') return <Text wrap="truncate">{`! ${problem}`}</Text>;
  if (!books) return <Dim>{libraryPageTexts.lookingAtShelf}</Dim>;
  const { files, tokens, heldOutTokens, read } = books;
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = [
    `${count(books.count)} ${books.count === 1 ? 'text' : 'texts'}`,
    // The list ends before a very large library does, and then so would this sum.
    ...(files.length === books.count ? [bytes(size)] : [libraryPageTexts.firstBelow(count(files.length))]),
    `${short(tokens)} tokens`,
    `read ${timesRead({ read, tokens }).toFixed(1)} ×`,
    libraryPageTexts.keptForExams(percent(heldOutShare({ tokens, heldOutTokens }))),
  ];
  return <Text wrap="truncate">{parts.join(' · ')}</Text>;
}

/** Readings after which a library has little new to teach: its rate has long been lowered by then (README). */
const OFTEN = 10;

/** What would help one that knows its library by heart. */
export function oftenRead(books: Books | undefined): Said | undefined {
  const times = books ? timesRead(books) : 0;
  if (times < OFTEN) return undefined;
  return { text: libraryPageTexts.readOften(count(times)), kind: 'doing' };
}

/** What became of each file that was fed, as far as there is room. */
export function Fed({ sentences, rows }: { readonly sentences: readonly string[]; readonly rows: number }) {
  const most = sentences.length > rows ? rows - 1 : rows;
  return (
    <Box flexDirection="column" height={rows} flexShrink={0}>
      {sentences.slice(0, most).map((sentence) => (
        <Text key={sentence} wrap="truncate">{`  ${sentence}`}</Text>
      ))}
      {most < rows && <Dim>{libraryPageTexts.andMore(count(sentences.length - most))}</Dim>}
    </Box>
  );
}

export const whyNone = (search: string): string =>
  search === '' ? libraryPageTexts.noTextYet : libraryPageTexts.noTextLikeThis;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
