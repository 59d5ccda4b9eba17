/** Something that can be read from its beginning, as often as needed: a file on the disk, or one inside a zip file. */
import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decoderOf } from '../cleaning/charset.ts';
import { type Encoding, EncodingDetector, type EncodingProof, type Verdict } from '../cleaning/encoding.ts';
import { importingTexts } from './texts.ts';

export interface Source {
  /** Path with `/` between folders, relative to what was fed. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where it lies, if it is a file of its own. */
  readonly path?: string | undefined;
  /** The encoding that its owner named, for a text that is not UTF-8 and has no mark. */
  readonly encoding?: Encoding | undefined;
  /** Its bytes from the beginning. */
  open(): AsyncIterable<Uint8Array>;
  /** A file by its path relative to the folder of this one, such as `../users.json`. */
  beside(relative: string): Promise<Source | undefined>;
}

/** Bytes that are worked on at once. What is made of them should be forgotten soon: more would cost memory, and is no faster. */
const PIECE_BYTES = 1 << 16;

/** Bytes that are enough to know what a file is. */
const HEAD_BYTES = 1 << 16;

/** The first bytes of a source. */
export interface Head {
  name: string;
  bytes: Uint8Array;
  /** The bytes as text, without a byte order mark; '' if they are none. */
  text: string;
  /** Absent: it is no text. */
  encoding?: Encoding | undefined;
  markBytes: number;
  /** What tells the encoding. */
  by: EncodingProof;
  /** Told the encoding in which the text is read, and what told that, as soon as it is known. */
  onEncoding?: ((encoding: Encoding, by: EncodingProof) => void) | undefined;
  /** Where the head is ASCII, which most encodings begin with: looks at all of the source for what it is in. */
  look?: (() => Promise<{ encoding: Encoding; by: EncodingProof }>) | undefined;
}

/** A file on the disk. @param name what it is called in sentences. */
export function diskSource(path: string, name: string, size: number): Source {
  return {
    name,
    size,
    path,
    open: () => createReadStream(path, { highWaterMark: PIECE_BYTES }),
    async beside(relative) {
      const other = join(dirname(path), relative);
      try {
        const stats = await stat(other);
        return stats.isFile() ? diskSource(other, relative, stats.size) : undefined;
      } catch {
        // What is not there, or may not be read, cannot help; the source itself is still read.
        return undefined;
      }
    },
  };
}

/** The same source, telling how many bytes were read of it. */
export function counted(source: Source, onBytes: (bytes: number) => void): Source {
  return {
    ...source,
    async *open() {
      for await (const bytes of source.open()) {
        yield bytes;
        onBytes(bytes.length);
      }
    },
  };
}

/** @throws what reading throws. */
export async function readHead(source: Source): Promise<Head> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source.open()) {
    parts.push(bytes);
    length += bytes.length;
    if (length >= HEAD_BYTES) break;
  }
  const bytes = Buffer.concat(parts).subarray(0, HEAD_BYTES);
  const detector = new EncodingDetector();
  detector.push(bytes);
  const { encoding, by, markBytes } = named(detector.verdict(), source);
  const text = encoding === undefined ? '' : decoderOf(encoding)(bytes.subarray(markBytes), true);
  const look = encoding === 'utf-8' && by === 'form' && isAscii(bytes) ? () => encodingOf(source) : undefined;
  return { name: source.name, bytes, text, encoding, by, markBytes, look };
}

/** What the owner says goes before what letters look like, and before what looks like no text. */
function named(verdict: Verdict, { encoding }: Source): Verdict {
  if (encoding === undefined || (verdict.encoding !== undefined && verdict.by !== 'letters')) return verdict;
  return { ...verdict, encoding, by: 'named', markBytes: 0 };
}

async function encodingOf(source: Source): Promise<{ encoding: Encoding; by: EncodingProof }> {
  const detector = new EncodingDetector();
  for await (const bytes of source.open()) detector.push(bytes);
  const { encoding, by } = named(detector.verdict(), source);
  // Nothing with zeros or controls begins with so much ASCII.
  return encoding === undefined || encoding.startsWith('utf-16') ? { encoding: 'utf-8', by: 'form' } : { encoding, by };
}

/** A whole small source in memory. @throws Error in one clear sentence if it is larger than `most`. */
export async function readWhole(source: Source, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source.open()) {
    parts.push(bytes);
    length += bytes.length;
    if (length > most) {
      throw new Error(importingTexts.files.tooLargeAtOnce(Math.round(most / 1e6)));
    }
  }
  return Buffer.concat(parts);
}

/** JSON of a small file beside a source; undefined if it is not there or no JSON. */
export async function jsonBeside(source: Source, relative: string): Promise<unknown> {
  const other = await source.beside(relative);
  if (other === undefined) return undefined;
  try {
    return JSON.parse(
      Buffer.from(await readWhole(other, 1 << 26))
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch {
    // Such files only give better names; without them the numbers stand in their place.
    return undefined;
  }
}

/**
 * The text of a source in pieces, in the encoding of its head; where that is ASCII, in that of the whole.
 * @param warn told, with a sentence that goes on after its name, if there are bytes that are not in the encoding
 */
export async function* textPieces(
  source: Source,
  { encoding = 'utf-8', by, markBytes, look, onEncoding }: Head,
  warn: (says: string) => void,
): AsyncGenerator<string> {
  let now = encoding;
  let told = by;
  let decode = decoderOf(now);
  let undecided = look;
  let mark = markBytes;
  let invalid = 0;
  let before: Uint8Array = new Uint8Array(0);
  for await (const bytes of source.open()) {
    if (undecided !== undefined && !isAscii(bytes)) {
      ({ encoding: now, by: told } = await undecided());
      decode = decoderOf(now);
      undecided = undefined;
    }
    const skipped = Math.min(mark, bytes.length);
    mark -= skipped;
    const text = decode(bytes.subarray(skipped), true);
    if (now === 'utf-8') {
      const shown = count(text, '\ufffd');
      if (shown > 0) invalid += shown - countReplacements(before, bytes);
      before = lastOf(before, bytes);
    }
    if (text !== '') yield text;
  }
  const rest = decode(new Uint8Array(0), false);
  if (rest !== '') yield rest;
  onEncoding?.(now, told);
  invalid += rest.length;
  if (invalid > 0) warn(importingTexts.files.notInEncoding(invalid, now));
}

/** Lines of a source, many at a time, without their ends. A line that is very long comes in parts. */
export async function* lineBatches(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) {
      lines.push(rest);
      rest = '';
    }
    for (let i = 0; i < lines.length; i++) if (lines[i]!.endsWith('\r')) lines[i] = lines[i]!.slice(0, -1);
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') yield [rest.replace(/\r$/, '')];
}

const LONGEST_LINE = 1 << 20;

/** @example stem('a/b.c.txt') // 'b.c' */
export function stem(name: string): string {
  return basename(name).replace(/(?<=.)\.[^.]*$/, '');
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/** Replacement characters that the file itself has, of which one may be cut between two pieces. */
function countReplacements(before: Uint8Array, bytes: Uint8Array): number {
  const buffer = Buffer.concat([before, bytes]);
  let found = 0;
  for (let at = buffer.indexOf(REPLACEMENT); at !== -1; at = buffer.indexOf(REPLACEMENT, at + 3)) found++;
  return found;
}

/** What may begin a replacement character that the next piece ends. */
function lastOf(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([before, bytes.subarray(-2)]).subarray(-2);
}

const REPLACEMENT = Buffer.from('\ufffd');
