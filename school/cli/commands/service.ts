import { extname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { findHome, makeHome } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import {
  installService,
  NoSystemdError,
  serviceOf,
  serviceStatus,
  systemctl,
  uninstallService,
} from '../../machine/system-service.ts';
import { asShown } from '../../text/display.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';

/** Adds `baby service`. */
export function register(baby: Command): void {
  baby
    .command('service')
    .description('let systemd wake it when you log in, or see whether that is so')
    .addArgument(new Argument('<action>', 'what to do').choices(['install', 'uninstall', 'status']))
    .action((action, _options, command) => serviceCommand(action, command.optsWithGlobals()));
}

/** What a service runs: this Node and this program, wherever they lie. */
const program = [process.execPath, join(import.meta.dirname, '..', `launcher${extname(import.meta.url)}`)];

/** `baby service`: installs, removes, or tells of it. */
export async function serviceCommand(
  action: 'install' | 'uninstall' | 'status',
  { home }: GlobalOptions,
): Promise<void> {
  const actions = { install, uninstall, status };
  print(asShown(await actions[action](home)));
}

async function install(given: string | undefined): Promise<string> {
  if (!(await systemctl('--version'))) throw new NoSystemdError(findHome(given), program);
  const home = makeHome(given);
  const { name, path } = serviceOf(home);
  const failure = await installService(home, program);
  if (failure) process.stderr.write(`systemd could not read it yet (${failure}): it does when you log in again.\n`);
  const next = [
    [`systemctl --user enable --now ${name}`, 'wakes it now, and whenever you log in'],
    ['loginctl enable-linger', 'lets it live on when you log out, and wakes it at start-up'],
    [`journalctl --user -u ${name} -f`, 'shows what it does'],
    [`${commandName()} service uninstall`, 'puts it to sleep, and removes all that'],
  ];
  const width = Math.max(...next.map(([command]) => command.length));
  const lines = next.map(([command, what]) => `  ${command.padEnd(width)}  ${what}\n`);
  return `The service is written: ${path}\n${lines.join('')}`;
}

async function uninstall(given: string | undefined): Promise<string> {
  const home = findHome(given);
  const { path } = serviceOf(home);
  const { was, failure } = await uninstallService(home);
  if (failure) process.stderr.write(`systemd said: ${printable(failure)}\n`);
  return was ? `The service is removed: ${path}\n` : `There is no service: ${path} is not there.\n`;
}

async function status(given: string | undefined): Promise<string> {
  const { name, path, installed, current, enabled, active } = await serviceStatus(findHome(given), program);
  if (!installed) return `No service is installed for this home: \`baby service install\` writes ${path}\n`;
  const old = current ? '' : ', written for another folder or version: `baby service install` rewrites it';
  const systemd = enabled === undefined ? 'there is no systemd here' : `${enabled}, ${active}`;
  return `${name}\n  file     ${path}${old}\n  systemd  ${systemd}\n`;
}
