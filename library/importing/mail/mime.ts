/** E-mails as trees of parts. postal-mime reads heads, parts and transfer encodings; charsets are decoded here. */
import PostalMime, { addressParser, decodeWords as decodeKnownWords } from 'postal-mime';
import { charsetOf, decodeLabelled } from '../../cleaning/charset.ts';
import { importingTexts } from '../texts.ts';

/** Headers by name in lower case, unfolded; the first of a name counts. */
export type Headers = ReadonlyMap<string, string>;

/** A part of a mail: a text, an attachment, or parts in their turn. */
export interface MailPart {
  headers: Headers;
  /** In lower case: `text/plain`. */
  type: string;
  /** Of the type: `charset`, `format`. */
  parameters: Readonly<Record<string, string>>;
  disposition: string;
  /** Empty for what holds parts. */
  content: Uint8Array;
  parts: readonly MailPart[];
}

/**
 * What postal-mime builds while it reads; its types leave it out, since most callers want the joined text. That text is no use
 * here: which parts are alternatives, what is quoted in a page, and bytes of charsets that postal-mime does not know are lost in it.
 * The version is fixed in package.json, and `partOf` refuses another form.
 */
interface Node {
  childNodes: Node[];
  headers: { key: string; value: string }[];
  contentType: { parsed: { value: string; params: Record<string, string> }; multipart: string | false };
  contentDisposition: { parsed: { value: string } };
  content: ArrayBuffer | null;
}

/** What of a part are words, and what is not. */
export interface Body {
  text: string;
  attachments: number;
  /** Parts that only a key opens. */
  encrypted: number;
}

/** @throws Error in words if there are more parts in one another, or longer heads, than any mail has */
export async function parseMail(bytes: Uint8Array): Promise<MailPart> {
  const parser = new PostalMime({ forceRfc822Attachments: true });
  await parser.parse(bytes);
  const { root } = parser as unknown as { root?: Node };
  if (root === undefined) throw new Error(importingTexts.mail.otherPostalMime);
  return partOf(root);
}

function partOf({ headers, contentType, contentDisposition, content, childNodes }: Node): MailPart {
  const first = new Map<string, string>();
  for (const { key, value } of headers) {
    // imap-backup and others write `>From: …` into heads.
    const name = key.replace(/^>+/, '');
    const before = first.get(name);
    if (before === undefined) first.set(name, value);
    // Of two senders neither is known: the head of another mail may have run into this one.
    else if (name === 'from' && addressOf(before).address !== addressOf(value).address) first.set(name, '');
  }
  return {
    headers: first,
    type: contentType.parsed.value || 'text/plain',
    parameters: contentType.parsed.params,
    disposition: contentDisposition.parsed.value,
    content: content === null || childNodes.length > 0 ? new Uint8Array(0) : new Uint8Array(content),
    parts: childNodes.map(partOf),
  };
}

/** Words of a header: `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=` is "Grüße". */
export function decodeWords(header: string): string {
  return header.includes('=?') ? decodeKnownWords(relabelled(header)) : header;
}

/** Name and address of a sender; both are '' if there is none. @example addressOf('"Ann B" <a@b.org>') // { name: 'Ann B', address: 'a@b.org' } */
export function addressOf(header: string): { name: string; address: string } {
  const all = addressParser(relabelled(header), { flatten: true });
  const at = all.findIndex(({ address }) => address !== '');
  // A name with a comma that should stand in quotation marks: `Lind, Bo <bo@example.org>`.
  const names = all.slice(0, at + 1 || 1).map(({ name }) => name.trim());
  return { name: names.filter((name) => name !== '').join(', '), address: all[at]?.address?.trim() ?? '' };
}

const ENCODED_WORD = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;

/** Charsets that postal-mime decodes itself, so that a letter which is cut between two words is whole. */
const KNOWN: ReadonlySet<string> = new Set(
  'utf-8 windows-1252 iso-8859-15 shift_jis iso-2022-jp gbk gb18030 big5 euc-kr koi8-r'.split(' '),
);

/** The same header, with encoded words of charsets that only `decodeLabelled` knows in UTF-8. */
function relabelled(header: string): string {
  return header.replace(ENCODED_WORD, (word, charset: string, how: string, coded: string) => {
    if (KNOWN.has(charsetOf(charset) ?? '')) return word;
    const bytes = how.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : quotedBytes(coded);
    return `=?utf-8?B?${Buffer.from(decodeLabelled(bytes, charset)).toString('base64')}?=`;
  });
}

function quotedBytes(coded: string): Buffer {
  const bytes = coded
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}
