/** The page Library: every text, how often it was read, its weight, its share held out for exams. */

import { Box, Text, useInput } from 'ink';
import { useEffect, useMemo, useState } from 'react';
import { type Column, fitColumns, type WantedColumn } from '../../terminal/cells.ts';
import { completedPath } from '../../terminal/typed-path.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { seenOf } from '../components/scrolling.ts';
import { Typing } from '../components/typing.tsx';
import { Row, Rule, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps } from '../page.ts';
import { libraryPageTexts } from '../texts/library-page.ts';
import { useFeeding } from './feed-dialogue.ts';
import { arranged, type BookFile, nextOrder, type Order, useBooks } from './model.ts';
import { bookCell, Fed, oftenRead, Sums, whyNone } from './rows.tsx';

/** Rule, sums, header; and the line below the table. */
const AROUND = 4;
/** A table wider than this is hard to read across. */
const WIDEST = 120;
/** Sentences about what was fed that are seen at once. */
const MOST_FED = 6;

const WANTED: readonly WantedColumn[] = [
  { key: 'name', width: 20, grow: 1 },
  { key: 'size', width: 10, align: 'right', rank: 3 },
  { key: 'tokens', width: 7, align: 'right', rank: 2 },
  { key: libraryPageTexts.columns.timesRead, width: 10, align: 'right' },
  { key: 'weight', width: 6, align: 'right', rank: 1 },
  { key: 'share', width: 7, align: 'right', rank: 2 },
  { key: 'bar', width: 16, grow: 1, rank: 5 },
  { key: libraryPageTexts.columns.heldOut, width: 8, align: 'right', rank: 4 },
];

