import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { memorySource, readAll, said } from '../read.ts';

/** A PDF of one page whose content is packed. */
function packedPdf(content: Buffer, head = '/Filter /FlateDecode'): Buffer {
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [4 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
    ),
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} ${head} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  for (const [i, object] of objects.entries()) {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const words = (count: number): Buffer =>
  Buffer.from(
    Array.from({ length: count }, (_line, i) => `BT /F1 12 Tf 72 ${720 - 20 * i} Td (line ${i}) Tj ET\n`).join(''),
  );

describe('a packed PDF', () => {
  it('is read', async () => {
    const read = await readAll(memorySource('a.pdf', packedPdf(deflateSync(words(2))), 1000));
    expect(said(read)).toEqual(['line 0 line 1\n']);
  });

  it('that unpacks to more than any page is refused, also where it is packed twice', async () => {
    const bomb = deflateSync(Buffer.alloc(70 * 2 ** 20, 32), { level: 9 });
    for (const [content, head] of [
      [bomb, '/Filter /FlateDecode'],
      [bomb, '/Filter [/Fl]'],
      [deflateSync(bomb), '/Filter [ /FlateDecode /FlateDecode ]'],
    ] as const) {
      await expect(readAll(memorySource('a.pdf', packedPdf(content, head), 65_536))).rejects.toThrow(
        /^a part of it unpacks to more than 64 MB, which no page does$/,
      );
    }
  });

  it('of more letters than any page has is read as far as that goes', async () => {
    const content = Buffer.from(
      'BT /F1 1 Tf 72 720 Td (hello words hello words hello words hello words) Tj ET\n'.repeat(30_000),
    );
    const read = await readAll(memorySource('a.pdf', packedPdf(deflateSync(content)), 65_536));
    expect(read.warnings).toEqual([importingTexts.pdf.fullPage(1)]);
    expect(said(read)[0]!.startsWith('hello words')).toBe(true);
  });
});
