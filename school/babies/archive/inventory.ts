/** The first file of an archive: whose it is, and each file with its size and checksum. It carries a checksum of itself. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { texts } from '../texts.ts';

export const INVENTORY_FILE = 'babyllm-export.json';
/** Raised whenever a program of before could not read what this one writes. */
export const FORMAT = 1;
export const MOST_FILES = 500_000;
export const LONGEST_INVENTORY = 256 * 1024 * 1024;
const LONGEST_PATH = 4096;

export const PARTS = ['settings', 'soul', 'library', 'shelf', 'sources', 'statistics', 'twitch', 'other'] as const;
/** What a file of a home belongs to. */
export type Part = (typeof PARTS)[number];

const size = z.int().nonnegative();
const schema = z.strictObject({
  format: z.literal(FORMAT),
  /** version of the program that wrote it */
  babyllm: z.string(),
  exported: z.iso.datetime(),
  name: z.string().max(200),
  /** null where its settings could not be read */
  brain: z.string().max(200).nullable(),
  preset: z.string().max(200).nullable(),
  /** the newest soul in it */
  soul: z.strictObject({ name: z.string().max(200), step: size, savedAt: z.string().max(200) }).nullable(),
  /** sentences: what of the home is not in it, and why */
  leftOut: z.array(z.string().max(1000)).max(100),
  files: z
    .array(z.strictObject({ path: z.string(), bytes: size, sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(MOST_FILES),
});

export type Inventory = z.output<typeof schema>;
export type PackedFile = Inventory['files'][number];

/** It is not what we write, or not any more. Its message is a clause. */
export class InventoryError extends Error {}

/**
 * @param length bytes that it should take, filled up with line ends
 * @throws RangeError if it is longer
 */
export function encodeInventory(inventory: Inventory, length = 0): Buffer {
  const text = Buffer.from(`${JSON.stringify({ ...inventory, sha256: sumOf(inventory) })}\n`);
  if (length === 0) return text;
  if (text.length > length) throw new RangeError(`an inventory of ${text.length} bytes does not fit into ${length}`);
  return Buffer.concat([text, Buffer.alloc(length - text.length, '\n')]);
}

/** Bytes in which it will fit, whatever sizes and checksums the files of these paths turn out to have. */
export function roomFor(about: Omit<Inventory, 'files'>, paths: readonly string[]): number {
  const files = paths.map((path) => ({ path, bytes: Number.MAX_SAFE_INTEGER, sha256: '0'.repeat(64) }));
  return encodeInventory({ ...about, files }).length;
}

/** @throws InventoryError that says what is wrong with it */
export function decodeInventory(bytes: Buffer): Inventory {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InventoryError(texts.archive.listDamaged, { cause: error });
  }
  const { sha256, ...body } = (parsed ?? {}) as Inventory & { sha256: unknown };
  if (Number.isSafeInteger(body.format) && body.format > FORMAT) {
    throw new InventoryError(texts.archive.newer);
  }
  const { data } = schema.safeParse(body);
  if (!data || sumOf(data) !== sha256) throw new InventoryError(texts.archive.listDamaged);
  const seen = new Set<string>();
  for (const { path } of data.files) {
    if (!isSafePath(path)) throw new InventoryError(texts.archive.fileOutside);
    if (seen.has(path)) throw new InventoryError(texts.archive.fileTwice);
    seen.add(path);
  }
  return data;
}

/**
 * Whether a path is one of a file inside of a home, wherever that is: relative, nothing hidden but the shelf, and nothing of what only
 * the machine itself may have (`run`).
 */
export function isSafePath(path: string, platform: NodeJS.Platform = process.platform): boolean {
  if (path.length > LONGEST_PATH || path.includes('\0') || path === INVENTORY_FILE) return false;
  // Elsewhere these are letters like any other.
  if (platform === 'win32' && /[\\:*?"<>|]/.test(path)) return false;
  const parts = path.split('/');
  if (parts[0]?.toLowerCase() === 'run') return false;
  return parts.every(
    (part, i) =>
      (part !== '' && !part.startsWith('.')) ||
      (part === '.shelf' && i === 1 && parts[0] === 'library' && parts.length > 2),
  );
}

const sumOf = ({ format, babyllm, exported, name, brain, preset, soul, leftOut, files }: Inventory): string =>
  createHash('sha256')
    .update(JSON.stringify({ format, babyllm, exported, name, brain, preset, soul, leftOut, files }))
    .digest('hex');
