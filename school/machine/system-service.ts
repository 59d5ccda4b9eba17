/** A baby as a systemd user service: woken at log-in, and again when it breaks. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { makeFolders } from '../../library/files/folders.ts';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { writeWhole } from '../home/atomic-write.ts';
import { findHome, type Home } from '../home/home.ts';
import { userFolder } from '../home/naming.ts';
import { texts } from './texts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Service {
  /** as `systemctl` knows it */
  readonly name: string;
  /** the unit file */
  readonly path: string;
}

/** The service of a home; the usual one is simply called babyllm. Makes nothing. */
export function serviceOf(home: Home, env: Environment = process.env): Service {
  const hash = createHash('sha256').update(home.folder).digest('hex').slice(0, 8);
  const name = home.folder === findHome(undefined, {}).folder ? 'babyllm.service' : `babyllm-${hash}.service`;
  const given = env['XDG_CONFIG_HOME'];
  const config = given && isAbsolute(given) ? given : join(userFolder(), '.config');
  return { name, path: join(config, 'systemd', 'user', name) };
}

/**
 * Seconds in which it has long saved and fallen asleep; after them systemd kills it, and what it learnt since its last save is lost. The
 * largest soul has 2.4 GB and is written when nobody else wants the disk: at 10 MB/s that is four minutes.
 */
const STOP_SECONDS = 300;

/**
 * The unit file of a home.
 *
 * @param program the command line that is `baby`, absolute
 */
export function unitOf(home: Home, program: readonly string[]): string {
  const command = [...program, 'wake', '--foreground', '--home', home.folder].map(quoted).join(' ');
  return `# Written by baby service install; baby service uninstall removes it.
[Unit]
Description=babyLLM in ${escaped(home.folder)}
# What breaks again and again is not woken for ever.
StartLimitIntervalSec=10min
StartLimitBurst=5

[Service]
Type=simple
ExecStart=${command}
Restart=on-failure
RestartSec=5
# Wrong options, or awake already elsewhere: waking again would not help.
RestartPreventExitStatus=2 75
TimeoutStopSec=${STOP_SECONDS}
# It learns day and night, and must not be felt.
Nice=10
CPUWeight=20
IOSchedulingClass=idle
MemoryMax=80%
NoNewPrivileges=yes
UMask=0077
Environment=NODE_ENV=production

[Install]
WantedBy=default.target
`;
}

/** Escapes what systemd reads as anything but itself: its specifiers, and characters that end a line. */
function escaped(text: string): string {
  return text
    .replace(/%/g, '%%')
    .replace(/\\/g, '\\\\')
    .replace(/[\x00-\x1f\x7f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function quoted(text: string): string {
  return `"${escaped(text).replace(/"/g, '\\"').replace(/\$/g, '$$$$')}"`;
}

/** Milliseconds in which systemctl answers: where it stops a service it waits until that is over. */
const PATIENCE = (STOP_SECONDS + 30) * 1000;

export interface Answer {
  readonly code: number;
  /** what it printed, on either stream */
  readonly text: string;
}

/** Runs `systemctl --user`. @returns undefined where there is no systemd */
export function systemctl(...args: string[]): Promise<Answer | undefined> {
  return new Promise((resolve) =>
    execFile('systemctl', ['--user', ...args], { timeout: PATIENCE, encoding: 'utf8' }, (error, out, err) => {
      if (error?.code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall) return resolve(undefined);
      const text = printable(`${out}${err}`).trim() || (error ? printable(error.message) : '');
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, text });
    }),
  );
}

/**
 * Writes the unit file of a home that is there, and lets systemd read it.
 *
 * @returns why systemd did not read it, if so; the file is written all the same
 * @throws Error with one sentence if the file cannot be written
 */
export async function installService(home: Home, program: readonly string[]): Promise<string | undefined> {
  const { path } = serviceOf(home);
  try {
    makeFolders(dirname(path));
    writeWhole(path, unitOf(home, program));
  } catch (error) {
    throw new Error(texts.service.notWritten(printable(path), reason(error)), {
      cause: error,
    });
  }
  return failureOf(await systemctl('daemon-reload'));
}

/**
 * Stops the service, so that the baby saves and sleeps, and removes its file.
 *
 * @returns whether it was there, and what systemd said where it did not do as it was told
 */
export async function uninstallService(home: Home): Promise<{ was: boolean; failure: string | undefined }> {
  const { name, path } = serviceOf(home);
  if (!existsSync(path)) return { was: false, failure: undefined };
  const stopped = failureOf(await systemctl('disable', '--now', name));
  rmSync(path, { force: true });
  return { was: true, failure: failureOf(await systemctl('daemon-reload')) ?? stopped };
}

export interface ServiceStatus extends Service {
  readonly installed: boolean;
  /** whether the file is what this program would write */
  readonly current: boolean;
  /** in systemd's words; undefined where there is no systemd */
  readonly enabled: string | undefined;
  readonly active: string | undefined;
}

export async function serviceStatus(home: Home, program: readonly string[]): Promise<ServiceStatus> {
  const service = serviceOf(home);
  const installed = existsSync(service.path);
  return {
    ...service,
    installed,
    current: installed && readFileSync(service.path, 'utf8') === unitOf(home, program),
    enabled: (await systemctl('is-enabled', service.name))?.text,
    active: (await systemctl('is-active', service.name))?.text,
  };
}

/** This system has no systemd. Its message says what can be done instead. */
export class NoSystemdError extends Error {
  constructor(home: Home, program: readonly string[]) {
    const command = [...program, 'wake', '--foreground', '--home', home.folder]
      .map((part) => printable(part))
      .join(' ');
    super(texts.service.noSystemd(command));
  }
}

function failureOf(answer: Answer | undefined): string | undefined {
  return !answer || answer.code === 0 ? undefined : answer.text.replace(/\s*\n\s*/g, ' ');
}
