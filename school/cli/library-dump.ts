/** `baby library dump`: what it learns, in words, to a file or to the terminal. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AtomicFile } from '../../library/files/atomic-file.ts';
import { printable } from '../../library/notices/printable.ts';
import { type CataloguedFile, catalogueOf, readBook } from '../../library/token-cache/catalogue.ts';
import { type DumpForm, dump } from '../../library/token-cache/dump.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { findSoul } from '../daemon/load-or-create.ts';
import type { Home } from '../home/home.ts';
import { loadConfig } from '../settings/config.ts';
import { pathIn } from '../terminal/typed-path.ts';
import { asShown } from '../text/display.ts';
import { feedingTexts } from './texts/feeding.ts';

export interface DumpOptions {
  readonly form: DumpForm;
  /** A file that is not there yet; left out: the standard output. */
  readonly out?: string | undefined;
  /** The name of one text; left out: all. */
  readonly only?: string | undefined;
}

/** @throws Error with one sentence: not born yet, no such text, or a file that is there already */
export async function dumpLibrary(home: Home, { form, out, only }: DumpOptions): Promise<void> {
  const soul = findSoul(home.soul, await loadConfig(home));
  const book = await readBook(join(home.shelf, 'catalogue.json'));
  if (!soul || !book || book.tokenizerHash !== soul.tokenizer.hash) {
    throw new Error(feedingTexts.dump.nothingRead);
  }
  const { files: all } = catalogueOf(book, home.shelf, undefined);
  const files = only === undefined ? all : all.filter(({ name }) => name === only);
  if (files.length === 0) {
    throw new Error(feedingTexts.dump.noSuchText(printable(only ?? '')));
  }
  const pieces = async function* (): AsyncGenerator<string> {
    for (const file of files) yield* dump(file, soul.tokenizer, form);
  };
  if (out === undefined) return writeOut(pieces());
  const size = await writeFile(resolve(pathIn(out)), pieces());
  process.stdout.write(asShown(`${feedingTexts.dump.written(textsOf(files), form, out, bytes(size))}\n`));
}

const textsOf = (files: readonly CataloguedFile[]): string =>
  `${count(files.length)} ${files.length === 1 ? 'text' : 'texts'}`;

/** Whole or not at all, 0600. */
async function writeFile(path: string, pieces: AsyncIterable<string>): Promise<number> {
  if (existsSync(path)) throw new Error(feedingTexts.dump.fileThere(printable(path)));
  const file = await AtomicFile.create(path);
  let size = 0;
  try {
    for await (const piece of pieces) {
      const data = Buffer.from(piece);
      await file.append(data);
      size += data.length;
    }
    await file.finish();
    return size;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Other programs get the words as they are; a terminal gets nothing that could command it. */
async function writeOut(pieces: AsyncIterable<string>): Promise<void> {
  try {
    for await (const piece of pieces) {
      const text = process.stdout.isTTY ? asShown(piece) : piece;
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    }
  } catch (error) {
    // the program behind the pipe has read enough
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
