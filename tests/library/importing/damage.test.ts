import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../library/importing/collection.ts';
import { CsvScanner } from '../../../library/importing/tables/csv-scan.ts';
import { JsonScanner, jsonItems } from '../../../library/importing/tables/json-scan.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { randomFrom, temporaryFolder } from '../home.ts';
import { makeEpub, makePdf, makeZip } from './make.ts';
import { fixture, fixtureBytes, memorySource, readAll, said } from './read.ts';

const text = (name: string): string => fixtureBytes(name).toString('utf8');

async function scan(json: string, lists: string[], piece = 7): Promise<{ values: unknown[]; damage: string[] }> {
  const damage: string[] = [];
  const values: unknown[] = [];
  const pieces = async function* (): AsyncGenerator<string> {
    for (let at = 0; at < json.length; at += piece) yield json.slice(at, at + piece);
  };
  for await (const items of jsonItems(pieces(), lists, (says) => damage.push(says))) {
    values.push(...items.map(({ value }) => value));
  }
  return { values, damage };
}

describe('JSON, element by element', () => {
  it('gives what JSON.parse gives, in whichever pieces it comes', async () => {
    const random = randomFrom(7);
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
      if (kind === 0) return Math.round(random() * 1e6) / 100;
      if (kind === 1) return random() < 0.5 ? null : random() < 0.5;
      if (kind < 4)
        return Array.from({ length: random() * 6 }, () => '"\\{}[],:é😀\n a'[Math.floor(random() * 14)]).join('');
      const inside = Array.from({ length: random() * 4 }, () => value(depth + 1));
      return kind === 4 ? inside : Object.fromEntries(inside.map((one, i) => [`k${i}"`, one]));
    };
    for (let round = 0; round < 60; round++) {
      const list = Array.from({ length: 12 }, () => value(0));
      const json = JSON.stringify({ before: value(0), a: { list }, after: value(0) }, undefined, round % 3);
      const whole = await scan(json, ['a.list'], 1 + Math.floor(random() * 50));
      expect(whole).toEqual({ values: list, damage: [] });
      expect(await scan(JSON.stringify(list), [''], 5)).toEqual({ values: list, damage: [] });
    }
  });

  it('tells what stood around a list, the nearest first', () => {
    const scanner = new JsonScanner(['chats.list[].messages'], () => undefined);
    const items = scanner.push('{"name":"all","chats":{"list":[{"name":"a","messages":[1]},{"x":2,"messages":[3]}]}}');
    expect(items.map(({ value, fields }) => [value, fields['name'], fields['x']])).toEqual([
      [1, 'a', undefined],
      [3, 'all', 2],
    ]);
  });

  it('lets long things that nobody asks for flow past', async () => {
    const json = JSON.stringify({
      long: ['x'.repeat(100), ...Array.from({ length: 40_000 }, () => '\\"'.repeat(20))],
      list: [1],
    });
    expect(json.length).toBeGreaterThan(3e6);
    expect(await scan(json, ['list'], 65_536)).toEqual({ values: [1], damage: [] });
  });

  it.each([
    ['a mark that is missing', (json: string) => json.replace('"kommst du?",', '"kommst du?,')],
    ['a mark too many', (json: string) => json.replace('"kommst du?",', '"kom"mst" du?",')],
    ['a brace that is missing', (json: string) => json.replace(/\}(,\s*\{\s*"id": 3)/, '$1')],
    ['a comma that is missing inside', (json: string) => json.replace('"from": "Bo",', '"from": "Bo"')],
    ['bytes that are no text', (json: string) => json.replace('"id": 2', '\0\0"id": 2')],
  ])('loses only one message by %s', async (_what, damaged) => {
    const whole = said(await readAll(fixture('telegram/account.json')));
    const chat = await readAll(memorySource('result.json', damaged(text('telegram/account.json'))));
    expect(said(chat)).toEqual(whole.slice(1));
    expect(chat.warnings).toHaveLength(1);
    expect(chat.warnings[0]).toMatch(
      /^is damaged at character \d+: element 2 .*; it is left out, and the rest is read\.$/,
    );
  });

  it('keeps what came before the end of a file that is cut off anywhere', async () => {
    const json = text('discord/channel.json');
    const whole = said(await readAll(fixture('discord/channel.json')));
    for (let cut = 700; cut < json.length - 30; cut += 97) {
      const chat = await readAll(memorySource('channel.json', json.slice(0, cut)));
      expect(said(chat)).toEqual(whole.slice(0, chat.records.length));
      expect(chat.warnings).toHaveLength(1);
      expect(chat.warnings[0]).toMatch(
        /^ends too early.* at character \d+; what came before is kept\.$|^is damaged at character \d+: .*what came before it is kept\.$/,
      );
    }
  });

  it('goes past a missing comma between elements', async () => {
    expect(await scan('[{"a":1} {"a":2},{"a":3}]', [''])).toMatchObject({ values: [{ a: 1 }, { a: 2 }, { a: 3 }] });
  });

  it('never hangs, whatever is done to a file', async () => {
    const random = randomFrom(11);
    const json = text('slack/general/2024-02-29.json');
    for (let round = 0; round < 300; round++) {
      const at = Math.floor(random() * json.length);
      const instead = '"{}[],:\\ x'[Math.floor(random() * 10)]!;
      const { damage } = await scan(json.slice(0, at) + instead + json.slice(at + Math.floor(random() * 3)), [''], 40);
      expect(damage.length).toBeLessThan(20);
    }
  });
});

