import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCard, isIban } from '../../../library/cleaning/private-data.ts';
import { Rewriter } from '../../../library/cleaning/rewriter.ts';
import { type CleaningRules, DEFAULT_RULES, rulesForPlainTexts } from '../../../library/cleaning/rules.ts';
import { StandIns } from '../../../library/cleaning/stand-ins.ts';
import { randomFrom, temporaryFolder } from '../home.ts';

const rewriter = (rules: Partial<CleaningRules> = {}, standIns = new StandIns()): Rewriter =>
  new Rewriter({ ...DEFAULT_RULES, ...rules }, standIns);
const rewrite = (text: string, rules?: Partial<CleaningRules>): string => rewriter(rules).rewrite(text);

describe('form', () => {
  it.each([
    ['Tom &amp; Ann &lt;3 &#39;x&#39; &nbsp;&unknown; & &#xe9;', "Tom & Ann <3 'x' &unknown; & é"],
    ['“yes”, she said, ‘no’ – it’s «fine»', "\"yes\", she said, 'no' – it's «fine»"],
    ['nooooooooo!!!!!!!! 1000000000 aaaaa', 'nooooo!!!!! 1000000000 aaaaa'],
    ['😂😂😂😂😂😂😂😂 ok', '😂😂😂😂😂 ok'],
    ['  two  words\u00a0here \n\tx  \n\n y', '  two words here\n\tx\n\n y'],
  ])('cleans %j', (before, after) => {
    expect(rewrite(before)).toBe(after);
  });

  it('makes letters small only if it is told to', () => {
    expect(rewrite('Ann ÄÖ')).toBe('Ann ÄÖ');
    expect(rewrite('Ann ÄÖ', { lowerCase: true })).toBe('ann äö');
  });

  it('leaves all as it is where rules are off', () => {
    const off = Object.fromEntries(
      Object.entries(DEFAULT_RULES).map(([key, value]) => [key, typeof value === 'boolean' ? false : value]),
    ) as unknown as CleaningRules;
    const text = '“a” &amp;  b@c.de +49 170 1234567 https://x.y';
    const idle = rewriter({ ...off, repeats: 0 });
    expect(idle.rewrite(text)).toBe(text);
    expect([idle.idle, idle.hits]).toEqual([true, 0]);
  });
});

