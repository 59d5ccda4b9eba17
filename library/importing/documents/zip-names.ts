/** Names of files in a zip file, which say in which encoding they are, or do not. */
import { isUtf8 } from 'node:buffer';
import { type Entry, getFileNameLowLevel } from 'yauzl';
import { decodeAll } from '../../cleaning/charset.ts';
import { dosEncodingOf } from '../../cleaning/legacy-encoding.ts';

/** Bytes of names from which their encoding is told. */
const SAMPLE = 1 << 12;

/** Gives entries their names, with slashes between folders and composed letters. */
export function nameEntries(entries: readonly Entry[]): void {
  const untold = entries.filter((entry) => !saysEncoding(entry) && !isUtf8(entry.fileNameRaw));
  const names = untold.flatMap(({ fileNameRaw }) => [fileNameRaw, Buffer.from('\n')]);
  const charset = untold.length === 0 ? '' : dosEncodingOf(Buffer.concat(names).subarray(0, SAMPLE));
  const guessed = new Set(untold);
  for (const entry of entries) {
    const name = guessed.has(entry) ? guessedName(entry.fileNameRaw, charset) : saidName(entry);
    entry.fileName = name.replaceAll('\\', '/').normalize('NFC');
  }
}

/** Whether an entry says that its name is UTF-8: by a flag, or by a field of Info-ZIP. */
function saysEncoding({ generalPurposeBitFlag, extraFields }: Entry): boolean {
  return (generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
}

function saidName(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  // macOS writes UTF-8 and does not say so.
  if (!saysEncoding(entry)) return fileNameRaw.toString('utf8');
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/**
 * A name in an encoding that was told from letters. A backslash behind a byte beyond ASCII may be the second byte of a letter, of
 * which nobody knows: it parts no folders then, or the file might get no name at all.
 */
function guessedName(raw: Buffer, charset: string): string {
  const name = decodeAll(raw, charset);
  if (name.length !== raw.length) return name;
  return name.replace(/\\/g, (backslash, at: number) => (at > 0 && raw[at - 1]! >= 0x80 ? '_' : backslash));
}
