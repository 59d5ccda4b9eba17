/** Waking a baby that lives on when its terminal closes. */

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { Status } from '../api/messages.ts';
import { AsleepError, attach, RpcError } from '../api/rpc/client.ts';
import type { Home } from '../home/home.ts';
import { CommandError, EXIT } from './failure.ts';
import { Progress } from './progress.ts';
import { lifeTexts } from './texts/life.ts';

/** Milliseconds in which one that does not answer any more has gone; it closes its line when all is saved. */
const LEAVING = 10_000;

/** Bytes of old errors that are kept. */
const MOST_ERRORS = 256 * 1024;

export interface Detached {
  readonly pid: number;
  readonly name: string;
  readonly step: number;
  /** what it had to say while it woke */
  readonly notes: string;
}

/**
 * Starts `baby wake --foreground` in a session of its own and waits until its line answers.
 *
 * @param options of `baby wake`, as they were typed
 * @param onProgress takes the place of the bar on standard error
 * @returns undefined if it fell asleep again at once, as it was told to
 * @throws CommandError with its own sentence and exit code if it does not wake
 */
export async function wakeDetached(
  home: Home,
  options: readonly string[],
  onProgress?: OnProgress,
): Promise<Detached | undefined> {
  const errors = openErrors(home);
  const args = [launcher, 'wake', '--foreground', '--home', home.folder, ...options];
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    detached: true,
    windowsHide: true,
    // A daemon must not keep the folder from being moved or unmounted where its owner happened to stand.
    cwd: home.folder,
    stdio: ['ignore', 'ignore', errors.descriptor, 'ipc'],
    // nor where npm was called
    env: { ...process.env, INIT_CWD: home.folder, NODE_ENV: 'production' },
  });
  closeSync(errors.descriptor);
  const said = () => readFileSync(home.errors).subarray(errors.from).toString('utf8').trimEnd();
  const notes: string[] = [];
  try {
    const failure = await untilAwake(child, (note) => notes.push(note), onProgress);
    const awake = failure ?? (await lookAt(home, child));
    if ('introduction' in awake && awake.pid === child.pid) {
      const { name, step } = awake.introduction;
      return { pid: awake.pid, name, step, notes: [...notes, said()].join('\n').trimEnd() };
    }
    const { code, signal } = 'code' in awake ? awake : await ended(child);
    if (code === EXIT.done) return undefined;
    if (signal === 'SIGTERM') throw new CommandError(lifeTexts.wake.endedBefore, EXIT.interrupted);
    throw new CommandError(
      said() || (signal ? lifeTexts.wake.endedBySignal(signal) : lifeTexts.wake.endedWithCode(code)),
      code ?? EXIT.failed,
    );
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** `done` of `total`, in any unit; a total of 0 is one that is not known. */
export type OnProgress = (label: string, done: number, total: number) => void;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** @returns how it ended, if it did instead */
async function untilAwake(
  child: ChildProcess,
  onNote: (text: string) => void,
  onProgress?: OnProgress,
): Promise<Ended | undefined> {
  const progress = new Progress();
  const update = onProgress ?? ((label, done, total) => progress.update(label, done, total));
  const stop = () => child.kill('SIGTERM');
  // A terminal that closes is no reason to stop: for that it is detached.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  try {
    const awake = new Promise<undefined>((resolve) =>
      child.on('message', (message: StartReport) => {
        if (message.kind === 'awake') resolve(undefined);
        else if (message.kind === 'note') onNote(message.text);
        else update(message.label, message.done, message.total);
      }),
    );
    return await Promise.race([awake, ended(child)]);
  } finally {
    progress.end();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
  }
}

/** How it is, or how it ended: its life may be over before anybody could look at it. */
async function lookAt({ socket }: Home, child: ChildProcess): Promise<Status | Ended> {
  try {
    const life = await attach(socket);
    return await life.status().finally(() => life.close());
  } catch (error) {
    if (!(error instanceof AsleepError || error instanceof RpcError)) throw error;
    const over = await Promise.race([ended(child), sleep(LEAVING, undefined, { ref: false })]);
    if (!over) throw error;
    return over;
  }
}

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve({ code: child.exitCode, signal: child.signalCode });
    }
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => reject(new CommandError(lifeTexts.wake.cannotStart(reason(error)), EXIT.failed)));
  });
}

/** Its standard error, appended to what earlier ones left: a baby that broke while nobody looked has said there why. */
function openErrors({ errors }: Home): { descriptor: number; from: number } {
  if ((statSync(errors, { throwIfNoEntry: false })?.size ?? 0) > MOST_ERRORS) rmSync(errors, { force: true });
  try {
    const descriptor = openSync(errors, 'a', 0o600);
    return { descriptor, from: fstatSync(descriptor).size };
  } catch (error) {
    throw new Error(lifeTexts.cannotBeWritten(printable(errors), reason(error)), { cause: error });
  }
}

const launcher = join(import.meta.dirname, `launcher${extname(import.meta.url)}`);

/** A waking daemon and the command that started it: how far it is, until it is awake. */

export type StartReport =
  | { kind: 'progress'; label: string; done: number; total: number }
  /** something to know that is no error */
  | { kind: 'note'; text: string }
  | { kind: 'awake' };

/** Reports to the process that started this one, if it still waits. @returns whether it does */
export function report(message: StartReport): boolean {
  if (!process.connected || !process.send) return false;
  // It may go away at any moment, which is no reason not to wake.
  process.send(message, () => {});
  return true;
}
