/**
 * The one kind of entry that our archives hold, plain files, as every `tar` can read it: POSIX ustar, with a pax header before what
 * ustar cannot say (names that are long or not ASCII, files of 8 GiB and more).
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { texts } from '../texts.ts';

export const BLOCK = 512;
/** What stands after the last entry. */
export const END = Buffer.alloc(2 * BLOCK);
/** A pax header holds one name and one size: more than this is none of ours. */
const LONGEST_PAX = 8192;
const LARGEST_OCTAL = 8 ** 11;

export interface Entry {
  /** with `/` between folders */
  readonly name: string;
  /** bytes */
  readonly size: number;
  /** seconds since 1970 */
  readonly modified: number;
}

/** What stands where an entry should is none that we write. Its message is a clause. */
export class TarError extends Error {}

/** A header whose numbers or checksum are none. */
export class DamagedHeaderError extends TarError {}

/** Bytes that content takes, filled up to a whole block. */
export const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;

/** All that stands before the content of an entry. */
export function encodeHeader({ name, size, modified }: Entry): Buffer {
  const place = split(name);
  const records = [
    ...(place ? [] : [paxRecord('path', name)]),
    ...(size < LARGEST_OCTAL ? [] : [paxRecord('size', String(size))]),
  ];
  const short = place ?? {
    prefix: '',
    name: Buffer.from(name)
      .subarray(-100)
      .toString('latin1')
      .replace(/[^!-~]/g, '_'),
  };
  const last = header(short, size < LARGEST_OCTAL ? size : 0, modified, '0');
  if (records.length === 0) return last;
  const pax = Buffer.concat(records);
  const filling = Buffer.alloc(padded(pax.length) - pax.length);
  return Buffer.concat([header({ prefix: '', name: 'pax' }, pax.length, modified, 'x'), pax, filling, last]);
}

/**
 * Reads what stands before the content of an entry.
 *
 * @param read returns the next bytes, as many as asked for, or fewer at the end of the file
 * @returns undefined at the end of the archive
 * @throws TarError for anything that is no plain file, or damaged
 */
export async function decodeHeader(read: (bytes: number) => Promise<Buffer>): Promise<Entry | undefined> {
  const first = await block(read);
  if (first.every((byte) => byte === 0)) return undefined;
  let plain = fields(first);
  const said = new Map<string, string>();
  if (plain.type === 'x') {
    if (plain.size > LONGEST_PAX) throw new TarError(texts.archive.headerTooLong);
    const content = await read(padded(plain.size));
    if (content.length < padded(plain.size)) throw new TarError(texts.archive.cutShort);
    for (const [key, value] of paxRecords(content.subarray(0, plain.size))) said.set(key, value);
    plain = fields(await block(read));
  }
  if (plain.type !== '0') throw new TarError(texts.archive.notPlainFile);
  const size = said.get('size') ?? String(plain.size);
  if (!/^\d{1,16}$/.test(size)) throw new TarError(texts.archive.sizeNoNumber);
  return { name: said.get('path') ?? plain.name, size: Number(size), modified: plain.modified };
}

async function block(read: (bytes: number) => Promise<Buffer>): Promise<Buffer> {
  const bytes = await read(BLOCK);
  if (bytes.length < BLOCK) throw new TarError(texts.archive.cutShort);
  return bytes;
}

/** As ustar holds a name: at most 100 bytes, and 155 before the slash; undefined for one that it cannot hold. */
function split(name: string): { prefix: string; name: string } | undefined {
  if (!/^[ -~]+$/.test(name)) return undefined;
  if (name.length <= 100) return { prefix: '', name };
  const slash = name.indexOf('/', name.length - 101);
  if (slash < 1 || slash > 155 || slash === name.length - 1) return undefined;
  return { prefix: name.slice(0, slash), name: name.slice(slash + 1) };
}

/** Names and numbers stand at fixed places, numbers in octal; the checksum is that of the header with spaces in its place. */
function header(place: { prefix: string; name: string }, size: number, modified: number, type: '0' | 'x'): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number): void =>
    void bytes.write(Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0'), at, 'latin1');
  bytes.write(place.name, 0, 'latin1');
  octal(0o600, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(Math.min(modified, LARGEST_OCTAL - 1), 136, 11);
  bytes.write(`        ${type}`, 148, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(place.prefix, 345, 'latin1');
  octal(sumOf(bytes), 148, 6);
  bytes[154] = 0;
  return bytes;
}

function fields(bytes: Buffer): { name: string; size: number; modified: number; type: string } {
  const text = (from: number, to: number): string => bytes.toString('utf8', from, to).replace(/\x00.*$/s, '');
  const octal = (from: number, to: number): number => {
    const digits = text(from, to).trim();
    if (!/^[0-7]+$/.test(digits)) throw new DamagedHeaderError(texts.archive.headerDamaged);
    return Number.parseInt(digits, 8);
  };
  const copy = Buffer.from(bytes);
  copy.fill(' ', 148, 156);
  if (octal(148, 156) !== sumOf(copy)) throw new DamagedHeaderError(texts.archive.headerDamaged);
  if (text(257, 263) !== 'ustar') throw new TarError(texts.archive.anotherTar);
  const prefix = text(345, 500);
  const name = text(0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: octal(124, 136),
    modified: octal(136, 148),
    type: String.fromCharCode(bytes[156]!).replace('\x00', '0'),
  };
}

const sumOf = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum + byte, 0);

/** `<length> <key>=<value>\n`, where the length counts its own digits too. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function* paxRecords(bytes: Buffer): Generator<[string, string]> {
  for (let at = 0; at < bytes.length; ) {
    const found = /^(\d{1,5}) ([A-Za-z.]+)=/.exec(bytes.toString('latin1', at, at + 64));
    const length = Number(found?.[1]);
    if (!found || at + length > bytes.length || length <= found[0].length || bytes[at + length - 1] !== 0x0a) {
      throw new DamagedHeaderError(texts.archive.headerDamaged);
    }
    yield [found[2]!, bytes.toString('utf8', at + found[0].length, at + length - 1)];
    at += length;
  }
}
