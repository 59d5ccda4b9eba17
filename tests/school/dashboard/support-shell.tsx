/** The dashboard with some of its pages, over a life that is made up. */
import { cleanup, render } from 'ink-testing-library';
import { App } from '../../../school/dashboard/app.tsx';
import type { Page } from '../../../school/dashboard/page.ts';
import { DashboardStore } from '../../../school/dashboard/state/store.ts';
import { findHome } from '../../../school/home/home.ts';
import type { FakeLife } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';

const opened = new Set<DashboardStore>();

/** To be called after each test. */
export function closeShells(): void {
  for (const store of opened) store.close();
  opened.clear();
  cleanup();
}

export function openShell(pages: readonly Page[], life: FakeLife) {
  const home = findHome(temporaryFolder());
  const store = new DashboardStore({
    home,
    connect: async () => Object.assign(life, { close: () => {} }),
    isHeld: () => true,
  });
  opened.add(store);
  /** how it was left, each time */
  const left: string[] = [];
  const { lastFrame, stdin } = render(
    <App store={store} pages={pages} home={home} colours={false} onLeave={(how) => left.push(how)} />,
  );
  return {
    store,
    left,
    shows: (text: string) => until(() => lastFrame()?.includes(text) ?? false),
    hides: (text: string) => until(() => !lastFrame()?.includes(text)),
    type: (keys: string) => stdin.write(keys),
  };
}
