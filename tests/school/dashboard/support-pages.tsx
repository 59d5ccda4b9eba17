/** One page of the dashboard in a terminal of its own, with everything around it made up. */

import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import headless from '@xterm/headless';
import { Box, render, Text } from 'ink';
import { useReducer } from 'react';
import { expect, vi } from 'vitest';
import { methodsOver } from '../../../school/api/calls.ts';
import type { HabitReport, LibraryReport } from '../../../school/api/messages.ts';
import type { TwitchAnswer, TwitchRequest, TwitchStatus } from '../../../school/api/twitch-messages.ts';
import { ThemeContext } from '../../../school/dashboard/components/dim.tsx';
import { themeOf } from '../../../school/dashboard/components/themes.ts';
import type { Actions, FeedRequest, Page, PageProps, Paint } from '../../../school/dashboard/page.ts';
import { NOTHING } from '../../../school/dashboard/state/reducer.ts';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import { findHome } from '../../../school/home/home.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { INTRODUCTION, NOWHERE, statsAt } from '../fake-life.ts';

export const PLAIN: Paint = { colours: false, step: () => undefined, much: () => undefined, heat: () => undefined };
export const COLOURED: Paint = {
  colours: true,
  theme: themeOf('auto', undefined),
  step: (step) => (step === null ? undefined : step > 7 ? '#ffcc00' : '#ff3030'),
  much: (step) => (step === null ? undefined : '#9fb8b0'),
  heat: (share) => (share > 0.5 ? '#ffe69a' : '#4b2f7a'),
};

export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    ...NOTHING,
    contact: 'awake',
    introduction: INTRODUCTION,
    config: DEFAULTS,
    stats: statsAt(1234),
    ...changes,
  };
}

/** Remembers what was asked; each answer can be replaced. */
class OwnFakeActions {
  readonly asked: unknown[][] = [];
  report: LibraryReport = { files: [], count: 0, tokens: 0, heldOutTokens: 0, read: 0, sources: [] };
  answer: (...asked: unknown[]) => Promise<string> = async (...asked) => `did ${asked.join(' ')}`;
  sentences: readonly string[] = ['Fed one.'];
  /** its habits */
  learnt: readonly HabitReport[] = [];
  /** how it is on Twitch */
  place: TwitchStatus = NOWHERE;

  constructor() {
    const methods = methodsOver((method, args) => {
      this.asked.push([method, ...args]);
      return method === 'library' ? Promise.resolve(this.report) : this.answer(method, ...args);
    });
    Object.assign(this, methods, {
      stop: async () => true,
      habits: async () => this.learnt,
      forget: async () => 0,
      twitch: async (request: TwitchRequest): Promise<TwitchAnswer> => {
        await methods.twitch(request);
        return { status: this.place };
      },
    });
  }

  talk = (name: string) => void this.asked.push(['talk', name]);
  talks = (): readonly string[] => ['terminal'];
  whole = () => [];

  /** what a rehearsal asks before it ends */
  rehearsal: (request: FeedRequest) => Promise<unknown> = async () => {};

  feed = async (paths: readonly string[], request: FeedRequest = {}): Promise<readonly string[]> => {
    this.asked.push([request.dryRun ? 'rehearse' : 'feed', ...paths]);
    await this.rehearsal(request);
    if (request.dryRun) request.onOutcome?.('rehearsed');
    return request.dryRun ? this.sentences.map((sentence) => sentence.replace('Fed', 'Would feed')) : this.sentences;
  };
}

export const FakeActions = OwnFakeActions as new () => OwnFakeActions & Actions;
export type FakeActions = InstanceType<typeof FakeActions>;

const PATIENCE = 10_000;
const opened = new Set<() => void>();

let passed = 0;

/** Lets the steady clock be so many milliseconds further on, until the end of the test: pages look for news only now and then. */
export function later(milliseconds: number): void {
  passed += milliseconds;
  if (vi.isMockFunction(performance.now)) return;
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + passed);
}

/** To be called after each test: nothing of Ink may be left. */
export function closePages(): void {
  vi.restoreAllMocks();
  passed = 0;
  for (const close of opened) close();
  opened.clear();
}

export interface OpenedPage {
  readonly actions: FakeActions;
  /** what `capture` was told, in order */
  readonly captured: boolean[];
  /** what stands in the terminal, without what is empty at the end of lines */
  readonly rows: () => string[];
  /** Types keys one after another. */
  readonly type: (...keys: readonly string[]) => Promise<void>;
  readonly shows: (wanted: string | RegExp) => Promise<void>;
  readonly hides: (unwanted: string) => Promise<void>;
  readonly show: (changes: Partial<PageProps>) => void;
  /** Texts in the dim colour and titles of rules: what stands beside or above a value. */
  readonly labels: () => string[];
  /** Whether any cell of the row with this text has a colour. */
  readonly paints: (text: string) => boolean;
}

interface Live {
  readonly page: Page;
  props: PageProps;
  redraw: () => void;
}

