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
import { flagTexts } from '../texts/flags.ts';
import { machineTexts } from '../texts/machine.ts';

/** Adds `baby service`. */
export function register(baby: Command): void {
  baby
    .command('service')
    .description(machineTexts.service.description)
    .addArgument(new Argument('<action>', flagTexts.action).choices(['install', 'uninstall', 'status']))
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
  if (failure) process.stderr.write(`${machineTexts.service.notReadYet(failure)}\n`);
  const next = [
    [`systemctl --user enable --now ${name}`, machineTexts.service.wakesNow],
    ['loginctl enable-linger', machineTexts.service.lingers],
    [`journalctl --user -u ${name} -f`, machineTexts.service.shows],
    [`${commandName()} service uninstall`, machineTexts.service.removes],
  ];
  const width = Math.max(...next.map(([command]) => command.length));
  const lines = next.map(([command, what]) => `  ${command.padEnd(width)}  ${what}\n`);
  return `${machineTexts.service.written(path)}\n${lines.join('')}`;
}

async function uninstall(given: string | undefined): Promise<string> {
  const home = findHome(given);
  const { path } = serviceOf(home);
  const { was, failure } = await uninstallService(home);
  if (failure) process.stderr.write(`${machineTexts.service.systemdSaid(printable(failure))}\n`);
  return was ? `${machineTexts.service.removed(path)}\n` : `${machineTexts.service.noneThere(path)}\n`;
}

async function status(given: string | undefined): Promise<string> {
  const { name, path, installed, current, enabled, active } = await serviceStatus(findHome(given), program);
  if (!installed) return `${machineTexts.service.noneInstalled(path)}\n`;
  const old = current ? '' : machineTexts.service.isOld;
  const systemd = enabled === undefined ? machineTexts.service.noSystemd : `${enabled}, ${active}`;
  return `${name}\n  file     ${path}${old}\n  systemd  ${systemd}\n`;
}
