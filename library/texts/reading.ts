/** Reading one file in bounded pieces: first its bytes, to know what it is; then, as often as needed, its cleaned text. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { decoderOf } from '../cleaning/charset.ts';
import { Cleaner } from '../cleaning/clean.ts';
import { type Encoding, EncodingDetector, type EncodingProof } from '../cleaning/encoding.ts';
import type { FoundText } from './corpus.ts';
import { corpusTexts } from './texts.ts';

/** Bytes that are worked on at once. Between two pieces the event loop goes on, since each piece is waited for. */
export const PIECE_BYTES = 1 << 18;

/** What a look at all bytes of a file says. */
export interface Inspection {
  /** Hexadecimal digits of the SHA-256 of the bytes. */
  sha256: string;
  /** Absent: the file is no text. */
  encoding?: Encoding | undefined;
  markBytes: number;
  /** Sequences that are not UTF-8 in a file that otherwise is. */
  invalid: number;
  /** What tells the encoding; absent in what an older version wrote down. */
  by?: EncodingProof | undefined;
}

/** Thrown when a file is not any more what it was when it was listed or inspected. */
export class ChangedWhileReading extends Error {
  constructor(name: string) {
    super(corpusTexts.changedWhileRead(name));
  }
}

/**
 * The bytes of a file, up to the size that it had when it was found: what is appended meanwhile comes next time.
 * @throws ChangedWhileReading if the file has become shorter, and what the file system throws.
 */
async function* bytesOf(file: FoundText): AsyncGenerator<Uint8Array> {
  const handle = await open(file.path, 'r');
  try {
    for (let at = 0; at < file.size; ) {
      const buffer = new Uint8Array(Math.min(PIECE_BYTES, file.size - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new ChangedWhileReading(file.name);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Looks at all bytes of a file. @throws as `bytesOf`. */
export async function inspect(file: FoundText, onBytes?: (bytes: number) => void): Promise<Inspection> {
  const hash = createHash('sha256');
  const detector = new EncodingDetector();
  for await (const piece of bytesOf(file)) {
    hash.update(piece);
    detector.push(piece);
    onBytes?.(piece.length);
  }
  return { sha256: hash.digest('hex'), ...detector.verdict() };
}

/**
 * The cleaned text of a file that was inspected, in pieces. Nothing of it should be kept before the last piece has come.
 * @throws ChangedWhileReading if the bytes changed since the inspection, and what the file system throws.
 */
export async function* readText(
  file: FoundText,
  inspection: Inspection,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const { encoding = 'utf-8', markBytes, sha256 } = inspection;
  const hash = createHash('sha256');
  const cleaner = new Cleaner();
  const decode = decoderOf(encoding);
  let mark = markBytes;
  for await (const piece of bytesOf(file)) {
    hash.update(piece);
    const skipped = Math.min(mark, piece.length);
    mark -= skipped;
    yield cleaner.push(decode(piece.subarray(skipped), true));
    onBytes?.(piece.length);
  }
  if (hash.digest('hex') !== sha256) throw new ChangedWhileReading(file.name);
  yield cleaner.push(decode(new Uint8Array(0), false)) + cleaner.end();
}
