/** The page of the log: it follows, goes back as far as the log goes, looks for level, scope and text, and opens a line. */
import { Box, useInput } from 'ink';
import { useMemo, useReducer, useState } from 'react';
import { LEVELS } from '../../../statistics/ledger/schema.ts';
import { type LogLine, parseGrep, queryLog } from '../../../statistics/query/log.ts';
import { linearPattern } from '../../../statistics/query/pattern.ts';
import type { Level } from '../../api/messages.ts';
import { oneLine } from '../../text/view-format.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { LAST, moveOf, seenOf } from '../components/scrolling.ts';
import { Typing } from '../components/typing.tsx';
import { Rule, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps } from '../page.ts';
import { useNowAndThen } from '../state/use-interval.ts';
import { logPageTexts } from '../texts/log-page.ts';
import { LEVEL_WORDS, nextLevel } from './log-lines.ts';
import { Lines, Opened } from './rows.tsx';
import { type LogFilter, LogWindow } from './window.ts';

/** Milliseconds between two looks for new entries. */
const LOOK_AGAIN = 1000;
/** The rule, what is looked for, and the line below. */
const AROUND = 3;
/** Lines from either end of what is held at which more is asked for. */
const NEAR = 60;
/** Milliseconds that a pattern may keep the view from drawing; then it is given up. */
const PATIENCE = 300;

interface Wanted {
  readonly level: Level;
  readonly scope: string;
  /** as it was typed */
  readonly search: string;
}

function Body({ view, width, height, paint, ledger, capture }: PageProps) {
  const [wanted, setWanted] = useState<Wanted>({ level: 'info', scope: '', search: '' });
  const [typing, setTyping] = useState<'search' | 'scope'>();
  const [following, setFollowing] = useState(true);
  const [opened, setOpened] = useState<LogLine>();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const { said, say } = useAnswer();

  const log = useMemo(() => (ledger ? windowOf(ledger, wanted) : undefined), [ledger, wanted]);
  const told = useMemo(() => (log ? NOTHING : toldLines(view.told, wanted)), [log, view.told, wanted]);
  const lines = log ? log.lines : told.lines;
  const problem = log ? log.problem : told.problem;
  const rows = Math.max(0, height - AROUND);
  const scroll = useScroll(lines.length, rows, { first: LAST });

  useNowAndThen(LOOK_AGAIN, log, () => {
    // While it does not follow, new entries must not push visible entries out of the window.
    if (!log?.atEnd || (!following && log.isFull)) return;
    const { came, went } = log.newer();
    if (went > 0 && !following) scroll.shift(-went);
    if (came > 0) redraw();
  });

  const follow = (on: boolean) => {
    setFollowing(on);
    if (!on) return scroll.select(scroll.selected);
    if (log && !log.atEnd) log.newest();
    scroll.select(LAST);
  };
  const move = (input: string, key: Parameters<typeof moveOf>[1]): boolean => {
    const way = moveOf(input, key);
    if (way === undefined) return false;
    if (way === 'last') follow(true);
    else {
      if (way !== 'down' && way !== 'pageDown') setFollowing(false);
      if (log && way === 'first' && !log.atStart) log.oldest();
      else if (log && (way === 'up' || way === 'pageUp') && scroll.top < NEAR) scroll.shift(log.older());
      else if (log && !log.atEnd && scroll.top + rows > log.lines.length - NEAR) scroll.shift(-log.newer().went);
      scroll.onKey(input, key);
    }
    redraw();
    return true;
  };
  const want = (change: Partial<Wanted>) => {
    try {
      if (change.search !== undefined) parseGrep(change.search);
    } catch (error) {
      return say((error as Error).message, 'refused');
    }
    say('');
    setWanted((before) => ({ ...before, ...change }));
    setFollowing(true);
    scroll.select(LAST);
  };
  useInput(
    (input, key) => {
      if (move(input, key)) return;
      if (key.return) {
        follow(false);
        return setOpened((log ? log.lines : lines)[scroll.selected]);
      }
      if (key.escape) return want({ scope: '', search: '' });
      if (key.ctrl || key.meta) return;
      if (input === 'f') follow(!following);
      else if (input === 'l') want({ level: nextLevel(wanted.level) });
      else if (input === '/') setTyping('search');
      else if (input === 's') setTyping('scope');
    },
    { isActive: typing === undefined && !opened },
  );

  if (opened) return <Opened line={opened} width={width} height={height} onClose={() => setOpened(undefined)} />;
  const { top, selected } = scroll;
  return (
    <Sheet width={width} height={height}>
      <Rule title="log" note={placeOf(log, top, rows, lines.length)} width={width} />
      <Dim wrap="truncate">{filterWords(wanted, following)}</Dim>
      <Box flexDirection="column" height={rows} flexShrink={0}>
        <Lines lines={lines.slice(top, top + rows)} selected={selected - top} width={width} paint={paint} />
        {lines.length === 0 && <Dim>{ledger ? logPageTexts.nothingLikeThis : logPageTexts.noLogYet}</Dim>}
      </Box>
      {typing ? (
        <Typing
          key={typing}
          label={typing}
          hint={typing === 'search' ? logPageTexts.searchFor : scopesOf(lines)}
          first={wanted[typing]}
          width={width}
          colours={paint.colours}
          capture={capture}
          onEnter={(text) => {
            setTyping(undefined);
            want({ [typing]: text });
          }}
          onLeave={() => setTyping(undefined)}
        />
      ) : (
        <AnswerLine said={problem !== '' ? { text: oneLine(problem), kind: 'refused' } : said} paint={paint} />
      )}
    </Sheet>
  );
}

