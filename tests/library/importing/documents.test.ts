import { describe, expect, it } from 'vitest';
import { decodeWords, parseMail } from '../../../library/importing/mail/mime.ts';
import { ownWords } from '../../../library/importing/mail/quotes.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { makeEpub, makePdf } from './make.ts';
import { fixture, memorySource, readAll, said, times } from './read.ts';

describe('e-mails', () => {
  it("reads Gmail's mbox: encodings, parts, HTML, soft line ends, what was sent, without quotes and attachments", async () => {
    const mails = await readAll(fixture('mail.mbox'));
    expect(mails.format).toBe('mbox');
    expect(said(mails)).toEqual([
      'Mira Tännö: Lieber Bo,\n\nder Tee ist schön heiß und der Rest dieser Zeile geht nach einem weichen Umbruch weiter.\nFrom the pot it came.',
      'Lind, Bo: Grüße & Dank',
      'mira@example.org: ein weicher Umbruch\nund ein harter 🫖',
    ]);
    expect(mails.records.map((record) => record.kind === 'message' && [record.own, record.authorId])).toEqual([
      [true, 'mira@example.org'],
      [undefined, 'bo@example.org'],
      [true, 'mira@example.org'],
    ]);
    expect(times(mails)[0]).toBe('2024-01-15T10:00:00.000Z');
    expect(mails.leftOut).toEqual({ quoted: 5, attachment: 1, deleted: 1 });
  });

  it('reads a single mail', async () => {
    const mail = await readAll(
      memorySource('a.eml', 'From: Ann <a@b.org>\nSubject: x\nDate: 1 Feb 2024 10:00:00 +0200\n\nhello\n'),
    );
    expect([mail.format, said(mail), times(mail)]).toEqual(['eml', ['Ann: hello'], ['2024-02-01T08:00:00.000Z']]);
  });

  it('decodes headers', async () => {
    expect(decodeWords('=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IPCfq5Y=?= you')).toBe('Grüße 🫖 you');
    expect(decodeWords('=?iso-8859-1?Q?a=FCb?=')).toBe('aüb');
    expect(decodeWords('=?koi8-r?B?8NLJ18XU?=')).toBe('Привет');
    expect(await parseMail(Buffer.from('Content-Type: text/plain; charset="a;b"; format=flowed\n\n'))).toMatchObject({
      type: 'text/plain',
      parameters: { charset: 'a;b', format: 'flowed' },
    });
  });

  it("cuts off others' words", () => {
    expect(ownWords('yes\n\nOn Mon, 1 Jan 2024 at 10:00, Bo Lind <b@c.org>\nwrote:\n\n> tea?\n')).toEqual({
      text: 'yes',
      quoted: 3,
    });
    expect(ownWords('yes\n-----Original Message-----\nFrom: x\ntea?')).toEqual({ text: 'yes', quoted: 3 });
    expect(ownWords('On Monday I wrote:\nnothing')).toEqual({ text: 'On Monday I wrote:\nnothing', quoted: 0 });
  });
});

describe('pages and books', () => {
  it('reads a page in the encoding it names, without scripts, styles and menus', async () => {
    const page = await readAll(fixture('page.html', 7));
    expect(page.format).toBe('html');
    expect(said(page)).toEqual(['Tea & time\n\nGrüße,\nlines go on.\n\none\ntwo\n\na\n  b\n\nx y\n']);
  });

  it('reads a book in the order of its spine', async () => {
    const book = makeEpub([
      { name: 'one two.xhtml', body: '<h1>One</h1><p>It <i>rains</i>.</p>' },
      { name: 'a.xhtml', body: '<p>secret</p>', locked: true },
      { name: '0.xhtml', body: '<p>It&#160;stops &amp; <br/>shines.</p>' },
    ]);
    const read = await readAll(memorySource('b.epub', book, 1000));
    expect(read.format).toBe('epub');
    expect(said(read)).toEqual(['One\n\nIt rains.\n\n', 'It\u00a0stops &\nshines.\n\n']);
    expect(read.leftOut).toEqual({ encrypted: 1 });
    expect(read.warnings).toEqual(['has the chapter OEBPS/a.xhtml locked.']);
  });

  it('reads a PDF: lines that go on, words that were broken, gaps, page numbers, empty pages', async () => {
    const first = [
      'This is a rather long line of a paragraph that goes',
      'on here, with a word that was bro-',
      'ken at its end (so).',
      '',
      'Another one',
      '',
      '1',
    ];
    const pdf = makePdf([first, [], ['The next page.']]);
    const read = await readAll(memorySource('c.pdf', pdf, 1000));
    expect(read.format).toBe('pdf');
    expect(said(read)).toEqual([
      'This is a rather long line of a paragraph that goes on here, with a word that was broken at its end (so).\n\nAnother one\n',
      'The next page.\n',
    ]);
    expect(read.leftOut).toEqual({ attachment: 1 });
  });
});

describe('lists and tables', () => {
  it('reads a list of texts', async () => {
    const list = await readAll(fixture('texts.json'));
    expect([list.format, said(list), list.leftOut]).toEqual([
      'json',
      ['first text\n', 'second\ntext\n'],
      { attachment: 1 },
    ]);
  });

  it("reads Cleanai's dataset: inputs and outputs in turn, only outputs learnt", async () => {
    const set = await readAll(fixture('dataset.json'));
    expect(said(set)).toEqual([
      "question: Hey there! | answer!: Hey there, how are you? | question: I'm good what about you | answer!: I'm good too, have a good day :)",
      'question: Hey! | answer!: Hey, how are you?',
    ]);
  });

  it('reads chats of roles, line by line: weights, parts, and a damaged line', async () => {
    const chat = await readAll(fixture('chat.jsonl'));
    expect(chat.format).toBe('jsonl');
    expect(said(chat)).toEqual([
      'system: You are a bear. | question: hello | answer: wrong | question: again | answer!: growl 🐻',
      'question: what is tea? | answer!: warm',
    ]);
    expect(chat.warnings).toEqual([importingTexts.lines.badJson(2)]);
  });

  it.each([
    ['{"prompt":"a","completion":"b"}', 'question: a | answer!: b'],
    ['{"instruction":"a","input":"c","output":"b"}', 'question: a\nc | answer!: b'],
    ['{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}', 'question: a | answer!: b'],
    ['{"author":{"name":"Ann"},"content":"b","timestamp":1700000000}', 'Ann: b'],
    ['{"user":"Ann","message":"b"}', 'Ann: b'],
    ['"only words"', 'only words\n'],
  ])('reads %s', async (line, expected) => {
    expect(said(await readAll(memorySource('x.jsonl', `${line}\n`)))).toEqual([expected]);
    expect(said(await readAll(memorySource('x.json', `[${line}]`)))).toEqual([expected]);
    expect(said(await readAll(memorySource('x.json', `{"version": 1, "all": [${line}]}`)))).toEqual([expected]);
  });

  it('reads a table by the names of its columns, past a quotation mark that is never closed', async () => {
    const table = await readAll(fixture('table.csv'));
    expect(table.format).toBe('csv');
    expect(said(table)).toEqual(['Mira: half; half', 'Mira: still read']);
    expect(times(table)[0]).toBe('2024-01-01T10:00:00.000Z');
    expect(table.warnings).toEqual([importingTexts.table.openQuotation(3)]);
  });

  it('says which columns a table should have', async () => {
    await expect(readAll(memorySource('t.csv', 'a,b\n1,2\n'))).rejects.toThrow(
      /should have a column of words with one of the names text, body, .*, but has a, b; rename the right one/,
    );
  });
});
