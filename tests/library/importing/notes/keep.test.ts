import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../school/ingest/feed-files.ts';
import { makeZip } from '../make.ts';

const note = (more: object): string =>
  JSON.stringify({
    color: 'DEFAULT',
    isTrashed: false,
    isPinned: false,
    isArchived: false,
    title: '',
    userEditedTimestampUsec: 1710536645000000,
    ...more,
  });

describe('Google Keep', () => {
  it('reads notes and lists, and leaves out what was thrown away or is shared', async () => {
    const files = {
      'Takeout/Keep/boat.json': note({ title: 'Boat', textContent: 'needs tar\nand oakum' }),
      'Takeout/Keep/boat.html': '<html><body>Boat needs tar and oakum</body></html>',
      'Takeout/Keep/list.json': note({
        title: 'Buy',
        listContent: [
          { text: 'tar', isChecked: true },
          { text: 'rope', isChecked: false },
        ],
      }),
      'Takeout/Keep/old.json': note({ isTrashed: true, textContent: 'thrown away' }),
      'Takeout/Keep/ours.json': note({
        textContent: 'perhaps hers',
        sharees: [
          { isOwner: true, email: 'a@example.net' },
          { isOwner: false, email: 'b@example.net' },
        ],
      }),
      'Takeout/Keep/picture.json': note({ attachments: [{ filePath: 'a.jpg' }] }),
      'Takeout/Keep/Labels.txt': 'boats\n',
    };
    const { library } = await feedFiles(files);
    expect(library).toEqual({
      'Takeout/Keep/boat.txt': 'Boat\nneeds tar\nand oakum\n',
      'Takeout/Keep/list.txt': 'Buy\ntar\nrope\n',
    });
    const zip = makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
    expect((await feedFiles({ 'takeout.zip': zip })).all).toBe('Boat\nneeds tar\nand oakum\nBuy\ntar\nrope\n');
  });
});
