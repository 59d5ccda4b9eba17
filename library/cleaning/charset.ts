/**
 * Encodings by the names that files, pages and mails give them. TextDecoder reads all that the web uses; iconv-lite reads the rest,
 * such as the code pages of DOS and UTF-7.
 */
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { cleaningTexts } from './texts.ts';
import { decodeWindows1252 } from './windows1252.ts';

/** Turns bytes that come in pieces into text. @param more whether another piece follows */
export type Decode = (bytes: Uint8Array, more: boolean) => string;

/** Names of no encoding, although one of the libraries knows them as something. */
const NO_CHARSET = /^(?:x-user-defined|replacement|binary|base64|hex|8bit|7bit|iso-2022-(?:kr|cn|cn-ext)|hz-gb-2312)$/;

/** Code pages as vendors name them: `cp-850`, `ms932`, `x-ms-cp932`, `ibm_852`, `windows_1251`, `dos-862`. */
const CODE_PAGE = /^(?:x-)?(?:ms-)?(?:cp|ms|ibm|windows|win|dos|oem|csibm|cspc)[-_ ]?0*(\d{3,5})$/;

/** Code pages that the web knows by another name. */
const PAGES: Readonly<Record<string, string>> = {
  '932': 'shift_jis',
  '936': 'gbk',
  '943': 'shift_jis',
  '949': 'euc-kr',
  '950': 'big5',
  '54936': 'gb18030',
  '51932': 'euc-jp',
  '65000': 'utf-7',
  '65001': 'utf-8',
  '28591': 'windows-1252',
  '28605': 'iso-8859-15',
  '20866': 'koi8-r',
  '10000': 'macintosh',
};

/**
 * The standard name of an encoding; undefined for a name that is not known.
 * @example charsetOf('"CP-850"') // 'cp850' @example charsetOf('latin1') // 'windows-1252'
 */
export function charsetOf(label: string): string | undefined {
  const name = label
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (name === '' || NO_CHARSET.test(name)) return undefined;
  const page = CODE_PAGE.exec(name)?.[1];
  for (const candidate of [name, name.replaceAll('_', '-'), page && PAGES[page], page && `windows-${page}`]) {
    const known = candidate === undefined || candidate === '' ? undefined : webName(candidate);
    if (known !== undefined) return known;
  }
  const plain = page === undefined ? name.replace(/^x-|[^a-z\d]/g, '') : `cp${page}`;
  return iconv.encodingExists(plain) ? plain : undefined;
}

/** The name that the Encoding Standard gives to a label. */
function webName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** The name of an encoding as people write it. @example encodingName('windows-1251') // 'Windows-1251' */
export function encodingName(charset: string): string {
  if (charset.startsWith('windows-')) return `W${charset.slice(1)}`;
  return NAMES[charset] ?? charset.toUpperCase();
}

const NAMES: Readonly<Record<string, string>> = {
  shift_jis: 'Shift_JIS',
  big5: 'Big5',
  macintosh: 'Mac Roman',
  'x-mac-cyrillic': 'Mac Cyrillic',
  maccenteuro: 'Mac Central European',
};

/** A decoder of an encoding by its standard name. @throws RangeError for a name that is not known */
export function decoderOf(charset: string): Decode {
  if (charset === 'windows-1252') return decodeWindows1252;
  if (webName(charset) !== undefined) {
    // The caller that looked for the byte order mark has removed it.
    const decoder = new TextDecoder(charset, { ignoreBOM: true });
    return (bytes, more) => decoder.decode(bytes, { stream: more });
  }
  if (!iconv.encodingExists(charset)) throw new RangeError(cleaningTexts.unknownEncoding(charset));
  if (charset.endsWith('utf7')) return lineDecoder(charset);
  const decoder = iconv.getDecoder(charset);
  return (bytes, more) => {
    const text = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return more ? text : text + (decoder.end() ?? '');
  };
}

/** Decodes whole lines: iconv-lite loses letters of UTF-7 that are cut between two pieces. */
function lineDecoder(charset: string): Decode {
  let rest = Buffer.alloc(0);
  return (bytes, more) => {
    const all = Buffer.concat([rest, bytes]);
    const end = more ? all.lastIndexOf(0x0a) + 1 : all.length;
    rest = all.subarray(end);
    return iconv.decode(all.subarray(0, end), charset);
  };
}

/** The bytes of a whole text in an encoding by its standard name. */
export function decodeAll(bytes: Uint8Array, charset: string): string {
  return decoderOf(charset)(bytes, false);
}

/** This many bytes beyond ASCII are hardly valid UTF-8 by chance. */
const NO_CHANCE = 12;

/**
 * The text of bytes of which somebody says in which encoding they are. Bytes that are right UTF-8 are UTF-8, whatever the label;
 * a label that is not known, and one that does not fit, is UTF-8 where that fits, else Windows-1252.
 */
export function decodeLabelled(bytes: Uint8Array, label: string | undefined): string {
  const charset = label === undefined ? undefined : charsetOf(label);
  const named = charset !== undefined && !/^(?:us-|x-)?ascii$|^ansi_x3/i.test(label!.trim()) ? charset : 'utf-8';
  if (named !== 'utf-8' && isLabelRight(bytes, named)) return decodeAll(bytes, named);
  return decodeAll(bytes, isUtf8(withoutCutCharacter(bytes)) ? 'utf-8' : 'windows-1252');
}

/** Whether bytes are not UTF-8 under another name. */
export function isLabelRight(bytes: Uint8Array, charset: string): boolean {
  // ASCII letters that mean something else: the label alone tells it.
  if (/utf-?(?:7|16|32)|^iso-2022/.test(charset)) return true;
  const high = bytes.reduce((sum, byte) => sum + (byte >> 7), 0);
  if (high === 0 || !isUtf8(withoutCutCharacter(bytes))) return true;
  const multibyte = /^(?:shift_jis|euc-|gb|big5)/.test(charset);
  return multibyte && high < NO_CHANCE && !decodeAll(bytes, charset).includes('\ufffd');
}

/** Without the beginning of a character of UTF-8 that is cut off at the end. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, -back) : bytes;
  }
  return bytes;
}