function Frame({ live }: { readonly live: Live }) {
  live.redraw = useReducer((n: number) => n + 1, 0)[1];
  const { width, height } = live.props;
  return (
    <Box flexDirection="column">
      <Box>
        <Box width={width} height={height}>
          <ThemeContext value={live.props.paint.theme}>
            <live.page.Body {...live.props} />
          </ThemeContext>
        </Box>
        <Text>{Array(height).fill('|').join('\n')}</Text>
      </Box>
      <Text>{'-'.repeat(width)}</Text>
    </Box>
  );
}

/** Draws a page of exactly this size, with a frame of `|` and `-` to the right of it and below that must stay where it is. */
export function openPage(page: Page, width: number, height: number, given: Partial<PageProps> = {}): OpenedPage {
  const terminal = new headless.Terminal({
    cols: width + 1,
    rows: height + 1,
    allowProposedApi: true,
    scrollback: 100,
  });
  // The emulator itself knows only the emoji of long ago.
  terminal.unicode.register({
    version: 'now',
    wcwidth: columnsOfPoint,
    charProperties: (point) => columnsOfPoint(point) << 1,
  });
  terminal.unicode.activeVersion = 'now';
  const stdout = Object.assign(new PassThrough(), { columns: width + 1, rows: height + 1, isTTY: true });
  stdout.on('data', (chunk: Buffer) => terminal.write(chunk.toString().replaceAll('\n', '\r\n')));
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, ref() {}, unref() {} });
  const actions = given.actions instanceof FakeActions ? given.actions : new FakeActions();
  const captured: boolean[] = [];
  const live: Live = {
    page,
    redraw: () => {},
    props: {
      view: snapshot(),
      home: findHome('/nowhere/of/this/name'),
      width,
      height,
      paint: PLAIN,
      actions,
      ledger: null,
      capture: (typing) => captured.push(typing),
      ...given,
    },
  };
  const instance = render(<Frame live={live} />, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    exitOnCtrlC: false,
    interactive: true,
    alternateScreen: true,
    patchConsole: false,
    maxFps: 200,
  });
  opened.add(() => {
    instance.unmount();
    terminal.dispose();
  });

  const lines = (): string[] => {
    const { active } = terminal.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  };
  const rows = (): string[] =>
    lines()
      .slice(0, height)
      .map((line) => line.replace(/ *\|$/, ''));
  const until = async (isSo: () => boolean, what: string): Promise<void> => {
    const end = Date.now() + PATIENCE;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`${what} was expected, but the page shows:\n${lines().join('\n')}`);
      await sleep(5);
    }
    fits(terminal, width, height);
  };
  return {
    actions,
    captured,
    rows,
    async type(...keys) {
      for (const key of keys) {
        stdin.write(key);
        // An escape may be the beginning of more: Ink waits for that a moment.
        await sleep(key === '\x1b' ? 60 : 10);
        await instance.waitUntilRenderFlush();
        await new Promise<void>((resolve) => terminal.write('', resolve));
      }
    },
    shows: (wanted) =>
      until(
        () => rows().some((row) => (typeof wanted === 'string' ? row.includes(wanted) : wanted.test(row))),
        String(wanted),
      ),
    hides: (unwanted) => until(() => !rows().some((row) => row.includes(unwanted)), `no ${unwanted}`),
    show(changes) {
      live.props = { ...live.props, ...changes };
      live.redraw();
    },
    labels() {
      const { active } = terminal.buffer;
      const titles = rows().flatMap((row) => [...row.matchAll(/── ([^─]+?) ─/g)].map(([, title]) => title));
      const dim = Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) => {
          const cell = active.getLine(y)?.getCell(x);
          const isDim = cell?.isFgRGB() && cell.getFgColor() === DIM;
          return isDim || cell?.getChars() === '' ? cell?.getChars() || ' ' : '  ';
        }).join(''),
      );
      return [...titles, ...dim.flatMap((row) => row.split(/ {2,}|─+|·/)).map((text) => text.trim())].filter(
        (text) => text !== '',
      );
    },
    paints(text) {
      const { active } = terminal.buffer;
      const line = active.getLine(lines().findIndex((row) => row.includes(text)));
      return Array.from({ length: width }, (_, x) => line?.getCell(x)).some(
        (cell) => cell && !cell.isFgDefault() && !(cell.isFgRGB() && cell.getFgColor() === DIM),
      );
    },
  };
}

/** The dim colour of COLOURED as a number: text of less weight, not painted text. */
const DIM = Number.parseInt(themeOf('auto', undefined).dim.slice(1), 16);

function columnsOfPoint(point: number): 0 | 1 | 2 {
  const character = String.fromCodePoint(point);
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  return /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Nothing is wider or taller than it may be: the frame around the page stands, and nothing has scrolled. */
function fits(terminal: InstanceType<typeof headless.Terminal>, width: number, height: number): void {
  const { active } = terminal.buffer;
  const cell = (x: number, y: number): string => active.getLine(y)?.getCell(x)?.getChars() ?? '';
  const right = Array.from({ length: height }, (_, y) => cell(width, y)).join('');
  const below = Array.from({ length: width }, (_, x) => cell(x, height)).join('');
  expect({ right, below }).toEqual({ right: '|'.repeat(height), below: '-'.repeat(width) });
}
