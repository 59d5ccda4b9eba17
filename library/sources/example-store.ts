/** The passages that were taught, in files that survive and that their owner can look into: one of JSON lines for each source. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder, writeAtomically } from '../files/atomic-file.ts';
import { BoundedMap } from '../files/bounded-map.ts';
import { serialize } from '../files/mutex.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import { exampleSchema } from './example-schema.ts';
import type { Example } from './examples.ts';
import { TAUGHT_NAMES, type TaughtName } from './names.ts';
import { sourceTexts } from './texts.ts';

/** Passages of a source that are kept; of more the oldest go. */
const MOST = 4096;
/** … of sources that go by steps more, since a life that goes on from an earlier step needs those from before it. */
const mostOf = (source: TaughtName): number => (source === 'scribe' || source === 'reflections' ? MOST + 1024 : MOST);
const lineSchema = z.strictObject({ ...exampleSchema.shape, time: z.iso.datetime() });

/** A passage, and when it was taught (ISO 8601). */
export type Entry = Example & { readonly time: string };

/** Calls wait for one another. */
export class ExampleStore {
  private readonly folder: string;
  private readonly sources = new Map<TaughtName, Map<string, Entry>>();
  /** lines that are no passages: kept, so that nothing that its owner wrote is lost */
  private readonly strays = new Map<TaughtName, string[]>();
  /** why a file cannot be read; then it is not written either */
  private readonly closed = new Map<TaughtName, string>();
  private readonly inTurn = serialize();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Reads all sources. Lines that are damaged are told and left out, but stay. */
  static async open(folder: string, onNote: OnNote): Promise<ExampleStore> {
    await makePrivateFolder(folder);
    const book = new ExampleStore(folder);
    for (const name of TAUGHT_NAMES) await book.read(name, onNote);
    return book;
  }

  /** Oldest first. */
  entries(source: TaughtName): Entry[] {
    return [...this.sources.get(source)!.values()];
  }

  /** Adds passages; one of an id that is there takes its place. @throws what the file system throws; then nothing was added */
  add(source: TaughtName, passages: readonly Example[], time = new Date()): Promise<void> {
    return this.inTurn(async () => {
      if (passages.length === 0) return;
      const all = new BoundedMap<string, Entry>(mostOf(source));
      for (const entry of this.entries(source)) all.set(entry.id, entry);
      for (const passage of passages) all.set(passage.id, { ...passage, time: time.toISOString() });
      await this.write(source, all);
    });
  }

  /** Takes passages out, of the file too. @returns those that were there; @throws what the file system throws */
  remove(source: TaughtName, ids: readonly string[]): Promise<Entry[]> {
    return this.inTurn(async () => {
      const all = this.sources.get(source)!;
      const gone = ids.flatMap((id) => all.get(id) ?? []);
      if (gone.length === 0) return [];
      const kept = new Map(all);
      for (const { id } of gone) kept.delete(id);
      await this.write(source, kept);
      return gone;
    });
  }

  private async read(source: TaughtName, onNote: OnNote): Promise<void> {
    const all = new BoundedMap<string, Entry>(mostOf(source));
    this.sources.set(source, all);
    const file = `${source}.jsonl`;
    let text: string;
    try {
      text = await readFile(this.path(source), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.closed.set(source, reason(error));
      onNote(note('warning', file, sourceTexts.unreadable(reason(error))));
      return;
    }
    const strays: string[] = [];
    let first = 0;
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const entry = parse(line);
      if (entry) all.set(entry.id, entry);
      else {
        first ||= i + 1;
        strays.push(line);
      }
    }
    const isOthers = source === 'twitch';
    this.strays.set(source, isOthers ? [] : strays);
    if (strays.length === 0) return;
    const places = strays.length === 1 ? `line ${first}` : sourceTexts.damagedLines(strays.length, first);
    onNote(note('warning', file, sourceTexts.damagedIn(places)));
    // nobody can tell whose words stand in them, or for how long they may be kept
    if (isOthers) await this.write(source, all);
  }

  private async write(source: TaughtName, entries: Map<string, Entry>): Promise<void> {
    const why = this.closed.get(source);
    if (why !== undefined) throw new Error(sourceTexts.notWritten(source, why));
    const lines = Array.from(entries.values(), (entry) => JSON.stringify(entry));
    const strays = this.strays.get(source) ?? [];
    await writeAtomically(this.path(source), [...strays, ...lines, ''].join('\n'));
    this.sources.set(source, entries);
  }

  private path(source: TaughtName): string {
    return join(this.folder, `${source}.jsonl`);
  }
}

function parse(line: string): Entry | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
