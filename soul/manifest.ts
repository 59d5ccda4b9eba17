/** `manifest.json`: what a checkpoint's folder must hold. It is written last and carries a checksum of itself. */

import { type FileSum, sumOf } from './checksum.ts';
import { printable, SoulError } from './errors.ts';
import { soulTexts } from './texts.ts';

/** Raised whenever a program of before could not read what this one writes. Format 1 had no paper; it is still read. */
export const FORMAT = 2;
export const MANIFEST_FILE = 'manifest.json';
export const STATE_FILE = 'state.json';
export const TENSORS_SUFFIX = '.safetensors';

export interface Manifest {
  format: 1 | typeof FORMAT;
  step: number;
  /** Lower is better; null where it was not known. */
  score: number | null;
  /** What was scored: scores of different papers cannot be compared. Null where it was not known, as in format 1. */
  paper: string | null;
  /** ISO 8601, by the clock of that moment, which may have been wrong. */
  savedAt: string;
  files: { [name: string]: FileSum };
}

/** Plain names only: a manifest from elsewhere must not lead out of its folder, nor onto a hidden file. */
export function isFileName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name);
}

export function encodeManifest(manifest: Manifest): string {
  const { format, step, score, paper, savedAt, files } = manifest;
  const body = { format, step, score, ...(format > 1 && { paper }), savedAt, files };
  return `${JSON.stringify({ ...body, sha256: sumOf(JSON.stringify(body)) }, null, 2)}\n`;
}

/** @throws SoulError (`damaged`) whose message is a clause: what is wrong with it. */
export function decodeManifest(text: string): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw wrong(soulTexts.manifest.notJson, error);
  }
  if (!isRecord(parsed)) throw wrong(soulTexts.manifest.notObject);
  const { format, step, score, paper = null, savedAt, files } = parsed;
  if (format !== 1 && format !== FORMAT && Number.isSafeInteger(format)) {
    throw new SoulError('damaged', soulTexts.manifest.newerFormat(format, FORMAT));
  }
  if (format !== 1 && format !== FORMAT) throw wrong(soulTexts.manifest.badFormat(printable(format)));
  if (!isCount(step)) throw wrong(soulTexts.manifest.badStep(printable(step)));
  if (score !== null && typeof score !== 'number') throw wrong(soulTexts.manifest.badScore(printable(score)));
  if (paper !== null && typeof paper !== 'string') throw wrong(soulTexts.manifest.badScoredOn(printable(paper)));
  if (typeof savedAt !== 'string' || Number.isNaN(Date.parse(savedAt))) {
    throw wrong(soulTexts.manifest.badDate(printable(savedAt)));
  }
  if (!isRecord(files)) throw wrong(soulTexts.manifest.noFiles);
  const sums: [string, FileSum][] = Object.entries(files).map(([name, sum]) => {
    if (!isFileName(name)) throw wrong(soulTexts.manifest.badFileName(printable(name)));
    if (!isRecord(sum) || !isCount(sum['bytes']) || typeof sum['sha256'] !== 'string') {
      throw wrong(soulTexts.manifest.noChecksum(name));
    }
    return [name, { bytes: sum['bytes'], sha256: sum['sha256'] }];
  });
  const manifest: Manifest = { format, step, score, paper, savedAt, files: Object.fromEntries(sums) };
  // Encoding again must give the very same text: so a flip anywhere shows, even one that leaves good JSON.
  if (encodeManifest(manifest) !== text) throw wrong(soulTexts.manifest.wrongChecksum);
  return manifest;
}

function wrong(what: string, cause?: unknown): SoulError {
  return new SoulError('damaged', `its ${MANIFEST_FILE} ${what}`, cause);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
