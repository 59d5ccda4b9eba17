import type { Command } from 'commander';
import { findHome } from '../../home/home.ts';
import { serveHttp } from '../../http/server.ts';
import { oneLine } from '../../text/view-format.ts';
import { type GlobalOptions, port } from '../options.ts';
import { pageOf } from '../page/page-address.ts';
import { keepPresent, WakeRequest } from '../page/page-presence.ts';
import { interrupts } from '../talk/signals.ts';
import { programTexts } from '../texts/programs.ts';

/** Beside the one of `baby serve`, so that both can run. */
const PORT = 11_436;

const HELP = `\n${programTexts.window.more(PORT)}`;

interface WindowFlags extends GlobalOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly overlay?: boolean;
}

/** Adds `baby window`. */
export function register(baby: Command): void {
  baby
    .command('window')
    .description(programTexts.window.description)
    .option('--port <n>', programTexts.serve.port(PORT), port)
    .option('--overlay', programTexts.window.overlay)
    .option('--open', programTexts.window.open)
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
      const asleep = baby.over ? '' : `${programTexts.window.isAsleep(oneLine(baby.introduction.name))} `;
      process.stdout.write(`${asleep}${programTexts.ctrlC}\n`);
      return page;
    });
  } finally {
    ending.stop();
    for (const close of closing) await close();
  }
}
