import { describe, expect, it } from 'vitest';
import { addressOf, decodeWords, parseMail } from '../../../../library/importing/mail/mime.ts';

describe('words of a head', () => {
  it.each([
    ['=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IPCfq5Y=?= you', 'Grüße 🫖 you'],
    ['=?utf-8?Q?=C3?= =?utf-8?Q?=A9t=C3=A9?=', 'été'],
    ['=?utf-8*en?Q?x=C3=A9?=', 'xé'],
    ['=?unknown-8bit?Q?Gr=FC=DFe?=', 'Grüße'],
    ['=?x-unknown?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?utf-7?Q?Gr+APwA3w-e?=', 'Grüße'],
    ['=?cp-850?Q?M=94we?=', 'Möwe'],
    ['=?cp932?B?jaGT+oLN?=', '今日は'],
    ['=?x-mac-roman?Q?M=9Awe?=', 'Möwe'],
    ['=?windows-1258?Q?ch=E0o?=', 'chào'],
    ['a plain subject, 100 % =? plain', 'a plain subject, 100 % =? plain'],
  ])('%s', (header, words) => {
    expect(decodeWords(header)).toBe(words);
  });
});

describe('a sender', () => {
  it.each([
    ['"Ann B" <a@b.org>', 'Ann B', 'a@b.org'],
    ['a@b.org (Ann B)', 'Ann B', 'a@b.org'],
    ['Lind, Bo <bo@example.org>', 'Lind, Bo', 'bo@example.org'],
    ['=?utf-8?Q?Lind=2C_Bo?= <bo@example.org>', 'Lind, Bo', 'bo@example.org'],
    ['=?cp-850?Q?Gr=81n?= <x@y.org>', 'Grün', 'x@y.org'],
    ['Mara "the Bear" Lind <m@x.org>', 'Mara the Bear Lind', 'm@x.org'],
    ['Jonas', 'Jonas', ''],
    ['<>', '', ''],
    ['', '', ''],
  ])('%j', (header, name, address) => {
    expect(addressOf(header)).toEqual({ name, address });
  });
});

describe('a mail', () => {
  it('is a tree of parts with what their heads say', async () => {
    const mail = await parseMail(
      Buffer.from(
        '>From: a@b.org\nSubject: one\nSubject: two\nContent-Type: Multipart/Mixed;\n  boundary="a;b"\n\nbefore\n--a;b\nContent-Type: text/plain;\n format=Flowed; charset*=utf-8\'\'koi8-r\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--a;b--\n',
      ),
    );
    expect([mail.headers.get('from'), mail.headers.get('subject'), mail.type]).toEqual([
      'a@b.org',
      'one',
      'multipart/mixed',
    ]);
    const [part] = mail.parts;
    expect(part).toMatchObject({ type: 'text/plain', parameters: { format: 'Flowed', charset: 'koi8-r' }, parts: [] });
    expect(Buffer.from(part!.content).toString()).toBe('hello');
  });
});
