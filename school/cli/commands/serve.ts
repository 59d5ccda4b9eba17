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
    .description(
      'answer the programs of this machine over HTTP, as OpenAI and Ollama do, and show its page in a browser',
    )
    .option(
      '--port <n>',
      `the port of 127.0.0.1 and ::1 on which it listens (default: ${PORT}, or any that is free); 0 is any that is free`,
      port,
    )
    .option(
      '--origin <origin>',
      'a web page that may ask it, such as http://localhost:3000; may be given several times',
      origin,
    )
    .option('--new-token', 'replace the token that programs must send')
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
        `${name} answers at ${server.addresses.join(' and ')}, where programs send the token that lies in\n` +
          `${printable(apiTokenFile(home))}\n` +
          `Base URL for clients of OpenAI: ${server.addresses[0]}/v1, for clients of Ollama: ${server.addresses[0]}\n` +
          `${baby.over ? '' : 'It is asleep, and cannot be woken while this runs. '}${config.api.learn ? 'It remembers what you say to it through them (api.learn). ' : 'Nothing that they say is kept or learnt. '}Ctrl-C ends it.\n`,
      );
      print(server.addresses[0] as string);
      const asleep = baby.over?.then(() => {
        page.end('It fell asleep.');
        throw new CommandError('The baby fell asleep: start this again when it is awake.', EXIT.asleep);
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
  throw new InvalidArgumentError('A scheme and a host were expected, such as http://localhost:3000, without a path.');
}
