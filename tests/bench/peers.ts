// The same work done by somebody else on this machine, in the same run: PyTorch, where it is installed.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AnyShape } from '../../brain/brains/shapes/shape.ts';
import { printable } from '../../library/notices/printable.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { THREADS } from '../../school/machine/blas/environment.ts';

const PYTHON = '/usr/bin/python3';
const MISSING = 'not installed: apt-get install python3-torch';
const MINUTES = 60;

/** Figures by name, and which version gave them; or why there are none. */
export type Told<T> = ({ readonly version: string } & T) | { readonly missing: string };

/** GFLOP/s of a middling and of a large product, GB/s of AdamW and of copying. */
export interface MachineFigures {
  readonly matmul: number;
  readonly matmulLarge: number;
  readonly adamw: number;
  readonly copy: number;
}

export interface NanoFigures {
  /** of a step: the median */
  readonly milliseconds: number;
  /** nats per character */
  readonly heldOut: number;
  /** of learning, until the held-out loss was reached; null where it was not */
  readonly secondsToTarget: number | null;
  readonly seconds: number;
  readonly parameters: number;
}

export interface TransformerFigures {
  /** of a step: the median */
  readonly milliseconds: number;
  readonly parameters: number;
  /** bytes: the most that the process ever had in memory */
  readonly mostMemory: number;
}

/** Each script is run once, however many rows stand beside it, but for `transformer`, whose rounds are taken in turn with ours. */
export class Peers {
  private readonly told = new Map<string, Promise<Told<object>>>();

  machine(threads: number): Promise<Told<MachineFigures>> {
    return this.ask('machine.py', threads, [String(threads)], ['matmul', 'matmulLarge', 'adamw', 'copy']);
  }

  nanogpt(text: string, steps: number, threads: number, target: number): Promise<Told<NanoFigures>> {
    const args = [text, String(steps), String(threads), String(target)];
    // Its best: an OpenBLAS with two threads of its own beside PyTorch's two takes 128 ms a step, with one 48.
    return this.ask('nanogpt.py', 1, args, ['milliseconds', 'heldOut', 'seconds', 'parameters']);
  }

  transformer(
    sizes: AnyShape,
    steps: number,
    threads: number,
    libraryThreads: number,
  ): Promise<Told<TransformerFigures>> {
    const args = [JSON.stringify(sizes), String(steps), String(threads)];
    const numbers = ['milliseconds', 'parameters', 'mostMemory'];
    return run('transformer.py', libraryThreads, args, numbers) as Promise<Told<TransformerFigures>>;
  }

  private ask<T>(
    script: string,
    libraryThreads: number,
    args: readonly string[],
    numbers: readonly string[],
  ): Promise<Told<T>> {
    const key = [script, String(libraryThreads), ...args].join('\n');
    const told = this.told.get(key) ?? run(script, libraryThreads, args, numbers);
    this.told.set(key, told);
    return told as Promise<Told<T>>;
  }
}

async function run(
  script: string,
  threads: number,
  args: readonly string[],
  numbers: readonly string[],
): Promise<Told<object>> {
  if (!existsSync(PYTHON)) return { missing: MISSING };
  const file = join(packageFolder, 'tests', 'bench', 'peers', script);
  try {
    const options = { timeout: MINUTES * 60_000, maxBuffer: 1 << 20, env: ownThreads(process.env, threads) };
    const { stdout } = await promisify(execFile)(PYTHON, [file, ...args], options);
    return parseTold(stdout, numbers);
  } catch (error) {
    return { missing: whyNot(error) };
  }
}

/** As many threads for every library of a peer as serve it best, whatever ours were told. */
export const ownThreads = (env: NodeJS.ProcessEnv, threads: number): NodeJS.ProcessEnv => ({
  ...env,
  ...Object.fromEntries(THREADS.map((name) => [name, String(threads)])),
});

/**
 * What a script printed: one line of JSON, the last. Throws where it lacks its version or a number.
 * @example parseTold('{"version":"1.13.0","matmul":280}', ['matmul']) // { version: '1.13.0', matmul: 280 }
 */
export function parseTold(printed: string, numbers: readonly string[]): { version: string } {
  const line = printed.trim().split('\n').at(-1) ?? '';
  let told: Record<string, unknown>;
  try {
    told = JSON.parse(line);
  } catch {
    throw new Error(`it should have printed one line of JSON, but printed ${JSON.stringify(line.slice(0, 80))}`);
  }
  if (typeof told !== 'object' || told === null || typeof told['version'] !== 'string')
    throw new Error('it did not say which version it is');
  const lacking = numbers.filter((name) => !Number.isFinite(told[name]));
  if (lacking.length > 0) throw new Error(`it printed no number for ${lacking.join(', ')}`);
  return { ...told, version: printable(told['version']) };
}

/** One short line about a script that did not end well; what a machine without PyTorch says becomes what to do about it. */
export function whyNot(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  if (/No module named '?torch/.test(stderr ?? '')) return MISSING;
  const last = (stderr ?? '').trim().split('\n').at(-1) || message || 'it failed';
  return printable(`it failed: ${last}`.slice(0, 200));
}

/** The peer of a row: the figure picked from what a script told. */
export function peerOf<T>(
  told: Told<T>,
  pick: (figures: { readonly version: string } & T) => number | null,
): { name: string; value: number } | { name: string; missing: string } {
  if ('missing' in told) return { name: 'PyTorch', missing: told.missing };
  const name = `PyTorch ${told.version}`;
  const value = pick(told);
  return value === null ? { name, missing: 'never' } : { name, value };
}
