/** The shelf: the library's texts as tokens, kept up to date as the texts change. */
import { join } from 'node:path';
import { makePrivateFolder } from '../files/atomic-file.ts';
import { serialize } from '../files/mutex.ts';
import { HeldOut } from '../heldout/heldout.ts';
import type { Released } from '../heldout/index-file.ts';
import { SeenSet } from '../heldout/seen-set.ts';
import { note, type OnNote, Repetitions, reason } from '../notices/notices.ts';
import { admitAll } from '../sources/admission.ts';
import type { Example } from '../sources/examples.ts';
import { isTurnsFile } from '../texts/corpus.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import {
  type Book,
  type Catalogue,
  catalogueOf,
  EMPTY_BOOK,
  type FileRecord,
  namedIn,
  readBook,
  recordOf,
  writeBook,
} from './catalogue.ts';
import { type EncodingPool, withEncodingPool } from './encoding-pool.ts';
import { type ExamPassage, type LoadedFile, loadExams, loadFiles } from './loading.ts';
import {
  namesOf,
  type Progress,
  type SampleOptions,
  type Survey,
  type SurveyedText,
  type SurveyOptions,
  surveyLibrary,
  unreadable,
} from './scan.ts';
import { heldOutFrom, isDiskFull, learnableText, shelveHeldOut, shelveText, stands } from './shelving.ts';
import { isAnswers } from './shelving-turns.ts';
import { cacheTexts } from './texts.ts';
import { idBytes, sweepTokens } from './token-file.ts';

export type { ExamPassage, LoadedFile } from './loading.ts';

export interface ShelfPlaces {
  /** Where the owner's texts lie. Nothing is ever written there. */
  libraryFolder: string;
  /** Where the shelf keeps its own files. Held-out texts are kept here, so it must not be thrown away. */
  shelfFolder: string;
  /** Another thread reads the texts of `load`: token files that a newer library lacks stay until `sweep`. */
  isRead?: boolean;
}

/**
 * Reads a library and keeps its tokens in files. `refresh` is all that a wake and a change of the library need; before there
 * is a tokenizer, `sample` gives the texts to train one. Calls wait for one another.
 */
export class Shelf {
  private readonly places: ShelfPlaces;
  private book: Book = EMPTY_BOOK;
  private opened: { given: SeenSet; heldOut: HeldOut } | undefined;
  private readonly repetitions = new Repetitions();
  private readonly inTurn = serialize();

  constructor(places: ShelfPlaces) {
    this.places = places;
  }

  /**
   * Brings the token cache up to date with the library. Only changed files are read; with another tokenizer everything is encoded
   * again. Never throws: a file that cannot be read is reported in a note, and its cached tokens stay.
   */
  refresh(tokenizer: Tokenizer, options: SurveyOptions): Promise<Catalogue> {
    return this.inTurn(async () => {
      const { onNote, done } = this.repetitions.round(options.onNote);
      try {
        const survey = await this.survey(options, onNote);
        if (survey !== undefined)
          await withEncodingPool(tokenizer, (pool) => this.encode(survey, tokenizer, options, onNote, pool));
      } catch (error) {
        onNote(note('error', '', cacheTexts.notShelved(reason(error))));
      }
      done();
      return this.catalogue();
    });
  }