describe('private data', () => {
  it.each([
    ['write to Ann.B+x@mail.example.com, or a@b.de.', 'write to mail1@example.org, or mail2@example.org.'],
    ['grüße@büro.example', 'mail1@example.org'],
    ['see https://a.b/c?d=e#f, and (www.x.org).', 'see https://example.org/1, and (https://example.org/2).'],
    ['call +49 170 1234567 or 0170/1234567 now', 'call 555-0001 or 555-0002 now'],
    ['call (212) 555-0142 or 212-555-0199', 'call 555-0001 or 555-0002'],
    ['0049 170 123 45 67', '555-0001'],
    ['card 4111 1111 1111 1111, not 4111 1111 1111 1112', 'card 0000 0000 0000 0001, not 4111 1111 1111 1112'],
    [
      'to DE89 3704 0044 0532 0130 00 please, not DE88 3704 0044 0532 0130 00',
      'to XX00 0000 0001 please, not DE88 3704 0044 0532 0130 00',
    ],
    ['GB29NWBK60161331926819', 'XX00 0000 0001'],
    [
      'until 4111 1111 1111 1111 12/27, 4111-1111-1111-1111 123 or 4111111111111111 12/27',
      'until 0000 0000 0000 0001 12/27, 0000 0000 0000 0001 123 or 0000 0000 0000 0001 12/27',
    ],
    ['12/27 4111 1111 1111 1111; Nr.5500 0000 0000 0004', '12/27 0000 0000 0000 0001; Nr.0000 0000 0000 0002'],
    ['in 2024 4111 1111 1111 1111 5500 0000 0000 0004', 'in 2024 0000 0000 0000 0001 0000 0000 0000 0002'],
    ['3782 822463 10005 1234', '0000 0000 0000 0001 1234'],
    [
      '4111\u00a01111\u00a01111\u00a01111, 5500\u202f0000\u202f0000\u202f0004',
      '0000 0000 0000 0001, 0000 0000 0000 0002',
    ],
    [
      'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000 or DE89\u202f3704\u202f0044\u202f0532\u202f0130\u202f00',
      'XX00 0000 0001 or XX00 0000 0001',
    ],
    ['06 12 34 56 78', '555-0001'],
    ['06.12.34.56.78, 06-12-34-56-78 or 06/12/34/56/78', '555-0001, 555-0001 or 555-0001'],
    [
      '01 23 45 67 89, 06-12 34 56 78 or (06) 12 34 56 78; 00 33 6 12 34 56 78',
      '555-0001, 555-0002 or 555-0002; 555-0003',
    ],
    [
      'Tél. : 01 02 03 04 05, Phone 03 08 17 22 41, phone number: 05.12.23.34.45',
      'Tél. : 555-0001, Phone 555-0002, phone number: 555-0003',
    ],
    ['am 06.12.24 06 12 34 56 78, room 5 06 12 34 56 78', 'am 06.12.24 555-0001, room 5 555-0001'],
    ['llámame al 612 34 56 78, chiamami al 347 123 4567', 'llámame al 555-0001, chiamami al 555-0002'],
    ['zadzwoń 601 234 567 albo tel. 22 123 45 67', 'zadzwoń 555-0001 albo tel. 555-0002'],
    ['liga-me para 912 345 678 ou (11) 91234-5678', 'liga-me para 555-0001 ou 555-0002'],
    ['my number is 601 234 567; 601 234 567 people', 'my number is 555-0001; 601 234 567 people'],
    ['call 1.234.567 times, my number 24.12.2025', 'call 1.234.567 times, my number 24.12.2025'],
    ['Baker Street 221b, Lindenweg 3, ul. Długa 7', '1 Example Street, 2 Example Street, 3 Example Street'],
    ['Prinsengracht 263 and Travessa do Carmo 6', '1 Example Street and 2 Example Street'],
    ['the Baker Street gang, via Roma, Calle Mayor', 'the Baker Street gang, via Roma, Calle Mayor'],
    ['0475/12.34.56, 0475-12-34-56 or 02/123.45.67', '555-0001, 555-0001 or 555-0002'],
    ['415.555.2671, (415)555-2671 or 1.415.555.2671', '555-0001, 555-0001 or 555-0002'],
    ['0151.234.5678 or 030.123.456 or +(44) 7911 123456', '555-0001 or 555-0002 or 555-0003'],
    ['Tel:0151 2345678 Tel.0151 2345678 Tel.:(0151)2345678', 'Tel:555-0001 Tel.555-0001 Tel.:555-0001'],
    ['Phone:+44 7911 123456, _0151 2345678_\n-0151 2345678', 'Phone:555-0001, _555-0002_\n-555-0002'],
    [
      '1. 0151 2345678\n2) 0151 2345679\n06.12.24 0151 2345678 room 5 0151 2345679',
      '1. 555-0001\n2) 555-0002\n06.12.24 555-0001 room 5 555-0002',
    ],
    ['_anna@gmail.com_ -anna@gmail.com +anna@gmail.com', '_mail1@example.org_ -mail1@example.org +mail1@example.org'],
    ['hi @mira_t and @bo.l, u/some_one @Jonas_Bär', 'hi @friend1 and @friend2, @friend3 @friend4'],
    ['at 12 Elm Tree Road, Lange Straße 5b, Ahornweg 12', 'at 1 Example Street, 2 Example Street, 3 Example Street'],
    ['12 rue de la Paix; Via Roma, 7; Calle de Alcalá 20', '1 Example Street; 2 Example Street; 3 Example Street'],
  ])('replaces what is in %j', (before, after) => {
    expect(rewrite(before)).toBe(after);
  });

  it.each([
    'on 2024-03-15 at 21:04, or 15.03.2024 12:30, or 03/04/2024',
    'from 1660 to 1669, pages 100-120, 1.234.567 or 1,234,567 or 12 345 678',
    'version 10.2.33.1, 0.123456789, 3.14159265358979',
    'it costs $1234567 or 0000000000',
    'he met @ the Road, 12 times, on the Street, way 5',
    'a b@ c @d@ e@f',
    'ISBN 978-3-16-148410-0',
    'NO93 is a town; AB12 too',
    'he was 24 and I 25; 7 Uhr; 100 %',
    '06.12.2024, 2024-12-06, 06-12-2024, 06/12/24 and 06.12.2024 12.30',
    'am 06.12.-08.12.2024, vom 06.-08.12.2024 oder 06.12. – 08.12.24, 06.12.2024/07.12.2024',
    '06.12.2024 07.12.2024 08.12.2024',
    'open 08.30-12.30 13.00-17.45, trains 08.15 09.45 10.00 11.15 and 08:30-12:30',
    '1.234.567,89 or 12.345 or 1.234.567.890 or 5 012 345 678 or -1.234.567,89',
    'v.10.2.33.1, 2.0.0-rc.1, Version:1.2.3.4.5 and 24.12.1.0',
    '192.168.100.200, IP:10.0.0.1 and 010.001.002.003',
    'ISBN 0306406152, ISBN: 0-306-40615-2, ISBN-10 0306406152 and ISBN-13: 978 0 306 40615 7',
    '16:9, 1:1000000, 12:0151 and 3:2:1',
    '1 000 2 000 3 000 4 000, 1 012 1 234 2 345 and 05 12 23 34 41 49',
    '52.520008 13.404954, 1 1 2 3 5 8 13 21 34 55 89 144',
    '1990 1995 2000 2005 2010 2015 2020 2025, 2000 2001 2002 2003',
    '4111 1111 1111 1112 12/27 and 4111.5',
    '01 02 03 04 05 06 07\n08 09 10 11 12 13 14',
    '05 06 07 08 09 10 11 12 13 14 15 16 17 18',
    'Lotto: 03 08 17 22 41 and Lotto 08 41 03 17 22, Mai 2024 03 08 17 22 41',
    'Saison 01/02 03/04 05/06, offen 08-10 12-14 16-18, 01/02/03/04/05 and 05-12-23-34-45',
    'MAC 01-23-45-67-89-AB, <Buffer 01 02 03 04 05>, 6c 06 92 13 55 01 6c',
    'trains at 05 15 25 35 45 and 09 21 33 45 57, 00 15 30 45 60, 05.06. 07.08. 09.10.',
    '0123456789.jpg and 0123456789-abc',
    // the fourth to the seventh of these would pass as a card
    '3345 4432 5123 2890 3311 4021 5566 3010 4477 2299 6012 5150',
    '550e8400-e29b-41d4-a716-446655440000, IMG_20240315_123456789',
  ])('leaves %j alone', (text) => {
    expect(rewrite(text)).toBe(text);
  });

  it('changes nothing more when it is applied again', () => {
    const text =
      'a@b.de +49 170 1234567 4111111111111111 12/27 123 DE89370400440532013000 0151 2345678 _c@d.de_ Tel:06.12.34.56.78 https://a.b @mira 12 Elm Road &amp; “x” Ann noooooooo';
    const rules = { names: [{ names: ['Ann'] }] };
    const once = rewrite(text, rules);
    const again = rewriter(rules);
    expect(again.rewrite(once)).toBe(once);
    expect(again.hits).toBe(0);
  });

  it('gives the same person the same stand-in, however it is written', () => {
    const one = rewriter();
    expect(one.rewrite('A@B.de a@b.DE @Mira @mira u/mira +49 170 1234567, +49-170-1234567')).toBe(
      'mail1@example.org mail1@example.org @friend1 @friend1 @friend1 555-0001, 555-0001',
    );
    expect(one.counts).toMatchObject({ emails: 2, handles: 3, phones: 2, links: 0 });
  });

  it('checks cards and accounts', () => {
    expect(['4111 1111 1111 1111', '378282246310005', '5500-0000-0000-0004'].map(isCard)).toEqual([true, true, true]);
    expect(['4111 1111 1111 1112', '0000 0000 0000 0000', '79927398713'].map(isCard)).toEqual([false, false, false]);
    expect(['GB82 WEST 1234 5698 7654 32', 'FR14 2004 1010 0505 0001 3M02 606'].map(isIban)).toEqual([true, true]);
    expect(['GB82 WEST 1234 5698 7654 33', 'GB82'].map(isIban)).toEqual([false, false]);
  });
});

