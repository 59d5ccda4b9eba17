import { describe, expect, it } from 'vitest';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { memorySource, type ReadAll, readAll, said } from '../read.ts';

const JONAS = 'From: Jonas Brandt <jonas@example.net>';
const MARA = 'From: Mara Lind <mara@example.org>';
const LINE = 'From - Fri Mar 15 21:04:05 2024';

/** A mail of an mbox, with the line in front of it. */
const mail = (head: string, body: string, line = LINE): string => `${line}\n${head}\nSubject: x\n\n${body}\n`;

const read = (text: string | Buffer, piece = 61): Promise<ReadAll> => readAll(memorySource('all.mbox', text, piece));

/** Whether the mailbox says that its owner wrote a mail. */
const owned = ({ records }: ReadAll): (boolean | undefined)[] =>
  records.map((record) => (record.kind === 'message' ? record.own : undefined));

describe('a mail without a sender', () => {
  it.each([
    ['is marked in the head as imap-backup does', `>${JONAS}`, ['Jonas Brandt: hello'], [undefined]],
    ['is missing', 'To: Mara <mara@example.org>', [': hello'], [false]],
    ['is empty', 'From: <>', [': hello'], [false]],
    ['is blank', 'From:', [': hello'], [false]],
    ['is one of two', `${JONAS}\n${MARA}`, [': hello'], [false]],
    ['is named twice', `${JONAS}\n${JONAS}`, ['Jonas Brandt: hello'], [undefined]],
    ['is named by Sender alone', 'Sender: jonas@example.net', ['jonas@example.net: hello'], [undefined]],
    ['is named by Return-Path alone', 'Return-Path: <mara@example.org>', ['mara@example.org: hello'], [undefined]],
    ['is not named by an empty Return-Path', 'Return-Path: <>', [': hello'], [false]],
    ['is the owner by the label of a mail that was sent', 'X-Gmail-Labels: Gesendet,Wichtig', [': hello'], [true]],
    ['is the owner by a draft', 'X-Gmail-Labels: Entwürfe', [': hello'], [true]],
    ["is the owner by Thunderbird's draft", 'X-Mozilla-Draft-Info: internal/draft; vcard=0', [': hello'], [true]],
    ["is the owner by Outlook's draft", 'X-Unsent: 1', [': hello'], [true]],
  ])('%s', async (_what, head, words, own) => {
    const mails = await read(mail(head, 'hello'));
    expect(mails.format).toBe('mbox');
    expect(said(mails)).toEqual(words);
    expect(owned(mails)).toEqual(own);
    const single = await readAll(memorySource('a.eml', `${head}\nSubject: x\n\nhello\n`));
    expect([said(single), owned(single)]).toEqual([words, own]);
  });
});

describe('lines that begin with From in a mail', () => {
  const PARAGRAPHS = [
    'From the summer of 2021 the mill had a roof again.',
    'From 2019 on we lived in the mill.',
    'From 3400 pounds the price went down.\nTo be honest: too late.',
    'From 0151-2345 somebody called.',
    'From Monday to Friday, 10:30 to 12:00, in 2024.',
    'From the hill: a harbour.\nTo the left: 2024 boats.',
    'From here on\nSubject: to change',
    'From jonas to mara, 15 Mar 2024',
  ];

  it.each(PARAGRAPHS)('stay words: %j', async (paragraph) => {
    for (const end of ['\n', '\r\n']) {
      const all = `${mail(MARA, `Dear Jonas,\n\n${paragraph}\n\nMara`)}\n${mail(JONAS, 'I tell nobody.')}`;
      const mails = await read(all.replaceAll('\n', end));
      expect(said(mails)).toEqual([`Mara Lind: Dear Jonas,\n\n${paragraph}\n\nMara`, 'Jonas Brandt: I tell nobody.']);
    }
  });

  it.each([
    'From - Fri Mar 15 21:04:05 2024',
    'From jonas@example.net Fri Mar 15 21:04:05 2024',
    'From jonas@example.net Fri Mar 15 21:04:05 +0000 2024',
    'From jonas@example.net Fri, 15 Mar 2024 21:04:05 +0100',
    'From jonas@example.net 2024-03-15 21:04:05',
    'From "Jonas Brandt"@example.net Fri Mar  1 09:04:05 2024',
    'From MAILER-DAEMON Fri Jul  8 12:08:34 2011',
    'From 1793456789012345678@xxx Fri Mar 15 21:04:05 +0000 2024',
    'From Jonas Brandt Fri Mar 15 21:04:05 2024',
    'From - ',
    'From ',
    'From',
    'From jonas@example.net',
  ])('begin a mail: %j', async (line) => {
    const mails = await read(`${mail(JONAS, 'first', line)}\n${mail(JONAS, 'second', line)}`);
    expect(said(mails)).toEqual(['Jonas Brandt: first', 'Jonas Brandt: second']);
  });

  it('with a mark in front lose it', async () => {
    const mails = await read(mail(JONAS, 'From here.\n\n>From there.\n>>From both.'));
    expect(said(mails)).toEqual(['Jonas Brandt: From here.\n\nFrom there.']);
  });
});

describe('shapes of mailboxes', () => {
  it.each([
    ['without empty lines between mails', (lines: string[]) => lines.join('')],
    ['that begin with empty lines', (lines: string[]) => `\n\n${lines.join('\n')}`],
    ['that begin with a byte order mark', (lines: string[]) => `\ufeff${lines.join('\n')}`],
    ['with CRLF', (lines: string[]) => lines.join('\n').replaceAll('\n', '\r\n')],
    ['with CR CRLF', (lines: string[]) => lines.join('\n').replaceAll('\n', '\r\r\n')],
    ['with empty lines behind every mail', (lines: string[]) => lines.join('\n\n\n')],
    ['that end without a line end', (lines: string[]) => lines.join('\n').trimEnd()],
  ])('%s', async (_what, shape) => {
    const all = [mail(JONAS, 'The roof.'), mail(MARA, 'The rain.'), mail(JONAS, 'The gutter.')];
    const whole = ['Jonas Brandt: The roof.', 'Mara Lind: The rain.', 'Jonas Brandt: The gutter.'];
    for (const piece of [1, 13, 100_000]) {
      const mails = await read(shape(all), piece);
      expect([mails.format, said(mails)]).toEqual(['mbox', whole]);
    }
  });
});

describe('a mail that is damaged', () => {
  it('costs only itself', async () => {
    const parts = Array.from(
      { length: 300 },
      (_part, i) => `--b${i}\nContent-Type: multipart/mixed; boundary=b${i + 1}\n\n`,
    );
    const deep = mail(`${JONAS}\nContent-Type: multipart/mixed; boundary=b0`, parts.join(''));
    const mails = await read(`${deep}\n${mail(JONAS, 'The gutter.')}`, 5000);
    expect(said(mails)).toEqual(['Jonas Brandt: The gutter.']);
    expect(mails.leftOut).toEqual({ damaged: 1 });
    expect(mails.warnings).toEqual([
      importingTexts.mail.damaged(1, 'Maximum MIME nesting depth of 256 levels exceeded'),
    ]);
  });
});
