import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import type { TwitchAnswer, TwitchRequest } from '../../api/twitch-messages.ts';
import { findHome, isLivedIn } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import { channelName, type TwitchSettings } from '../../settings/twitch-settings.ts';
import { asShown } from '../../text/display.ts';
import { asleepInWords, exportInWords, forgottenInWords, statusInWords } from '../../text/twitch-report.ts';
import { TwitchAuth } from '../../twitch/connection/auth.ts';
import { Supervisor } from '../../twitch/connection/supervisor.ts';
import { openTmi } from '../../twitch/connection/tmi.ts';
import { allRules } from '../../twitch/moderation/index.ts';
import { twitchFiles } from '../../twitch/service-options.ts';
import { attachAwake, attachIfAwake, mustBeThere } from '../connect.ts';
import { CommandError, EXIT, noBaby, usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { wholeOver } from '../options.ts';
import { print } from '../printer.ts';
import { channelTexts } from '../texts/channel.ts';
import { flagTexts } from '../texts/flags.ts';
import { deleteAsleep, exportAsleep, statusAsleep } from '../twitch-offline.ts';
import { logCommand } from './log.ts';

/** Adds `baby twitch` with its subcommands. */
export function register(baby: Command): void {
  const twitch = baby.command('twitch').description(channelTexts.description);
  const does = (action: string, flags: object, ...given: string[]): Promise<void> =>
    twitchCommand(action, given, flags);

  twitch
    .command('login')
    .description(channelTexts.login.description)
    .option('--client-id <id>', channelTexts.login.clientId)
    .action((_options, command: Command) => does('login', command.optsWithGlobals()));
  twitch
    .command('logout')
    .description(channelTexts.logout)
    .action((_options, command: Command) => does('logout', command.optsWithGlobals()));
  twitch
    .command('join')
    .description(channelTexts.join.description)
    .argument('<channel>', channelTexts.join.channel)
    .option('--read-only', channelTexts.join.silent)
    .action((channel: string, _options, command: Command) => does('join', command.optsWithGlobals(), channel));
  twitch
    .command('leave')
    .description(channelTexts.leave)
    .action((_options, command: Command) => does('leave', command.optsWithGlobals()));
  twitch
    .command('status')
    .description(channelTexts.status)
    .option('--json', flagTexts.json)
    .action((_options, command: Command) => does('status', command.optsWithGlobals()));
  twitch
    .command('mute')
    .description(channelTexts.mute.description)
    .argument('[minutes]', channelTexts.mute.minutes)
    .action((minutes: string | undefined, _options, command: Command) =>
      does('mute', command.optsWithGlobals(), ...(minutes === undefined ? [] : [minutes])),
    );
  twitch
    .command('unmute')
    .description(channelTexts.unmute)
    .action((_options, command: Command) => does('unmute', command.optsWithGlobals()));
  twitch
    .command('log')
    .description(channelTexts.log)
    .option('-f, --follow', flagTexts.follow)
    .option('-n, --lines <n>', flagTexts.lastLines, wholeOver(0))
    .option('--since <time>', flagTexts.since)
    .option('--json', flagTexts.jsonLines)
    .action((_options, command: Command) => does('log', command.optsWithGlobals()));
  twitch
    .command('rules')
    .description(channelTexts.rules)
    .action((_options, command: Command) => does('rules', command.optsWithGlobals()));
  twitch
    .command('test')
    .description(channelTexts.check.description)
    .argument('<channel>', channelTexts.join.channel)
    .option('--seconds <n>', channelTexts.check.seconds, wholeOver(0))
    .action((channel: string, _options, command: Command) => does('test', command.optsWithGlobals(), channel));
  twitch
    .command('privacy')
    .description(channelTexts.data.description)
    .addArgument(new Argument('<action>', flagTexts.action).choices(['export', 'delete']))
    .argument('<user>', channelTexts.data.person)
    .action((action: string, user: string, _options, command: Command) =>
      does(action, command.optsWithGlobals(), user),
    );
}

export interface TwitchFlags extends GlobalOptions {
  clientId?: string;
  readOnly?: boolean;
  json?: boolean;
  follow?: boolean;
  lines?: number;
  since?: string;
  seconds?: number;
}

const say = (text: string): void => void print(asShown(`${text}\n`));
/** Numbers and words of others, as they are. */
const give = (json: string): void => void process.stdout.write(printable(`${json}\n`));

/** `baby twitch …`: each action by its name. */
export async function twitchCommand(action: string, given: readonly string[], flags: TwitchFlags): Promise<void> {
  const [first = ''] = given;
  const actions: Record<string, () => Promise<void>> = {
    login: () => logIn(flags),
    logout: () => logOut(flags),
    join: async () => {
      const { status } = await ask(flags, { do: 'join', channel: first, readOnly: flags.readOnly ?? false });
      say(statusInWords(status));
      if (status.connection !== 'joined') process.exitCode = EXIT.failed;
    },
    leave: async () => say((await ask(flags, { do: 'leave' })).left ? channelTexts.hasLeft : channelTexts.wasInNone),
    status: async () => {
      const awake = await askIfAwake(flags, { do: 'status' });
      const status = awake?.status ?? statusAsleep(findHome(flags.home), await settingsIn(flags));
      if (flags.json) return give(JSON.stringify(status));
      say('awake' in status ? asleepInWords(status) : statusInWords(status));
    },
    mute: async () => {
      const { status } = await ask(flags, { do: 'mute', ...(first !== '' && { minutes: minutesOf(first) }) });
      say(statusInWords(status));
    },
    unmute: async () => say(statusInWords((await ask(flags, { do: 'unmute' })).status)),
    log: () => logCommand({ ...flags, scope: 'twitch' }),
    rules: async () => {
      for (const { id, does } of allRules()) say(`${id.padEnd(18)} ${does}`);
    },
    test: () => listen(first, flags),
    export: async () => {
      const awake = await askIfAwake(flags, { do: 'export', user: first });
      const person = awake ? awake.person : exportAsleep(findHome(flags.home), await settingsIn(flags), first);
      if (!person) throw nothingKept(first);
      give(exportInWords(person));
    },
    delete: async () => {
      const awake = await askIfAwake(flags, { do: 'delete', user: first });
      const forgotten = awake ? awake.forgotten : await deleteAsleep(findHome(flags.home), first);
      if (!forgotten) throw nothingKept(first);
      say(forgottenInWords(forgotten));
    },
  };
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (act === undefined) throw usageError(channelTexts.noSuchCommand(printable(action)));
  await act();
}

const nothingKept = (who: string): CommandError => new CommandError(channelTexts.data.nothingKept(printable(who)));

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_000) return minutes;
  throw usageError(channelTexts.mute.noMinutes(printable(JSON.stringify(text))));
}

