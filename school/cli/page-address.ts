/** The addresses of the page in a browser, printed one after another: each lets one browser in, once. */

import type { Home } from '../home/home.ts';
import { WindowRoutes } from '../http/window/page-routes.ts';
import { openInBrowser } from '../machine/browser.ts';
import { type Listening, warn } from './connect.ts';
import { sentenceOf } from './failure.ts';

interface PageOptions {
  readonly baby: Listening;
  readonly home: Home;
  readonly owner: string;
  /** opens the first address in the browser of this machine */
  readonly open?: boolean | undefined;
}

/** The routes of the page, and `print`, to be called with where the server listens. */
export function pageOf({ baby, home, owner, open }: PageOptions): { page: WindowRoutes; print(address: string): void } {
  let address = '';
  let isFirst = true;
  const print = (): void => {
    const url = `${address}${page.newPath()}`;
    const what = isFirst ? 'Its page in a browser' : 'That address was used. For another browser';
    process.stdout.write(`${what}: ${url}\n`);
    if (isFirst && open) openInBrowser(url, warn);
    isFirst = false;
  };
  const page = new WindowRoutes({
    baby,
    home,
    owner,
    onEntered: print,
    onFault: (error) => void process.stderr.write(`${sentenceOf(error, true)}\n`),
  });
  return {
    page,
    print(at) {
      address = at;
      print();
    },
  };
}
