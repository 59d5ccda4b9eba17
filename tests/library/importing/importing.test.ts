import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Rewriter } from '../../../library/cleaning/rewriter.ts';
import { DEFAULT_RULES, rulesForPlainTexts } from '../../../library/cleaning/rules.ts';
import { StandIns } from '../../../library/cleaning/stand-ins.ts';
import { collect } from '../../../library/importing/collection.ts';
import { type Imported, type ImportOptions, importCollection } from '../../../library/importing/importing.ts';
import type { Output } from '../../../library/importing/manifest.ts';
import { Owner, OwnerUnknown } from '../../../library/importing/owner.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { LibraryWriter, numbered, plainName, sweepDrafts } from '../../../library/importing/writing.ts';
import { temporaryFolder } from '../home.ts';
import { makeEpub, makePdf, makeZip } from './make.ts';
import { fixtureBytes as read, unfold } from './read.ts';

let library: string;
let folder: string;
let warnings: string[];
beforeEach(() => {
  library = temporaryFolder();
  folder = temporaryFolder();
  warnings = [];
});

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Run extends Imported {
  outputs: Output[];
  /** Files of the library with their contents. */
  files: Record<string, string>;
  others: string[];
  refused: { name: string; why: string }[];
}

async function run(path: string, options: Partial<ImportOptions> = {}, before: readonly Output[] = []): Promise<Run> {
  const collection = await collect(path, path.slice(path.lastIndexOf('/') + 1));
  const standIns = new StandIns();
  const writer = await LibraryWriter.begin(library, 1);
  try {
    const imported = await importCollection(collection, {
      others: 'leave',
      rewriter: new Rewriter(DEFAULT_RULES, standIns),
      plainRewriter: new Rewriter(rulesForPlainTexts(DEFAULT_RULES), standIns),
      speakers: { owner: 'owner', baby: 'baby' },
      sink: writer,
      onWarning: (name, says) => warnings.push(`${name} ${says}`),
      ...options,
    });
    const { notes } = await writer.finish(before);
    const { outputs } = writer;
    warnings.push(...notes);
    return { ...imported, outputs, files: filesIn(library), others: collection.others, refused: collection.refused };
  } finally {
    collection.close();
    await writer.discard();
  }
}

function filesIn(top: string): Record<string, string> {
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(top.length + 1), readFileSync(path, 'utf8')]),
  );
}

const mira = new Owner(['mira tann']);

