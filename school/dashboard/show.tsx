/** Draws the dashboard in a terminal, and gives the terminal back as it was, however it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { render, useStdin, useStdout } from 'ink';
import { type ReactNode, useEffect } from 'react';
import type { Home } from '../home/home.ts';
import { type Click, MouseFilter } from '../terminal/mouse.ts';
import { App, type Clicks } from './app.tsx';
import { keyByKey } from './keys.ts';
import type { Page } from './page.ts';
import { PAGES } from './pages.ts';
import type { DashboardStore } from './state/store.ts';

export interface ShowOptions {
  /** false with NO_COLOR */
  readonly colours: boolean;
  /** the background of the terminal, `#rrggbb`; left out: the terminal is asked, where it is that of the process */
  readonly background?: string;
  /** the terminal; left out: that of the process */
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  /** the number or title of the page that is seen first */
  readonly page?: string;
  /** left out: all that there are */
  readonly pages?: readonly Page[];
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Shows what a store knows until its owner leaves, and closes it then.
 * @returns `left`: it goes its own way; `asleep`: it was put to sleep, or slept already
 * @throws Error if the terminal cannot be used, or drawing failed
 */
export async function showDashboard(
  store: DashboardStore,
  home: Home,
  { colours, background, stdin, stdout, page, pages = PAGES }: ShowOptions,
): Promise<'left' | 'asleep'> {
  const { promise, resolve, reject } = Promise.withResolvers<'left' | 'asleep'>();
  const leave = () => resolve('left');
  for (const signal of SIGNALS) process.on(signal, leave);
  const { filter, clicks } = mouseOf();
  try {
    const instance = render(
      <Terminal onGone={leave}>
        <App
          store={store}
          pages={pages}
          home={home}
          colours={colours}
          background={background}
          page={page}
          onLeave={resolve}
          clicks={clicks}
        />
      </Terminal>,
      {
        stdin: keyByKey(stdin ?? process.stdin, filter),
        ...(stdout && { stdout }),
        alternateScreen: true,
        incrementalRendering: true,
        exitOnCtrlC: false,
        maxFps: 30,
        // What is printed past the logger goes to the terminal of the process, and would spoil a drawing there.
        patchConsole: stdout === undefined,
        // The caller has checked for a terminal; a variable CI in the environment must not stop the drawing.
        interactive: true,
      },
    );
    const over = instance.waitUntilExit();
    over.then(leave, reject);
    try {
      return await promise;
    } finally {
      instance.unmount();
      // A terminal that is gone flushes nothing any more, and must not keep the process.
      await Promise.race([over, sleep(1000, undefined, { ref: false })]).catch(() => {});
    }
  } finally {
    store.close();
    for (const signal of SIGNALS) process.off(signal, leave);
  }
}

/** What takes reports of the mouse out of the input, and tells the shell of the dashboard about clicks. */
function mouseOf(): { filter: MouseFilter; clicks: Clicks } {
  let listener: (click: Click) => void = () => {};
  return {
    filter: new MouseFilter((click) => listener(click)),
    clicks: {
      listen(next) {
        listener = next;
        return () => {
          if (listener === next) listener = () => {};
        };
      },
    },
  };
}

/** Notices when the terminal vanishes: a window that was closed, a connection that broke. */
function Terminal({ onGone, children }: { readonly onGone: () => void; readonly children: ReactNode }) {
  const { stdin } = useStdin();
  const { stdout } = useStdout();
  useEffect(() => {
    for (const event of ['end', 'close', 'error']) stdin.on(event, onGone);
    for (const event of ['close', 'error']) stdout.on(event, onGone);
    // They stay: giving back a terminal that is gone fails once more, and that must not end the process with a stack.
    return () => {
      for (const event of ['end', 'close']) stdin.off(event, onGone);
      stdout.off('close', onGone);
    };
  }, [stdin, stdout, onGone]);
  return children;
}
