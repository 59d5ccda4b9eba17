/** What is fed at once: a file, all in a folder, or all in a zip file, with what each is. */
import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Encoding } from '../cleaning/encoding.ts';
import { reason } from '../notices/notices.ts';
import { otherOffice } from './documents/office.ts';
import { isZip, openZip } from './documents/zip.ts';
import { filesBelow, MOST_FILES, tooManyFiles } from './folder.ts';
import { FORMATS, type FormatName, formatOf } from './formats.ts';
import type { Reader } from './reader.ts';
import { diskSource, type Head, readHead, type Source, stem } from './source.ts';
import { importingTexts } from './texts.ts';
import { plainName } from './writing.ts';

export interface Item {
  source: Source;
  format: FormatName;
  /** The file in the library for what belongs to no conversation, without its kind: `letters/may`. */
  base: string;
  /** The folder in the library for conversations. */
  folder: string;
  /** Where it lies in what is fed, with zip files as folders. */
  place: string;
  /** The place of the zip file that it lies in; '': none, or the one that is fed. */
  zip: string;
}

export interface Collection {
  /** In the order in which they should be read. */
  items: Item[];
  /** Bytes of the items. */
  size: number;
  /** Sentences after a file's name: why it is not read. */
  refused: { name: string; why: string }[];
  /** Names of files that are no writing: pictures, sounds, films, programs. */
  others: string[];
  /** Names of files that accompany an export: lists of its people and channels, its pages. */
  beside: string[];
  close(): void;
}

/** Files that need not be looked into. */
const NO_WRITING = new Set(
  (
    'jpg jpeg png gif webp heic heif bmp tif tiff svg ico mp4 mov m4v avi mkv webm 3gp mp3 m4a aac ogg oga opus wav amr caf flac ' +
    'css map woff woff2 ttf otf eot exe dll so dylib bin dat db sqlite vcf ics tgs thumb srt vtt'
  ).split(' '),
);

/** Zip files in one another that are opened: a zip file can hold itself. */
const DEEPEST = 3;

/** What is no export of a chat: beside one, it is what somebody sent, or what a program added. */
const GENERAL: ReadonlySet<FormatName> = new Set(['json', 'jsonl', 'csv', 'html']);
const CHATS: ReadonlySet<FormatName> = new Set(['irc', 'zoom', 'telegramLines', 'mbox']);

const readerOf = (format: FormatName): Reader => FORMATS[format];

export interface CollectOptions {
  /** Its owner says that all of it is their own writing. */
  own?: boolean | undefined;
  /** Of texts that are not UTF-8 and have no mark, if their owner names it. */
  encoding?: Encoding | undefined;
}

/** @throws what the file system throws, and Error with a reason that goes on after "cannot be read: ". */
export async function collect(
  path: string,
  name: string,
  { own = false, encoding }: CollectOptions = {},
): Promise<Collection> {
  const stats = await stat(path);
  const collection: Collection = { items: [], size: 0, refused: [], others: [], beside: [], close: () => undefined };
  const closing: (() => void)[] = [];
  collection.close = () => closing.splice(0).forEach((close) => close());
  try {
    const how = { closing, own, zip: '', zipped: { files: 0 } };
    const top = plainName(stem(basename(path)));
    if (stats.isDirectory()) {
      const folder = plainName(basename(path));
      for (const file of await filesBelow(path, collection.refused)) {
        const source = { ...diskSource(join(path, file.name), file.name, file.size), encoding };
        await add(collection, source, folder, how);
      }
      settle(collection, false);
    } else {
      const source = { ...diskSource(path, name, stats.size), encoding };
      await add(collection, source, undefined, how);
      const zip = collection.items.some((item) => item.source !== source);
      if (zip && collection.items.length === 1) collection.items[0]!.base = top;
      settle(collection, zip);
    }
    return collection;
  } catch (error) {
    collection.close();
    throw error;
  }
}

/**
 * @param folder where it belongs in the library; absent: it is all that is fed
 * @param depth zip files that it lies in
 */
