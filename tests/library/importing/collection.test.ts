import { describe, expect, it } from 'vitest';
import { type Files, feedFiles } from '../../school/ingest/feed-files.ts';
import { makePdf, makeZip } from './make.ts';

const IOS =
  '[15.03.24, 21:04:05] Mara Lind: where is the oar\n[15.03.24, 21:05:05] Jonas: in the bath tub\n\u200e[15.03.24, 21:06:05] Jonas: \u200e<Anhang: 00000004-PHOTO.jpg>\n';
const PDF = makePdf([['The heron stood in the shallow', 'water and did not move.']]);
const SENT: Files = {
  '00000004-PHOTO.jpg': new Uint8Array([0xff, 0xd8]),
  '00000005-notes.txt': 'words that Mara sent as a file\n',
  '00000006-Letter.pdf': PDF,
  '00000007-page.html': '<p>a page that Mara sent</p>',
  '00000008-list.csv': 'text\nwords of Mara\n',
  '00000009-list.json': '[{"text":"words of Mara"}]',
  '00000010-diary.md': 'words of Mara\n',
};
const zip = (files: Files): Buffer => makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
const under = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));

const telegram = JSON.stringify({
  name: 'Mara',
  type: 'personal_chat',
  id: 1,
  messages: [
    {
      id: 1,
      type: 'message',
      date: '2024-03-15T21:04:05',
      date_unixtime: '1710536645',
      from: 'Mara',
      from_id: 'user1',
      file: 'files/letter.pdf',
      text: '',
    },
    {
      id: 2,
      type: 'message',
      date: '2024-03-15T21:05:05',
      date_unixtime: '1710536705',
      from: 'Jonas',
      from_id: 'user2',
      text: 'see you',
    },
  ],
});
const imessage = 'May 17, 2022  5:29:42 PM\nMe\nmine\n\nMay 17, 2022  5:30:42 PM\nMara\nhers\n\n';

describe('files that people sent in a chat', () => {
  it.each<[string, Files, string]>([
    ['a zip of WhatsApp', { 'WhatsApp Chat - Mara.zip': zip({ '_chat.txt': IOS, ...SENT }) }, 'in the bath tub\n'],
    ['a folder of WhatsApp', under('wa', { 'WhatsApp Chat with Mara.txt': IOS, ...SENT }), 'in the bath tub\n'],
    ['a zip in a folder', { 'all/WhatsApp Chat - Mara.zip': zip({ '_chat.txt': IOS, ...SENT }) }, 'in the bath tub\n'],
    ['Telegram', under('ChatExport', { 'result.json': telegram, ...under('files', SENT) }), 'see you\n'],
    ['iMessage', under('ime', { 'Mara.txt': imessage, ...under('attachments/12', SENT) }), 'mine\n'],
    [
      'Signal',
      under('Mara', {
        'chat.md': '[2024-03-15 21:04] Mara: hers\n[2024-03-15 21:05] Me: mine\n',
        ...under('media', SENT),
      }),
      'mine\n',
    ],
  ])('are skipped and named: %s', async (_what, files, own) => {
    const { all, says } = await feedFiles(files, { me: ['Jonas'] });
    expect(all).toBe(own);
    expect(says).toMatch(
      /holds .*notes\.txt.* beside an export, which are taken for parts of it and skipped: if there is writing of yours in it, feed that by itself\.|holds .* and \d more beside an export/,
    );
  });

  it('are no reason to skip what lies elsewhere', async () => {
    const files = {
      ...under('mine/chats/Mara', { '_chat.txt': IOS, 'notes.txt': 'hers\n' }),
      'mine/diary.txt': 'my diary\n',
      'mine/chats/b.txt': 'my letter\n',
    };
    const { library } = await feedFiles(files, { me: ['Jonas'] });
    expect(Object.values(library).sort()).toEqual(['in the bath tub\n', 'my diary\n', 'my letter\n']);
  });

  it('are read when they are fed by themselves', async () => {
    expect((await feedFiles({ '00000005-notes.txt': 'my notes\n' }, { me: ['Jonas'] })).all).toBe('my notes\n');
  });

  it('leave a zip file apart from others in the same folder', async () => {
    const inside = zip({ '_chat.txt': IOS, 'notes.txt': 'hers\n' });
    const { library } = await feedFiles(
      { 'all/WhatsApp Chat - Mara.zip': inside, 'all/diary.txt': 'my diary\n' },
      { me: ['Jonas'] },
    );
    expect(Object.values(library).sort()).toEqual(['in the bath tub\n', 'my diary\n']);
  });
});
