// What the system tells of a process: Linux only; elsewhere, and when it is gone, NaN.
import { readFileSync } from 'node:fs';

function told(file: string): string | undefined {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Bytes of memory that it holds (`VmRSS`), or that it held at most (`VmHWM`). */
export function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  return 1024 * Number(told(`${pid}/status`)?.match(new RegExp(`${which}:\\s+(\\d+)`))?.[1]);
}

/** Seconds that it calculated: all of its threads, or its first alone. */
export function secondsOf(pid: number, threads: 'all' | 'first' = 'all'): number {
  const stat = told(threads === 'all' ? `${pid}/stat` : `${pid}/task/${pid}/stat`);
  if (stat === undefined) return Number.NaN;
  // the name in brackets may hold anything; then user and system time are the twelfth and thirteenth, in hundredths
  const fields = stat.replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
