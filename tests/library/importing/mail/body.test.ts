import { describe, expect, it } from 'vitest';
import { memorySource, type ReadAll, readAll } from '../read.ts';

const HEAD = 'From: Jonas <jonas@example.net>';

/** The words of a mail, and all that was left out. */
async function wordsOf(mail: string | Buffer, piece = 61): Promise<[string, ReadAll['leftOut']]> {
  const head = Buffer.from(`${HEAD}\n`);
  const read = await readAll(memorySource('a.eml', Buffer.concat([head, Buffer.from(mail as string)]), piece));
  expect(read.warnings).toEqual([]);
  const [record] = read.records;
  return [record?.kind === 'message' ? record.text : '', read.leftOut];
}

interface Part {
  type: string;
  head?: string;
  body?: string;
  parts?: Part[];
}

let boundaries = 0;

function written({ type, head = '', body = '', parts }: Part): string {
  if (parts === undefined) return `Content-Type: ${type}; charset=utf-8\n${head}\n${body}\n`;
  const boundary = `b${++boundaries}`;
  return `Content-Type: ${type}; boundary="${boundary}"\n${head}\n${parts.map((part) => `--${boundary}\n${written(part)}`).join('')}--${boundary}--\n`;
}

const plain = (body: string): Part => ({ type: 'text/plain', body });
const page = (body: string): Part => ({ type: 'text/html', body: `<html><body>${body}</body></html>` });
const either = (...parts: Part[]): Part => ({ type: 'multipart/alternative', parts });
const mixed = (...parts: Part[]): Part => ({ type: 'multipart/mixed', parts });
const picture: Part = { type: 'image/png', head: 'Content-Transfer-Encoding: base64\n', body: 'iVBORw0KGgo=' };

describe('the words of a mail', () => {
  it.each<[string, Part, string]>([
    ['an empty plain part', either(plain(''), page('<p>real words</p>')), 'real words'],
    ['a plain part of a space', either(plain(' '), page('<p>real words</p>')), 'real words'],
    ['a plain part of a no-break space', either(plain('\u00a0\n\u200b'), page('<p>real words</p>')), 'real words'],
    [
      'a plain part that speaks of HTML',
      either(
        plain('This message is in HTML. Please use a reader that can show it.'),
        page('<p>The third is lime.</p>'),
      ),
      'The third is lime.',
    ],
    [
      'a plain part that speaks of a browser in French',
      either(plain('Pour lire ce message, ouvrez-le dans votre navigateur.'), page('<p>Le moulin tourne.</p>')),
      'Le moulin tourne.',
    ],
    [
      'a short plain part beside a long page of other words',
      either(plain('(kein Text)'), page('<p>Gestern war ich am Meer, und die Möwen schrien.</p>')),
      'Gestern war ich am Meer, und die Möwen schrien.',
    ],
    [
      'a plain part that speaks of HTML as its page does',
      either(plain('My HTML is no good.'), page('<p>My <b>HTML</b> is no good.</p>')),
      'My HTML is no good.',
    ],
    [
      'alternatives with the same words',
      either(plain('said plainly'), page('<p>said <i>plainly</i></p>')),
      'said plainly',
    ],
    ['a page without a plain part', either(page('<p>only here</p>')), 'only here'],
    [
      'a page and a plain text behind it',
      mixed(page('<p>benches in the park</p>'), plain('and trees')),
      'benches in the park\n\nand trees',
    ],
    [
      'a page with the footer of a list',
      mixed(
        page('<p>benches in the park</p>'),
        plain('_______________________________________________\nParklist mailing list\nParklist@example.org'),
      ),
      'benches in the park',
    ],
    ['a page with the line of a tablet', mixed(either(page('<p>trees</p>')), plain('Sent from my tablet')), 'trees'],
    [
      'pages before and behind a picture',
      mixed(page('<p>before</p>'), picture, page('<p>behind</p>')),
      'before\n\nbehind',
    ],
    [
      'alternatives of which one holds a picture, in a mail with another',
      mixed(either(plain('words'), { type: 'multipart/related', parts: [page('<p>words</p>'), picture] }), picture),
      'words',
    ],
    [
      'a page in a related part beside an empty plain one',
      either(plain(''), { type: 'multipart/related', parts: [page('<p>words</p>'), picture] }),
      'words',
    ],
  ])('with %s', async (_what, part, words) => {
    expect((await wordsOf(written(part)))[0]).toBe(words);
  });

  it('leave attachments out, also those that are texts and mails', async () => {
    const attached: Part = {
      type: 'text/plain',
      head: 'Content-Disposition: attachment; filename=a.txt\n',
      body: 'of Mara',
    };
    const inside: Part = { type: 'message/rfc822', body: `From: mara@example.org\n\nher words` };
    const calendar: Part = { type: 'text/calendar', body: 'BEGIN:VCALENDAR' };
    expect(await wordsOf(written(mixed(plain('mine'), attached, inside, calendar, picture)))).toEqual([
      'mine',
      { attachment: 4 },
    ]);
    const sealed = written({ type: 'multipart/encrypted', parts: [{ type: 'application/pgp-encrypted' }, picture] });
    expect(await wordsOf(sealed)).toEqual(['', { encrypted: 1 }]);
  });
});

