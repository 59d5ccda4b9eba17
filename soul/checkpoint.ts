/** One checkpoint: a folder of safetensors, texts and `state.json`, described by a `manifest.json` with checksums. */

import fs from 'node:fs';
import path from 'node:path';
import { type FileSum, SLICE_BYTES, type SummedFile, sumFile, sumOf, writeSummed } from './checksum.ts';
import { type Disk, syncFolder } from './disk.ts';
import { meansDamage, messageOf, printable, SoulError } from './errors.ts';
import { decodeExactly, encodeExactly } from './exact-json.ts';
import { type Label, writeLabel } from './label.ts';
import type { Manifest } from './manifest.ts';
import {
  decodeManifest,
  encodeManifest,
  FORMAT,
  isFileName,
  MANIFEST_FILE,
  STATE_FILE,
  TENSORS_SUFFIX,
} from './manifest.ts';
import { blankTensor, type NamedTensor, openTensors, tensorFileBytes, writeTensors } from './safetensors.ts';
import { soulTexts } from './texts.ts';

/** Everything that is kept. What the names mean is the caller's affair. */
export interface SoulContent {
  /** `weights` becomes `weights.safetensors`; data may be views of shared memory. */
  tensors: { [file: string]: readonly NamedTensor[] };
  /** File name, such as `tokenizer.json`, to text. */
  texts: { [file: string]: string };
  /** Plain JSON; `NaN`, infinities, `-0` and bigints come back as they were. */
  state: unknown;
  /** `score`: lower is better, for instance bits per byte; `paper`: what was scored, for scores of different papers are not compared. */
  summary: { step: number; score?: number | undefined; paper?: string | undefined };
}

/** A checkpoint ready to be written: checked, its texts already encoded, its size known. */
export interface Draft {
  step: number;
  score: number | null;
  paper: string | null;
  bytes: number;
  files: readonly PlannedFile[];
}

interface PlannedFile {
  name: string;
  bytes: number;
  write(disk: Disk, file: string, betweenSlices?: () => void): FileSum;
}

/** Checks the content before the disk is touched. @throws SoulError (`content`) that names what cannot be kept. */
export function draftCheckpoint(content: SoulContent): Draft {
  const { step, score, paper = null } = content.summary;
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new SoulError('content', soulTexts.save.stepNotWhole(printable(step)));
  }
  const files: PlannedFile[] = [planText(STATE_FILE, encodeExactly(content.state))];
  for (const [name, text] of Object.entries(content.texts)) files.push(planText(name, text));
  for (const [name, tensors] of Object.entries(content.tensors)) {
    files.push({
      name: name + TENSORS_SUFFIX,
      bytes: tensorFileBytes(tensors),
      write: (disk, file, betweenSlices) => writeTensors(disk, file, tensors, betweenSlices),
    });
  }
  const names = new Set<string>([MANIFEST_FILE]);
  for (const { name } of files) {
    if (!isFileName(name) || names.has(name)) {
      throw new SoulError('content', soulTexts.save.unfitFileName(printable(name)));
    }
    names.add(name);
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const known = score !== undefined && Number.isFinite(score);
  return { step, score: known ? score : null, paper: known ? paper : null, bytes, files };
}

/**
 * A checkpoint that lies on disk, to be written once more. Its bytes are compared with their checksums while they are copied.
 * @param changeState makes the state of the copy out of the state of the original; left out: it stays as it is
 * @throws SoulError (`damaged`) whose message is a clause, or (`disk`); so does writing the draft where a file is at fault
 */
export function draftCopy(folder: string, changeState?: (state: unknown) => unknown): Draft {
  const { step, score, paper, files } = readManifest(folder);
  const planned = Object.entries(files).map(([name, sum]): PlannedFile => {
    if (changeState && name === STATE_FILE) {
      const bytes = refusing(name, () => fs.readFileSync(path.join(folder, name)));
      compare(name, sumOf(bytes), sum);
      return planText(name, encodeExactly(changeState(decodeExactly(bytes.toString('utf8')))));
    }
    return {
      name,
      bytes: sum.bytes,
      write(disk, file, betweenSlices) {
        const from = path.join(folder, name);
        const copied = writeSummed(disk, file, (to) => copySlices(name, from, to), betweenSlices);
        compare(name, copied.sha256, sum);
        return copied;
      },
    };
  });
  return { step, score, paper, bytes: planned.reduce((sum, { bytes }) => sum + bytes, 0), files: planned };
}

