/** A page with a baby without a brain, and a browser that was let in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { makeHome } from '../../../../school/home/home.ts';
import { WindowRoutes } from '../../../../school/http/window/page-routes.ts';
import type { WindowBaby, WindowOptions } from '../../../../school/http/window/served-window.ts';
import { FakeLife } from '../../fake-life.ts';
import { temporaryFolder } from '../../temporary.ts';
import { type Asking, serve } from '../support.ts';

const pages: WindowRoutes[] = [];
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
});

export async function window(options: Partial<WindowOptions> = {}) {
  const life = new FakeLife();
  const home = makeHome(temporaryFolder());
  mkdirSync(home.statistics, { recursive: true });
  writeFileSync(home.config, JSON.stringify({ name: 'mia', owner: 'ada' }));
  const files = () =>
    new Map([['window/index.html', { type: 'text/html; charset=utf-8', bytes: Buffer.from('<p>hi') }]]);
  const page = new WindowRoutes({ baby: life as WindowBaby, home, owner: 'ada', files, ...options });
  pages.push(page);
  const { ask, open, server } = await serve({ page });
  const own = `http://127.0.0.1:${server.port}`;
  /** A browser that opened a new address. */
  const enter = async () => {
    const { headers, text } = await ask({ path: page.newPath(), headers: { authorization: undefined } });
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] as string;
    const path = text.match(/url=([^"]+)"/)?.[1] as string;
    const withOwn = (asking: Asking): Asking => ({
      ...asking,
      path: `${path}${asking.path}`,
      headers: { authorization: undefined, cookie, origin: own, 'sec-fetch-site': 'same-origin', ...asking.headers },
    });
    return {
      path,
      cookie,
      ask: (asking: Asking) => ask(withOwn(asking)),
      open: (asking: Asking) => open(withOwn(asking)),
    };
  };
  return { life, home, page, ask, open, own, enter };
}
