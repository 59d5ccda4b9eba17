/** Token and mask files that stay on the disk and are read by blocks, so that a library may be larger than memory. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { StreamFile } from '../batches/token-ring.ts';
import type { LearnMarks, TokenText } from '../batches/token-text.ts';
import { BoundedMap } from '../files/bounded-map.ts';
import { cacheTexts } from './texts.ts';
import { idsOf, type Tokens } from './token-file.ts';

/** Bytes that are read at once. */
const BLOCK = 1 << 17;
/** Blocks of all files that a thread keeps: 16 MiB. */
const MOST_BLOCKS = 128;

/** The blocks that were wanted last, the newest behind. */
const blocks = new Map<string, Uint8Array>();

/** Files that a thread has open at once: a library may have more texts than a process may open files. */
const MOST_OPEN = 64;

/** Handles of the files that were read last, by the number of the file. */
class OpenFiles extends BoundedMap<number, number> {
  /** The handle of a file, which becomes the newest. */
  renewed(file: number): number | undefined {
    const handle = this.get(file);
    if (handle === undefined) return undefined;
    super.delete(file);
    this.set(file, handle);
    return handle;
  }

  override delete(file: number): boolean {
    const handle = this.get(file);
    if (handle !== undefined) closeSync(handle);
    return super.delete(file);
  }
}

const handles = new OpenFiles(MOST_OPEN);

/** Closes files whose objects nobody uses any more. */
const forgotten = new FinalizationRegistry<number>((file) => handles.delete(file));
let files = 0;

/**
 * A file of a known size, opened when it is read. It should stay in its folder for as long as this object is read: token files are removed
 * when every thread has taken up a library without them.
 */
class BlockFile {
  private readonly path: string;
  private readonly size: number;
  private readonly key: number;

  /** @throws what the file system throws */
  constructor(path: string, size: number) {
    this.path = path;
    this.size = size;
    this.key = ++files;
    // what is not there should be missed at once
    this.open();
    forgotten.register(this, this.key);
  }

  /** @returns its handle, valid until another file is opened @throws what the file system throws */
  private open(): number {
    const known = handles.renewed(this.key);
    if (known !== undefined) return known;
    const handle = openSync(this.path, 'r');
    handles.set(this.key, handle);
    return handle;
  }

  /** The block in which a byte lies. @throws Error with a sentence if the file has become shorter, and what the file system throws */
  blockAt(byte: number): Uint8Array {
    const index = Math.floor(byte / BLOCK);
    const key = `${this.key} ${index}`;
    const known = blocks.get(key);
    if (known) {
      blocks.delete(key);
      blocks.set(key, known);
      return known;
    }
    const block = this.read(index * BLOCK, Math.min(BLOCK, this.size - index * BLOCK));
    blocks.set(key, block);
    if (blocks.size > MOST_BLOCKS) for (const oldest of blocks.keys()) return forget(oldest, block);
    return block;
  }

  /** Bytes that are not kept. @throws as `blockAt` */
  read(from: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const handle = this.open();
    for (let done = 0; done < length; ) {
      const read = readSync(handle, bytes, done, length - done, from + done);
      if (read === 0) {
        throw new Error(cacheTexts.cutWhileLearnt(this.path, this.size, from + done));
      }
      done += read;
    }
    return bytes;
  }

  /** Whether a byte lies in a block that is kept. */
  has(byte: number): boolean {
    return blocks.has(`${this.key} ${Math.floor(byte / BLOCK)}`);
  }
}

function forget(key: string, block: Uint8Array): Uint8Array {
  blocks.delete(key);
  return block;
}

/** Where ids lie, as plain data that can be sent to a thread. */
export interface TokenPlace {
  readonly path: string;
  readonly width: 2 | 4;
  /** The first id of it, and how many. */
  readonly first: number;
  readonly length: number;
  /** Ids of the whole file. */
  readonly all: number;
}

/** The ids of a token file. */
export class FileTokens implements TokenText {
  readonly place: TokenPlace;
  readonly length: number;
  private readonly file: BlockFile;

