/** What a reader of one format is. */
import type { ImportRecord, Telling } from './record.ts';
import type { Head, Source } from './source.ts';

export interface Reader {
  /** What it is, for people: "a WhatsApp chat". */
  title: string;
  /** The conversations of a source become files of their own. */
  conversations: boolean;
  /** Its export carries files that somebody sent: what lies beside or below is no writing of the owner's. */
  attachments?: boolean;
  /** Its export is of many files, of which other JSON, tables and pages are no writing. */
  archive?: boolean;
  /** It only seems to be others' words: the owner may say that it is a text of their own. */
  guess?: boolean;
  /** Whether a file is of this format, from its name and its first bytes. */
  detect(head: Head): boolean;
  /**
   * Records in bounded batches. What is damaged is told, and the rest is read.
   * @throws what reading throws, and Error with a reason that goes on after "cannot be read: ".
   */
  read(source: Source, head: Head, telling: Telling): AsyncGenerator<ImportRecord[]>;
  /**
   * Looks through a file of a general kind that has a record without a sender. Absent: such a record is somebody else's.
   * @throws as `read`
   */
  authorship?(source: Source, head: Head): Promise<Authorship>;
}

/** What the fields of a whole file say about who wrote it. */
export interface Authorship {
  /** At least one record names its sender, or says whether its owner wrote it. */
  named: boolean;
  /** There is a field for the sender, or others that only conversations have. */
  talk: boolean;
  /** All names of fields, as they are written. */
  fields: readonly string[];
}

/** The last part of a path, in lower case. */
export function fileName(head: Head): string {
  return head.name.slice(head.name.lastIndexOf('/') + 1).toLowerCase();
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of an object; '' if it has none. */
export function text(value: unknown, key: string): string {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

/** Milliseconds of a moment as exports write it, or undefined. Without a zone it is taken as UTC, wherever it is read. */
export function moment(written: string): number | undefined {
  const iso = written
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2')
    .replace(/ ?UTC$/, 'Z');
  const zoned = /[Zz]$|[+-]\d\d:?\d\d\b|\b[A-Z]{3,4}$/.test(iso.slice(10));
  const time = Date.parse(zoned ? iso : /^\d{4}-\d\d-\d\dT/.test(iso) ? `${iso}Z` : `${iso} UTC`);
  // A date alone is that day's beginning in UTC already.
  return Number.isNaN(time) ? optional(Date.parse(iso)) : time;
}

function optional(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
