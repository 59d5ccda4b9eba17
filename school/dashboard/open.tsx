/** The way into the dashboard: what is heavy is loaded only here, and in little memory. */
import { setFlagsFromString } from 'node:v8';
import { printable } from '../../library/notices/printable.ts';
import { attach } from '../api/rpc/client.ts';
import { findHome, type Home } from '../home/home.ts';
import { commandName } from '../home/invocation.ts';
import { keepYoungGenerationSmall } from '../machine/young-generation.ts';
import { askBackground, backgroundOfEnvironment } from '../terminal/background.ts';
import type { ShowOptions } from './show.tsx';
import type { Wake } from './state/store-options.ts';

export interface DashboardOptions extends Omit<ShowOptions, 'pages'> {
  /** wakes it while the dashboard is open; left out: it cannot be woken from there */
  readonly wake?: Wake;
}

/**
 * Shows the baby of a home until its owner leaves. It attaches by itself, and again when the baby's process ends and another wakes.
 * Expects a terminal, a process of its own, and NODE_ENV=production before anything of React is loaded.
 * @returns `left`: it goes its own way; `asleep`: it was put to sleep, or slept already
 * @throws Error if the terminal cannot be used, or drawing failed
 */
export async function openDashboard(home: Home, options: DashboardOptions): Promise<'left' | 'asleep'> {
  staySmall();
  if (options.stdin !== undefined) return load(home, options);
  // Keys that are typed while it loads wait for it. Their echo would move the cursor, and with it the whole drawing.
  const { stdin, stdout } = process;
  stdin.setRawMode(true);
  stdout.write('\r');
  try {
    return await load(home, options);
  } finally {
    stdin.setRawMode(false);
  }
}

async function load(home: Home, { wake, ...options }: DashboardOptions): Promise<'left' | 'asleep'> {
  const [{ showDashboard }, { DashboardStore }] = await Promise.all([import('./show.tsx'), import('./state/store.ts')]);
  const where = home.folder === findHome().folder ? '' : ` --home ${printable(home.folder)}`;
  const store = new DashboardStore({
    home,
    connect: () => attach(home.socket),
    ...(wake && { wake }),
    wakeCommand: `${commandName()} wake${where}`,
  });
  // Asked before Ink takes the input: its parser would take the answer for keys.
  const background =
    options.background ?? (options.colours && options.stdin === undefined ? await backgroundOfTerminal() : undefined);
  return showDashboard(store, home, { ...options, ...(background !== undefined && { background }) });
}

/** The terminal's own answer, else what its environment says. */
const backgroundOfTerminal = async (): Promise<string | undefined> =>
  (await askBackground(process)) ?? backgroundOfEnvironment(process.env['COLORFGBG']);

/**
 * Every drawing leaves some garbage, and V8 would rather hold another 100 MB than clear it a little more often. From here on its nursery
 * stays as it is, and what is older may grow by a fifth only before it is looked through.
 */
function staySmall(): void {
  keepYoungGenerationSmall();
  setFlagsFromString('--heap-growing-percent=20');
}
