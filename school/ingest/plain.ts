/** Feeding one plain text: copied as it is, or, where the owner's rules find something, in its cleaned form. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Encoding } from '../../library/cleaning/encoding.ts';
import { Rewriter } from '../../library/cleaning/rewriter.ts';
import { rulesForPlainTexts } from '../../library/cleaning/rules.ts';
import { isUntouched, outputOf } from '../../library/importing/manifest.ts';
import { Pieces } from '../../library/importing/words.ts';
import { numbered } from '../../library/importing/writing.ts';
import { note } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { FoundText } from '../../library/texts/corpus.ts';
import { type Inspection, inspect, readText } from '../../library/texts/reading.ts';
import type { Fed, Feeding, LegacyText } from './feeder.ts';
import { changedIn, listed } from './sentences.ts';
import { texts } from './texts.ts';

export interface Meal extends FoundText {
  /** Where it should go, relative to the library, with `/` between folders. */
  to: string;
}

/**
 * Feeds one text. What is in the library already under this name is left alone if it is the same; a different one stays,
 * and the new one gets a number. The same text fed again after the rules changed replaces what was written of it.
 */
export async function feedPlain(feeding: Feeding, meal: Meal, onBytes: (bytes: number) => void): Promise<Fed> {
  const { home, manifest, options } = feeding;
  const says = (outcome: 'known' | 'refused', text: string): Fed => ({
    outcome,
    message: note('info', meal.name, text).message,
  });
  if (meal.size === 0) return says('refused', texts.refused.isEmpty);
  // It is read twice.
  const half = (bytes: number): void => onBytes(bytes / 2);
  const inspection = named(await inspect(meal, half), options.encoding);
  if (!inspection.encoding) return says('refused', texts.refused.notText);
  const { rewriter, begins } = await cleaningOf(feeding, meal, inspection, half);
  const { encoding, by = 'form' } = inspection;
  // In the library it is UTF-8: what was said of it here then holds whatever a later version would take it for.
  const legacy: LegacyText | undefined = isUnicode(inspection) ? undefined : { encoding, by, begins };
  const copied = rewriter === undefined && legacy === undefined;
  if (options.dryRun) {
    for (const change of rewriter?.preview ?? []) options.onChange?.(change);
    const changed = rewriter === undefined ? {} : changedIn(rewriter);
    const found =
      Object.keys(changed).length > 0
        ? texts.rehearsed.changed(listed(changed))
        : copied
          ? texts.rehearsed.copied
          : texts.rehearsed.writtenInUtf8;
    const { message } = note('info', meal.name, texts.rehearsed.isText(found));
    const rehearsed = { message, name: printable(meal.name), bytes: meal.size, changed };
    return { outcome: 'rehearsed', ...rehearsed, ...(legacy && { legacy }) };
  }
  const wanted = join(home.library, ...meal.to.split('/').map(hidingNothing));
  await mkdir(dirname(wanted), { recursive: true, mode: 0o700 });
  // Under a name that the library does not read, until it is whole.
  const draft = join(dirname(wanted), `.${process.pid}.feeding`);
  try {
    const cleaned = copied ? undefined : await writeCleaned(feeding, meal, inspection, draft, half);
    const sha256 = cleaned?.sha256 ?? inspection.sha256;
    if (copied) await copyFile(meal.path, draft);
    await chmod(draft, 0o600);
    const key = `${meal.path}#${inspection.sha256}`;
    const before = manifest.get(key)?.outputs[0];
    const mine = before !== undefined && (await isUntouched(home.library, before));
    const target = mine ? join(home.library, ...before.name.split('/')) : undefined;
    await feeding.standIns.save();
    const replaces = async (path: string): Promise<void> =>
      options.beforeReplacing?.(relative(home.library, path).split(sep).join('/'));
    const put = await putInPlace(draft, wanted, target, sha256, inspection.sha256, replaces);
    const name = relative(home.library, put.path).split(sep).join('/');
    const output = await outputOf(home.library, name, name);
    manifest.set(key, { what: 'a text', fed: new Date().toISOString(), outputs: [output] });
    if (put.known) return says('known', texts.inLibraryAs(printable(name)));
    const fed: Fed = { outcome: 'fed', as: printable(name), bytes: output.size, ...(legacy && { legacy }) };
    return rewriter === undefined || !cleaned ? fed : { ...fed, changed: changedIn(cleaned.rewriter) };
  } finally {
    await rm(draft, { force: true });
  }
}

/** The encoding that its owner names goes before the one that its letters look like. */
function named(inspection: Inspection, encoding: Encoding | undefined): Inspection {
  if (encoding === undefined || (inspection.encoding !== undefined && inspection.by !== 'letters')) return inspection;
  return { ...inspection, encoding, by: 'named', markBytes: 0 };
}

