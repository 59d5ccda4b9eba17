/**
 * Two processes of PyTorch beside one, of one thread each and with the same streams in all: rounds in turn, on a machine that does nothing else.
 * `node tests/interop/ddp-speed.ts <folder of baby export --as pytorch> <library/.shelf> [streams in all] [rounds]`, which are `16,32` and 2
 * where they are left out: about two minutes.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../bench/measure.ts';
import { LAUNCHER, PYTHON } from './python.ts';

const [folder, shelf, streams = '16,32', rounds = '2'] = process.argv.slice(2);
if (folder === undefined || shelf === undefined)
  throw new Error(
    'the first argument should be a folder that baby export --as pytorch wrote, the second library/.shelf of that home',
  );
const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const out = mkdtempSync(join(tmpdir(), 'baby-ddp-'));

const WAYS = [
  { name: 'one process', processes: 1, pinned: false },
  { name: 'two processes', processes: 2, pinned: false },
  { name: 'two processes with --pin', processes: 2, pinned: true },
];

/** Tokens a second of all steps but the first ones. */
async function speed({ processes, pinned }: (typeof WAYS)[number], batch: number): Promise<number> {
  const train = [join(folder!, 'train.py'), '--texts', shelf!, '--out', out, '--steps', '20', '--report', '5'];
  const how = ['--warmup', '5', '--learning-rate', '0.0001', '--batch', String(batch / processes)];
  const args = [...(processes > 1 ? LAUNCHER : []), ...train, ...how, ...(pinned ? ['--pin'] : [])];
  const { stdout } = await promisify(execFile)(PYTHON, args, { env, timeout: 120_000 });
  const [, ...steady] = [...stdout.matchAll(/ (\d+) tokens a second/g)].map(([, number]) => Number(number));
  return median(steady);
}

for (const batch of streams.split(',').map(Number)) {
  const speeds = WAYS.map((way) => ({ ...way, measured: [] as number[] }));
  for (let round = 0; round < Number(rounds); round++)
    for (const way of speeds) way.measured.push(await speed(way, batch));
  const [one] = speeds;
  for (const { name, measured } of speeds)
    process.stdout.write(
      `${batch} streams in all, ${name}: ${median(measured)} tokens/s (${measured.join(', ')}), ${(median(measured) / median(one!.measured)).toFixed(2)}×\n`,
    );
}
process.stdout.write(`load of the last minute ${loadavg()[0]!.toFixed(1)}\n`);
rmSync(out, { recursive: true, force: true });
