/** Looking through a library: which files are texts, what changed since the last look, and what their owner should know. */

import { encodingName } from '../cleaning/charset.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import { type FoundText, findTexts } from '../texts/corpus.ts';
import { ChangedWhileReading, type Inspection, inspect } from '../texts/reading.ts';
import type { FileRecord } from './catalogue.ts';
import { cacheTexts } from './texts.ts';

export interface Progress {
  phase: 'looking' | 'holding out' | 'encoding' | 'sampling';
  file: string;
  /** Bytes of the library's files that this phase has read so far. */
  bytes: number;
}

export interface SurveyOptions {
  /** Part of each file that is held out; see heldout.ts. 0.05 unless said otherwise. */
  heldOutFraction?: number;
  /** By which name the baby speaks; it tells its answers in files of turns from others' words. */
  speaker: string;
  onProgress?: (progress: Progress) => void;
  /** Told each note once, and again if it was gone in between. */
  onNote?: OnNote;
}

export interface SampleOptions extends SurveyOptions {
  /** If the library has more, evenly spread stretches of about this much in all. 64 MiB unless said otherwise. */
  maximumBytes?: number;
}

/** A text to be read. */
export interface SurveyedText {
  file: FoundText;
  inspection: Inspection;
}

export interface Survey {
  /** In the order of their names. No two have the same bytes. */
  texts: SurveyedText[];
  /** Files that were looked at and are not to be read: empty, no text, or the same as another. */
  others: SurveyedText[];
  /** What was known before of files that cannot be looked at now. */
  retained: FileRecord[];
}

export interface SurveyProgress {
  /** Bytes looked at. */
  onBytes: (file: string, bytes: number) => void;
  onNote: OnNote;
}

/**
 * Looks through a library. Only files whose size or times differ from their record are read. Never throws.
 * @returns undefined if the library folder itself cannot be opened.
 */
export async function surveyLibrary(
  folder: string,
  records: ReadonlyMap<string, FileRecord>,
  { onBytes, onNote }: SurveyProgress,
): Promise<Survey | undefined> {
  const findings = await findTexts(folder);
  for (const found of findings.notes) onNote(found);
  if (findings.unknown.includes('')) return undefined;
  const hidden = (name: string): boolean => findings.unknown.some((at) => name === at || name.startsWith(`${at}/`));
  const retained = [...records.values()].filter(({ name }) => hidden(name));
  const looked: SurveyedText[] = [];
  for (const file of findings.texts) {
    const record = records.get(file.name);
    try {
      const known = record !== undefined && isUnchanged(file, record) && !isGuessOfOld(record);
      const inspection = known ? record.inspection : await inspect(file, (bytes) => onBytes(file.name, bytes));
      looked.push({ file, inspection });
    } catch (error) {
      onNote(unreadable(file.name, error, record !== undefined));
      if (record !== undefined) retained.push(record);
    }
  }
  const texts: SurveyedText[] = [];
  const others: SurveyedText[] = [];
  const first = new Map<string, string>();
  // A file that is read already goes before a new one of the same bytes, so that a copy never takes its place.
  const isRead = ({ file }: SurveyedText): number => (records.get(file.name)?.shelved === undefined ? 1 : 0);
  looked.sort((a, b) => isRead(a) - isRead(b) || (a.file.name < b.file.name ? -1 : 1));
  for (const text of looked) {
    const twin = first.get(text.inspection.sha256);
    if (isReadable(text, twin, onNote)) {
      first.set(text.inspection.sha256, text.file.name);
      texts.push(text);
    } else others.push(text);
  }
  texts.sort((a, b) => (a.file.name < b.file.name ? -1 : 1));
  return { texts, others, retained };
}

/** All files of a library, including files that cannot be read now. */
export const namesOf = ({ texts, others, retained }: Survey): Set<string> =>
  new Set([...[...texts, ...others].map(({ file }) => file.name), ...retained.map(({ name }) => name)]);

/** A warning about a file that could not be read to its end. */
export function unreadable(name: string, error: unknown, before: boolean): ReturnType<typeof note> {
  const stays = before ? cacheTexts.textStays : cacheTexts.skippedForNow;
  if (error instanceof ChangedWhileReading) {
    return note('warning', name, cacheTexts.changedWhileRead(stays));
  }
  return note('warning', name, cacheTexts.cannotBeReadAnd(reason(error), stays));
}

function isUnchanged(file: FoundText, record: FileRecord): boolean {
  return file.size === record.size && file.mtimeMs === record.mtimeMs && file.ctimeMs === record.ctimeMs;
}

/** Whether a file was taken for Windows-1252 by a version that knew no other encoding of its kind. */
function isGuessOfOld({ inspection }: FileRecord): boolean {
  return inspection.encoding === 'windows-1252' && inspection.by === undefined;
}

/** Whether a file is to be read, with a note on what is special about it. */
function isReadable({ file, inspection }: SurveyedText, twin: string | undefined, onNote: OnNote): boolean {
  const { encoding, invalid, markBytes } = inspection;
  if (file.size === 0) {
    onNote(note('info', file.name, cacheTexts.isEmpty));
    return false;
  }
  if (encoding === undefined) {
    onNote(note('warning', file.name, cacheTexts.isBinary));
    return false;
  }
  if (twin !== undefined) {
    onNote(note('info', file.name, cacheTexts.isSameAs(twin)));
    return false;
  }
  if (encoding.startsWith('utf-16')) {
    const guess = markBytes === 0 ? cacheTexts.asItSeems : '';
    onNote(note('info', file.name, cacheTexts.isUtf16(encoding.toUpperCase(), guess)));
  } else if (encoding !== 'utf-8') {
    onNote(note('info', file.name, cacheTexts.notUtf8(encodingName(encoding))));
  }
  if (invalid > 0) {
    const places = invalid === 1 ? cacheTexts.onePlace : `${invalid} places`;
    onNote(note('warning', file.name, cacheTexts.badUtf8(places)));
  }
  return true;
}
