/**
 * What the baby never learns, so that its exams are honest.
 *
 * **What is held out.** Of every file of at least `SMALLEST` characters (cleaned), once, the last `fraction` of its characters
 * (at least 64, at most four million), from the next line's beginning if that comes within 2 % of the file, else from the next passage of a long
 * line (see passages.ts; a text without sentences is cut between words), or, if that left less than 64 characters, from the
 * beginning of the passage there. Passages that were given out for learning before, or are held out already, are not taken
 * again. A file that has grown to four times its size gives up one more part, taken in the same way out of what was never
 * given out. A file that repeats itself gives none.
 *
 * **What is guaranteed**, for as long as the shelf folder is kept: a line of a held-out text that has at least 24 characters
 * (white space at the ends not counted, inside counted once) is never given out for learning from any file, under any name,
 * whatever else in the file is edited, moved, appended or deleted; capital ASCII letters count as small ones. So are shorter
 * lines together with the lines that follow them, up to 24 characters. Of a line that has several sentences, each sentence of
 * 24 characters or more is recognised by itself (a shorter one together with its neighbours). Of a turn (`[name]: words`) the
 * words alone are never given out either, by any speaker; nor is a turn if its words are held out of a text (of
 * a turn of more than 2^20 characters, only the text after the held-out words may be dropped too).
 *
 * **Stored** of a held-out text: the text itself, as long as it stands in a file of the library. Of passages that stand in none
 * any more, only their numbers are kept (as of all that is given out for learning): they stay held out, and are no exam. When a file
 * comes back, so does what it gave.
 *
 * **What is not**: sentences that were themselves edited, or stand beside an edited one that is shorter than 24 characters;
 * text that was broken into other lines, or translated; lines without a letter or a digit.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/atomic-file.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import { type Choice, chooseHeldOut } from './choose.ts';
import { HeldOutSet } from './decontaminate.ts';
import { Entries } from './entries.ts';
import { type Entry, idOf, type Released, readIndex, writeIndex } from './index-file.ts';
import { type Numbers, readNumbers, writeNumbers } from './numbers-file.ts';
import { isRecognisable, numbersIn, recovered, remainderOf, shareOf } from './presence.ts';
import type { SeenSet } from './seen-set.ts';
import { heldOutTexts } from './texts.ts';

/** A file that has grown this many times since its last choice gives up one more part. */
const GROWTH = 4;

/** A file that holds this share of the passages of a text without a file is taken for the one that gave it. */
const ADOPTED = 0.4;

/** Stands before the sum of a file that is gone, in the place of its name: no file in a library is called so. */
const GONE = '/gone/';

/** One held-out text. */
export interface HeldOutPart {
  /** First 16 hexadecimal digits of the SHA-256 of the text. */
  id: string;
  /** The file that it was taken from, by its present name; several parts may come from one file. */
  file: string;
  text: string;
}

/** A file as it is now, for the choice. */
export interface Candidate {
  name: string;
  sha256: string;
  bytes: number;
  /** The cleaned text, from the beginning, each time it is called. */
  read: () => AsyncIterable<string>;
}

/** The held-out texts of a shelf, each in a text file of its own, and an index of which file gave which. */
export class HeldOut {
  readonly withheld = new HeldOutSet();
  private readonly folder: string;
  private readonly texts = new Map<string, string>();
  /** of held-out texts whose files are gone, by id */
  private readonly numbers = new Map<string, Numbers>();
  private readonly files = new Entries();
  private changed = false;
  /** of the look that goes on: all files of the library, and held-out texts that none of them is known to have given */
  private present: ReadonlySet<string> = new Set();
  private orphans: readonly string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Reads what is held out. Damage is told in notes; what can still be read stays withheld. */
  static async open(folder: string, onNote: OnNote): Promise<HeldOut> {
    const heldOut = new HeldOut(folder);
    for (const entry of (await readdir(folder)).sort()) {
      if (/^[0-9a-f]{16}\.numbers$/.test(entry)) await heldOut.readNumbersOf(entry, onNote);
      if (!/^[0-9a-f]{16}\.txt$/.test(entry)) continue;
      const text = await readFile(join(folder, entry), 'utf8');
      heldOut.withheld.add(text);
      if (idOf(text) === entry.slice(0, 16)) heldOut.texts.set(entry.slice(0, 16), text);
      else onNote(note('error', entry, heldOutTexts.altered));
    }
    try {
      for (const entry of await readIndex(folder, heldOut.texts.size > 0)) heldOut.files.set(entry);
    } catch (error) {
      const why = reason(error);
      onNote(note('warning', 'index.json', heldOutTexts.indexUnusable(why)));
    }
    return heldOut;
  }

