import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readOnlySql } from '../../statistics/query/sql.ts';
import { texts } from '../../statistics/texts.ts';
import { hold } from './support.ts';

let file: string;
beforeEach(() => {
  const { ledger } = hold();
  ledger.beginRun();
  for (let step = 0; step < 50; step++) ledger.record(step, { loss: step });
  ledger.close();
  file = ledger.file;
});

describe('a question in SQL', () => {
  it('is answered with names, values and whether there is more', async () => {
    const text =
      "-- how it went\n WITH l AS (SELECT * FROM metric) SELECT step, value AS loss, NULL none, x'01ff' blob, 9007199254740993 big FROM l ORDER BY step;";
    const { columns, rows, more } = await readOnlySql(file, text, { rows: 2 });
    expect(columns).toEqual(['step', 'loss', 'none', 'blob', 'big']);
    expect(rows.map((row) => row.map((cell) => (cell instanceof Uint8Array ? [...cell] : cell)))).toEqual([
      [0, 0, null, [1, 255], '9007199254740993'],
      [1, 1, null, [1, 255], '9007199254740993'],
    ]);
    expect(more).toBe(true);
    expect(await readOnlySql(file, 'select count(*) from metric')).toEqual({
      columns: ['count(*)'],
      rows: [[50]],
      more: false,
    });
  });

  it.each([
    ['DELETE FROM metric', texts.query.onlySelect('DELETE')],
    ['/* SELECT */ PRAGMA user_version = 9', 'got PRAGMA.'],
    ["ATTACH 'x.db' AS x", 'got ATTACH.'],
    ['', 'got nothing of the kind.'],
    ['WITH x AS (SELECT 1) DELETE FROM metric', texts.query.onlyReading],
    ['SELECT 1; DELETE FROM metric', 'more than one statement'],
    ['SELECT load_extension(1)', /not authorized|no such function/],
    ['SELECT nonsense', 'no such column: nonsense'],
    ["SELECT * FROM pragma_journal_mode('delete')", /./],
  ])('%j is refused in one sentence, and nothing changes', async (text, why) => {
    const before = readFileSync(file);
    await expect(readOnlySql(file, text)).rejects.toThrow(why);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that never ends is stopped', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    await expect(readOnlySql(file, endless, { milliseconds: 300 })).rejects.toThrow(
      'the query took longer than 0.3 s and was stopped.',
    );
    expect((await readOnlySql(file, 'SELECT 1 one')).rows).toEqual([[1]]);
  });

  it('says so where there are no statistics', async () => {
    await expect(readOnlySql(`${file}.not`, 'SELECT 1')).rejects.toThrow('There are no statistics at');
  });
});