/** Whether the library itself will read a text in the same encoding. */
function isUnicode({ encoding = '', by }: Inspection): boolean {
  return /^utf-(?:8|16)/.test(encoding) && by !== 'named';
}

/** Characters that show how a text begins. */
const SHOWN = 60;

/**
 * A rewriter, if the rules find anything in the text, and its first words. In a rehearsal the rewriter has gone through the whole text; else
 * it stops where it finds something, since all of the text is then written.
 */
async function cleaningOf(
  { rules, standIns, options }: Feeding,
  meal: Meal,
  inspection: Inspection,
  onBytes: (bytes: number) => void,
): Promise<{ rewriter: Rewriter | undefined; begins: string }> {
  const rewriter = new Rewriter(rulesForPlainTexts(rules), standIns, { preview: options.dryRun ?? false });
  if (rewriter.idle && isUnicode(inspection)) return { rewriter: undefined, begins: '' };
  const pieces = new Pieces();
  let begins = '';
  let read = 0;
  const count = (bytes: number): void => {
    read += bytes;
    onBytes(bytes);
  };
  for await (const text of readText(meal, inspection, count)) {
    if (begins.length < SHOWN) begins = (begins + text).trimStart().slice(0, SHOWN);
    rewriter.rewrite(pieces.push(text) ?? '');
    if (!options.dryRun && rewriter.hits > 0 && begins.length === SHOWN) break;
  }
  rewriter.rewrite(pieces.end());
  // it is read from its beginning again
  if (!options.dryRun && (rewriter.hits > 0 || !isUnicode(inspection))) onBytes(-read);
  const line = printable(begins.replace(/[\ud800-\udbff]$/, ''))
    .replace(/\s+/g, ' ')
    .trim();
  return { rewriter: rewriter.hits > 0 ? rewriter : undefined, begins: begins.length < SHOWN ? line : `${line}…` };
}

/** Writes the cleaned text. @returns the SHA-256 of its bytes, and the rewriter, which has counted what it changed */
async function writeCleaned(
  { rules, standIns }: Feeding,
  meal: Meal,
  inspection: Inspection,
  draft: string,
  onBytes: (bytes: number) => void,
): Promise<{ sha256: string; rewriter: Rewriter }> {
  const rewriter = new Rewriter(rulesForPlainTexts(rules), standIns);
  const hash = createHash('sha256');
  const pieces = new Pieces();
  const file = await open(draft, 'w', 0o600);
  const write = async (text: string): Promise<void> => {
    const bytes = Buffer.from(rewriter.rewrite(text));
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
  };
  try {
    for await (const text of readText(meal, inspection, onBytes)) {
      const piece = pieces.push(text);
      if (piece !== undefined) await write(piece);
    }
    await write(pieces.end());
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), rewriter };
}

/**
 * Gives a draft its place: over what was written of the same text before, else under the first name that is free.
 * @param sha256 of the draft, @param source of the text that it is made of
 */
async function putInPlace(
  draft: string,
  wanted: string,
  mine: string | undefined,
  sha256: string,
  source: string,
  replaces: (path: string) => Promise<void>,
): Promise<{ path: string; known: boolean }> {
  if (mine !== undefined) {
    if ((await hashOf(mine)) === sha256) return { path: mine, known: true };
    await replaces(mine);
    await rename(draft, mine);
    return { path: mine, known: false };
  }
  for (let number = 1; ; number++) {
    const path = numbered(wanted, number);
    if (await takeName(draft, path)) return { path, known: false };
    const there = await hashOf(path);
    if (there === sha256) return { path, known: true };
    // The text as it came, from before there were rules for it.
    if (there === source) {
      await replaces(path);
      await rename(draft, path);
      return { path, known: false };
    }
  }
}

/** Gives a draft its name, unless that is taken. */
async function takeName(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      // Some disks know no links.
      await copyFile(draft, target, constants.COPYFILE_EXCL).catch(async (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EEXIST') await rm(target, { force: true });
        throw cause;
      });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function hashOf(path: string): Promise<string | undefined> {
  const stats = await stat(path);
  if (!stats.isFile()) return undefined;
  const { size, mtimeMs, ctimeMs } = stats;
  return (await inspect({ name: path, path, size, mtimeMs, ctimeMs })).sha256;
}

/** A name without control characters, and without a dot in front, which the library would pass over. */
function hidingNothing(name: string): string {
  return (
    printable(name)
      .replace(/[\n\t]/g, ' ')
      .replace(/^\.+/, '') || 'text'
  );
}
