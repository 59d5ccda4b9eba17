/** What was fed, from where, and what was written of it: so that feeding it again replaces it. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';
import { importingTexts } from './texts.ts';

export const outputSchema = z.strictObject({
  /** What it holds: the name that it was to have before any number was put behind. */
  key: z.string(),
  /** Path in the library, with `/` between folders. */
  name: z.string(),
  /** While these are unchanged it is as it was written. */
  size: z.number(),
  mtimeMs: z.number(),
});

/** A file that was written into a library. */
export type Output = z.output<typeof outputSchema>;

export const entrySchema = z.strictObject({
  /** What it was: a WhatsApp chat, a text. */
  what: z.string(),
  /** When, ISO 8601. */
  fed: z.string(),
  outputs: z.array(outputSchema),
});

export type Entry = z.output<typeof entrySchema>;

const schema = z.strictObject({
  version: z.literal(1),
  /** The names by which the owner goes, as far as they were told. */
  me: z.array(z.string()),
  sources: z.record(z.string(), entrySchema),
});

export class Manifest {
  me: readonly string[] = [];
  private readonly path: string;
  private readonly sources = new Map<string, Entry>();

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws Error with one clear sentence if the file is there and damaged, and what the file system throws. */
  static async open(path: string): Promise<Manifest> {
    const manifest = new Manifest(path);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return manifest;
    try {
      const { me, sources } = schema.parse(JSON.parse(text));
      manifest.me = me;
      for (const [source, entry] of Object.entries(sources)) manifest.sources.set(source, entry);
    } catch (cause) {
      throw new Error(importingTexts.files.manifestDamaged, { cause });
    }
    return manifest;
  }

  get(source: string): Entry | undefined {
    return this.sources.get(source);
  }

  /** What other sources of the same kind gave. */
  outputsBeside(source: string, what: string): Output[] {
    return [...this.sources].flatMap(([other, entry]) =>
      other !== source && entry.what === what ? entry.outputs : [],
    );
  }

  /** Forgets files that another source took the place of. */
  forget(outputs: readonly Output[]): void {
    const names = new Set(outputs.map(({ name }) => name));
    for (const [source, entry] of [...this.sources]) {
      const kept = entry.outputs.filter(({ name }) => !names.has(name));
      if (kept.length === entry.outputs.length) continue;
      if (kept.length === 0) this.sources.delete(source);
      else this.sources.set(source, { ...entry, outputs: kept });
    }
  }

  set(source: string, entry: Entry): void {
    this.sources.set(source, entry);
  }

  delete(source: string): void {
    this.sources.delete(source);
  }

  /** Everything that was fed, by its source. */
  entries(): ReadonlyMap<string, Entry> {
    return this.sources;
  }

  /** Writes the file (0600). @throws what the file system throws. */
  async save(): Promise<void> {
    const { me } = this;
    const sources = Object.fromEntries(this.sources);
    await writeAtomically(this.path, `${JSON.stringify({ version: 1, me, sources }, undefined, 1)}\n`);
  }
}

/** Whether a file of the library is still as it was written: nobody changed it by hand. */
export async function isUntouched(library: string, { name, size, mtimeMs }: Output): Promise<boolean> {
  const stats = await stat(join(library, ...name.split('/'))).catch(() => undefined);
  return stats?.isFile() === true && stats.size === size && stats.mtimeMs === mtimeMs;
}

/** A file of the library as it was just written. */
export async function outputOf(library: string, key: string, name: string): Promise<Output> {
  const { size, mtimeMs } = await stat(join(library, ...name.split('/')));
  return { key, name, size, mtimeMs };
}