describe('importing', () => {
  it("writes only the owner's words, cleaned, a file for each conversation, with a gap after a silence", async () => {
    const { files, summary } = await run(put('result.json', read('telegram/account.json')));
    expect(files).toEqual({
      'result/Bo.txt': 'ja, um acht, siehe hier 🫖\nder Garten "heute" \\ gestern\n',
      'result/Saved Messages.txt': 'milk, string, stamps\n',
    });
    expect(statSync(join(library, 'result/Bo.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(library, 'result')).mode & 0o777).toBe(0o700);
    expect(summary).toMatchObject({ messages: 5, learntMessages: 3, learntWords: 14, sources: 1 });
    expect(new Date(summary.from).toISOString()).toBe('2023-05-01T10:01:00.000Z');
    expect(new Date(summary.to).toISOString()).toBe('2023-06-02T12:00:00.000Z');
    expect(summary.people.list()).toEqual([
      { name: 'Mira Tann', messages: 3 },
      { name: 'Bo', messages: 1 },
      { name: 'Deleted Account', messages: 1 },
    ]);
    expect(Object.fromEntries(summary.leftOut)).toEqual({ system: 1, attachment: 1, forwarded: 1, bot: 1, others: 2 });
  });

  it('knows its owner by name or number, whatever the case, and separates days', async () => {
    const path = put('WhatsApp Chat with Ola.txt', read('whatsapp/android-gb.txt'));
    const one = await run(path, { owner: new Owner(['ola  REED']) });
    expect(one.files).toEqual({
      'WhatsApp Chat with Ola.txt':
        'the boat leaks again\ntwo buckets a day: at least\nI will bring tar\n\n10/10 would sail again 😀\n',
    });
    const other = await run(path, { owner: new Owner(['+447700900123']) }, one.outputs);
    expect(other.files).toEqual({ 'WhatsApp Chat with Ola.txt': 'look at the rudder\n' });
  });

  it('asks who of several people the owner is, once, with what they wrote', async () => {
    put('all/a.txt', read('whatsapp/android-us.txt'));
    put('all/b.txt', read('whatsapp/android-gb.txt'));
    const asked: string[][] = [];
    const askOwner: ImportOptions['askOwner'] = async (people) => {
      asked.push(people.map(({ name, messages }) => `${name} ${messages}`));
      return ['Sam Loom', 'Ola Reed'];
    };
    const { files, owner } = await run(join(folder, 'all'), { askOwner });
    expect(asked).toEqual([['Ola Reed 3', 'Dee Park 2', 'Sam Loom 2', '+44 7700 900123 1']]);
    expect(owner?.names).toEqual(['Sam Loom', 'Ola Reed']);
    expect(files['all/a.txt']).toBe('now I am\n\ntoo late\n');
    expect(Object.keys(files)).toEqual(['all/a.txt', 'all/b.txt']);
  });

  it('writes nothing if there is nobody to ask, and says who is in it', async () => {
    const path = put('chat.txt', read('whatsapp/android-us.txt'));
    await expect(run(path)).rejects.toThrow(OwnerUnknown);
    await expect(run(path)).rejects.toThrow(
      /holds words of Dee Park \(2\), Sam Loom \(2\): say so with --me "Dee Park"/,
    );
    expect(filesIn(library)).toEqual({});
    expect(readdirSync(library)).toEqual([]);
  });

  it('remembers who the owner was, where that name turns up again', async () => {
    const path = put('chat.txt', read('whatsapp/android-us.txt'));
    expect((await run(path, { remembered: new Owner(['Sam Loom']) })).files).toEqual({
      'chat.txt': 'now I am\n\ntoo late\n',
    });
    await expect(run(path, { remembered: new Owner(['Somebody']) })).rejects.toThrow(OwnerUnknown);
  });

  it('does not take the words of one person alone for the owner’s: they may be all that is left of a chat', async () => {
    const path = put('chat.txt', '01/02/2024, 21:03 - Ann: one\n01/02/2024, 21:04 - Ann: two\n');
    await expect(run(path)).rejects.toThrow(importingTexts.senders.isItYou('Ann', 2, 'say so with --me "Ann"', ''));
    const asked: unknown[] = [];
    const askOwner = async (people: unknown) => {
      asked.push(people);
      return ['Ann'];
    };
    expect((await run(path, { askOwner })).files).toEqual({ 'chat.txt': 'one\ntwo\n' });
    expect(asked).toEqual([[{ name: 'Ann', messages: 2 }]]);
  });

  it('never learns the other’s words of a conversation that says which are its owner’s', async () => {
    const lines = (who: string, text: string) => `Jan 01, 2024 10:00:00 AM\n${who}\n${text}\n\n`;
    const talk = put('talk.txt', lines('Me', 'hello from me') + lines('+4915100000000', 'hi from another'));
    expect((await run(talk)).files).toEqual({ 'talk.txt': 'hello from me\n' });
    const without = put('without.txt', lines('+4915100000000', 'hi from another').repeat(2));
    expect((await run(without)).files).toEqual({ 'talk.txt': 'hello from me\n' });
  });

  it('knows its owner in e-mails by what was sent', async () => {
    const mail = (from: string, label: string, text: string) =>
      `From x@example.org Mon Jan  1 10:00:00 2024\nFrom: ${from}\nX-Gmail-Labels: ${label}\n` +
      `Date: Mon, 1 Jan 2024 10:00:00 +0100\nContent-Type: text/plain\n\n${text}\n\n`;
    const all =
      mail('Ola <ola@example.org>', 'Sent,Important', 'sent by me') +
      mail('Dee <dee@example.org>', 'Inbox', 'received by me') +
      mail('Ola <ola@example.org>', 'Archived', 'written long ago');
    expect((await run(put('all.mbox', all))).files).toEqual({ 'all.txt': 'sent by me\nwritten long ago\n' });
  });

  it("keeps others' words as context, marked as not to be learnt, where the owner answers", async () => {
    const { files, summary } = await run(put('chat.txt', read('whatsapp/android-us.txt')), {
      owner: new Owner(['Sam Loom']),
      others: 'context',
    });
    expect(files['chat.turns.jsonl']!.split('\n')).toEqual([
      '{"speaker":"Dee Park","text":"are you up","learn":false,"begins":true}',
      '{"speaker":"owner","text":"now I am","learn":true}',
      '{"speaker":"owner","text":"too late","learn":true,"begins":true}',
      '',
    ]);
    expect(Object.fromEntries(summary.leftOut)).toEqual({ others: 1 });
  });

  it('keeps the chats of one table apart, whether their words stand alone or among those of others', async () => {
    const rows = [
      ['kitchen', 'Bo', 'tea?'],
      ['garden', 'Cy', 'is it raining?'],
      ['garden', 'Mira', 'no'],
      ['kitchen', 'Mira', 'yes'],
      ['kitchen', 'Mira', 'with milk'],
    ];
    const day = '2024-01-01T10:00:00Z';
    const table = `Date,Chat,Sender,Text\n${rows.map((row) => `${[day, ...row].join()}\n`).join('')}`;
    const list = rows.map(([chat, author, text]) => ({ time: day, chat, author, text }));
    const owner = new Owner(['Mira']);
    for (const path of [put('all.csv', table), put('all.json', JSON.stringify(list))]) {
      const { files } = await run(path, { owner, others: 'context' });
      expect(files['all.turns.jsonl']!.split('\n')).toEqual([
        '{"speaker":"Cy","text":"is it raining?","learn":false,"begins":true}',
        '{"speaker":"owner","text":"no","learn":true}',
        '{"speaker":"Bo","text":"tea?","learn":false,"begins":true}',
        '{"speaker":"owner","text":"yes","learn":true}',
        '{"speaker":"owner","text":"with milk","learn":true}',
        '',
      ]);
      rmSync(join(library, 'all.turns.jsonl'));
      expect((await run(path, { owner })).files).toEqual({ 'all.txt': 'no\n\nyes\nwith milk\n' });
      rmSync(join(library, 'all.txt'));
    }
  });

  it('cleans the names of speakers as well', async () => {
    const lines = '01/02/2024, 21:03 - +44 7700 900123: hi\n01/02/2024, 21:04 - Ola: call +44 7700 900123\n';
    const { files } = await run(put('chat.txt', lines), { owner: new Owner(['Ola']), others: 'context' });
    expect(files['chat.turns.jsonl']).toContain('"speaker":"555-0001"');
    expect(files['chat.turns.jsonl']).toContain('"text":"call 555-0001"');
  });

  it('writes questions and answers as turns of owner and baby, of which the answers are learnt', async () => {
    const { files, summary } = await run(put('dataset.json', read('dataset.json')));
    expect(files['dataset.turns.jsonl']!.split('\n').slice(0, 2)).toEqual([
      '{"speaker":"owner","text":"Hey there!","learn":false,"begins":true}',
      '{"speaker":"baby","text":"Hey there, how are you?","learn":true}',
    ]);
    expect(summary).toMatchObject({ dialogues: 2, learntMessages: 0, learntAnswers: 3, learntWords: 17 });
  });
});

describe('books and pages on the disk', () => {
  it('are read where their words are, page by page', async () => {
    const pages = Array.from({ length: 30 }, (_unused, i) => [`Page number ${i} of a book (with brackets).`]);
    put('books/a.pdf', makePdf(pages));
    put('books/b.epub', makeEpub([{ name: '1.xhtml', body: '<p>It rains.</p>' }]));
    put('books/c.htm', '<h1>Hello</h1>');
    const { files } = await run(join(folder, 'books'));
    expect(files['books/a.txt']!.split('\n').filter((line) => line !== '')).toEqual(pages.flat());
    expect([files['books/b.txt'], files['books/c.txt']]).toEqual(['It rains.\n\n', 'Hello\n']);
    expect(warnings).toEqual([]);
  });
});

describe('zip files and folders', () => {
  it('reads a chat in a zip file under the name of the zip file', async () => {
    const zip = makeZip([
      { name: '_chat.txt', content: read('whatsapp/ios-de.txt') },
      { name: '00000012-PHOTO-2024-03-14-21-06-40.jpg', content: 'x' },
      { name: '__MACOSX/._chat.txt', content: 'x' },
    ]);
    const { files, others } = await run(put('WhatsApp Chat - Teestube.zip', zip), { owner: mira });
    expect(Object.keys(files)).toEqual(['WhatsApp Chat - Teestube.txt']);
    expect(files['WhatsApp Chat - Teestube.txt']!.split('\n')[0]).toBe('Wer bringt den Kuchen mit? 🍰');
    expect(others).toEqual(['00000012-PHOTO-2024-03-14-21-06-40.jpg']);
  });

  it('reads whole archives, and of them only what their owner wrote', async () => {
    const names = [
      'c123456789012345678/messages.json',
      'c123456789012345678/channel.json',
      'c123456789012345679/messages.csv',
      'c123456789012345679/channel.json',
      'index.json',
    ];
    const zip = makeZip([
      { name: 'README.txt', content: 'what this is' },
      { name: 'Account/user.json', content: read('discord-package/Account/user.json') },
      ...names.map((name) => ({ name: `Messages/${name}`, content: read(`discord-package/Messages/${name}`) })),
    ]);
    const { files } = await run(put('package.zip', zip));
    expect(files).toEqual({
      'package/Direct Message with bo#0.txt': 'hello, "you"\nin two lines\n',
      'package/Tea House - kettle.txt': 'oldest, with "marks"\nnewest @friend1\n',
    });
    const slack = await run(unfold('slack', folder), { owner: new Owner(['mtann']) });
    expect(slack.files['slack/general.txt']).toBe('morning @friend1, see the menu & #general <3 :tea:\n');
    const meta = await run(unfold('meta', folder), { owner: new Owner(['Mira Tännö']) });
    expect(meta.files['meta/bo.txt']).toBe('der älteste Gruß\n\nschön – bis später 👋\n');
    expect(meta.files['meta/posts.txt']).toBe('morgens im Garten 🌿\nzwei Bilder\n\nDer Tee ist fertig ☕\n');
    const twitter = makeZip(
      ['tweets', 'note-tweet', 'account', 'direct-messages'].map((name) => ({
        name: `data/${name}.js`,
        content: read(`twitter/${name}.js`),
      })),
    );
    const x = await run(put('twitter.zip', twitter));
    expect(x.files['twitter/555-666.txt']).toBe('tea?\nsee you then\n');
    expect(x.files['twitter/data/tweets.txt']).toBe('rain & tea <3\nnot before nine\n');
    expect(x.files['twitter/data/note-tweet.txt']).toBe('a long one that is not cut here, since it goes on\n');
  });

  it('reads zip files in zip files, and names what it cannot read', async () => {
    const inner = makeZip([{ name: 'notes.md', content: '# tea\n' }]);
    const zip = makeZip([
      { name: 'inner.zip', content: inner },
      { name: 'secret.txt', content: 'x', flags: 1 },
      { name: 'bomb.txt', content: 'x', claims: 4_000_000_000 },
      { name: 'bad.json', content: '[1' },
      { name: 'good.txt', content: 'good\n' },
    ]);
    const { files, refused } = await run(put('all.zip', zip));
    expect(files).toEqual({ 'all/good.txt': 'good\n', 'all/inner/notes.txt': '# tea\n' });
    expect(refused).toEqual([
      { name: 'all.zip/secret.txt', why: importingTexts.zip.locked },
      { name: 'all.zip/bomb.txt', why: importingTexts.zip.claimsTooMuch },
    ]);
    expect(warnings).toEqual([
      'bad.json is damaged at character 1: element 1 does not end; what came before it is kept.',
    ]);
  });

  it('reads the rest of a zip file in which something is damaged', async () => {
    const text = Array.from({ length: 300 }, (_unused, i) => `line ${i * 7919}\n`).join('');
    const zip = makeZip([
      { name: 'a.txt', content: text },
      { name: 'b.txt', content: 'whole\n' },
    ]);
    zip.fill(0xff, 200, 260);
    const { files, refused } = await run(put('all.zip', zip));
    expect(files['all/b.txt'] ?? files['all.txt']).toBe('whole\n');
    expect(refused.map(({ name }) => name)).toEqual(['a.txt']);
    await expect(collect(put('cut.zip', zip.subarray(0, 500)), 'cut.zip')).resolves.toMatchObject({
      items: [],
      refused: [{ name: 'cut.zip', why: expect.stringMatching(/^cannot be read: it is not a whole zip file: .+\.$/) }],
    });
  });
});

describe('what is in the library', () => {
  it('is replaced when the same is fed again, and what is not written any more goes', async () => {
    const path = put('result.json', read('telegram/account.json'));
    const first = await run(path);
    const less = JSON.parse(read('telegram/account.json').toString()) as { chats: { list: unknown[] } };
    less.chats.list.splice(2);
    put('result.json', JSON.stringify(less));
    const { files } = await run(path, {}, first.outputs);
    expect(Object.keys(files)).toEqual(['result/Bo.txt']);
    expect(readdirSync(library)).toEqual(['result']);
  });

  it('stays if somebody changed it or put it there', async () => {
    writeFileSync(join(library, 'chat.txt'), 'mine');
    const path = put('chat.txt', read('whatsapp/android-us.txt'));
    const owner = new Owner(['Sam Loom']);
    const first = await run(path, { owner });
    expect(Object.keys(first.files)).toEqual(['chat-2.txt', 'chat.txt']);
    expect(first.files['chat.txt']).toBe('mine');
    writeFileSync(join(library, 'chat-2.txt'), 'changed by hand');
    const second = await run(path, { owner }, first.outputs);
    expect(second.files).toEqual({
      'chat-2.txt': 'changed by hand',
      'chat-3.txt': 'now I am\n\ntoo late\n',
      'chat.txt': 'mine',
    });
    expect(warnings).toEqual([importingTexts.run.changedByHand('chat-2.txt')]);
    const third = await run(path, { owner }, second.outputs);
    expect(Object.keys(third.files)).toEqual(['chat-2.txt', 'chat-3.txt', 'chat.txt']);
  });

  it('has no drafts left of imports that were broken off', async () => {
    await (await LibraryWriter.begin(library, 123)).append('a.txt', 'x');
    await (await LibraryWriter.begin(library, 456)).append('a.txt', 'x');
    await sweepDrafts(library, (id) => id === 456);
    expect([existsSync(join(library, '.feeding-123')), existsSync(join(library, '.feeding-456'))]).toEqual([
      false,
      true,
    ]);
  });

  it('has names that every disk takes', () => {
    expect(plainName('../a/b:c*?"<>|\\\x1b[31m\n.')).toBe('_a_b_c_______');
    expect(plainName('...')).toBe('text');
    expect(Buffer.byteLength(plainName('é'.repeat(200)))).toBe(120);
    expect(numbered('a/b.turns.jsonl', 3)).toBe('a/b-3.turns.jsonl');
  });
});
