/** Debian's PyTorch, for the tests of this folder: a missing one is named, never passed over in silence. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const PYTHON = '/usr/bin/python3';

/** Starts two processes that learn together. It turns the usual 0 of its options into nothing on Python 3.11. */
export const LAUNCHER = [
  '-m',
  'torch.distributed.run',
  '--standalone',
  '--nproc_per_node=2',
  '--redirects',
  '1',
  '--tee',
  '1',
] as const;

/** What is missing of it; undefined where all is there. */
export const missingTorch: string | undefined = (() => {
  const { status } = spawnSync(PYTHON, ['-c', 'import torch'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'PyTorch (apt-get install python3-torch)';
})();

if (missingTorch !== undefined) process.stderr.write(`missing: ${missingTorch}; the tests that need it are skipped\n`);

/** Runs a script. @returns what it wrote; throws with what it complained about */
export function python(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, OMP_NUM_THREADS: '1', ...env },
  });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

export interface TwinAnswer {
  readonly logits: readonly (readonly number[])[];
  /** of each list of chunks, chunk by chunk */
  readonly losses: readonly (readonly (readonly number[])[])[];
}

/** What the brain in an exported folder answers: see python/check_twin.py. */
export const askTwin = (asked: object): TwinAnswer =>
  JSON.parse(python([join(import.meta.dirname, 'python', 'check_twin.py')], { input: JSON.stringify(asked) }));
