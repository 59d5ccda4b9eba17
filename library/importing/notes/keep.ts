/** Google Keep in Takeout: one JSON file for each note, with a page of the same words beside it. */
import { isObject, type Reader, text } from '../reader.ts';
import { readWhole } from '../source.ts';
import { importingTexts } from '../texts.ts';

/** Bytes; no note is longer. */
const LARGEST = 1 << 24;

export const keep: Reader = {
  title: importingTexts.titles.keepNote,
  conversations: false,
  attachments: true,
  archive: true,
  detect: ({ name, text: json }) =>
    /\.json$/i.test(name) &&
    /^\s*\{/.test(json) &&
    /"userEditedTimestampUsec"\s*:/.test(json) &&
    /"(?:textContent|listContent|title|isTrashed)"\s*:/.test(json),
  async *read(source, _head, { leftOut }) {
    let note: unknown;
    try {
      note = JSON.parse(
        Buffer.from(await readWhole(source, LARGEST))
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      );
    } catch (error) {
      throw new Error(importingTexts.notes.badJson((error as Error).message));
    }
    if (!isObject(note)) throw new Error(importingTexts.notes.notOneNote);
    if (note['isTrashed'] === true) return leftOut('deleted');
    // Of a note that several people write it cannot be told who wrote what.
    const sharees = Array.isArray(note['sharees']) ? note['sharees'] : [];
    if (sharees.length > 1) return leftOut('forwarded');
    const list = Array.isArray(note['listContent']) ? note['listContent'] : [];
    const lines = [
      text(note, 'title').trim(),
      text(note, 'textContent').trim(),
      ...list.map((item) => text(item, 'text').trim()),
    ];
    const words = lines.filter((line) => line !== '').join('\n');
    if (words === '') return leftOut('attachment');
    const edited = note['createdTimestampUsec'] ?? note['userEditedTimestampUsec'];
    const time = typeof edited === 'number' ? edited / 1000 : undefined;
    yield [{ kind: 'document', begins: true, text: `${words}\n`, time }];
  },
};
