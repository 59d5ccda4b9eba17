/** Putting what an owner has into a baby's library: texts as they are, exports as words. */
import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { StandIns } from '../../library/cleaning/stand-ins.ts';
import { type Collection, collect } from '../../library/importing/collection.ts';
import { Manifest } from '../../library/importing/manifest.ts';
import { SaidOwn } from '../../library/importing/owner.ts';
import { sweepDrafts } from '../../library/importing/writing.ts';
import { note, reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { TEXT_KINDS } from '../../library/texts/corpus.ts';
import { type Home, makeHome } from '../home/home.ts';
import { isAlive } from '../home/lock.ts';
import { loadConfig } from '../settings/config.ts';
import { loadRules } from './cleaning-rules.ts';
import { feedExported } from './export-folder.ts';
import type { Fed, Feeding, FeedOptions } from './feeder.ts';
import { feedPlain, type Meal } from './plain.ts';
import { texts } from './texts.ts';

export type { Account, Fed, FeedOptions, LegacyText } from './feeder.ts';

/** How many names of files without text are reported. */
const SHOWN = 3;

/** Something that is fed whole: a plain text, or a collection. */
type Course = { meal: Meal } | { collection: Collection; path: string; name: string };

/**
 * Feeds files and folders. Plain texts are copied (0600), whole or not at all; from all else their words are taken. What is fed
 * again replaces what was written of it.
 *
 * @param home whose folders are made when there is something to write
 * @param paths relative to the working directory
 * @throws Error with one clear sentence if the home's rules, manifest or stand-ins are damaged
 */
export async function feed(home: Home, paths: readonly string[], options: FeedOptions): Promise<void> {
  const feeding = await beginFeeding(home, options);
  const courses: Course[] = [];
  for (const path of paths) await gather(feeding, resolve(path), printable(path), courses);
  const total = courses.reduce((sum, course) => sum + sizeOf(course), 0);
  const writes = courses.length > 0 && !options.dryRun;
  if (writes) {
    await makeReady(home);
    await options.beforeWriting?.();
  }
  let done = 0;
  for (let course = courses.shift(); course !== undefined; course = courses.shift()) {
    const before = done;
    const onBytes = (bytes: number): void => {
      done += bytes;
      options.onProgress?.(Math.min(done, total), total);
    };
    const fed = await serve(feeding, course, onBytes);
    done = before + sizeOf(course);
    if (fed === 'own') {
      // What looked like a conversation is a text after all.
      courses.unshift(...(await asOwn(course, options)));
      done = before;
      continue;
    }
    options.onFed(fed);
    if (writes) {
      // Before the next: what is in the library must be known, whatever happens then.
      await feeding.standIns.save();
      // an export may have told by which names the owner goes as well
      await ('meal' in course ? feeding.manifest.keep() : feeding.manifest.save());
    }
  }
  if (writes) await feeding.manifest.save();
  options.onProgress?.(total, total);
}

async function beginFeeding(home: Home, options: FeedOptions): Promise<Feeding> {
  const rules = await loadRules(home);
  const config = await loadConfig(home);
  return {
    home,
    rules: options.lowerCase ? { ...rules, lowerCase: true } : rules,
    standIns: await StandIns.open(join(home.folder, 'stand-ins.json')),
    manifest: await Manifest.open(join(home.folder, 'fed.json')),
    speakers: { owner: config.owner, baby: config.name },
    options,
  };
}

async function makeReady(home: Home): Promise<void> {
  makeHome(home.folder);
  await sweepDrafts(home.library, isAlive);
}

/** @returns `own` if the owner was asked and says that all of it is their own writing */
async function serve(feeding: Feeding, course: Course, onBytes: (bytes: number) => void): Promise<Fed | 'own'> {
  const name = 'meal' in course ? course.meal.name : course.name;
  try {
    if ('meal' in course) return await feedPlain(feeding, course.meal, onBytes);
    return await feedExported(feeding, course.collection, { ...course, onBytes });
  } catch (error) {
    if (error instanceof SaidOwn) return 'own';
    return { outcome: 'refused', message: note('error', name, texts.refused.cannotBeFed(reason(error))).message };
  } finally {
    if ('collection' in course) course.collection.close();
  }
}

/** What only looked like others' words, as texts. */
async function asOwn(course: Course, { encoding }: FeedOptions): Promise<Course[]> {
  if ('meal' in course) return [course];
  const collection = await collect(course.path, course.name, { own: true, encoding });
  const wanted = new Set(course.collection.items.map(({ source }) => source.name));
  collection.items = collection.items.filter(({ source }) => wanted.has(source.name));
  return split(collection, course.path, course.name);
}

async function gather({ home, options }: Feeding, path: string, shown: string, courses: Course[]): Promise<void> {
  const say = (outcome: 'refused' | 'known' | 'skipped', name: string, says: string): void =>
    options.onFed({ outcome, message: note('info', name, says).message });
  try {
    const real = await realpath(path);
    if (existsSync(home.library) && isWithin(await realpath(home.library), real)) {
      return say('known', shown, texts.inLibrary);
    }
    const stats = await stat(real);
    if (!stats.isDirectory() && !stats.isFile()) {
      return say('refused', shown, texts.refused.notAFile);
    }
    const folder = stats.isDirectory();
    const collection = await collect(real, shown, options);
    const { refused, others: strangers, beside: parts } = collection;
    const found = await split(collection, real, shown);
    const size = collection.items.length;
    courses.push(...found);
    if (!folder && found.length === 0 && isText(path)) {
      // The feeder of plain texts reports what is wrong with a text.
      const { size, mtimeMs, ctimeMs } = stats;
      courses.push({ meal: { name: shown, path: real, size, mtimeMs, ctimeMs, to: basename(path) } });
    } else {
      for (const { name, why } of refused) say('refused', folder ? `${shown}/${name}` : name, why);
      if (strangers.length > 0) say(...others(collection, folder, shown));
      if (parts.length > 0) say('skipped', shown, beside(collection));
      if ([found, strangers, parts, refused].every(({ length }) => length === 0))
        say('refused', shown, texts.refused.noTexts);
    }
    if (size === 0) collection.close();
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    // whole, since it counts from a folder that somebody may have been wrong about
    say(
      'refused',
      gone ? printable(path) : shown,
      gone ? texts.refused.notThere : texts.refused.cannotBeFed(reason(error)),
    );
  }
}

/** The plain texts of a collection one by one, and the rest of it at once. @param path of what was fed */
async function split(collection: Collection, path: string, shown: string): Promise<Course[]> {
  const folder = collection.items.some(({ source }) => source.path !== path);
  const isPlain = ({ source, format }: Collection['items'][number]): boolean =>
    format === 'plain' && isText(source.name) && source.path !== undefined;
  const courses: Course[] = [];
  for (const { source } of collection.items.filter(isPlain)) {
    const { size, mtimeMs, ctimeMs } = await stat(source.path!);
    const name = folder ? `${shown}/${source.name}` : shown;
    const to = folder ? `${basename(path)}/${source.name}` : basename(path);
    courses.push({ meal: { name, path: source.path!, size, mtimeMs, ctimeMs, to } });
  }
  collection.items = collection.items.filter((item) => !isPlain(item));
  collection.size = collection.items.reduce((sum, { source }) => sum + source.size, 0);
  if (collection.items.length > 0) courses.push({ collection, path, name: shown });
  return courses;
}

/** One sentence about files that are taken for parts of an export. */
function beside({ beside: names }: Collection): string {
  return texts.skipped.besideExport(names.length, shortList(names));
}

const shortList = (names: readonly string[]): string =>
  names.length > SHOWN
    ? texts.skipped.andMore(names.slice(0, SHOWN).join(', '), names.length - SHOWN)
    : names.join(', ');

/** One sentence about files that are no writing. Beside others they are passed over; alone they are refused. */
function others(collection: Collection, folder: boolean, shown: string): ['refused' | 'skipped', string, string] {
  const { others: names } = collection;
  if (!folder && names[0] === shown) return ['refused', shown, texts.refused.unknownKind];
  const says =
    names.length === 1
      ? texts.skipped.oneNotWriting(names[0]!)
      : texts.skipped.severalNotWriting(names.length, shortList(names));
  return ['skipped', shown, says];
}

function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (!inside.startsWith('..') && resolve(inside) !== inside);
}

function isText(name: string): boolean {
  return TEXT_KINDS.includes(extname(name).toLowerCase());
}

function sizeOf(course: Course): number {
  return 'meal' in course ? course.meal.size : course.collection.size;
}