  /**
   * Stretches of the cleaned texts that may be learnt, in UTF-8, for training a tokenizer. Held-out parts are chosen first
   * and are not among them. What cannot be read is told in notes and left out.
   */
  async *sample(options: SampleOptions): AsyncGenerator<Uint8Array> {
    const { onNote, done } = this.repetitions.round(options.onNote);
    let survey: Survey | undefined;
    try {
      survey = await this.inTurn(() => this.survey(options, onNote));
    } catch (error) {
      onNote(note('error', '', cacheTexts.cannotBeRead(reason(error))));
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

  /** The tokens of all catalogued texts that have any. A damaged token file is reported, left out, and rebuilt next time. */
  load(onNote: OnNote = () => undefined): Promise<LoadedFile[]> {
    return this.inTurn(async () => {
      await this.open(onNote);
      return loadFiles(this.catalogue(), onNote);
    });
  }

  /** Examples that may be learnt; they are recorded in the seen set. */
  admit<P extends Example>(passages: readonly P[], onNote: OnNote = () => undefined): Promise<P[]> {
    return this.inTurn(async () => {
      const { given, heldOut } = await this.open(onNote);
      const admitted = admitAll(passages, heldOut.withheld, given);
      if (admitted.length > 0) await given.save();
      return admitted;
    });
  }

  /** Forgets texts: their tokens, and what was held out of them. @returns what was held out, for `restore` */
  release(names: readonly string[], onNote: OnNote = () => undefined): Promise<Released> {
    return this.inTurn(async () => {
      const { heldOut } = await this.open(onNote);
      const released = await heldOut.release(names);
      const records = this.book.records.filter(({ name }) => !names.includes(name));
      const parts = this.book.heldOut.filter(({ id }) => heldOut.textOf(id) !== undefined);
      if (this.book === EMPTY_BOOK) return released;
      this.book = { ...this.book, records, heldOut: parts };
      await writeBook(this.bookPath(), this.book);
      if (!this.places.isRead) await sweepTokens(this.places.shelfFolder, namedIn(this.book));
      return released;
    });
  }

  /** Holds out again what was held out of texts that come back. */
  restore(released: Released, onNote: OnNote = () => undefined): Promise<void> {
    return this.inTurn(async () => (await this.open(onNote)).heldOut.restore(released));
  }

  /** Removes token files that the library does not need any more. @throws what the file system throws */
  sweep = (): Promise<void> =>
    this.inTurn(async () => {
      if (this.book !== EMPTY_BOOK) await sweepTokens(this.places.shelfFolder, namedIn(this.book));
    });

  /** All held-out texts as of the last refresh, those of files that are gone as well. */
  exams(onNote: OnNote = () => undefined): Promise<ExamPassage[]> {
    return this.inTurn(async () => {
      const { heldOut } = await this.open(onNote);
      return loadExams(this.book, this.places.shelfFolder, heldOut, onNote);
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
    heldOut.beginLook(namesOf(survey));
    for (const text of survey.texts) {
      const { file, inspection } = text;
      try {
        const candidate = {
          name: file.name,
          sha256: inspection.sha256,
          bytes: file.size,
          read: () => heldOutFrom(text, counter),
        };
        // answers are what it should say: all of them are learnt
        const answers = isTurnsFile(file.name) && (await this.hasAnswers(text, known.get(file.name), options));
        const remark = await heldOut.consider(candidate, answers ? 0 : fraction, given);
        if (remark !== undefined) onNote(note('info', file.name, remark));
        kept.push(text);
      } catch (error) {
        const record = known.get(file.name);
        onNote(unreadable(file.name, error, record?.shelved !== undefined));
        if (record !== undefined) survey.retained.push(record);
      }
    }
    await heldOut.endLook();
    await heldOut.save();
    return { ...survey, texts: kept };
  }

  /** Writes the token files that are missing, then the catalogue, then removes what is not needed any more. */
  private async encode(
    survey: Survey,
    tokenizer: Tokenizer,
    options: SurveyOptions,
    onNote: OnNote,
    pool: () => EncodingPool,
  ): Promise<void> {
    const { given, heldOut } = await this.open(onNote);
    const same = this.book.tokenizerHash === tokenizer.hash && !given.damaged;
    const before = new Map(this.book.records.map((record) => [record.name, record]));
    const width = idBytes(tokenizer.vocabularySize);
    const { shelfFolder } = this.places;
    const isThere = async (record: FileRecord | undefined): Promise<boolean> =>
      same && record !== undefined && stands(record, shelfFolder, width);
    const placing = {
      pool,
      shelfFolder,
      tokenizer,
      given,
      withheld: heldOut.withheld,
      onBytes: this.counter(options, 'encoding'),
      speaker: options.speaker,
      onNote,
    };
    const records: FileRecord[] = survey.others.map((text) => recordOf(text));
    for (const record of survey.retained) if (await isThere(record)) records.push(record);
    for (const text of survey.texts) {
      const { file, inspection } = text;
      const record = before.get(file.name);
      const shelved = record?.inspection.encoding === inspection.encoding ? record?.shelved : undefined;
      if (shelved?.sha256 === inspection.sha256 && (await isThere(record))) {
        records.push({ ...recordOf(text), shelved });
        continue;
      }
      try {
        records.push({ ...recordOf(text), shelved: await shelveText(text, placing) });
      } catch (error) {
        if (isDiskFull(error)) throw error;
        const stays = await isThere(record);
        onNote(unreadable(file.name, error, stays));
        if (stays) records.push(record!);
      }
    }
    records.sort((a, b) => (a.name < b.name ? -1 : 1));
    const present = new Set(records.filter(({ shelved }) => shelved !== undefined).map(({ name }) => name));
    const old = same ? this.book.heldOut : [];
    const parts = await shelveHeldOut(heldOut.parts(present), old, tokenizer, shelfFolder);
    // What is in the catalogue may be learnt, so it must be known as given out before.
    await given.save();
    const { hash: tokenizerHash, vocabularySize, special } = tokenizer;
    this.book = { version: 1, tokenizerHash, vocabularySize, end: special.end, records, heldOut: parts };
    await writeBook(this.bookPath(), this.book);
    if (!this.places.isRead) await sweepTokens(this.places.shelfFolder, namedIn(this.book));
  }

  private hasAnswers(
    text: SurveyedText,
    record: FileRecord | undefined,
    options: SurveyOptions,
  ): Promise<boolean> | boolean {
    if (record?.shelved?.sha256 === text.inspection.sha256) return record.shelved.answers ?? false;
    return isAnswers(text, options.speaker, this.counter(options, 'looking'));
  }

  private async open(onNote: OnNote): Promise<{ given: SeenSet; heldOut: HeldOut }> {
    if (this.opened !== undefined) return this.opened;
    const heldOutFolder = join(this.places.shelfFolder, 'heldout');
    await makePrivateFolder(heldOutFolder);
    const book = await readBook(this.bookPath());
    if (book === undefined) onNote(note('warning', 'catalogue.json', cacheTexts.shelfDamaged));
    const given = await SeenSet.open(join(this.places.shelfFolder, 'given.lines'), book !== EMPTY_BOOK);
    if (given.damaged) {
      onNote(note('warning', 'given.lines', cacheTexts.shelfLost));
    }
    this.book = book ?? EMPTY_BOOK;
    this.opened = { given, heldOut: await HeldOut.open(heldOutFolder, onNote) };
    return this.opened;
  }

  private bookPath = (): string => join(this.places.shelfFolder, 'catalogue.json');

  private counter(options: SurveyOptions, phase: Progress['phase']): (file: string, bytes: number) => void {
    let total = 0;
    return (file, bytes) => options.onProgress?.({ phase, file, bytes: (total += bytes) });
  }
}