async function add(
  collection: Collection,
  source: Source,
  folder: string | undefined,
  how: { closing: (() => void)[]; own: boolean; zip: string; zipped: { files: number } },
  depth = 0,
): Promise<void> {
  if (NO_WRITING.has(extname(source.name).slice(1).toLowerCase())) {
    collection.others.push(source.name);
    return;
  }
  let head: Head;
  try {
    head = await readHead(source);
  } catch (error) {
    collection.refused.push({ name: source.name, why: importingTexts.files.cannotBeRead(reason(error)) });
    return;
  }
  const named = folder === undefined ? plainName(stem(source.name)) : `${folder}/${plainPath(source.name)}`;
  const other = otherOffice(head);
  if (other !== undefined) {
    collection.refused.push({ name: source.name, why: other });
    return;
  }
  const format = formatOf(head, how.own);
  if (format !== undefined) {
    // The head is read again when its turn comes: of ten thousand files they would fill the memory.
    collection.items.push({
      source,
      format,
      base: named,
      folder: folder ?? named,
      place: how.zip + source.name,
      zip: how.zip,
    });
    collection.size += source.size;
  } else if (isZip(head.bytes)) {
    if (depth === DEEPEST) {
      const why = importingTexts.files.zipTooDeep(DEEPEST);
      collection.refused.push({ name: source.name, why });
      return;
    }
    try {
      const zip = await openZip(source);
      how.closing.push(zip.close);
      how.zipped.files += zip.sources.length;
      if (how.zipped.files > MOST_FILES) throw tooManyFiles();
      const place = folder === undefined ? '' : `${how.zip}${source.name}/`;
      for (const inside of zip.sources) {
        await add(collection, { ...inside, encoding: source.encoding }, named, { ...how, zip: place }, depth + 1);
      }
      for (const { name, why } of zip.refused) collection.refused.push({ name: `${source.name}/${name}`, why });
    } catch (error) {
      collection.refused.push({ name: source.name, why: importingTexts.files.cannotBeRead(reason(error)) });
    }
  } else if (source.size === 0) collection.refused.push({ name: source.name, why: importingTexts.files.isEmpty });
  else collection.others.push(source.name);
}

/**
 * Puts the items in order, and takes out what only accompanies an export, and what people sent in a chat.
 * @param zip whether texts do that as well
 */
function settle(collection: Collection, zip: boolean): void {
  const archives = collection.items.filter(({ format }) => readerOf(format).archive);
  const chats = collection.items.filter(({ format }) => readerOf(format).attachments);
  const roots = [...new Set(archives.map((item) => item.zip))];
  const folders = [...new Set(chats.map(({ place }) => place.slice(0, place.lastIndexOf('/') + 1)))];
  const beside = ({ format, place }: Item): boolean => {
    const reader = readerOf(format);
    if (reader.attachments || reader.archive || CHATS.has(format)) return false;
    const general = GENERAL.has(format) || (zip && format === 'plain');
    return (
      (general && roots.some((root) => place.startsWith(root))) || folders.some((folder) => place.startsWith(folder))
    );
  };
  for (const item of collection.items.filter(beside)) collection.beside.push(item.source.name);
  collection.items = collection.items.filter((item) => !beside(item));
  collection.items.sort((a, b) => compareNames(a.source.name, b.source.name));
  collection.size = collection.items.reduce((sum, { source }) => sum + source.size, 0);
}

/** Numbers in names count as numbers. Messenger's `message_1.json` is its newest part. */
function compareNames(a: string, b: string): number {
  const part = /message_(\d+)\.json$/;
  const [one, two] = [part.exec(a), part.exec(b)];
  if (one !== null && two !== null && a.slice(0, one.index) === b.slice(0, two.index))
    return Number(two[1]) - Number(one[1]);
  return a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : 1);
}

/** @example plainPath('a/b.c/d.txt') // 'a/b.c/d' */
function plainPath(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -1).map(plainName), plainName(stem(parts.at(-1)!))].join('/');
}

/** What the items of a collection are, for people: "a Telegram export". */
export function titleOf({ items }: Collection): string {
  const titles = [...new Set(items.map(({ format }) => FORMATS[format].title))];
  return titles.length === 1 ? titles[0]! : importingTexts.titles.severalKinds;
}

/** Whether all of it only seems to be others' words. */
export function isGuessed({ items }: Collection): boolean {
  return items.every(({ format }) => readerOf(format).guess);
}
