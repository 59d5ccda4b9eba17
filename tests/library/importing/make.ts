/** Zip, EPUB and PDF files as their standards have them, made here so that tests can damage them at will. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Bytes, if they are not UTF-8. */
  name: string | Uint8Array;
  content: string | Uint8Array;
  stored?: boolean;
  /** Flags of the entry; 1 is locked. */
  flags?: number;
  /** What the entry claims to hold, if that is a lie. */
  claims?: number;
}

/** APPNOTE.TXT 6.3, 4.3: local headers with their data, the central directory, its end. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false, flags = 0x800, claims } of entries) {
    const bytes = Buffer.from(content as string);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const named = Buffer.from(name as string);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? bytes.length, 18);
    common.writeUInt16LE(named.length, 22);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, named, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, rest, named]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.set([0x50, 0x4b, 5, 6]);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** An EPUB 3 with chapters of XHTML; `locked` ones are named in its encryption.xml. */
export function makeEpub(chapters: readonly { name: string; body: string; locked?: boolean }[]): Buffer {
  const page = (body: string): string =>
    `<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`;
  const items = chapters.map(
    ({ name }, i) => `<item id="c${i}" href="${encodeURI(name)}" media-type="application/xhtml+xml"/>`,
  );
  // In the zip file they stand in another order than they are read in.
  const files = [...chapters].reverse().map(({ name, body }) => ({ name: `OEBPS/${name}`, content: page(body) }));
  const locked = chapters.filter((chapter) => chapter.locked);
  const encryption = locked.map(
    ({ name }) =>
      `<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData><enc:CipherReference URI="OEBPS/${name}"/></enc:CipherData></enc:EncryptedData>`,
  );
  return makeZip([
    { name: 'mimetype', content: 'application/epub+zip', stored: true },
    {
      name: 'META-INF/container.xml',
      content:
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    },
    ...(locked.length > 0
      ? [{ name: 'META-INF/encryption.xml', content: `<encryption>${encryption.join('')}</encryption>` }]
      : []),
    {
      name: 'OEBPS/book.opf',
      content: `<?xml version="1.0"?><package version="3.0"><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>${items.join('')}</manifest><spine><itemref idref="nav"/>${chapters.map((_chapter, i) => `<itemref idref="c${i}"/>`).join('')}</spine></package>`,
    },
    { name: 'OEBPS/nav.xhtml', content: page('<nav>contents</nav>') },
    ...files,
  ]);
}

/** A PDF 1.4 with lines of Helvetica on each page, 14 points apart; an empty string leaves a gap. */
export function makePdf(pages: readonly (readonly string[])[]): Buffer {
  const objects: string[] = [];
  const kids = pages.map((_page, i) => `${4 + i * 2} 0 R`);
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>';
  objects[2] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`;
  objects[3] = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
  pages.forEach((lines, i) => {
    const words = lines.map((line, row) =>
      line === '' ? '' : `BT /F1 12 Tf 72 ${720 - row * 14} Td (${line.replace(/[()\\]/g, '\\$&')}) Tj ET`,
    );
    const stream = words.join('\n');
    objects[4 + i * 2] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + i * 2} 0 R >>`;
    objects[5 + i * 2] = `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`;
  });
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (let number = 1; number < objects.length; number++) {
    offsets[number] = file.length;
    file += `${number} 0 obj\n${objects[number]}\nendobj\n`;
  }
  const table = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const start = file.length;
  file += `xref\n0 ${objects.length}\n0000000000 65535 f \n${table.join('')}`;
  file += `trailer\n<< /Size ${objects.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