describe("names of the owner's list", () => {
  const names = [{ names: ['Ann Example', 'Ann', 'Anni'] }, { names: ['Bo'], as: 'Teddy' }, { names: ['Wren'] }];

  it('are whole words, in any case, all spellings of one person alike', () => {
    const text = rewrite("Ann's book, anni and ANN EXAMPLE; Annabel and bo; Bö", { names });
    const [, one] = /^(\w+)'s book/.exec(text)!;
    expect(text).toBe(`${one}'s book, ${one!.toLowerCase()} and ${one}; Annabel and teddy; Bö`);
  });

  it('never become each other', () => {
    const text = rewrite('Wren', { names });
    expect(names.flatMap((one) => one.names).includes(text)).toBe(false);
  });

  it('and words of the list are replaced', () => {
    expect(rewrite('in Elm Town, elm town!', { replace: [{ find: 'Elm Town', by: 'our town' }] })).toBe(
      'in our town, our town!',
    );
  });
});

describe('stand-ins', () => {
  it('stay the same between two feedings, in a file that only its owner may read', async () => {
    const path = join(temporaryFolder(), 'stand-ins.json');
    const first = await StandIns.open(path);
    const rules = { names: [{ names: ['Ann'] }] };
    const before = rewriter(rules, first).rewrite('Ann a@b.de @x');
    await first.save();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = await StandIns.open(path);
    expect(rewriter(rules, second).rewrite('@new c@d.de then Ann a@b.de @x')).toBe(
      `@friend2 mail2@example.org then ${before}`,
    );
    writeFileSync(path, readFileSync(path, 'utf8').slice(5));
    await expect(StandIns.open(path)).rejects.toThrow(/^stand-ins\.json should hold .* damaged: /);
  });

  it('are bounded in number', () => {
    const many = new StandIns();
    for (let i = 0; i < 50_010; i++) many.of('links', `https://a.b/${i}`);
    expect(many.of('links', 'https://a.b/49999')).toBe('https://example.org/50000');
    const late = many.of('links', 'https://a.b/50009');
    expect(many.of('links', 'https://a.b/50009')).toBe(late);
  });
});

