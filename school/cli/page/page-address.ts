/** The addresses of the page in a browser, printed one after another: each lets one browser in, once. */

import type { Home } from '../../home/home.ts';
import { overlayToken } from '../../http/api-token.ts';
import { WindowRoutes } from '../../http/window/page-routes.ts';
import { openInBrowser } from '../../machine/browser.ts';
import { type Listening, warn } from '../connect.ts';
import { sentenceOf } from '../failure.ts';
import { programTexts } from '../texts/programs.ts';

interface PageOptions {
  readonly baby: Listening;
  readonly home: Home;
  readonly owner: string;
  /** opens the first address in the browser of this machine */
  readonly open?: boolean | undefined;
  /** wakes it when the page asks for that */
  readonly wake?: () => Promise<void>;
  /** whether there is an overlay for streams */
  readonly overlay?: boolean | undefined;
}

/** The routes of the page, and `print`, to be called with where the server listens. */
export function pageOf({ baby, home, owner, open, overlay, wake }: PageOptions): {
  page: WindowRoutes;
  print(address: string): void;
} {
  const token = overlay ? overlayToken(home) : undefined;
  let address = '';
  let isFirst = true;
  const print = (): void => {
    const url = `${address}${page.newPath()}`;
    const what = isFirst ? programTexts.page.address : programTexts.page.another;
    process.stdout.write(`${what}: ${url}\n`);
    if (isFirst && open) openInBrowser(url, warn);
    isFirst = false;
  };
  const page = new WindowRoutes({
    baby,
    home,
    owner,
    ...(token !== undefined && { overlay: token }),
    ...(wake && { wake }),
    onEntered: print,
    onFault: (error) => void process.stderr.write(`${sentenceOf(error, true)}\n`),
  });
  return {
    page,
    print(at) {
      address = at;
      print();
      if (token !== undefined) process.stdout.write(`${programTexts.page.overlay(at, token)}\n`);
    },
  };
}
