/** What the tests of importing share: sources in memory and of fixtures, and reading them whole. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FORMATS, type FormatName, formatOf } from '../../../library/importing/formats.ts';
import type { ImportRecord, LeftOut } from '../../../library/importing/record.ts';
import { readHead, type Source } from '../../../library/importing/source.ts';

const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));

/** A source whose bytes come in small pieces, so that everything is cut somewhere. */
export function memorySource(name: string, content: string | Uint8Array, piece = 61): Source {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
    beside: async () => undefined,
  };
}

/** Where a fixture lies: all of them in one folder, JavaScript and pages under names that no linter looks at. */
function placeOf(name: string): string | undefined {
  const path = join(FIXTURES, name.replaceAll('/', '~'));
  return [path, `${path}.txt`].find((place) => existsSync(place));
}

export function fixtureBytes(name: string): Buffer {
  return readFileSync(placeOf(name)!);
}

export function fixture(name: string, piece?: number): Source {
  return {
    ...memorySource(name, fixtureBytes(name), piece),
    async beside(relative) {
      const other = posix.join(posix.dirname(name), relative);
      return placeOf(other) === undefined ? undefined : fixture(other);
    },
  };
}

/** Lays the fixtures whose names begin so into a folder as they lie in an export. */
export function unfold(beginning: string, folder: string): string {
  for (const file of readdirSync(FIXTURES).filter((name) => name.startsWith(`${beginning}~`))) {
    const path = join(folder, ...file.replace(/\.js\.txt$/, '.js').split('~'));
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(FIXTURES, file), path);
  }
  return join(folder, beginning);
}

export interface ReadAll {
  format: FormatName | undefined;
  records: ImportRecord[];
  leftOut: Partial<Record<LeftOut, number>>;
  warnings: string[];
}

export async function readAll(source: Source): Promise<ReadAll> {
  const head = await readHead(source);
  const format = formatOf(head);
  const all: ReadAll = { format, records: [], leftOut: {}, warnings: [] };
  if (format === undefined) return all;
  const telling = {
    leftOut: (why: LeftOut, count = 1) => {
      all.leftOut[why] = (all.leftOut[why] ?? 0) + count;
    },
    warn: (says: string) => all.warnings.push(says),
  };
  for await (const batch of FORMATS[format].read(source, head, telling)) all.records.push(...batch);
  return all;
}

/** "author: text" of each message; documents as their text, dialogues as their turns. */
export function said({ records }: ReadAll): string[] {
  return records.map((record) => {
    if (record.kind === 'message') return `${record.author}: ${record.text}`;
    if (record.kind === 'document') return record.text;
    return record.turns.map(({ role, text, learn }) => `${role}${learn ? '!' : ''}: ${text}`).join(' | ');
  });
}

/** ISO 8601 of each message's time. */
export function times({ records }: ReadAll): (string | undefined)[] {
  return records.map((record) =>
    record.kind === 'qa' || record.time === undefined ? undefined : new Date(record.time).toISOString(),
  );
}
