/** Showing a page in the browser of the desktop. */
import { spawn } from 'node:child_process';
import { texts } from './texts.ts';

/** What opens a file or an address on each system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** @param page a file or an address. BROWSER names another program, as for other tools. @param tell gets a sentence where there is no browser */
export function openInBrowser(page: string, tell: (sentence: string) => void): void {
  const own = process.env['BROWSER'];
  const [command, ...args] = own ? [own] : (OPENERS[process.platform] ?? ['xdg-open']);
  const child = spawn(command, [...args, page], { stdio: 'ignore', detached: true });
  child.once('error', () => tell(texts.noBrowser));
  child.unref();
}