function Body({ view, width, height, paint, actions, capture }: PageProps) {
  const [asks, setAsks] = useState(0);
  const { books, problem } = useBooks(view, actions, asks);
  const [order, setOrder] = useState<Order>('name');
  const [search, setSearch] = useState('');
  const [typing, setTyping] = useState<'search' | 'feed' | 'weight'>();
  const [fed, setFed] = useState<readonly string[]>([]);
  const [leaving, setLeaving] = useState<string>();
  const { said, ask, say } = useAnswer();

  const files = useMemo(() => arranged(books?.files ?? [], order, search), [books, order, search]);
  const fedRows = Math.min(fed.length, MOST_FED, Math.max(0, height - AROUND - 3));
  const rows = Math.max(0, height - AROUND - fedRows);
  const { top, selected, onKey, select } = useScroll(files.length, rows);

  const onFed = (sentences: readonly string[]) => setFed(sentences.flatMap((sentence) => wrapped(sentence, width - 2)));
  const { feed, question } = useFeeding({ actions, capture, width, say, onFed });
  const complete = (text: string): string => {
    const { text: completed, names } = completedPath(text);
    setFed(names.length > 1 ? [oneLine(names.join('  '))] : []);
    return completed;
  };
  const remove = (yes: boolean) => {
    capture(false);
    setLeaving(undefined);
    if (leaving === undefined || !yes) return say(libraryPageTexts.stays);
    void ask(libraryPageTexts.takingOut(leaving), () => actions.removeText(leaving)).then(lookAgain);
  };
  const lookAgain = () => setAsks((before) => before + 1);
  /** What was typed: a weight for the selected text, or a text or folder and its weight. */
  const weigh = (typed: string) => {
    const [, named = '', number = ''] = typed.trim().match(/^(?:(.*)\s+)?(\S+)$/) ?? [];
    const name = named.trim() === '' ? files[selected]?.name : named.trim();
    const weight = Number(number.replace(/^[×x]/, ''));
    if (typed.trim() === '' || name === undefined) return say(libraryPageTexts.nothingChanged);
    if (number === '' || !Number.isFinite(weight) || weight < 0 || weight > 100)
      return say(libraryPageTexts.badWeight(oneLine(number)), 'refused');
    void ask(`weighing ${oneLine(name)}…`, () => actions.weigh(name, weight)).then(lookAgain);
  };
  useInput(
    (input, key) => {
      if (question) return void question.onKey(input, key);
      if (leaving !== undefined) {
        if (input === 'y' || input === 'Y') remove(true);
        else if (input === 'n' || input === 'N' || key.escape) remove(false);
        return;
      }
      if (onKey(input, key)) return;
      if (key.escape || key.return) {
        setFed([]);
        setSearch('');
        return say('');
      }
      if (key.ctrl || key.meta) return;
      if (input === 's') {
        setOrder(nextOrder);
        select(0);
      } else if (input === '/') setTyping('search');
      else if (input === 'f') {
        setFed([]);
        setTyping('feed');
      } else if (input === 'x' && files[selected]) {
        capture(true);
        setLeaving(files[selected].name);
      } else if (input === 'w' && files[selected]) setTyping('weight');
    },
    { isActive: typing === undefined },
  );

  // Leaving the page in the middle of a question means no.
  useEffect(() => () => capture(false), [capture]);

  const widths = fitColumns(WANTED, Math.min(width, WIDEST) - 2);
  const columns = WANTED.flatMap((column, i): Column[] => {
    const fits = widths[i];
    return fits === undefined ? [] : [{ ...column, width: fits }];
  });
  const most = Math.max(0, ...files.map(({ share }) => share));
  const searched = search === '' ? '' : `“${oneLine(search)}” `;
  return (
    <Sheet width={width} height={height}>
      <Rule title="library" note={`${searched}by ${order} ${seenOf(top, rows, files.length)}`.trim()} width={width} />
      <Sums books={books} problem={problem} />
      <Row
        columns={columns}
        cells={columns.map(({ key }) => ({ text: TITLES[key] ?? key, dim: true }))}
        selected={false}
      />
      <Box flexDirection="column" height={rows} flexShrink={0}>
        {files.length === 0 && <Dim>{books ? whyNone(search) : ''}</Dim>}
        {files.slice(top, top + rows).map((file, i) => (
          <Row
            key={file.name}
            columns={columns}
            cells={columns.map(({ key, width: room }) => bookCell(file, key, room, most, paint))}
            selected={top + i === selected}
          />
        ))}
      </Box>
      {typing ? (
        <Typing
          key={typing}
          label={typing}
          hint={hintOf(typing, files[selected])}
          first={typing === 'search' ? search : ''}
          width={width}
          colours={paint.colours}
          capture={capture}
          {...(typing === 'search' ? { onChange: setSearch } : typing === 'feed' ? { complete } : {})}
          onEnter={(text) => {
            setTyping(undefined);
            if (typing === 'feed') void feed(text).then(lookAgain);
            if (typing === 'weight') weigh(text);
          }}
          onLeave={() => {
            if (typing === 'search') setSearch('');
            setTyping(undefined);
          }}
        />
      ) : question ? (
        <Text wrap="truncate" bold>
          {question.text}
        </Text>
      ) : leaving !== undefined ? (
        <Text wrap="truncate" bold>
          {libraryPageTexts.confirmTakingOut(oneLine(leaving))}
        </Text>
      ) : (
        <AnswerLine said={said ?? oftenRead(books)} paint={paint} />
      )}
      <Fed sentences={fed} rows={fedRows} />
    </Sheet>
  );
}

/** What is to be typed. */
function hintOf(typing: 'search' | 'feed' | 'weight', file: BookFile | undefined): string {
  if (typing === 'feed') return libraryPageTexts.whichFile;
  if (typing === 'search') return libraryPageTexts.partOfName;
  return libraryPageTexts.weightOf(oneLine(file?.name ?? ''));
}

const TITLES: Readonly<Record<string, string>> = { name: 'text', bar: '' };

export const library: Page = {
  key: 'library',
  title: 'Library',
  keys: [
    ['j k g G', 'move'],
    ['s', 'sort'],
    ['/', 'search'],
    ['f', 'feed'],
    ['x', 'remove'],
    ['w', 'weigh'],
  ],
  words: WORDS.library,
  Body,
};
