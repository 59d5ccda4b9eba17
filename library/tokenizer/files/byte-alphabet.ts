/** The visible characters by which vocabularies of byte pairs write bytes. */

/**
 * GPT-2's alphabet (openai/gpt-2, `encoder.py`, `bytes_to_unicode`): one visible character for each byte. Visible Latin-1
 * characters stand for themselves, the 68 others take U+0100 and up in order. Shape (256).
 */
export const ALPHABET: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCharCode(visible ? byte : next++);
  });
})();

const BYTE_OF: ReadonlyMap<string, number> = new Map(ALPHABET.map((character, byte) => [character, byte]));

/** The bytes that a token of such a vocabulary spells; undefined if a character stands for none. */
export function bytesOfToken(token: string): Uint8Array | undefined {
  const bytes = Array.from(token, (character) => BYTE_OF.get(character) ?? -1);
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}
