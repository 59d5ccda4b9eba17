/** What the words on a page mean, and all keys, of the shell and of every page. */
import { Box, Text, useInput } from 'ink';
import { padded, widthOf } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { EVERYWHERE } from '../glossary.ts';
import type { Page } from '../page.ts';
import { shellTexts } from '../texts/shell.ts';
import { seenOf } from './scrolling.ts';
import { Rule, useScroll } from './widgets.tsx';

type Entry = readonly [term: string, means: string];

const KEYS: readonly Entry[] = [
  ['1, 2, 3 …', shellTexts.help.pages],
  ['q, Ctrl-C', shellTexts.help.leave],
  ['S', shellTexts.help.sleep],
  ['W', shellTexts.help.wake],
  ['mouse', shellTexts.help.mouse],
  ['M', shellTexts.help.freeMouse],
  ['Ctrl-Z', shellTexts.help.suspend],
  ['p', shellTexts.help.pause],
  ['J', shellTexts.help.journal],
  ['?', shellTexts.help.help],
];

const SIGNS: readonly Entry[] = [
  ['colours', shellTexts.signs.goldAndBlue],
  ['', shellTexts.signs.greyToWhite],
  ['*  ↑ ↓', shellTexts.signs.recordAndArrows],
  ['·  ⏎  ∅', shellTexts.signs.inGuesses],
];

/** Columns of the terms. */
const LEAST_TERM = 11;
const WIDEST_TERM = 28;

interface HelpProps {
  readonly pages: readonly Page[];
  /** the page that it was opened on: its keys and words come first */
  readonly page: Page;
  readonly width: number;
  readonly height: number;
}

export function Help({ pages, page, width, height }: HelpProps) {
  const others = pages
    .filter((other) => other !== page && other.keys.length > 0)
    .map(({ title, keys }): Entry => [title, keys.map(([key, does]) => `${key} ${does}`).join(' · ')]);
  const rows = [
    ...part(shellTexts.help.keysOf(page.title), page.keys, width),
    ...part(shellTexts.help.keysEverywhere, KEYS, width),
    ...part(shellTexts.help.wordsOf(page.title), page.words ?? [], width),
    ...part(shellTexts.help.wordsEverywhere, EVERYWHERE, width),
    ...part('signs', SIGNS, width),
    ...part(shellTexts.help.keysOfOthers, others, width),
  ];
  const { top, onKey } = useScroll(rows.length, height, { cursor: false });
  useInput(onKey);
  const seen = rows.slice(top, top + height);
  return (
    <Box flexDirection="column" width={width} height={height}>
      {seen.map((row, i) =>
        'title' in row ? (
          <Rule
            key={row.title}
            title={row.title}
            note={i === 0 ? seenOf(top, height, rows.length) : ''}
            width={width}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Text key={top + i} wrap="truncate">
            <Text bold>{row.term}</Text>
            {row.means}
          </Text>
        ),
      )}
    </Box>
  );
}

type HelpRow = { readonly title: string } | { readonly term: string; readonly means: string };

/** A part of the help: its title, and its entries with their terms in a column of their own. */
function part(title: string, entries: readonly Entry[], width: number): HelpRow[] {
  if (entries.length === 0) return [];
  const column = Math.min(WIDEST_TERM, Math.max(LEAST_TERM, ...entries.map(([term]) => widthOf(term) + 2)));
  const room = Math.max(1, width - column);
  const rows = entries.flatMap(([term, means]): HelpRow[] => {
    const lines = wrapped(means, room);
    // A long term has a row of its own.
    const isLong = widthOf(term) + 2 > column;
    return [
      ...(isLong ? [{ term, means: '' }] : []),
      ...lines.map((line, i) => ({ term: padded(i === 0 && !isLong ? term : '', column), means: line })),
    ];
  });
  return [{ title }, ...rows];
}