async function settingsIn(flags: TwitchFlags): Promise<TwitchSettings> {
  return (await loadConfig(findHome(flags.home))).twitch;
}

async function logIn(flags: TwitchFlags): Promise<void> {
  const settings = await settingsIn(flags);
  const { tokens } = twitchFiles(mustBeThere(findHome(flags.home)).twitch);
  const auth = new TwitchAuth({ path: tokens, base: settings.idServer });
  const stop = new AbortController();
  const interrupted = (): void => stop.abort(new CommandError(channelTexts.login.nobody, EXIT.interrupted));
  process.once('SIGINT', interrupted);
  try {
    const { login } = await auth.login(
      flags.clientId ?? settings.clientId,
      ({ code, address, seconds }) => say(channelTexts.login.typeCode(address, code, Math.round(seconds / 60))),
      stop.signal,
    );
    say(channelTexts.login.isLoggedIn(login));
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupted);
  }
}

async function logOut(flags: TwitchFlags): Promise<void> {
  const settings = await settingsIn(flags);
  const { tokens } = twitchFiles(findHome(flags.home).twitch);
  const was = await new TwitchAuth({ path: tokens, base: settings.idServer }).logout();
  say(was ? channelTexts.loggedOut : channelTexts.wasNobody);
}

/** Asks the baby that is awake; undefined where none is. */
async function askIfAwake(flags: TwitchFlags, request: TwitchRequest): Promise<TwitchAnswer | undefined> {
  const home = findHome(flags.home);
  const life = await attachIfAwake(home);
  if (!life && !isLivedIn(home)) throw noBaby(home);
  return life?.twitch(request).finally(() => life.close());
}

async function ask(flags: TwitchFlags, request: TwitchRequest): Promise<TwitchAnswer> {
  const life = await attachAwake(findHome(flags.home));
  return life.twitch(request).finally(() => life.close());
}

/** Joins a channel without any account and without any baby, and says what comes. */
async function listen(channel: string, flags: TwitchFlags): Promise<void> {
  const name = channelName(channel);
  if (name === undefined) throw usageError(channelTexts.noChannelName(printable(JSON.stringify(channel))));
  const { server } = await settingsIn(flags);
  const seconds = flags.seconds ?? 10;
  let heard = 0;
  let why: string = channelTexts.check.tookTooLong;
  const joined = Promise.withResolvers<boolean>();
  const nothing = (): void => {};
  const supervisor = new Supervisor({
    server,
    channel: name,
    open: openTmi,
    identity: async () => null,
    events: {
      onMessage: () => void heard++,
      ...{ onDeleted: nothing, onSilenced: nothing, onCleared: nothing, onNotice: nothing, onFault: nothing },
    },
    onState(state, reason) {
      if (state === 'joined') joined.resolve(true);
      if (state === 'waiting') {
        why = reason;
        joined.resolve(false);
      }
    },
    onNote: nothing,
  });
  supervisor.start();
  try {
    const patience = sleep(20_000, false, { ref: false });
    if (!(await Promise.race([joined.promise, patience]))) {
      throw new CommandError(channelTexts.check.cannotBeJoined(printable(server), printable(why).replace(/\.$/, '')));
    }
    say(channelTexts.check.listening(name, seconds));
    await sleep(seconds * 1000);
    say(channelTexts.check.heard(heard));
  } finally {
    supervisor.stop();
  }
}
