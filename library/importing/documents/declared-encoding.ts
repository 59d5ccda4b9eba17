/** The encoding that a page or an XML file names itself. */
import { charsetOf, decodeAll } from '../../cleaning/charset.ts';
import type { Head } from '../source.ts';

/** Bytes in which it is named. */
const LOOKED_THROUGH = 4096;

const XML = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]+)["']/i;
const META = /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)/i;

/**
 * A head in the encoding that the file names. A byte order mark, the owner, and bytes that are right UTF-8 go before that name; and
 * so does what the letters look like, if the bytes are none in the encoding that is named.
 */
export function withDeclared(head: Head): Head {
  const charset = declaredIn(head);
  if (charset === undefined || !fits(head.bytes, charset)) return head;
  const { look } = head;
  if (look !== undefined) {
    const declared = async (): ReturnType<typeof look> => {
      const found = await look();
      return found.by === 'letters' ? { encoding: charset, by: 'declared' } : found;
    };
    return { ...head, look: declared };
  }
  if (head.by !== 'letters' && head.encoding !== undefined) return head;
  return { ...head, encoding: charset, by: 'declared', markBytes: 0 };
}

function declaredIn({ bytes }: Head): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, LOOKED_THROUGH)).toString('latin1');
  const name = (XML.exec(beginning) ?? META.exec(beginning))?.[1];
  const charset = name === undefined ? undefined : charsetOf(name);
  // A name that can be read as ASCII is in none of these, whatever it says.
  return charset === undefined || /^utf/.test(charset) ? undefined : charset;
}

/** Whether most bytes beyond ASCII are letters in an encoding. */
function fits(bytes: Uint8Array, charset: string): boolean {
  const beyond = bytes.reduce((sum, byte) => sum + (byte >> 7), 0);
  const wrong = decodeAll(bytes, charset).split('\ufffd').length - 1;
  return wrong * 10 <= beyond;
}