describe('tables', () => {
  it('gives the same rows in whichever pieces they come', () => {
    const table = 'a,b\r\n"x ""y"" z",\n"one\ntwo",3\n,\nlast,"q"';
    for (let piece = 1; piece < 12; piece++) {
      const scanner = new CsvScanner({ separator: ',' }, () => undefined);
      const rows: string[][] = [];
      for (let at = 0; at < table.length; at += piece) rows.push(...scanner.push(table.slice(at, at + piece)));
      rows.push(...scanner.end());
      expect(rows).toEqual([
        ['a', 'b'],
        ['x "y" z', ''],
        ['one\ntwo', '3'],
        ['', ''],
        ['last', 'q'],
      ]);
    }
  });
});

describe('damaged files', () => {
  it('reads the chapters of a book that are whole', async () => {
    const book = makeEpub([
      { name: '1.xhtml', body: '<p>whole</p>' },
      { name: '2.xhtml', body: `<p>${'rain '.repeat(200)}</p>` },
    ]);
    // Inside the packed bytes of the second chapter, which is the first in the file.
    const at = book.indexOf('OEBPS/2.xhtml') + 60;
    book.fill(0xff, at, at + 20);
    const read = await readAll(memorySource('b.epub', book, 5000));
    expect(said(read)).toEqual(['whole\n\n']);
    expect(read.warnings).toHaveLength(1);
    expect(read.warnings[0]).toMatch(/^is damaged in the chapter OEBPS\/2\.xhtml: .+; the rest is read\.$/);
    expect(read.leftOut).toEqual({ damaged: 1 });
  });

  it('says what is wrong with a book, a PDF and a zip file that cannot be read at all', async () => {
    await expect(
      readAll(memorySource('b.epub', makeEpub([{ name: '1.xhtml', body: 'x' }]).subarray(0, 300))),
    ).rejects.toThrow(/^it is not a whole zip file: /);
    await expect(readAll(memorySource('c.pdf', makePdf([['x']]).subarray(0, 40)))).rejects.toThrow(
      /^it is not a whole PDF: /,
    );
  });

  it('reads no chapter that is larger than any book, and the others', async () => {
    const book = makeEpub([
      { name: '1.xhtml', body: `<p>${'rain '.repeat(7_000_000)}</p>` },
      { name: '2.xhtml', body: '<p>whole</p>' },
    ]);
    const read = await readAll(memorySource('b.epub', book, 1 << 16));
    expect(said(read)).toEqual(['whole\n\n']);
    expect(read.warnings).toEqual([importingTexts.book.longChapter('OEBPS/1.xhtml', '35 MB', '34 MB')]);
    expect(read.leftOut).toEqual({ damaged: 1 });
  });

  it('opens zip files in zip files, but not for ever', async () => {
    let zip = makeZip([{ name: 'deepest.txt', content: 'deepest\n' }]);
    const path = join(temporaryFolder(), 'all.zip');
    for (const inside of [true, true, false]) {
      writeFileSync(path, (zip = makeZip([{ name: 'more.zip', content: zip }])));
      const { items, refused, close } = await collect(path, 'all.zip');
      expect(items.map(({ source }) => source.name)).toEqual(inside ? ['deepest.txt'] : []);
      expect(refused).toEqual(
        inside
          ? []
          : [
              {
                name: 'more.zip',
                why: importingTexts.files.zipTooDeep(3),
              },
            ],
      );
      close();
    }
  });

  it('leaves out of a zip file only what has a name that leads out of it', async () => {
    const path = join(temporaryFolder(), 'all.zip');
    const names = ['../up.txt', 'a/../../b.txt', '/etc/c.txt', 'C:\\d.txt', '.hidden/e.txt', 'ü\\good.txt'];
    writeFileSync(path, makeZip(names.map((name) => ({ name, content: 'words\n' }))));
    const { items, refused, close } = await collect(path, 'all.zip');
    expect(items.map(({ source }) => source.name)).toEqual(['ü/good.txt']);
    expect(refused).toEqual(
      ['../up.txt', 'a/../../b.txt', '/etc/c.txt', 'C:/d.txt'].map((name) => ({
        name: `all.zip/${name}`,
        why: importingTexts.zip.nameLeadsOut,
      })),
    );
    close();
  });

  it('reads a mail whose parts never end', async () => {
    const mail =
      'From: a@b.org\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain\n\nhello\n--q\nContent-Type: image/png\n\nAAAA';
    expect(said(await readAll(memorySource('a.eml', mail)))).toEqual(['a@b.org: hello']);
  });

  it('takes bytes that are not in the encoding of a text as such, and says so', async () => {
    const read = await readAll(memorySource('a.txt', Buffer.from('abc \xe9 d\u00e9', 'latin1'), 3));
    expect(said(read)).toEqual(['abc é dé']);
    const mixed = Buffer.concat([Buffer.from('é é é '), Buffer.from([0xff]), Buffer.from(' \ufffd')]);
    const other = await readAll(memorySource('a.txt', mixed, 1000));
    expect(said(other)).toEqual(['é é é \ufffd \ufffd']);
    expect(other.warnings).toEqual(['has 1 character that is not utf-8.']);
  });
});
