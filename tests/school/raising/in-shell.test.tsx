import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../school/dashboard/app.tsx';
import { NO_PAINT } from '../../../school/dashboard/paint.ts';
import { raising } from '../../../school/dashboard/raising.tsx';
import { soul } from '../../../school/dashboard/soul.tsx';
import { DashboardStore } from '../../../school/dashboard/store.ts';
import { findHome } from '../../../school/home/home.ts';
import { FakeLife } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';

let store: DashboardStore;
afterEach(() => {
  store.close();
  cleanup();
});

describe('the journal in the dashboard', () => {
  it('is asked for once a day, from any page, and written', async () => {
    const life = new FakeLife();
    const home = findHome(temporaryFolder());
    store = new DashboardStore({
      home,
      connect: async () => Object.assign(life, { close: () => {} }),
      isHeld: () => true,
    });
    const { lastFrame, stdin } = render(
      <App store={store} pages={[soul, raising]} home={home} paint={NO_PAINT} onLeave={() => {}} />,
    );
    const shows = (text: string) => until(() => lastFrame()?.includes(text) ?? false);
    await shows('J what am I learning today?');
    stdin.write('J');
    await shows('journal> ▏');
    stdin.write('we read the 1st letter\r');
    await until(() => life.asked.some(([what]) => what === 'journal'));
    expect(life.asked).toContainEqual(['journal', 'we read the 1st letter']);
    await until(() => !(lastFrame() ?? '').includes('J what am I'));
    await shows('we read the 1st letter');
    // it can be written once more the same day
    stdin.write('J');
    await shows('journal> ▏');
  });
});
