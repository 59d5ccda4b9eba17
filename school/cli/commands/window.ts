import type { Command } from 'commander';
import { findHome } from '../../home/home.ts';
import { serveHttp } from '../../http/server.ts';
import { oneLine } from '../../text/view-format.ts';
import { type GlobalOptions, port } from '../options.ts';
import { pageOf } from '../page/page-address.ts';
import { keepPresent, WakeRequest } from '../page/page-presence.ts';
import { interrupts } from '../talk/signals.ts';

/** Beside the one of `baby serve`, so that both can run. */
const PORT = 11_436;

const HELP = `
The address that it prints lets one browser in, once. Nothing listens on the network: from a phone, reach this machine by ssh,
  $ ssh -L ${PORT}:127.0.0.1:${PORT} you@this-machine
and open the address on the phone.`;

interface WindowFlags extends GlobalOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly overlay?: boolean;
}

/** Adds `baby window`. */
export function register(baby: Command): void {
  baby
    .command('window')
    .description('show it in a browser: its curves, its words, a talk with it, its library, souls, log and settings')
    .option(
      '--port <n>',
      `the port of 127.0.0.1 and ::1 on which it listens (default: ${PORT}, or any that is free); 0 is any that is free`,
      port,
    )
    .option('--overlay', 'also an overlay for streams: its bear, how it feels, and what it said last on Twitch')
    .option('--open', 'open the page in the browser of this machine')
    .addHelpText('after', HELP)
    .action((_options, command) => windowCommand(command.optsWithGlobals()));
}

/** `baby window`: runs until Ctrl-C. The page stays open while the baby falls asleep and wakes. */
export async function windowCommand({ home: given, port, open, overlay }: WindowFlags): Promise<void> {
  const home = findHome(given);
  const ending = interrupts();
  const request = new WakeRequest();
  const closing: (() => Promise<void>)[] = [];
  try {
    await keepPresent(home, request, ending.signal, async (baby, owner) => {
      const { page, print } = pageOf({ baby, home, owner, open, overlay, wake: request.ask });
      closing.push(() => page.close());
      const server = await serveHttp(baby, {
        port: port ?? PORT,
        orAnyPort: port === undefined,
        origins: [],
        owner,
        page,
      });
      closing.unshift(() => server.close());
      print(server.addresses[0] as string);
      const asleep = baby.over
        ? ''
        : `${oneLine(baby.introduction.name)} is asleep: the page can wake it, \`baby wake\` cannot while this runs. `;
      process.stdout.write(`${asleep}Ctrl-C ends it.\n`);
      return page;
    });
  } finally {
    ending.stop();
    for (const close of closing) await close();
  }
}