  /**
   * Makes sure that a file has its held-out part before anything of it is learnt.
   * @param fraction 0 ≤ fraction < 1 of the characters; 0 holds nothing out.
   * @returns a sentence's end if the owner should know something.
   * @throws what `read` and the file system throw; then nothing was chosen.
   */
  async consider(file: Candidate, fraction: number, given: SeenSet): Promise<string | undefined> {
    const own = (await this.known(file)) ?? (await this.adopt(file));
    if (own !== undefined && file.bytes < own.bytesAtChoice * GROWTH) return undefined;
    if (fraction <= 0) return undefined;
    const isFree = (hash: number): boolean => !given.has(hash) && !this.withheld.has(hash);
    const choice: Choice = await chooseHeldOut(file.read, fraction, isFree);
    if (choice.kind === 'too small') return undefined;
    const parts = own?.parts ?? [];
    if (choice.kind === 'part') {
      this.record(file, file.bytes, [...parts, await this.hold(choice.text)]);
      return undefined;
    }
    this.record(file, file.bytes, parts);
    return choice.kind === 'repeats itself' ? heldOutTexts.repeatsItself : undefined;
  }

  /**
   * Lets go of what was held out of files, with its words, but for texts that other files gave too. Their sentences stay held out by their
   * numbers. @throws what the file system throws
   */
  async release(names: readonly string[]): Promise<Released> {
    const files = names.flatMap((name) => this.files.get(name) ?? []);
    for (const { name } of files) this.changed = this.files.delete(name) || this.changed;
    const others = new Set(this.files.all().flatMap(({ parts }) => parts));
    const texts: Record<string, string> = {};
    for (const id of files.flatMap(({ parts }) => parts)) {
      const text = this.texts.get(id);
      if (text === undefined || others.has(id)) continue;
      texts[id] = text;
      await this.keepNumbers(id);
    }
    await this.save();
    return { files, texts };
  }

  /** Holds out again what was let go. @throws what the file system throws */
  async restore({ files, texts }: Released): Promise<void> {
    for (const [id, text] of Object.entries(texts)) if (idOf(text) === id) await this.hold(text);
    for (const file of files) {
      if (this.files.get(file.name)) continue;
      this.files.set(file);
      this.changed = true;
    }
    await this.save();
  }

  /** Begins a scan of the library. @param present all of its files, including files that cannot be read now */
  beginLook(present: ReadonlySet<string>): void {
    this.present = present;
    const given = this.givenBy(present);
    this.orphans = [...this.texts.keys(), ...this.numbers.keys()].filter((id) => !given.has(id));
  }

  /**
   * Ends it: of each held-out text that stands in none of its files only the numbers of its passages are kept, and no name of its file.
   * @throws what the file system throws
   */
  async endLook(): Promise<void> {
    const given = this.givenBy(this.present);
    for (const id of [...this.texts.keys()]) if (!given.has(id)) await this.keepNumbers(id);
    for (const entry of this.files.all()) {
      if (this.present.has(entry.name) || entry.name.startsWith(GONE)) continue;
      this.files.delete(entry.name);
      this.files.set({ ...entry, name: GONE + entry.sha256 });
      this.changed = true;
    }
  }

  /** Writes the index if it changed. @throws what the file system throws. */
  async save(): Promise<void> {
    if (!this.changed) return;
    await writeIndex(this.folder, this.files.all());
    this.changed = false;
  }

  /** A held-out text; undefined if there is none of this id. */
  textOf(id: string): string | undefined {
    return this.texts.get(id);
  }