/** Writes a draft into a folder that does not exist yet, and returns once all of it is on disk. */
export function writeCheckpoint(
  disk: Disk,
  folder: string,
  draft: Draft,
  { savedAt, label = {}, betweenSlices }: { savedAt: Date; label?: Label | undefined; betweenSlices?: () => void },
): Manifest {
  fs.mkdirSync(folder, { mode: 0o700 });
  if (Object.keys(label).length > 0) writeLabel(disk, folder, label);
  const sums: [string, FileSum][] = draft.files.map((file) => [
    file.name,
    file.write(disk, path.join(folder, file.name), betweenSlices),
  ]);
  const { step, score, paper } = draft;
  const files = Object.fromEntries(sums);
  const manifest: Manifest = { format: FORMAT, step, score, paper, savedAt: savedAt.toISOString(), files };
  const text = new TextEncoder().encode(encodeManifest(manifest));
  writeSummed(disk, path.join(folder, MANIFEST_FILE), (to) => to.append(text));
  syncFolder(disk, folder);
  return manifest;
}

/** Reads and checks the manifest alone. @throws SoulError (`damaged`), or (`disk`) where reading is refused. */
export function readManifest(folder: string): Manifest {
  return refusing(MANIFEST_FILE, () => decodeManifest(fs.readFileSync(path.join(folder, MANIFEST_FILE), 'utf8')));
}

/**
 * Reads every file of a checkpoint and compares it with its checksum; tensor files must have a sound header as well.
 * @throws SoulError (`damaged`), whose message is a clause that names the file, or (`disk`) where reading is refused.
 */
export function verifyCheckpoint(folder: string): { manifest: Manifest; state: unknown; texts: SoulContent['texts'] } {
  const manifest = readManifest(folder);
  const texts: [string, string][] = [];
  let state: unknown;
  if (!Object.hasOwn(manifest.files, STATE_FILE))
    throw new SoulError('damaged', soulTexts.checkpoint.missingFile(STATE_FILE));
  for (const [name, sum] of Object.entries(manifest.files)) {
    const file = path.join(folder, name);
    refusing(name, () => {
      const size = fs.statSync(file).size;
      if (size !== sum.bytes) throw new SoulError('damaged', soulTexts.checkpoint.wrongSize(name, size, sum.bytes));
      if (name.endsWith(TENSORS_SUFFIX)) {
        compare(name, sumFile(file).sha256, sum);
        openTensors(file);
        return;
      }
      const bytes = fs.readFileSync(file);
      compare(name, sumOf(bytes), sum);
      const text = bytes.toString('utf8');
      if (name === STATE_FILE) state = decodeExactly(text);
      else texts.push([name, text]);
    });
  }
  return { manifest, state, texts: Object.fromEntries(texts) };
}

/** The tensors of one checkpoint. */
export interface TensorReader {
  /** Fills the targets from `<file>.safetensors`; see `TensorFile.read` for its errors. */
  readTensors(file: string, targets: readonly NamedTensor[]): void;
  /** All its tensors by file, for a soul that is made of this one. */
  allTensors(): { [file: string]: NamedTensor[] };
}

export const tensorReader = (folder: string): TensorReader => ({
  readTensors: (file, targets) => openTensors(path.join(folder, file + TENSORS_SUFFIX)).read(targets),
  allTensors: () => readAllTensors(folder),
});

function readAllTensors(folder: string): { [file: string]: NamedTensor[] } {
  const names = Object.keys(readManifest(folder).files).filter((name) => name.endsWith(TENSORS_SUFFIX));
  return Object.fromEntries(
    names.map((name) => {
      const file = openTensors(path.join(folder, name));
      const tensors = [...file.places.values()].map(blankTensor);
      file.read(tensors);
      return [name.slice(0, -TENSORS_SUFFIX.length), tensors];
    }),
  );
}

function planText(name: string, text: string): PlannedFile {
  if (name.endsWith(TENSORS_SUFFIX) || !text.isWellFormed()) {
    throw new SoulError('content', soulTexts.save.unfitText(printable(name), TENSORS_SUFFIX));
  }
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    bytes: bytes.length,
    write: (disk, file, betweenSlices) => writeSummed(disk, file, (to) => to.append(bytes), betweenSlices),
  };
}

function copySlices(name: string, from: string, to: SummedFile): void {
  const buffer = Buffer.allocUnsafeSlow(SLICE_BYTES);
  const fd = refusing(name, () => fs.openSync(from, 'r'));
  try {
    for (;;) {
      const count = refusing(name, () => fs.readSync(fd, buffer));
      if (count === 0) return;
      to.append(buffer.subarray(0, count));
    }
  } finally {
    fs.closeSync(fd);
  }
}

function compare(name: string, sha256: string, expected: FileSum): void {
  if (sha256 !== expected.sha256) throw new SoulError('damaged', soulTexts.checkpoint.wrongChecksum(name));
}

/** Tells damage (the file is gone or unreadable as it lies) from refusal (no permission, too many open files). */
function refusing<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SoulError) throw error;
    throw new SoulError(
      meansDamage(error) ? 'damaged' : 'disk',
      soulTexts.checkpoint.unreadable(name, messageOf(error)),
      error,
    );
  }
}