  /** @throws what the file system throws */
  constructor(place: TokenPlace, file = new BlockFile(place.path, place.all * place.width)) {
    this.place = place;
    this.length = place.length;
    this.file = file;
  }

  /** Token files are named by what they hold. */
  get source(): string {
    const { path, first, length } = this.place;
    return `${path} ${first} ${length}`;
  }

  at(index: number): number | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const { first, width } = this.place;
    const byte = (first + index) * width;
    // a single id of a block that nobody reads is not worth the block
    const bytes = this.file.has(byte) ? this.file.blockAt(byte).subarray(byte % BLOCK) : this.file.read(byte, width);
    return width === 2 ? bytes[0]! | (bytes[1]! << 8) : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }

  subarray(from: number, to: number): Tokens {
    const { first, width } = this.place;
    const [begin, end] = [clamp(from, this.length), clamp(to, this.length)];
    if (end <= begin) return idsOf(new Uint8Array(0), width);
    const [at, behind] = [(first + begin) * width, (first + end) * width];
    if (Math.floor(at / BLOCK) === Math.floor((behind - 1) / BLOCK)) {
      const offset = at % BLOCK;
      return idsOf(this.file.blockAt(at).subarray(offset, offset + behind - at), width);
    }
    return idsOf(joined(this.file, at, behind), width);
  }

  slice(from: number, to: number): FileTokens {
    const [begin, end] = [clamp(from, this.length), clamp(to, this.length)];
    const part = { ...this.place, first: this.place.first + begin, length: Math.max(0, end - begin) };
    return new FileTokens(part, this.file);
  }
}

/** Where marks lie, as plain data. */
export interface MaskPlace {
  readonly mask: string;
  readonly length: number;
}

/** The marks of a mask file. */
export class FileMask implements LearnMarks {
  readonly place: MaskPlace;
  readonly length: number;
  private readonly file: BlockFile;

  /** @throws what the file system throws */
  constructor(place: MaskPlace) {
    this.place = place;
    this.length = place.length;
    this.file = new BlockFile(place.mask, Math.ceil(place.length / 8));
  }

  subarray(from: number, to: number): Uint8Array {
    const [begin, end] = [clamp(from, this.length), clamp(to, this.length)];
    const marks = new Uint8Array(Math.max(0, end - begin));
    let block: Uint8Array | undefined;
    for (let i = begin; i < end; i++) {
      const byte = i >> 3;
      if (!block || (byte % BLOCK === 0 && (i & 7) === 0)) block = this.file.blockAt(byte);
      marks[i - begin] = (block[byte % BLOCK]! >> (i & 7)) & 1;
    }
    return marks;
  }
}

const clamp = (at: number, length: number): number => Math.max(0, Math.min(length, at));

function joined(file: BlockFile, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  for (let at = from; at < to; ) {
    const offset = at % BLOCK;
    const part = file.blockAt(at).subarray(offset, Math.min(BLOCK, offset + to - at));
    bytes.set(part, at - from);
    at += part.length;
  }
  return bytes;
}

type Ids = Uint16Array | Uint32Array | Int32Array;

/** A text as another thread gets it, plain data: what lies on the disk stays there. */
export type SentFile = Omit<StreamFile, 'tokens' | 'learn'> & {
  readonly tokens: TokenPlace | Ids;
  readonly learn?: MaskPlace | Uint8Array | undefined;
};

export function sentFile({ tokens, learn, ...file }: StreamFile): SentFile {
  return {
    ...file,
    tokens: tokens instanceof FileTokens ? tokens.place : (tokens as Ids),
    learn: learn instanceof FileMask ? learn.place : (learn as Uint8Array | undefined),
  };
}

/** Opens in this thread what another one sent. @throws what the file system throws */
export function receivedFile({ tokens, learn, ...file }: SentFile): StreamFile {
  return {
    ...file,
    tokens: 'path' in tokens ? new FileTokens(tokens) : tokens,
    learn: learn && 'mask' in learn ? new FileMask(learn) : learn,
  };
}
