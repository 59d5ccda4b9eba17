/** All keys, of the shell and of every page, and what the signs mean. */
import { Box, Text, useInput } from 'ink';
import { padded } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import type { Page } from '../page.ts';
import { seenOf } from './scrolling.ts';
import { Rule, useScroll } from './widgets.tsx';

type Entry = readonly [term: string, means: string];

const KEYS: readonly Entry[] = [
  ['1, 2, 3 …', 'go to a page; Tab and Shift-Tab: the next and the one before'],
  ['q, Ctrl-C', 'leave: it stays awake and goes on learning'],
  ['S', 'let it save and sleep (asks once)'],
  ['p', 'pause the view, and go on: it learns meanwhile'],
  ['J', 'write into the journal what you learn today'],
  ['?', 'this help; j and k scroll it, any other key closes it'],
];

const SIGNS: readonly Entry[] = [
  ['colours', 'gold and blue: good among all it was so far; red: bad'],
  ['', 'grey to white: little to much, where neither is good'],
  ['*  ↑ ↓', 'the best there ever was; more or less than a minute ago'],
  ['bits/byte', 'how well it foresees the text that it reads; exam: text that it never read; less is better'],
  ['weight', 'in Mind: how much it listens to a window of its last words'],
  ['loud', 'in Mind: how much a memory counts beside what is heard now'],
  ['·  ⏎  ∅', 'in guesses: a space, the end of a line, a mark that has no text'],
];

const TERM_WIDTH = 11;

export function Help({ pages, width, height }: { pages: readonly Page[]; width: number; height: number }) {
  const own = pages
    .filter(({ keys }) => keys.length > 0)
    .map(({ title, keys }): Entry => [title, keys.map(([key, does]) => `${key} ${does}`).join(' · ')]);
  const rows = [
    { title: 'keys everywhere' },
    ...rowsOf(KEYS, width),
    { title: 'keys of pages' },
    ...rowsOf(own, width),
    { title: 'signs' },
    ...rowsOf(SIGNS, width),
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
          <Text key={row.term + row.means} wrap="truncate">
            <Text bold>{padded(row.term, TERM_WIDTH)}</Text>
            {row.means}
          </Text>
        ),
      )}
    </Box>
  );
}

const rowsOf = (entries: readonly Entry[], width: number): { term: string; means: string }[] =>
  entries.flatMap(([term, means]) =>
    wrapped(means, width - TERM_WIDTH).map((row, i) => ({ term: i === 0 ? term : '', means: row })),
  );
