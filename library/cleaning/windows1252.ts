/** Windows-1252, which most texts that are not UTF-8 use; it contains all that is printable in Latin-1. */

/** What the bytes 0x80–0x9F mean (https://encoding.spec.whatwg.org/index-windows-1252.txt); '' where the code has nothing. */
const HIGH = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/**
 * Decodes bytes. One byte is one character, so pieces need no state.
 * TextDecoder is not used: several releases of Node read this label as Latin-1 and lose the quotation marks.
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80]!.replace('\0', ''));
}
