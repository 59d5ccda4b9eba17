import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { queryLog } from '../../statistics/query/log.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { runs } from '../../statistics/query/spans.ts';
import { texts } from '../../statistics/texts.ts';
import { hold } from './support.ts';

describe('a disk that refuses', () => {
  it('loses nothing up to a bound, then the oldest, and says so once', () => {
    const { ledger, notes } = hold({ waitingRows: 100 });
    ledger.beginRun();
    ledger.flush();
    ledger.database.pragma('busy_timeout = 1');
    const other = new Database(ledger.file);
    other.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < 80; i++) ledger.log('info', 'test', `line ${i}`);
    expect([ledger.flush(), ledger.flush()]).toEqual([false, false]);
    expect(ledger.counts).toEqual({ written: 0, waiting: 80, lost: 0 });
    for (let i = 80; i < 150; i++) ledger.log('info', 'test', `line ${i}`);
    expect(ledger.flush()).toBe(false);
    expect(ledger.counts).toEqual({ written: 0, waiting: 100, lost: 50 });
    expect(notes).toEqual([`warn: ${texts.ledger.cannotBeWritten('another program holds them', '100')}`]);
    other.exec('ROLLBACK');
    other.close();
    expect(ledger.flush()).toBe(true);
    expect(ledger.counts).toEqual({ written: 100, waiting: 0, lost: 50 });
    expect(notes.slice(1)).toEqual([`info: ${texts.ledger.writtenAgain('50 rows were lost')}`]);
    expect(queryLog(ledger.database, { limit: 999 }).map(({ message }) => message)).toEqual(
      Array.from({ length: 100 }, (_, i) => `line ${i + 50}`),
    );
  });

  it('by itself tries again until it can', async () => {
    const { ledger, notes } = hold({ flushEvery: 5 });
    ledger.beginRun();
    ledger.flush();
    ledger.database.pragma('busy_timeout = 1');
    const other = new Database(ledger.file);
    other.exec('BEGIN IMMEDIATE');
    ledger.record(1, { loss: 1 });
    while (notes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    other.exec('ROLLBACK');
    other.close();
    while (ledger.counts.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(notes[1]).toBe('info: Statistics are written again; nothing was lost.');
  });

  it('that takes the file away gets a new one', () => {
    const { ledger, folder, notes } = hold();
    const run = ledger.beginRun({ codeVersion: 'x' });
    rmSync(folder, { recursive: true });
    ledger.record(1, { loss: 1 });
    expect(ledger.flush()).toBe(true);
    expect(notes).toEqual(['warn: New statistics are begun: the file was taken away while it was open.']);
    const db = openForReading(ledger.file);
    expect(db.prepare('SELECT run_id, value FROM metric').raw().all()).toEqual([[run, 1]]);
    expect(runs(db)).toMatchObject([{ id: run, codeVersion: 'x' }]);
    db.close();
  });

  it('that breaks the file under the writer: set aside, begun anew, and nothing that waited is lost', () => {
    const { ledger, folder, notes } = hold();
    ledger.beginRun();
    for (let i = 0; i < 3000; i++) ledger.log('info', 'test', `line ${i} of the old file`);
    ledger.flush();
    ledger.database.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(ledger.file);
    bytes.fill(0xa5, 4096);
    writeFileSync(ledger.file, bytes);
    ledger.database.pragma('shrink_memory');
    ledger.log('info', 'test', 'after the damage');
    ledger.record(1, { loss: 1 });
    expect(ledger.flush()).toBe(true);
    expect(notes).toEqual([
      expect.stringMatching(
        /^warn: The statistics were damaged \(.+\): they are set aside as damaged-.+\.db, and new ones are begun\.$/,
      ),
    ]);
    expect(readdirSync(folder).filter((name) => /^damaged-[^-]+-[^-]+-.*\.db$/.test(name)).length).toBe(1);
    expect(queryLog(ledger.database).map(({ message }) => message)).toEqual(['after the damage']);
    expect(runs(ledger.database)).toMatchObject([{ id: 1, endedAt: null }]);
  });
});

/** Mounts a file system of 2 MB, or says why that is not possible here. */
function mountSmall(): { folder: string } | { reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'statistics-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    rmdirSync(folder);
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

const small = mountSmall();
if ('reason' in small) console.info(`skipped: a disk that is really full (it needs to mount one: ${small.reason})`);

describe.skipIf('reason' in small)('a disk that is really full', () => {
  const mounted = 'folder' in small ? small.folder : '';
  afterAll(() => {
    // lazily: files of another test in this worker may still be open there
    execFileSync('umount', ['-l', mounted]);
    rmdirSync(mounted);
  });

  it('is waited for; what was written stays whole', () => {
    const { ledger, notes } = hold({ folder: join(mounted, 'statistics'), waitingRows: 2000 });
    ledger.beginRun();
    ledger.log('info', 'test', 'before');
    expect(ledger.flush()).toBe(true);
    writeFileSync(join(mounted, 'ballast'), Buffer.alloc(1_300_000));
    let refused = 0;
    for (let i = 0; i < 6000; i++) {
      ledger.log('info', 'test', `line ${i} ${'z'.repeat(200)}`);
      if (i % 500 === 499 && !ledger.flush()) refused++;
    }
    expect(refused).toBeGreaterThan(2);
    expect(notes).toEqual([expect.stringMatching(/^warn: Statistics cannot be written now: .*the disk is full/)]);
    expect(ledger.counts.waiting).toBe(2000);
    expect(ledger.counts.lost + ledger.counts.written + ledger.counts.waiting).toBe(6001);
    rmSync(join(mounted, 'ballast'));
    expect(ledger.flush()).toBe(true);
    expect(notes[1]).toMatch(/^info: Statistics are written again; [\d,]+ rows were lost\.$/);
    expect(queryLog(ledger.database, { limit: 1, grep: 'before' }).length).toBe(1);
    expect(ledger.database.pragma('quick_check', { simple: true })).toBe('ok');
  });
});
