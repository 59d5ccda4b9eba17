import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openForReading } from '../../../statistics/query/reader.ts';
import { hold, temporaryFolder } from '../support.ts';
import { chatLeftovers, DELETIONS } from './chats.ts';

describe('deleted words of chats', () => {
  it.each(DELETIONS)('leave no copy in the ledger, in 6 random histories: %s', (deletion) => {
    for (let seed = 1; seed <= 6; seed++) {
      const { deleted, found, name, lost, rows, expected } = chatLeftovers(temporaryFolder(), seed, deletion);
      expect(deleted).toBeGreaterThan(0);
      expect({ seed, found, name, lost, rows }).toEqual({ seed, found: 0, name: false, lost: 0, rows: expected });
    }
  });

  it('keep no number that was given to a line, and all that the lines had', () => {
    const { ledger } = hold();
    for (const text of ['one', 'two', 'three'])
      ledger.chat({ conversation: text === 'two' ? 'b' : 'a', speaker: 'owner', direction: 'heard', text });
    ledger.flush();
    const rows = () =>
      ledger.database.prepare('SELECT * FROM chat ORDER BY id').all() as { id: number; text: string }[];
    const [, two] = rows();
    expect(ledger.forget({ conversation: 'a' })).toBe(2);
    expect(rows()).toEqual([two]);
    ledger.chat({ conversation: 'a', speaker: 'owner', direction: 'heard', text: 'four' });
    ledger.flush();
    expect(rows().map(({ id, text }) => [id, text])).toEqual([
      [2, 'two'],
      [4, 'four'],
    ]);
  });

  it('go from the write-ahead log as soon as nobody reads it any more', () => {
    const { ledger, folder } = hold();
    ledger.beginRun();
    ledger.chat({ conversation: 'a', speaker: 'owner', direction: 'heard', text: 'the name is rumpelstiltskin' });
    ledger.flush();
    const files = () =>
      readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes('rumpelstiltskin'));
    const reader = openForReading(ledger.file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM chat').get();
    ledger.database.pragma('busy_timeout = 0');
    expect(ledger.forget({ conversation: 'a' })).toBe(1);
    expect(files()).toEqual(['statistics.db-wal']);
    reader.exec('COMMIT');
    reader.close();
    ledger.record(1, { loss: 1 });
    ledger.flush();
    expect(files()).toEqual([]);
  });
});
