import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeAll } from '../../../library/cleaning/charset.ts';
import { EncodingDetector } from '../../../library/cleaning/encoding.ts';
import { legacyEncodingOf } from '../../../library/cleaning/legacy-encoding.ts';
import { LANGUAGES } from './languages.ts';

/** Parts of a text of so many characters that are not ASCII, and that an encoding can hold. */
function partsOf(text: string, length: number, encoding: string): { part: string; bytes: Buffer }[] {
  const starts = Array.from({ length: Math.ceil(text.length / length) }, (_start, i) => i * length);
  return starts
    .map((at) => text.slice(at, at + length))
    .map((part) => ({ part, bytes: iconv.encode(part, encoding) }))
    .filter(({ part, bytes }) => bytes.some((byte) => byte >= 0x80) && iconv.decode(bytes, encoding) === part);
}

const isRead = ({ part, bytes }: { part: string; bytes: Buffer }): boolean =>
  decodeAll(bytes, legacyEncodingOf(bytes)) === part;

const all = LANGUAGES.flatMap(({ language, text, encodings }) =>
  encodings.map((encoding) => ({ language, text, encoding })),
);

describe('the encoding of a text that is not UTF-8', () => {
  it.each(all)('is told from a few sentences: $language in $encoding', ({ text, encoding }) => {
    const bytes = iconv.encode(text, encoding);
    expect(decodeAll(bytes, legacyEncodingOf(bytes))).toBe(iconv.decode(bytes, encoding));
  });

  it('is told from one sentence of most texts', () => {
    const parts = all.flatMap(({ text, encoding }) => partsOf(text, 100, encoding));
    expect(parts.length).toBeGreaterThan(100);
    expect(parts.filter(isRead).length / parts.length).toBeGreaterThan(0.85);
  });

  it.each([10, 15, 30, 60])('is Windows-1252 for every %i characters of Western European languages', (length) => {
    const parts = all
      .filter(({ encoding }) => encoding === 'windows-1252')
      .flatMap(({ text, encoding }) => partsOf(text, length, encoding));
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter((part) => !isRead(part)).map(({ part }) => part)).toEqual([]);
  });

  it.each([
    ['£3', 'a pound'],
    ['20 °C', 'a temperature'],
    ['“yes” – ‘no’ … €5', 'punctuation'],
    ['½ cup', 'a fraction'],
    ['¿Qué?', 'a question'],
    ['© 2024 naïve café', 'a name'],
  ])('is Windows-1252 for %j', (text) => {
    const bytes = iconv.encode(text, 'windows-1252');
    expect(decodeAll(bytes, legacyEncodingOf(bytes))).toBe(text);
  });
});

describe('a detector of encodings', () => {
  const verdictOf = (bytes: Uint8Array, piece: number) => {
    const detector = new EncodingDetector();
    for (let at = 0; at < bytes.length; at += piece) detector.push(bytes.subarray(at, at + piece));
    return detector.verdict();
  };

  it.each([1, 3, 61, 100_000])('finds the letters behind much ASCII, in pieces of %i bytes', (piece) => {
    const long = 'a line of ASCII\n'.repeat(piece === 1 ? 500 : 5000);
    for (const encoding of ['windows-1251', 'shift_jis', 'euc-kr', 'cp866']) {
      const { text } = LANGUAGES.find(({ encodings }) => encodings.includes(encoding))!;
      const bytes = Buffer.concat([Buffer.from(long), iconv.encode(`${text}\n`, encoding), Buffer.from(long)]);
      expect(verdictOf(bytes, piece)).toEqual({ encoding, by: 'letters', markBytes: 0, invalid: 0 });
    }
  });

  it('knows ISO-2022-JP by its escapes, and colours of a terminal are none', () => {
    const japanese = Buffer.from('\x1b$B:#F|$O\x1b(B\n');
    expect(verdictOf(japanese, 100)).toMatchObject({ encoding: 'iso-2022-jp', by: 'form' });
    expect(verdictOf(Buffer.from('\x1b[31mred\x1b[0m\n'), 100)).toMatchObject({ encoding: 'utf-8', by: 'form' });
  });

  it('says what tells the encoding', () => {
    expect(verdictOf(Buffer.from('\ufeffabc'), 9)).toMatchObject({ encoding: 'utf-8', by: 'mark' });
    expect(verdictOf(Buffer.from('\ufeffabc', 'utf16le'), 9)).toMatchObject({ encoding: 'utf-16le', by: 'mark' });
    expect(verdictOf(Buffer.from('Grüße'), 9)).toMatchObject({ encoding: 'utf-8', by: 'form' });
    expect(verdictOf(Buffer.from('Gr\xfc\xdfe', 'latin1'), 9)).toMatchObject({
      encoding: 'windows-1252',
      by: 'letters',
    });
  });
});
