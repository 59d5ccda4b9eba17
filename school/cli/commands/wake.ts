import { constants, getPriority, setPriority } from 'node:os';
import { type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { Keeper } from '../../../soul/keeper.ts';
import type { Baby } from '../../api/contract.ts';
import type { Level } from '../../api/messages.ts';
import { type Serving, serveLife } from '../../api/rpc/server.ts';
import { type Home, makeHome } from '../../home/home.ts';
import { type Lock, takeLock } from '../../home/lock.ts';
import { openRooms } from '../../home/privacy.ts';
import { apiToken } from '../../http/api-token.ts';
import { FriendTokens } from '../../http/friend-tokens.ts';
import { ResidentServer } from '../../http/resident.ts';
import { keepYoungGenerationSmall } from '../../machine/young-generation.ts';
import { type Config, configure, DEFAULTS, loadConfig, saveConfig } from '../../settings/config.ts';
import { BRAIN_NAMES, PRESET_NAMES } from '../../settings/shape-settings.ts';
import { asShown } from '../../text/display.ts';
import { isAwake } from '../connect.ts';
import { report } from '../detach.ts';
import { EXIT } from '../failure.ts';
import { type HomeWatch, watchHome } from '../home-watch.ts';
import type { GlobalOptions } from '../options.ts';
import { numberOver, place, wholeOver } from '../options.ts';
import { Progress } from '../progress.ts';
import { runPlainView } from '../talk/plain-view.ts';
import { interrupts } from '../talk/signals.ts';
import { lifeTexts } from '../texts/life.ts';
import { askBeforeFirstWake, farewell, isTerminal, show, wakeInBackground } from './watch.ts';

/** Adds `baby wake`. */
export function register(baby: Command): void {
  baby
    .command('wake')
    .description(lifeTexts.wake.description)
    .option('--foreground', lifeTexts.wake.foreground)
    .addOption(new Option('--detach', lifeTexts.wake.detach).conflicts('foreground'))
    .addOption(new Option('--from <place>', lifeTexts.wake.from).argParser(place))
    .addOption(new Option('--preset <size>', lifeTexts.wake.preset).choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', lifeTexts.wake.brain).choices(BRAIN_NAMES))
    .addOption(new Option('--minutes <n>', lifeTexts.wake.minutes).argParser(numberOver(0)))
    // For those who compare lives step by step: not shown in the help, since minutes are what an owner thinks in.
    .addOption(new Option('--steps <n>', lifeTexts.wake.steps).argParser(wholeOver(0)).hideHelp())
    .action((_options, command) => wakeCommand(command.optsWithGlobals()));
}

export interface WakeFlags extends GlobalOptions {
  foreground?: boolean;
  detach?: boolean;
  from?: 'resume' | 'random' | 'start' | number;
  preset?: Config['preset'];
  brain?: Config['brain'];
  minutes?: number;
  steps?: number;
}

/**
 * `baby wake`. In a terminal it lives in a process of its own, and this one shows it. Detached: returns when it is awake. Otherwise it
 * lives here, in plain lines: returns when it sleeps and all is written.
 */
export async function wakeCommand(flags: WakeFlags): Promise<void> {
  const home = makeHome(flags.home);
  const options = optionsOf(flags);
  if (flags.detach) {
    const woke = await wakeInBackground(home, options);
    process.stdout.write(woke ? await farewell(home) : `${lifeTexts.wake.fellAsleepAgain}\n`);
    return;
  }
  if (isTerminal() && !flags.foreground) {
    // who only wants to look at one that is awake has nothing to decide about it
    if (options.length > 0 || !(await isAwake(home))) {
      if (options.length === 0) await askBeforeFirstWake(home);
      await wakeInBackground(home, options);
    }
    return show(home);
  }
  keepYoungGenerationSmall();
  if (flags.foreground) beModest();
  for (const open of openRooms(home)) {
    process.stderr.write(`warn: ${lifeTexts.wake.othersCanLook(printable(open))}\n`);
  }
  const lock = takeLock(home);
  try {
    const config = await configFor(home, flags);
    const life = await wakeWithProgress(home, config, flags);
    await live(life, home, lock, config);
  } finally {
    lock.release();
  }
}

/** The flags once more, for another process. */
function optionsOf({ from, preset, brain, minutes, steps }: WakeFlags): string[] {
  return Object.entries({ from, preset, brain, minutes, steps }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

/**
 * Lowers the priority, so that training does not slow down other programs. Must run before any thread is started, since each
 * inherits it (Linux).
 */
function beModest(): void {
  try {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch {
    // A system that does not let it be modest lets it learn all the same.
  }
}

/** The config with the flags laid over it. At the first wake they are written down, since the soul will belong to them. */
async function configFor(home: Home, { preset, brain }: WakeFlags): Promise<Config> {
  const config = await loadConfig(home);
  const wanted = configure({ ...(preset && { preset }), ...(brain && { brain }) }, 'baby wake', config);
  if (new Keeper({ folder: home.soul }).list().length === 0) await saveConfig(home, wanted);
  return wanted;
}

async function wakeWithProgress(home: Home, config: Config, { from, minutes, steps }: WakeFlags): Promise<Baby> {
  const { wake } = await import('../../daemon/daemon.ts');
  const progress = new Progress();
  let waking = true;
  try {
    return await wake({
      home,
      config,
      ...(from !== undefined && { from }),
      ...(minutes !== undefined && { minutes }),
      ...(steps !== undefined && { steps }),
      onProgress: (label, done, total) => {
        if (!report({ kind: 'progress', label, done, total })) progress.update(label, done, total);
      },
      onNote(level, _scope, message) {
        // Once it is awake, notes come as events, and the view shows them.
        if (!waking || level === 'debug') return;
        // Its standard error is kept as its errors, where nobody looks at it.
        if (level === 'info' && report({ kind: 'note', text: printable(message).trimEnd() })) return;
        progress.end();
        process.stderr.write(noteLine(level, message));
      },
    });
  } finally {
    waking = false;
    progress.end();
  }
}

function noteLine(level: Level, message: string): string {
  return `${level === 'info' ? '' : `${level}: `}${asShown(message).trimEnd()}\n`;
}

/** From awake to asleep: serves its line and tells of it in plain lines, until somebody or the time ends it. */
export async function live(
  life: Baby,
  home: Home,
  lock: Lock,
  config: Pick<Config, 'owner' | 'api'> = DEFAULTS,
): Promise<void> {
  const ending = interrupts();
  const programs = new ResidentServer({
    baby: life,
    owner: config.owner,
    token: () => apiToken(home),
    friends: new FriendTokens(home),
    onNote: (level, message) => void process.stderr.write(noteLine(level, message)),
  });
  let line: Serving | undefined;
  let watch: HomeWatch | undefined;
  try {
    try {
      line = await serveLife(life, home.socket);
    } catch (error) {
      await life.sleep({ anyway: true });
      throw error;
    }
    watch = watchHome({ life, home, lock, line }, (why) => {
      process.exitCode = EXIT.failed;
      process.stderr.write(`error: ${why}\n`);
    });
    lock.announce();
    report({ kind: 'awake' });
    void programs.listen(config.api.port);
    life.watch((event) => {
      if (event.event === 'setting' && event.data.key === 'api.port') void programs.listen(Number(event.data.value));
    });
    await runPlainView(life, { signal: ending.signal, write: (text) => void process.stdout.write(`${text}\n`) });
    await life.over;
  } finally {
    watch?.stop();
    await programs.close();
    await line?.close();
    ending.stop();
  }
}
