/** Decoding of e-mails: headers, and bodies as they travel (RFC 2045, 2047, 5322). Bytes stand as Latin-1 characters. */

import { decodeWindows1252 } from '../../cleaning/windows1252.ts';

/** A header of several parts: `text/plain; charset=utf-8`. */
export interface Parameters {
  value: string;
  parameters: Record<string, string>;
}

/** Headers by name in lower case, unfolded; the first of a name counts. */
export type Headers = ReadonlyMap<string, string>;

/** @param lines of a head, without the empty line behind it */
export function parseHeaders(lines: readonly string[]): Headers {
  const headers = new Map<string, string>();
  let name = '';
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (name !== '') headers.set(name, `${headers.get(name)!} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    name = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : '';
    if (name !== '' && headers.has(name)) name = '';
    if (name !== '') headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

export function parseParameters(header: string): Parameters {
  const value = header.split(';', 1)[0]!.trim().toLowerCase();
  const parameters: Record<string, string> = {};
  for (const [, key, quoted, bare] of header.matchAll(/;\s*([\w-]+)\*?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/g)) {
    parameters[key!.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare!;
  }
  return { value, parameters };
}

/** Text of Latin-1 characters that are bytes of a charset. Charsets that are not known are taken as UTF-8 or Windows-1252. */
export function decodeCharset(bytes: string, charset: string | undefined): string {
  const buffer = Buffer.from(bytes, 'latin1');
  const named = charset?.toLowerCase().replace(/^(?:us-)?ascii$|^utf8$/, 'utf-8') ?? 'utf-8';
  if (/^(?:iso-8859-1|latin1|windows-1252|cp1252)$/.test(named)) return decodeWindows1252(buffer);
  if (named === 'utf-8') {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
    } catch {
      return decodeWindows1252(buffer);
    }
  }
  try {
    return new TextDecoder(named).decode(buffer);
  } catch {
    return new TextDecoder('utf-8').decode(buffer);
  }
}

/** Words of a header: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=` is "Grüße". Raw bytes are UTF-8. */
export function decodeWords(header: string): string {
  if (!header.includes('=?')) return decodeCharset(header, undefined);
  // Space between two encoded words is not there to be read.
  const joined = header.replace(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replace(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi, (_whole, charset: string, how: string, coded: string) => {
    const bytes =
      how.toLowerCase() === 'b'
        ? Buffer.from(coded, 'base64').toString('latin1')
        : decodeQuoted(coded.replaceAll('_', ' '));
    return decodeCharset(bytes, charset.replace(/\*.*$/, ''));
  });
}

/** Quoted-printable: `=C3=A9` are two bytes, `=` at the end of a line joins it with the next. */
export function decodeQuoted(text: string): string {
  return text
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([\da-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The bytes of a body by its `Content-Transfer-Encoding`. */
export function decodeTransfer(body: string, encoding: string | undefined): string {
  switch (encoding?.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('latin1');
    case 'quoted-printable':
      return decodeQuoted(body);
    default:
      return body;
  }
}

/** Name and address of a sender. @example addressOf('"Ann B" <a@b.org>') // { name: 'Ann B', address: 'a@b.org' } */
export function addressOf(header: string): { name: string; address: string } {
  const decoded = decodeWords(header);
  const bracketed = /<([^<>]*)>\s*$/.exec(decoded);
  const address = (bracketed?.[1] ?? /[^\s<>(),;"]+@[^\s<>(),;"]+/.exec(decoded)?.[0] ?? '').trim();
  const named = bracketed === null ? (/\(([^)]*)\)/.exec(decoded)?.[1] ?? '') : decoded.slice(0, bracketed.index);
  return {
    name: named
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/\\(.)/g, '$1')
      .trim(),
    address,
  };
}