describe('a preview', () => {
  it('shows some lines of each rule, and changes the text no differently', () => {
    const text = Array.from({ length: 20 }, (_unused, i) => (i % 2 === 0 ? `line ${i}  a${i}@b.de` : `“${i}”`)).join(
      '\n',
    );
    const shown = new Rewriter(DEFAULT_RULES, new StandIns(), { preview: true });
    expect(shown.rewrite(text)).toBe(rewrite(text));
    expect(shown.preview).toHaveLength(6);
    expect(shown.preview[0]).toEqual({
      rules: ['emails', 'spaces'],
      before: 'line 0  a0@b.de',
      after: 'line 0 mail1@example.org',
    });
    expect(shown.counts).toMatchObject({ emails: 10, quotes: 20, spaces: 10 });
    expect([shown.charactersIn, shown.charactersOut]).toEqual([text.length, rewrite(text).length]);
  });

  it('is of lines, since no rule looks beyond one', () => {
    const random = randomFrom(3);
    const parts = [
      'a@b.de',
      ' ',
      '  ',
      '\n',
      '+49 170 ',
      '1234567',
      '“',
      '&amp;',
      'xxxxxxxxx',
      '\u00a0',
      '@ann',
      'Elm Road',
      '12 ',
      '.',
      '4111 1111 1111 1111',
    ];
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 25 }, () => parts[Math.floor(random() * parts.length)]!).join('');
      expect(new Rewriter(DEFAULT_RULES, new StandIns(), { preview: true }).rewrite(text)).toBe(rewrite(text));
    }
  });
});

describe('plain texts', () => {
  it('lose only what is private, unless their owner wants more or less', () => {
    const text = '“a”  a@b.de';
    const with_ = (plainTexts: CleaningRules['plainTexts']): string =>
      new Rewriter(rulesForPlainTexts({ ...DEFAULT_RULES, plainTexts }), new StandIns()).rewrite(text);
    expect([with_('private'), with_('all'), with_('none')]).toEqual([
      '“a”  mail1@example.org',
      '"a" mail1@example.org',
      text,
    ]);
  });
});
