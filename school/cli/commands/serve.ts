import { once } from 'node:events';
import { type Command, InvalidArgumentError } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { findHome } from '../../home/home.ts';
import { isOrigin } from '../../http/access.ts';
import { apiToken, apiTokenFile } from '../../http/api-token.ts';
import { FriendTokens } from '../../http/friend-tokens.ts';
import { serveHttp } from '../../http/server.ts';
import { oneLine } from '../../text/view-format.ts';
import { withBaby } from '../connect.ts';
import { CommandError, EXIT, sentenceOf } from '../failure.ts';
import { type GlobalOptions, port } from '../options.ts';
import { pageOf } from '../page/page-address.ts';
import { interrupts } from '../talk/signals.ts';
import { programTexts } from '../texts/programs.ts';

/** One beside Ollama's, so that both can run. */
const PORT = 11435;

interface ServeFlags extends GlobalOptions {
  readonly port?: number;
  readonly origin?: readonly string[];
  readonly newToken?: boolean;
}

/** Adds `baby serve`. */
export function register(baby: Command): void {
  baby
    .command('serve')
    .description(programTexts.serve.description)
    .option('--port <n>', programTexts.serve.port(PORT), port)
    .option('--origin <origin>', programTexts.serve.origin, origin)
    .option('--new-token', programTexts.serve.newToken)
    .action((_options, command) => serveCommand(command.optsWithGlobals()));
}

/** `baby serve`: runs until Ctrl-C, or until the baby falls asleep. */
export async function serveCommand({ home: given, port, origin: origins = [], newToken }: ServeFlags): Promise<void> {
  await withBaby(given, async (baby, config) => {
    const home = findHome(given);
    const token = apiToken(home, newToken);
    const onFault = (error: unknown) => void process.stderr.write(`${sentenceOf(error, true)}\n`);
    const { page, print } = pageOf({ baby, home, owner: config.owner });
    const server = await serveHttp(baby, {
      port: port ?? PORT,
      orAnyPort: port === undefined,
      origins,
      token,
      learns: baby.over !== undefined,
      friends: new FriendTokens(home),
      owner: config.owner,
      onFault,
      page,
    });
    const ending = interrupts();
    try {
      const name = oneLine(baby.introduction.name);
      process.stdout.write(
        `${programTexts.serve.answersAt(name, server.addresses.join(' and '))}\n` +
          `${printable(apiTokenFile(home))}\n` +
          `${programTexts.serve.baseUrl(server.addresses[0] as string)}\n` +
          `${baby.over ? '' : `${programTexts.serve.isAsleep} `}${config.api.learn ? programTexts.serve.remembers : programTexts.serve.keepsNothing} ${programTexts.ctrlC}\n`,
      );
      print(server.addresses[0] as string);
      const asleep = baby.over?.then(() => {
        page.end(programTexts.serve.fellAsleep);
        throw new CommandError(programTexts.serve.startAgain, EXIT.asleep);
      });
      if (!ending.signal.aborted) await Promise.race([once(ending.signal, 'abort'), ...(asleep ? [asleep] : [])]);
      asleep?.catch(() => {});
    } finally {
      ending.stop();
      await page.close();
      await server.close();
    }
  });
}

function origin(text: string, before: readonly string[] = []): string[] {
  if (isOrigin(text)) return [...before, text];
  throw new InvalidArgumentError(programTexts.serve.noOrigin);
}
