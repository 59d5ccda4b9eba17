/** The shelf: the library's texts as tokens, kept up to date as the texts change. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Book,
  type Catalogue,
  catalogueOf,
  EMPTY_BOOK,
  type FileRecord,
  readBook,
  writeBook,
} from './catalogue.ts';
import { makePrivateFolder } from './files.ts';
import { Given } from './given.ts';
import { HeldOut } from './heldout.ts';
import { note, type OnNote, Repetitions, reason } from './note.ts';
import { readText } from './reading.ts';
import { learnableText, shelveText } from './shelving.ts';
import {
  type Progress,
  type Survey,
  type SurveyedText,
  type SurveyOptions,
  surveyLibrary,
  unreadable,
} from './survey.ts';
import { hasTokens, idBytes, readTokens, sweepTokens, type Tokens, tokenFileName, writeTokens } from './tokenfile.ts';
import type { Tokenizer } from './tokenizer/index.ts';
import { encodeText } from './turns.ts';

export interface ShelfPlaces {
  /** Where the owner's texts lie. Nothing is ever written there. */
  libraryFolder: string;
  /** Where the shelf keeps its own files. Held-out texts are kept here, so it must not be thrown away. */
  shelfFolder: string;
}

/** A held-out text as the exams want it. */
export interface ExamPassage {
  /** Stays the same for as long as the text is kept. */
  id: string;
  /** The file that it is from. */
  file: string;
  /** Shape (ids). Without `SPECIAL.end`. */
  ids: Int32Array;
  /** UTF-8 bytes of the text: what bits per byte divides by. */
  bytes: number;
}

/** A text as the streams want it. */
export interface LoadedFile {
  name: string;
  tokens: Tokens;
}

export interface SampleOptions extends SurveyOptions {
  /** If the library has more, evenly spread stretches of about this much in all. 64 MiB unless said otherwise. */
  maximumBytes?: number;
}

/**
 * Reads a library and keeps its tokens in files. `refresh` is all that a wake and a change of the library need; before there
 * is a tokenizer, `sample` gives the texts to train one. Calls wait for one another.
 */
export class Shelf {
  private readonly places: ShelfPlaces;
  private book: Book = EMPTY_BOOK;
  private opened: { given: Given; heldOut: HeldOut } | undefined;
  private readonly repetitions = new Repetitions();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(places: ShelfPlaces) {
    this.places = places;
  }

  /**
   * Brings the shelf up to date with the library. Only what changed is read; with another tokenizer everything is encoded
   * anew. Never throws: what cannot be read is told in notes and stays as it was on the shelf.
   */
  refresh(tokenizer: Tokenizer, options: SurveyOptions = {}): Promise<Catalogue> {
    return this.inTurn(async () => {
      const { onNote, done } = this.repetitions.round(options.onNote);
      try {
        const survey = await this.survey(options, onNote);
        if (survey !== undefined) await this.encode(survey, tokenizer, options, onNote);
      } catch (error) {
        onNote(note('error', '', `could not be put on the shelf: ${reason(error)}; the shelf stays as it was.`));
      }
      done();
      return this.catalogue();
    });
  }

  /**
   * Stretches of the cleaned texts that may be learnt, in UTF-8, for training a tokenizer. Held-out parts are chosen first
   * and are not among them. What cannot be read is told in notes and left out.
   */
  async *sample(options: SampleOptions = {}): AsyncGenerator<Uint8Array> {
    const { onNote, done } = this.repetitions.round(options.onNote);
    let survey: Survey | undefined;
    try {
      survey = await this.inTurn(() => this.survey(options, onNote));
    } catch (error) {
      onNote(note('error', '', `cannot be read: ${reason(error)}.`));
    }
    done();
    const texts = survey?.texts ?? [];
    const size = texts.reduce((sum, { file }) => sum + file.size, 0);
    const share = Math.min(1, (options.maximumBytes ?? 1 << 26) / Math.max(1, size));
    const onBytes = this.counter(options, 'sampling');
    let due = 0;
    for (const text of texts) {
      try {
        for await (const stretch of learnableText(text, { withheld: this.opened!.heldOut.withheld, onBytes })) {
          due += share;
          if (due < 1) continue;
          due -= 1;
          yield Buffer.from(stretch);
        }
      } catch (error) {
        onNote(unreadable(text.file.name, error, false));
      }
    }
  }

