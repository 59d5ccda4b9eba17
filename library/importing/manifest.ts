/** What was fed, from where, and what was written of it: so that feeding it again replaces it. */
import { appendFile, readFile, rm, stat } from 'node:fs/promises';
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

/** A line of the journal: what became of a source since the file was written; null: it is not known any more. */
const changeSchema = z.strictObject({ source: z.string(), entry: entrySchema.nullable() });

/** Lines of the journal from which on the file is written as a whole, at the least. */
const SHORT = 100;

export class Manifest {
  me: readonly string[] = [];
  private readonly path: string;
  private readonly sources = new Map<string, Entry>();
  /** Sources that changed since the last `save` or `keep`. */
  private readonly changed = new Set<string>();
  /** Lines of the journal. */
  private lines = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Reads the file, and the journal of a feeding that broke off, which becomes a part of it.
   * @throws Error with one clear sentence if the file is there and damaged, and what the file system throws
   */
  static async open(path: string): Promise<Manifest> {
    const manifest = new Manifest(path);
    const [text, journal] = [await textOf(path), await textOf(journalOf(path))];
    try {
      const { me, sources } = text === undefined ? { me: [], sources: {} } : schema.parse(JSON.parse(text));
      manifest.me = me;
      for (const [source, entry] of Object.entries(sources)) manifest.sources.set(source, entry);
    } catch (cause) {
      throw new Error(importingTexts.files.manifestDamaged, { cause });
    }
    if (journal === undefined) return manifest;
    for (const line of journal.split('\n')) {
      // the last line may have been cut
      const { data } = changeSchema.safeParse(parsed(line));
      if (data?.entry) manifest.sources.set(data.source, data.entry);
      else if (data) manifest.sources.delete(data.source);
    }
    await manifest.save();
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
      if (kept.length === 0) this.delete(source);
      else this.set(source, { ...entry, outputs: kept });
    }
  }

  set(source: string, entry: Entry): void {
    this.sources.set(source, entry);
    this.changed.add(source);
  }

  delete(source: string): void {
    this.sources.delete(source);
    this.changed.add(source);
  }

  /** Everything that was fed, by its source. */
  entries(): ReadonlyMap<string, Entry> {
    return this.sources;
  }

  /**
   * Keeps what changed, whatever happens to the process, at the cost of what changed: a folder of many texts would otherwise write the whole file
   * for each of them. `save` has to follow. @throws what the file system throws
   */
  async keep(): Promise<void> {
    const lines = [...this.changed].map(
      (source) => `${JSON.stringify({ source, entry: this.sources.get(source) ?? null })}\n`,
    );
    this.lines += lines.length;
    if (this.lines > Math.max(SHORT, this.sources.size / 2)) return this.save();
    if (lines.length > 0) await appendFile(journalOf(this.path), lines.join(''), { mode: 0o600 });
    this.changed.clear();
  }

  /** Writes the file (0600), and ends the journal. @throws what the file system throws. */
  async save(): Promise<void> {
    const { me } = this;
    const sources = Object.fromEntries(this.sources);
    await writeAtomically(this.path, `${JSON.stringify({ version: 1, me, sources }, undefined, 1)}\n`);
    await rm(journalOf(this.path), { force: true });
    this.changed.clear();
    this.lines = 0;
  }
}

const journalOf = (path: string): string => `${path}.journal`;

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
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
