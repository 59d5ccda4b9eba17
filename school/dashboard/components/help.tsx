/** What the words on a page mean, and all keys, of the shell and of every page. */
import { Box, Text, useInput } from 'ink';
import { padded, widthOf } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { EVERYWHERE } from '../glossary.ts';
import type { Page } from '../page.ts';
import { seenOf } from './scrolling.ts';
import { Rule, useScroll } from './widgets.tsx';

type Entry = readonly [term: string, means: string];

const KEYS: readonly Entry[] = [
  ['1, 2, 3 …', 'go to a page; Tab and Shift-Tab: the next and the one before'],
  ['q, Ctrl-C', 'leave: it stays awake and goes on learning'],
  ['S', 'let it save and sleep (asks once)'],
  ['W', 'wake it, while it sleeps'],
  ['mouse', 'click on a tab; the wheel scrolls. Select text with Shift held (Option on a Mac), or after M'],
  ['M', 'let go of the mouse, so that the terminal selects text; M again takes it back'],
  ['Ctrl-Z', 'back to the shell; fg brings the dashboard back'],
  ['p', 'pause the view, and go on: it learns meanwhile'],
  ['J', 'write into the journal what you learn today'],
  ['?', 'this help; j and k scroll it, any other key closes it'],
];

const SIGNS: readonly Entry[] = [
  ['colours', 'gold and blue: good among all it was so far; red: bad'],
  ['', 'grey to white: little to much, where neither is good'],
  ['*  ↑ ↓', 'the best there ever was; more or less than a minute ago'],
  ['·  ⏎  ∅', 'in guesses: a space, the end of a line, a mark that has no text'],
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
    ...part(`keys of ${page.title}`, page.keys, width),
    ...part('keys everywhere', KEYS, width),
    ...part(`words of ${page.title}`, page.words ?? [], width),
    ...part('words everywhere', EVERYWHERE, width),
    ...part('signs', SIGNS, width),
    ...part('keys of other pages', others, width),
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