describe('flowed text', () => {
  const flowed = (body: string, delsp = ''): string =>
    `Content-Type: text/plain; charset=utf-8; format=flowed${delsp && `; delsp=${delsp}`}\n\n${body}`;

  it.each([
    [
      'without spaces between words',
      flowed('今日は海まで歩いて \n行きました。とても \n静かでした。\n', 'yes'),
      '今日は海まで歩いて行きました。とても静かでした。',
    ],
    [
      'with spaces between words',
      flowed('one paragraph \nthat goes on \nto here.\nAnother.'),
      'one paragraph that goes on to here.\nAnother.',
    ],
    [
      'with a line that begins with From',
      flowed(' From the hill one sees the harbour.'),
      'From the hill one sees the harbour.',
    ],
    [
      'with an arrow that quotes nothing',
      flowed(' > not a quote but an arrow\n> a quote\nwords'),
      '> not a quote but an arrow\nwords',
    ],
    ['with a line that was moved to the right', flowed('words\n   indented'), 'words\n  indented'],
    ['with quoted lines that flow', flowed('> a quote that \n> goes on\nmy words'), 'my words'],
    ['with a signature', flowed('my words \n-- \nJonas'), 'my words'],
    ['with a paragraph that is stuffed in the middle', flowed('it came \n From nowhere'), 'it came From nowhere'],
  ])('%s', async (_what, mail, words) => {
    expect((await wordsOf(mail))[0]).toBe(words);
  });

  it('is left alone where nothing says so', async () => {
    expect((await wordsOf('Content-Type: text/plain\n\none \ntwo\n  three'))[0]).toBe('one \ntwo\n  three');
  });
});

describe('charsets', () => {
  const letters = (bytes: number[]): Buffer => Buffer.from(bytes);
  const typed = (charset: string, body: Buffer | string): Buffer =>
    Buffer.concat([
      Buffer.from(`Content-Type: text/plain; ${charset}\nContent-Transfer-Encoding: 8bit\n\n`),
      Buffer.from(body as string),
    ]);
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

  it.each<[string, Buffer, string]>([
    ['charset=unknown-8bit', latin1('Gr\xfc\xdfe vom Caf\xe9'), 'Grüße vom Café'],
    ['charset=x-unknown', latin1('\xdcbermut'), 'Übermut'],
    ['charset=default_charset', Buffer.from('Fähre fährt'), 'Fähre fährt'],
    ['charset=x-user-defined', latin1('K\xe4sebrot'), 'Käsebrot'],
    ['charset=cp-850', letters([0x4d, 0x94, 0x77, 0x65]), 'Möwe'],
    ['charset=IBM852', letters([0x4c, 0xa2, 0x64, 0xab]), 'Lódź'],
    ['charset=cp932', letters([0x8d, 0xa1, 0x93, 0xfa, 0x82, 0xcd]), '今日は'],
    ['charset="ms932"', letters([0x8d, 0xa1, 0x93, 0xfa, 0x82, 0xcd]), '今日は'],
    ['charset=cp936', letters([0xbd, 0xf1, 0xcc, 0xec]), '今天'],
    ['charset=ks_c_5601-1987', letters([0xbf, 0xc0, 0xb4, 0xc3]), '오늘'],
    ['charset=utf-7', Buffer.from('Gr+APwA3w-e'), 'Grüße'],
    ['charset=iso-2022-jp', Buffer.from('\x1b$B:#F|$O\x1b(B'), '今日は'],
    ["charset*=us-ascii'en'koi8-r", letters([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]), 'Привет'],
    ['charset*0=win; charset*1=dows-1251', letters([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]), 'Привет'],
    ['charset=iso-8859-1', latin1('\x93quoted\x94 caf\xe9'), '“quoted” café'],
    ['charset=iso-8859-1', Buffer.from('Grüße'), 'Grüße'],
    ['charset=utf-8', latin1('Gr\xfc\xdfe'), 'Grüße'],
    ['charset=us-ascii', latin1('Gr\xfc\xdfe'), 'Grüße'],
    ['format=fixed', latin1('Gr\xfc\xdfe'), 'Grüße'],
  ])('%s', async (charset, body, words) => {
    expect((await wordsOf(typed(charset, body)))[0]).toBe(words);
  });
});
