/** What can go wrong with a soul, said in one clear sentence each. */
import { soulTexts } from './texts.ts';

/**
 * - `missing`: no soul is there to open;
 * - `damaged`: bytes on disk are not what was written (or not of this format);
 * - `disk`: the disk refused (full, quota, read-only, input/output error);
 * - `mismatch`: the file is whole, but its tensors are not those asked for;
 * - `content`: the caller handed over something a soul cannot keep.
 */
export type SoulErrorKind = 'missing' | 'damaged' | 'disk' | 'mismatch' | 'content';

/** Its message is fit for the owner's eyes as it stands; `cause` keeps the system's own error where there was one. */
export class SoulError extends Error {
  readonly kind: SoulErrorKind;

  constructor(kind: SoulErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SoulError';
    this.kind = kind;
  }
}

/** The system's code of an error (`ENOSPC`, `ENOENT`, …), or undefined for errors that did not come from the system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const FULL_CODES: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** Why a disk refused, as a clause. @param code of the system */
export const whyRefused = (code: string): string =>
  FULL_CODES.includes(code) ? soulTexts.disk.full : soulTexts.disk.refused(code);

/** The message of whatever was thrown, as printable text. */
export function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}

/** Codes by which the system says that a file is not there or not readable as it lies. */
const DAMAGE_CODES: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO', 'ELOOP'];

/**
 * Whether an error from reading a file means that the file itself is at fault. No permission, too many open files or
 * too little memory are no damage: to set a whole soul aside for them would be a loss.
 */
export function meansDamage(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof RangeError) return false;
  return !('code' in error) || DAMAGE_CODES.includes(error.code);
}

/** Any value as short printable text: what stands in a damaged file must not steer the terminal it is shown on. */
export function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');
}

/** `1234567` → `1.2 MB` (decimal units, as disks are sold and `df -H` shows them). */
export function readableBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