  /** What stands on the shelf since the last refresh. */
  catalogue(): Catalogue {
    return catalogueOf(this.book, this.places.shelfFolder, this.opened?.heldOut);
  }

  /** The tokens of all catalogued texts that have any. A damaged token file is told, left out, and made anew next time. */
  load(onNote: OnNote = () => undefined): Promise<LoadedFile[]> {
    return this.inTurn(async () => {
      await this.open(onNote);
      const loaded: LoadedFile[] = [];
      for (const { name, path, tokens } of this.catalogue().files) {
        if (tokens === 0) continue;
        const ids = await this.readOrRemove(path, tokens, name, onNote);
        if (ids !== undefined) loaded.push({ name, tokens: ids });
      }
      return loaded;
    });
  }

  /** All held-out texts as of the last refresh, those of files that are gone as well. */
  exams(onNote: OnNote = () => undefined): Promise<ExamPassage[]> {
    return this.inTurn(async () => {
      const passages: ExamPassage[] = [];
      const { heldOut } = await this.open(onNote);
      for (const { id, file, tokens } of this.book.heldOut) {
        const path = join(this.places.shelfFolder, tokenFileName(id, this.book.tokenizerHash));
        const ids = await this.readOrRemove(path, tokens, file, onNote);
        if (ids === undefined) continue;
        passages.push({ id, file, ids: Int32Array.from(ids), bytes: Buffer.byteLength(heldOut.textOf(id) ?? '') });
      }
      return passages;
    });
  }

  /** Looks through the library, and lets each new text give up its held-out part before anything of it is read. */
  private async survey(options: SurveyOptions, onNote: OnNote): Promise<Survey | undefined> {
    const { given, heldOut } = await this.open(onNote);
    const known = new Map(this.book.records.map((record) => [record.name, record]));
    const onBytes = this.counter(options, 'looking');
    const survey = await surveyLibrary(this.places.libraryFolder, known, { onBytes, onNote });
    if (survey === undefined) return undefined;
    // If it is not known what was learnt, nothing can be held out for sure.
    const fraction = given.damaged ? 0 : (options.heldOutFraction ?? 0.05);
    const counter = this.counter(options, 'holding out');
    const kept: SurveyedText[] = [];
    for (const { file, inspection } of survey.texts) {
      const read = (): AsyncIterable<string> => readText(file, inspection, (bytes) => counter(file.name, bytes));
      try {
        const candidate = { name: file.name, sha256: inspection.sha256, bytes: file.size, read };
        const remark = await heldOut.consider(candidate, fraction, given);
        if (remark !== undefined) onNote(note('info', file.name, remark));
        kept.push({ file, inspection });
      } catch (error) {
        const record = known.get(file.name);
        onNote(unreadable(file.name, error, record?.shelved !== undefined));
        if (record !== undefined) survey.retained.push(record);
      }
    }
    await heldOut.save();
    return { ...survey, texts: kept };
  }