  /** All held-out texts. A text is listed under the first of its files that is among `present`, else under any. */
  parts(present: ReadonlySet<string>): HeldOutPart[] {
    const rank = (name: string): number => (present.has(name) ? 0 : 1);
    const owners = new Map<string, string>();
    const names = this.files
      .all()
      .map(({ name }) => name)
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    for (const name of names) {
      for (const id of this.files.get(name)!.parts) if (!owners.has(id)) owners.set(id, name);
    }
    return [...this.texts].map(([id, text]) => ({ id, file: owners.get(id) ?? `${id}.txt`, text }));
  }

  private async readNumbersOf(entry: string, onNote: OnNote): Promise<void> {
    try {
      const numbers = await readNumbers(join(this.folder, entry));
      this.numbers.set(entry.slice(0, 16), numbers);
      this.withheld.addNumbers(numbers);
    } catch (error) {
      onNote(note('error', entry, heldOutTexts.numbersUnusable(reason(error))));
    }
  }

  /** What a file gave, under this name or another; what does not stand in it any more is not its own from now on. */
  private async known(file: Candidate): Promise<Entry | undefined> {
    // a renamed or copied file brings along what it gave under its other name
    const own = this.files.get(file.name) ?? this.files.withSum(file.sha256);
    if (own === undefined) return undefined;
    const isChanged = own.sha256 !== file.sha256;
    const parts =
      isChanged || own.parts.some((id) => this.numbers.has(id)) ? await this.partsIn(file, own.parts) : own.parts;
    if (isChanged || own.name !== file.name || parts !== own.parts) this.record(file, own.bytesAtChoice, parts);
    return this.files.get(file.name);
  }

  /** Held-out texts that stand in a file; of an edited text, the part that is left. */
  private async partsIn(file: Candidate, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const inFile = await numbersIn(file.read, ids.map(this.numbersOf));
    const parts: string[] = [];
    for (const id of ids) {
      const numbers = this.numbers.get(id);
      const text = this.texts.get(id);
      const rest = text !== undefined ? remainderOf(text, inFile) : numbers ? await recovered(file.read, numbers) : '';
      if (isRecognisable(rest)) parts.push(await this.hold(rest));
    }
    return parts;
  }

  /** Held-out texts of no other file that this one holds: it was renamed and edited, or has come back, or the index was lost. */
  private async adopt(file: Candidate): Promise<Entry | undefined> {
    if (this.orphans.length === 0) return undefined;
    const inFile = await numbersIn(file.read, this.orphans.map(this.numbersOf));
    const own = this.orphans.filter((id) => shareOf(this.numbersOf(id), inFile) >= ADOPTED);
    if (own.length === 0) return undefined;
    this.record(file, file.bytes, await this.partsIn(file, own));
    return this.files.get(file.name);
  }

  /** Holds a text out. @returns its id */
  private async hold(text: string): Promise<string> {
    const id = idOf(text);
    if (this.texts.has(id)) return id;
    await writeAtomically(this.pathOf(id, 'txt'), text);
    await rm(this.pathOf(id, 'numbers'), { force: true });
    this.numbers.delete(id);
    this.texts.set(id, text);
    this.withheld.add(text);
    return id;
  }

  /** Puts the numbers of a held-out text in the place of its words. */
  private async keepNumbers(id: string): Promise<void> {
    const numbers = this.numbersOf(id);
    await writeNumbers(this.pathOf(id, 'numbers'), numbers);
    await rm(this.pathOf(id, 'txt'), { force: true });
    this.numbers.set(id, numbers);
    this.texts.delete(id);
  }

  private readonly numbersOf = (id: string): Numbers => {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const set = new HeldOutSet();
    set.add(this.texts.get(id) ?? '');
    return set.numbers();
  };

  /** Ids of the texts that these files gave. */
  private givenBy(present: ReadonlySet<string>): Set<string> {
    const entries = this.files.all().filter(({ name }) => present.has(name));
    return new Set(entries.flatMap(({ parts }) => parts));
  }

  private pathOf(id: string, kind: 'txt' | 'numbers'): string {
    return join(this.folder, `${id}.${kind}`);
  }

  private record(file: Candidate, bytesAtChoice: number, parts: string[]): void {
    this.files.delete(`${GONE}${file.sha256}`);
    this.files.set({ name: file.name, sha256: file.sha256, bytesAtChoice, parts });
    this.changed = true;
  }
}
