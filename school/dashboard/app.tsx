/** The shell of the dashboard: one page at a time, the keys, and what stands around. It has no clock: the store says when to draw. */

import { Box, Text, useInput, useWindowSize } from 'ink';
import {
  Component,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { messageOf } from '../../library/notices/notices.ts';
import type { Home } from '../home/home.ts';
import { sameDay } from '../raising/journal.ts';
import { raisingTexts } from '../raising/texts/raising.ts';
import type { Click } from '../terminal/mouse.ts';
import { oneLine } from '../text/view-format.ts';
import { ThemeContext } from './components/dim.tsx';
import { Footer, Header, Tabs } from './components/frame.tsx';
import { Help } from './components/help.tsx';
import { makePaint } from './components/paint.ts';
import { moveOf } from './components/scrolling.ts';
import { themeOf } from './components/themes.ts';
import { commandOf } from './keys.ts';
import { useMouse, useSuspend } from './mouse.ts';
import { useNotices } from './notices.ts';
import type { Capture, Keys, Page } from './page.ts';
import { tabAt } from './pages.ts';
import type { Snapshot } from './state/snapshot.ts';
import type { DashboardStore } from './state/store.ts';
import { Paused } from './state/use-interval.ts';
import { shellTexts } from './texts/shell.ts';

/** Below these there is no room for a page. */
export const LEAST_COLUMNS = 60;
export const LEAST_ROWS = 16;

/** Rows of header, tabs and footer; columns at both sides: some terminals scroll when the last one of the last row is written. */
const FRAME_ROWS = 3;
const MARGIN = 1;

export interface AppProps {
  readonly store: DashboardStore;
  readonly pages: readonly Page[];
  readonly home: Home;
  /** false with NO_COLOR */
  readonly colours: boolean;
  /** the background of the terminal, `#rrggbb`; undefined where the terminal does not say */
  readonly background?: string | undefined;
  /** the number or title of the page that is seen first */
  readonly page?: string | undefined;
  readonly onLeave: (how: 'left' | 'asleep') => void;
  /** clicks of the mouse; left out: there are none */
  readonly clicks?: Clicks | undefined;
}

/** Clicks, for one listener at a time. */
export interface Clicks {
  /** @returns a function that ends it */
  listen(listener: (click: Click) => void): () => void;
}

export function App({ store, pages, home, colours, background, page: first, onLeave, clicks }: AppProps) {
  const live = useSyncExternalStore(store.subscribe, store.snapshot);
  const { columns, rows } = useWindowSize();
  const [isFree, setFree] = useState(false);
  const takesMouse = useMouse((live.config?.view.mouse ?? false) && !isFree);
  const suspend = useSuspend(takesMouse);
  useNotices(live);
  const setting = live.config?.view.theme ?? 'auto';
  const paint = useMemo(() => makePaint(colours, themeOf(setting, background)), [colours, setting, background]);
  const [current, setCurrent] = useState(() => pageOf(pages, first));
  const [help, setHelp] = useState(false);
  const [asking, setAsking] = useState(false);
  const [notice, setNotice] = useState('');
  const [begin, setBegin] = useState<{ what: 'journal'; times: number }>();
  const [frozen, setFrozen] = useState<Snapshot | null>(null);
  const { typing, keys, isTyping, takesTab, capture } = useTyping();
  const view = useFrozen(live, frozen);
  const small = columns < LEAST_COLUMNS || rows < LEAST_ROWS;

  // After `S` here the dashboard closes; when another program put it to sleep, the header says how to wake it.
  const sentToSleep = useRef(false);
  useEffect(() => {
    if (sentToSleep.current && live.contact === 'asleep') onLeave('asleep');
  }, [live.contact, onLeave]);

  const goTo = (index: number) => {
    capture(false);
    setHelp(false);
    setBegin(undefined);
    setCurrent((index + pages.length) % pages.length);
  };
  useInput((input, key) => {
    // The help scrolls by itself, where it is longer than the window.
    if (help && !asking && moveOf(input, key)) return;
    setNotice('');
    const command = commandOf(input, key, {
      typing: isTyping(),
      takesTab: takesTab(),
      asking,
      help,
      small,
      pages: pages.length,
    });
    switch (command?.kind) {
      case 'leave':
        return onLeave(live.contact === 'asleep' ? 'asleep' : 'left');
      case 'page':
        return goTo(command.index);
      case 'turn':
        return goTo(current + command.by);
      case 'help':
        return setHelp(true);
      case 'endHelp':
        return setHelp(false);
      case 'pause':
        return setFrozen((before) => (before ? null : live));
      case 'journal': {
        const index = pages.findIndex(isRaising);
        if (index < 0) return;
        goTo(index);
        return setBegin({ what: 'journal', times: (begin?.times ?? 0) + 1 });
      }
      case 'mouse':
        if (!takesMouse && !isFree) return setNotice(shellTexts.mouse.isOff);
        setNotice(isFree ? shellTexts.mouse.clicks : shellTexts.mouse.selects);
        return setFree(!isFree);
      case 'suspend':
        return void suspend();
      case 'ask':
        setNotice(live.contact === 'awake' ? '' : shellTexts.state.sleepKeyAndState(live.contact));
        return setAsking(live.contact === 'awake');
      case 'wake':
        if (store.canWake) return store.wake();
        return setNotice(
          live.contact === 'awake' ? shellTexts.state.alreadyAwake : `W: ${live.why || shellTexts.state.waking}`,
        );
      case 'no':
        return setAsking(false);
      case 'sleep':
        setAsking(false);
        sentToSleep.current = true;
        return store.sleep();
      case 'endTyping':
        return capture(false);
    }
  });

  useEffect(() => {
    if (!clicks) return;
    return clicks.listen(({ column, row }) => {
      const titles = pages.map(({ title }) => title);
      const tab = row === TABS_ROW ? tabAt(titles, current, columns - 2 * MARGIN, column - MARGIN) : -1;
      if (tab >= 0 && !asking) goTo(tab);
    });
  });

  if (small) return <TooSmall columns={columns} rows={rows} />;
  const width = columns - 2 * MARGIN;
  const height = rows - FRAME_ROWS;
  const page = pages[current];
  return (
    <ThemeContext value={paint.theme}>
      <Box flexDirection="column" width={columns} height={rows} paddingX={MARGIN}>
        <Header view={live} paused={frozen !== null} width={width} paint={paint} />
        <Tabs pages={pages} current={current} width={width} />
        <Box width={width} height={height} flexShrink={0}>
          {help ? (
            <Help pages={pages} page={page} width={width} height={height} />
          ) : (
            <PageBoundary key={`${page.key} ${begin?.times ?? 0}`}>
              <Paused value={frozen !== null}>
                <page.Body
                  view={view}
                  home={home}
                  width={width}
                  height={height}
                  paint={paint}
                  actions={store.actions}
                  ledger={store.ledger}
                  capture={capture}
                  begin={begin?.what}
                />
              </Paused>
            </PageBoundary>
          )}
        </Box>
        <Footer
          page={page}
          keys={keys}
          contact={live.contact}
          pages={pages.length}
          typing={typing}
          asking={asking}
          notice={notice}
          canWake={store.canWake}
          question={pages.some(isRaising) && asksForJournal(live) ? raisingTexts.journalQuestion : ''}
          width={width}
        />
      </Box>
    </ThemeContext>
  );
}

/** The row of the tabs, from 0. */
const TABS_ROW = 1;

/** Kept beside React's state: several keys may come before the next drawing, and each must know what the one before it did. */
function useTyping() {
  const now = useRef(false);
  const tab = useRef(false);
  const [typing, setTyping] = useState(false);
  const [keys, setKeys] = useState<Keys>();
  const capture = useCallback<Capture>((next, named, takesTab = false) => {
    now.current = next;
    tab.current = next && takesTab;
    setTyping(next);
    setKeys(named);
  }, []);
  return { typing, keys, isTyping: () => now.current, takesTab: () => tab.current, capture };
}

/** A paused view does not change, except for the connection and the chat. */
function useFrozen(live: Snapshot, frozen: Snapshot | null): Snapshot {
  const { contact, why, chat, speaking } = live;
  const still = useMemo(
    () => frozen && { ...frozen, contact, why, chat, speaking },
    [frozen, contact, why, chat, speaking],
  );
  return still ?? live;
}

/** Where the journal is written. */
const isRaising = ({ key }: Page): boolean => key === 'raising';

/** Once a day it is asked what is learnt, unless its owner does not want to be. */
const asksForJournal = ({ contact, config, journal }: Snapshot): boolean =>
  contact === 'awake' && config?.journal.ask === true && !(journal && sameDay(journal.time, Date.now()));

function pageOf(pages: readonly Page[], wanted: string | undefined): number {
  const word = wanted?.toLowerCase();
  const found = pages.findIndex(({ key, title }, i) => [`${i + 1}`, key, title.toLowerCase()].includes(word ?? ''));
  return Math.max(0, found);
}

function TooSmall({ columns, rows }: { columns: number; rows: number }) {
  return (
    <Box width={columns} height={rows}>
      <Text>{shellTexts.tooSmall(LEAST_COLUMNS, LEAST_ROWS, columns, rows)}</Text>
    </Box>
  );
}

/** A page that cannot be drawn must not take the others with it. */
class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly message: string | undefined }> {
  override state = { message: undefined };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: oneLine(messageOf(error)) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return <Text>{shellTexts.pageFailed(message)}</Text>;
  }
}
