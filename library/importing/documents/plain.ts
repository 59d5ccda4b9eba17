/** Plain text and Markdown, where they are inside a zip file; a file of its own is copied as it is. */
import type { Reader } from '../reader.ts';
import { textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { Pieces } from '../words.ts';

const KINDS = ['.txt', '.md', '.markdown', '.text', '.log'];

export const plain: Reader = {
  title: importingTexts.titles.text,
  conversations: false,
  detect: ({ name, encoding, bytes }) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    const kind = /.\.[^.]+$/.exec(base)?.[0].slice(1).toLowerCase() ?? '';
    return encoding !== undefined && bytes.length > 0 && (kind === '' || KINDS.includes(kind));
  },
  async *read(source, head, { warn }) {
    const pieces = new Pieces();
    let begins = true;
    for await (const text of textPieces(source, head, warn)) {
      const piece = pieces.push(text);
      if (piece === undefined) continue;
      yield [{ kind: 'document', begins, text: piece }];
      begins = false;
    }
    yield [{ kind: 'document', begins, text: pieces.end() }];
  },
};