  /** Writes the token files that are missing, then the catalogue, then removes what is not needed any more. */
  private async encode(survey: Survey, tokenizer: Tokenizer, options: SurveyOptions, onNote: OnNote): Promise<void> {
    const { given, heldOut } = await this.open(onNote);
    const same = this.book.tokenizerHash === tokenizer.hash && !given.damaged;
    const before = new Map(this.book.records.map((record) => [record.name, record]));
    const width = idBytes(tokenizer.vocabularySize);
    const stands = async (record: FileRecord | undefined): Promise<boolean> =>
      same &&
      record?.shelved !== undefined &&
      hasTokens(join(this.places.shelfFolder, record.shelved.file), width, record.shelved.tokens);
    const { shelfFolder } = this.places;
    const placing = {
      shelfFolder,
      tokenizer,
      given,
      withheld: heldOut.withheld,
      onBytes: this.counter(options, 'encoding'),
    };
    const records: FileRecord[] = survey.others.map((text) => recordOf(text));
    for (const record of survey.retained) if (await stands(record)) records.push(record);
    for (const text of survey.texts) {
      const { file, inspection } = text;
      const record = before.get(file.name);
      if (record?.shelved?.sha256 === inspection.sha256 && (await stands(record))) {
        records.push({ ...recordOf(text), shelved: record.shelved });
        continue;
      }
      try {
        records.push({ ...recordOf(text), shelved: await shelveText(text, placing) });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
        const stays = await stands(record);
        onNote(unreadable(file.name, error, stays));
        if (stays) records.push(record!);
      }
    }
    records.sort((a, b) => (a.name < b.name ? -1 : 1));
    const present = new Set(records.filter(({ shelved }) => shelved !== undefined).map(({ name }) => name));
    const parts: Book['heldOut'] = [];
    for (const { id, file, text } of heldOut.parts(present)) {
      const path = join(this.places.shelfFolder, tokenFileName(id, tokenizer.hash));
      const old = this.book.heldOut.find((part) => part.id === id);
      const fits = same && old !== undefined && (await hasTokens(path, width, old.tokens));
      parts.push({
        id,
        file,
        tokens: fits ? old.tokens : await writeTokens(path, width, [encodeText(tokenizer, text)]),
      });
    }
    // What is in the catalogue may be learnt, so it must be known as given out before.
    await given.save();
    const { hash: tokenizerHash, vocabularySize } = tokenizer;
    this.book = { version: 1, tokenizerHash, vocabularySize, records, heldOut: parts };
    await writeBook(this.bookPath(), this.book);
    const named = new Set(records.map(({ shelved }) => shelved?.file));
    for (const { id } of parts) named.add(tokenFileName(id, tokenizerHash));
    await sweepTokens(this.places.shelfFolder, named);
  }

  private async open(onNote: OnNote): Promise<{ given: Given; heldOut: HeldOut }> {
    if (this.opened !== undefined) return this.opened;
    const heldOutFolder = join(this.places.shelfFolder, 'heldout');
    await makePrivateFolder(heldOutFolder);
    const book = await readBook(this.bookPath());
    if (book === undefined)
      onNote(note('warning', 'catalogue.json', 'is damaged; all texts are put on the shelf anew.'));
    const given = await Given.open(join(this.places.shelfFolder, 'given.lines'), book !== EMPTY_BOOK);
    if (given.damaged) {
      onNote(
        note('warning', 'given.lines', 'is lost; it is made anew, and new files have nothing held out this time.'),
      );
    }
    this.book = book ?? EMPTY_BOOK;
    this.opened = { given, heldOut: await HeldOut.open(heldOutFolder, onNote) };
    return this.opened;
  }

  private async readOrRemove(path: string, tokens: number, name: string, onNote: OnNote): Promise<Tokens | undefined> {
    try {
      return await readTokens(path, this.book.vocabularySize, tokens);
    } catch (error) {
      onNote(note('error', name, `cannot be taken from the shelf: ${reason(error)}; it is made anew next time.`));
      await rm(path, { force: true });
      return undefined;
    }
  }

  private bookPath(): string {
    return join(this.places.shelfFolder, 'catalogue.json');
  }

  private counter(options: SurveyOptions, phase: Progress['phase']): (file: string, bytes: number) => void {
    let total = 0;
    return (file, bytes) => options.onProgress?.({ phase, file, bytes: (total += bytes) });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

function recordOf({ file, inspection }: SurveyedText): FileRecord {
  const { name, size, mtimeMs, ctimeMs } = file;
  return { name, size, mtimeMs, ctimeMs, inspection };
}
