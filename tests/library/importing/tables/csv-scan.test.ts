import { describe, expect, it } from 'vitest';
import { CsvScanner, type Dialect, dialectOf } from '../../../../library/importing/tables/csv-scan.ts';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { randomFrom } from '../../home.ts';
import { memorySource, readAll, said } from '../read.ts';

/** Rows of a table, and the sentences about its damages, in pieces of so many characters. */
function rowsOf(table: string, piece: number, dialect: Dialect = dialectOf(table)): [string[][], string[]] {
  const damage: string[] = [];
  const scanner = new CsvScanner(dialect, (says) => damage.push(says));
  let rows: string[][] = [];
  for (let at = 0; at < table.length; at += piece) rows = rows.concat(scanner.push(table.slice(at, at + piece)));
  rows = rows.concat(scanner.end());
  return [rows, damage];
}

describe('dialects of tables', () => {
  it.each<[string, string, string[]]>([
    [
      "Excel's separator line",
      'sep=;\nDatum;Text\n15.03.2024;Die Möwe kam zurück\n16.03.2024;"Sie blieb; bis zum Abend"\n',
      ['Die Möwe kam zurück', 'Sie blieb; bis zum Abend'],
    ],
    ["Excel's separator line in quotation marks", '"sep=,"\r\ntext,id\r\n"one, two",1\r\n', ['one, two']],
    ['tabs, as Excel names them', 'sep=\t\ntext\tid\nwet\t1\n', ['wet']],
    [
      'a space in front of quotation marks',
      'date, text\n2024-03-15, "the heron, grey and slow, stood there"\n2024-03-16, "she said ""no"", and left"\n',
      ['the heron, grey and slow, stood there', 'she said "no", and left'],
    ],
    [
      'spaces behind quotation marks',
      'text ,id\n"the heron, grey" ,1\n"she said ""no""" , 2\n',
      ['the heron, grey', 'she said "no"'],
    ],
    [
      'CR alone at the end of lines',
      'date,text\r2024-03-15,the kettle sang\r2024-03-16,"two\rlines"\r2024-03-17,the last has no end',
      ['the kettle sang', 'two\nlines', 'the last has no end'],
    ],
    [
      'backslashes in front of quotation marks',
      'date,text\n2024-03-15,"the sign said \\"closed, forever\\" and I went in"\n2024-03-16,"a normal day, nothing else"\n',
      ['the sign said "closed, forever" and I went in', 'a normal day, nothing else'],
    ],
    [
      "MySQL's whole row in quotation marks",
      '"id";"text"\n"1";"he said \\"no; never\\", twice"\n"2";"yes"\n',
      ['he said "no; never", twice', 'yes'],
    ],
    [
      'a path that ends with a backslash',
      'path,text\n"C:\\notes\\","rain, all day"\n"C:\\","she said ""no"", twice"\n',
      ['rain, all day', 'she said "no", twice'],
    ],
    [
      'bars',
      'id|text\n1|the well is deep\n2|the bucket is not, yet; or\n',
      ['the well is deep', 'the bucket is not, yet; or'],
    ],
    ['separators within the names of columns', '"text, or words";text\n"a, b";"c, d"\n', ['c, d']],
    [
      'values without quotation marks in the last column',
      'date,text\n2024-03-15,Hello, world, again\n',
      ['Hello, world, again'],
    ],
    ['one column without quotation marks', 'text\nHello, world\n', ['Hello, world']],
    ['separators behind the last column', 'date;text\n2024-03-15;Hello;;\n', ['Hello']],
    [
      'quotation marks inside of a value',
      'id,text\n1,he said "no" and left\n2,"a" and "b"\n',
      ['he said "no" and left', '"a" and "b"'],
    ],
  ])('are told from the table: %s', async (_what, table, words) => {
    const read = await readAll(memorySource('t.csv', table, 7));
    expect(said(read).map((line) => line.replace(/^: /, '').replaceAll('\r', '\n'))).toEqual(words);
    expect(read.warnings).toEqual([]);
  });

  it('say where a separator without quotation marks may have cut the words', async () => {
    const table = await readAll(memorySource('t.csv', 'text,id\nfine,1\nHello, world,2\nand, so, on,3\n'));
    expect(table.warnings).toEqual([importingTexts.table.tooManyValues(importingTexts.table.cutRows(2, 3))]);
  });
});

describe('rows of a table', () => {
  it('are the same in whichever pieces they come, emoji and quotation marks too', () => {
    const random = randomFrom(3);
    const signs = ['a', 'é', '🫖', ' ', '"', '""', ',', '\n', '\r\n', '\\', ';'];
    for (let round = 0; round < 150; round++) {
      const table = Array.from({ length: 60 }, () => signs[Math.floor(random() * signs.length)]).join('');
      const whole = rowsOf(table, table.length, { separator: ',' });
      for (const piece of [1, 3, 17]) expect(rowsOf(table, piece, { separator: ',' })).toEqual(whole);
    }
  });

  it('are what their writer meant, whatever the values hold', () => {
    const random = randomFrom(5);
    const value = (): string =>
      Array.from({ length: random() * 9 }, () => 'ab"\n,; é🫖'[Math.floor(random() * 8)]).join('');
    for (let round = 0; round < 100; round++) {
      const rows = Array.from({ length: 6 }, () => Array.from({ length: 3 }, () => `x${value()}`));
      const table = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
      expect(rowsOf(table, 5, { separator: ',' })).toEqual([rows, []]);
      const escaped = rows.map((row) => row.map((one) => `"${one.replace(/["\\]/g, '\\$&')}"`).join(',')).join('\n');
      expect(rowsOf(escaped, 5, { separator: ',', escape: '\\' })).toEqual([rows, []]);
    }
  });

  it('go on behind a quotation mark that is never closed, and behind one that is open for more than a megabyte', () => {
    const [rows, damage] = rowsOf('a,b\n1,"open\n2,closed\n3,"open too\n', 4, { separator: ',' });
    expect(rows).toEqual([
      ['a', 'b'],
      ['1', '"open\n2,closed\n3,"open too'],
    ]);
    expect(damage).toEqual([]);
    const long = `a,b\n1,"open\n${'2,rain\n'.repeat(200_000)}3,x\n`;
    const [many, said] = rowsOf(long, 65_536, { separator: ',' });
    expect(many).toHaveLength(200_002);
    expect(said).toEqual([importingTexts.table.openQuotation(2)]);
  });
});
