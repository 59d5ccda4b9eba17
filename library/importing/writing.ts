/** Writing what was imported into a library: drafts first, and all of them put in place at the end. */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { makePrivateFolder } from '../files/atomic-file.ts';
import { printable } from '../notices/printable.ts';
import type { EarlierExports } from './earlier-exports.ts';
import { isUntouched, type Output } from './manifest.ts';
import { importingTexts } from './texts.ts';

/** Bytes that are gathered before they are written. */
const GATHERED = 1 << 18;

/** Where imported words go; a rehearsal has one that only counts. */
export interface Sink {
  /**
   * Takes text. Where there is something to wait for, that is returned: most often there is not, and millions of messages
   * should not wait for nothing.
   *
   * @param key the name of the file in the library that they belong to, such as `chats/Ann.txt`.
   */
  append(key: string, text: string): Promise<void> | undefined;
}

/** What became of the files of a library. */
export interface Written {
  bytes: number;
  /** Sentences about files that were kept because somebody changed them. */
  notes: string[];
}

interface Draft {
  path: string;
  bytes: number;
}

export class LibraryWriter implements Sink {
  private readonly library: string;
  private readonly folder: string;
  private readonly drafts = new Map<string, Draft>();
  /** Files of the library by what they hold, as they were before or are now. */
  private readonly placed = new Map<string, Output>();
  private current: string | undefined;
  /** Bytes for the current draft. Strings would keep alive all that they were cut out of. */
  private readonly gathered = Buffer.allocUnsafe(GATHERED);
  private filled = 0;

  private constructor(library: string, folder: string) {
    this.library = library;
    this.folder = folder;
  }

  /** @param id tells writers apart that write at the same time, such as the number of the process. */
  static async begin(library: string, id: number | string): Promise<LibraryWriter> {
    const folder = join(library, `.feeding-${id}`);
    await rm(folder, { recursive: true, force: true });
    await makePrivateFolder(folder);
    return new LibraryWriter(library, folder);
  }

  /** What stands in the library of the source, also while it is put there, and when that was broken off. */
  get outputs(): Output[] {
    return [...this.placed.values()];
  }

  append(key: string, text: string): Promise<void> | undefined {
    // Of UTF-16's units none becomes more than 3 bytes.
    const fits = this.filled + text.length * 3 <= GATHERED;
    if (fits && (this.current === key || this.filled === 0)) {
      this.current = key;
      this.filled += this.gathered.write(text, this.filled);
      return undefined;
    }
    return this.makeRoom(key, text);
  }

  private async makeRoom(key: string, text: string): Promise<void> {
    await this.flush();
    this.current = key;
    if (text.length * 3 > GATHERED) await this.write(Buffer.from(text));
    else this.filled = this.gathered.write(text);
  }

  /**
   * Puts the drafts in place of what was written of the same source before. What somebody changed by hand since, or put
   * there, stays; the new text gets a number behind its name.
   * @param earlier what earlier exports of the same chats gave, which is not written twice
   * @param replaces called before a file is replaced or removed, with its name
   * @throws what the file system throws; then files that are not yet replaced are as they were, and `outputs` says what stands there.
   */
  async finish(
    before: readonly Output[],
    replaces: (name: string) => Promise<void> = async () => {},
    earlier?: EarlierExports,
  ): Promise<Written> {
    const written: Written = { bytes: 0, notes: [] };
    const old = new Map(before.map((output) => [output.key, output]));
    for (const output of before) this.placed.set(output.key, output);
    await this.flush();
    for (const [key, draft] of this.drafts) {
      const found = await earlier?.compare(key, draft.path);
      if (found === 'known') continue;
      for (const output of found ?? []) {
        await replaces(output.name);
        await removeFile(this.library, output.name);
      }
      const output = old.get(key);
      old.delete(key);
      const mine = output !== undefined && (await isUntouched(this.library, output));
      if (output !== undefined && !mine && (await exists(join(this.library, ...output.name.split('/'))))) {
        written.notes.push(importingTexts.run.changedByHand(output.name));
      }
      const name = mine ? output.name : await this.freeName(key);
      const target = join(this.library, ...name.split('/'));
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const { size, mtimeMs } = await stat(draft.path);
      if (mine) await replaces(name);
      await rename(draft.path, target);
      this.placed.delete(key);
      this.placed.set(key, { key, name, size, mtimeMs });
      written.bytes += size;
    }
    for (const output of old.values()) {
      if (await isUntouched(this.library, output)) {
        await replaces(output.name);
        await removeFile(this.library, output.name);
      } else if (await exists(join(this.library, ...output.name.split('/')))) {
        written.notes.push(importingTexts.run.changedByHandBefore(output.name));
      }
      this.placed.delete(output.key);
    }
    written.notes.push(...(earlier?.notes ?? []));
    await this.discard();
    return written;
  }

  /** Throws all drafts away. */
  async discard(): Promise<void> {
    this.drafts.clear();
    this.current = undefined;
    this.filled = 0;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async flush(): Promise<void> {
    if (this.filled > 0) await this.write(this.gathered.subarray(0, this.filled));
    this.filled = 0;
  }

  /** Nothing is put on the disk for sure here: after a power cut the source can be fed again. */
  private async write(bytes: Uint8Array): Promise<void> {
    let draft = this.drafts.get(this.current!);
    if (draft === undefined) {
      draft = { path: join(this.folder, `${this.drafts.size}.part`), bytes: 0 };
      this.drafts.set(this.current!, draft);
    }
    const file = await open(draft.path, 'a', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
      draft.bytes += bytes.length;
    } finally {
      await file.close();
    }
  }

  private async freeName(key: string): Promise<string> {
    for (let number = 1; ; number++) {
      const name = numbered(key, number);
      if (!(await exists(join(this.library, ...name.split('/'))))) return name;
    }
  }
}

/** Removes drafts of imports that were broken off. @param isAlive whether the process of an id still runs. */
export async function sweepDrafts(library: string, isAlive: (id: number) => boolean): Promise<void> {
  for (const name of await readdir(library)) {
    const id = /^\.feeding-(\d+)$/.exec(name)?.[1];
    if (id !== undefined && !isAlive(Number(id))) await rm(join(library, name), { recursive: true, force: true });
  }
}

/** @example numbered('a/b.turns.jsonl', 2) // 'a/b-2.turns.jsonl' */
export function numbered(name: string, number: number): string {
  if (number === 1) return name;
  const kind = /\.turns\.jsonl$/.exec(name)?.[0] ?? extname(name);
  return `${name.slice(0, name.length - kind.length)}-${number}${kind}`;
}

/** A name for a file or folder that hides nothing and that every disk takes: no controls, no slashes, no dot in front. */
export function plainName(name: string): string {
  const plain = printable(name)
    .replace(/[\n\t]/g, ' ')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  let short = plain;
  while (Buffer.byteLength(short) > 120) short = Array.from(short).slice(0, -1).join('');
  return short || 'text';
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Removes a file, and the folders that are empty without it. */
async function removeFile(library: string, name: string): Promise<void> {
  await rm(join(library, ...name.split('/')), { force: true });
  for (let parts = name.split('/').slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
    const folder = join(library, ...parts);
    if ((await readdir(folder).catch(() => ['?'])).length > 0) return;
    await rm(folder, { recursive: true, force: true });
  }
}