function windowOf(ledger: NonNullable<PageProps['ledger']>, { level, scope, search }: Wanted): LogWindow {
  const filter: LogFilter = {
    level,
    ...(scope === '' ? {} : { scope }),
    ...(search === '' ? {} : { grep: parseGrep(search) }),
  };
  const log = new LogWindow((query) => queryLog(ledger, { ...query, patience: PATIENCE }), filter);
  log.newest();
  return log;
}

interface Told {
  readonly lines: readonly LogLine[];
  readonly problem: string;
}

const NOTHING: Told = { lines: [], problem: '' };

/** Without a ledger: what was told since the dashboard was opened. */
function toldLines(told: PageProps['view']['told'], { level, scope, search }: Wanted): Told {
  const grep = parseGrep(search);
  const lines = told
    .map(({ time, ...line }, i): LogLine => ({ id: i + 1, ts: time, data: null, ...line }))
    .filter((line) => LEVELS[line.level] >= LEVELS[level])
    .filter((line) => scope === '' || line.scope === scope || line.scope.startsWith(`${scope}.`));
  if (typeof grep === 'string') {
    const text = grep.toLowerCase();
    return { lines: lines.filter(({ message }) => message.toLowerCase().includes(text)), problem: '' };
  }
  try {
    const pattern = linearPattern(grep);
    return { lines: lines.filter(({ message }) => pattern.test(message)), problem: '' };
  } catch (error) {
    return { lines: [], problem: (error as Error).message };
  }
}

function placeOf(log: LogWindow | undefined, top: number, rows: number, count: number): string {
  const more = log && !(log.atStart && log.atEnd) ? ' held' : '';
  const seen = seenOf(top, rows, count);
  return seen === '' ? '' : seen + more;
}

function filterWords({ level, scope, search }: Wanted, following: boolean): string {
  return [
    LEVEL_WORDS[level],
    scope === '' ? logPageTexts.allScopes : `scope ${oneLine(scope)}`,
    ...(search === '' ? [] : [`with ${oneLine(search)}`]),
    following ? 'follows' : logPageTexts.standsStill,
  ].join(' · ');
}

/** Which scopes there are, as a hint. */
function scopesOf(lines: readonly LogLine[]): string {
  const scopes = [...new Set(lines.map(({ scope }) => oneLine(scope)))].sort();
  return scopes.length === 0 ? 'all' : scopes.join(' ');
}

export const log: Page = {
  key: 'log',
  title: 'Log',
  keys: [
    ['f', 'follow'],
    ['l', 'level'],
    ['s', 'scope'],
    ['/', 'search'],
    ['Enter', 'open'],
  ],
  words: WORDS.log,
  Body,
};
