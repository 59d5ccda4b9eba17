import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { LedgerError } from '../../statistics/ledger/errors.ts';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import { VERSION } from '../../statistics/ledger/schema.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { events, runs, samples, transcript } from '../../statistics/query/spans.ts';
import { texts } from '../../statistics/texts.ts';
import { hold, START, temporaryFolder } from './support.ts';

const errorOf = (work: () => unknown): LedgerError => {
  try {
    work();
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error('a LedgerError was expected');
};

describe('a ledger', () => {
  it('is its owner’s alone, in WAL, and closes to one file', () => {
    const { ledger, folder } = hold({ folder: join(temporaryFolder(), 'deep', 'statistics') });
    ledger.beginRun();
    ledger.log('info', 'test', 'hello');
    ledger.flush();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['statistics.db', 'statistics.db-shm', 'statistics.db-wal']);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
    const pragma = (name: string): unknown => ledger.database.pragma(name, { simple: true });
    expect(['journal_mode', 'synchronous', 'foreign_keys', 'auto_vacuum', 'busy_timeout'].map(pragma)).toEqual([
      'wal',
      1,
      1,
      2,
      5000,
    ]);
    ledger.close();
    ledger.close();
    expect(readdirSync(folder)).toEqual(['statistics.db']);
    expect(errorOf(() => ledger.log('info', 'test', 'late')).kind).toBe('closed');
  });

  it('keeps everything of a life, over wakes', () => {
    const first = hold();
    first.ledger.beginRun({ config: { lobes: 4 }, codeVersion: '0.1.0', parameters: 12345, tokenizerHash: 'abc' });
    first.pass(1000);
    first.ledger.sample({
      step: 7,
      source: 'babble',
      prompt: 'once',
      output: 'upon',
      temperature: 0.8,
      milliseconds: 12.5,
    });
    first.ledger.event('set', { learningRate: 3e-4 });
    first.ledger.chat({ conversation: 'home', speaker: 'owner', direction: 'heard', text: 'hi' });
    first.ledger.chat({ conversation: 'home', speaker: 'baby', direction: 'said', text: 'hello' });
    first.ledger.close('slept');
    const { ledger } = hold({ folder: first.folder });
    expect(ledger.beginRun()).toBe(2);
    ledger.flush();
    const db = openForReading(ledger.file);
    expect(runs(db)).toMatchObject([
      {
        id: 1,
        startedAt: START,
        endedAt: START + 1000,
        reason: 'slept',
        config: '{"lobes":4}',
        codeVersion: '0.1.0',
        parameters: 12345,
        tokenizerHash: 'abc',
      },
      { id: 2, endedAt: null, reason: null },
    ]);
    expect(samples(db)).toEqual([
      {
        id: 1,
        run: 1,
        step: 7,
        ts: START + 1000,
        source: 'babble',
        prompt: 'once',
        output: 'upon',
        temperature: 0.8,
        milliseconds: 12.5,
      },
    ]);
    expect(events(db, { kind: 'set' })).toEqual([
      { id: 1, ts: START + 1000, kind: 'set', data: '{"learningRate":0.0003}' },
    ]);
    expect(transcript(db, { conversation: 'home', limit: 1 })).toMatchObject([
      { speaker: 'baby', direction: 'said', text: 'hello' },
    ]);
    expect(transcript(db, { conversation: 'other' })).toEqual([]);
    db.close();
  });

  it('spreads samples over a life', () => {
    const { ledger, pass } = hold();
    ledger.beginRun();
    for (let step = 0; step < 100; step++) {
      ledger.sample({ step, source: step % 2 ? 'chat' : 'babble', prompt: 'p', output: `o${step}` });
      pass(1000);
    }
    ledger.flush();
    expect(samples(ledger.database, { spread: 5, source: 'babble' }).map(({ step }) => step)).toEqual([
      0, 20, 40, 60, 80,
    ]);
    expect(samples(ledger.database, { since: START + 98_000 }).map(({ step }) => step)).toEqual([98, 99]);
  });

  it('ends a run that was killed with the moment it was last seen', () => {
    const { ledger, folder, pass } = hold();
    ledger.beginRun();
    pass(5000);
    ledger.record(1, { loss: 1 });
    ledger.flush();
    const killed = hold({ folder, now: () => START + 60_000 });
    killed.ledger.beginRun();
    killed.ledger.flush();
    expect(runs(killed.ledger.database)[0]).toMatchObject({ endedAt: START + 5000, reason: 'lost' });
  });

  it('forgets a conversation, or a speaker, from the pages too, and what still waits', () => {
    const { ledger, folder } = hold();
    const secret = 'the secret name is rumpelstiltskin';
    for (const conversation of ['a', 'b'])
      for (const speaker of ['owner', 'guest'])
        ledger.chat({ conversation, speaker, direction: 'heard', text: conversation === 'a' ? secret : 'no matter' });
    ledger.flush();
    ledger.chat({ conversation: 'a', speaker: 'owner', direction: 'heard', text: secret });
    expect(readFileSync(join(folder, 'statistics.db-wal')).includes(secret)).toBe(true);
    expect(ledger.forget({ conversation: 'a' })).toBe(3);
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file)).includes('rumpelstiltskin'), file).toBe(false);
    expect(ledger.forget({ speaker: 'guest' })).toBe(1);
    expect(transcript(ledger.database).map(({ conversation, speaker }) => [conversation, speaker])).toEqual([
      ['b', 'owner'],
    ]);
  });

  it('puts other words in the place of what was said last, and leaves nothing of the old ones', () => {
    const { ledger, folder } = hold();
    ledger.chat({ conversation: 'a', speaker: 'baby', direction: 'said', text: 'the first words' });
    ledger.chat({ conversation: 'a', speaker: 'baby', direction: 'said', text: 'my name is rumpelstiltskin' });
    ledger.chat({ conversation: 'a', speaker: 'owner', direction: 'heard', text: 'is it?' });
    ledger.chat({ conversation: 'b', speaker: 'baby', direction: 'said', text: 'no matter' });
    ledger.correct('a', 'I shall not say');
    expect(transcript(ledger.database).map(({ text }) => text)).toEqual([
      'the first words',
      'I shall not say',
      'is it?',
      'no matter',
    ]);
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file)).includes('rumpelstiltskin'), file).toBe(false);
    ledger.correct('nobody', 'x');
    expect(transcript(ledger.database)).toHaveLength(4);
  });

  it('takes any text: bounded, whole, without NUL', () => {
    const { ledger } = hold();
    ledger.log('info', 'x'.repeat(100), `a\0b \ud800 ${'y'.repeat(20_000)}`, { deep: [1, Number.NaN] });
    ledger.flush();
    const row = ledger.database.prepare('SELECT scope, message, data FROM log').get() as Record<string, string>;
    expect([row.scope.length, row.message.length, row.message.slice(0, 6), row.message.at(-1)]).toEqual([
      64,
      16_384,
      'a\ufffdb \ufffd ',
      '…',
    ]);
    expect(row.data).toBe('{"deep":[1,null]}');
  });

  it('refuses what cannot be right with one sentence', () => {
    const { ledger } = hold();
    expect(() => ledger.record(1, { loss: 1 })).toThrow(texts.ledger.noRunYet('record'));
    ledger.beginRun();
    expect(() => ledger.record(1.5, { loss: 1 })).toThrow(texts.ledger.notWhole('a step', 1.5));
    expect(() => ledger.record(1, { losss: 1 } as object)).toThrow('no statistic is called "losss"; there is loss');
    const circle: { self?: object } = {};
    circle.self = circle;
    expect(() => ledger.event('x', circle)).toThrow(/^the data of an event must be plain data/);
    expect(ledger.counts.waiting).toBe(0);
  });

  it('writes by itself a moment later', async () => {
    const { ledger } = hold({ flushEvery: 5 });
    ledger.beginRun();
    ledger.record(1, { loss: 1, exact: 0.5, exam: null });
    while (ledger.counts.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ledger.counts).toEqual({ written: 3, waiting: 0, lost: 0 });
    expect(ledger.database.prepare('SELECT value FROM metric ORDER BY key_id').pluck().all()).toEqual([1, 0.5, null]);
  });
});

describe('a file that is not as it should be', () => {
  it('of a newer version is refused with one sentence, and left alone', () => {
    const { ledger, folder } = hold();
    ledger.database.pragma(`user_version = ${VERSION + 3}`);
    ledger.close();
    const before = readFileSync(ledger.file);
    for (const open of [() => Ledger.open({ folder }), () => openForReading(ledger.file)]) {
      const error = errorOf(open);
      expect(error.kind).toBe('newer');
      expect(error.message).toBe(texts.ledger.newerVersion(ledger.file, VERSION + 3, VERSION));
    }
    expect(readFileSync(ledger.file)).toEqual(before);
  });

  it('is read only where there is one of this version', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'statistics.db');
    expect(errorOf(() => openForReading(file))).toMatchObject({ kind: 'missing' });
    new Database(file).close();
    writeFileSync(file, '');
    expect(errorOf(() => openForReading(file))).toMatchObject({ kind: 'older' });
    writeFileSync(file, 'no database at all '.repeat(100));
    expect(errorOf(() => openForReading(file)).message).toMatch(/cannot be read: file is not a database\.$/);
  });

  const filled = (): string => {
    const { ledger, folder } = hold();
    ledger.beginRun();
    for (let step = 0; step < 3000; step++) ledger.log('info', 'test', `line ${step} of a long story`);
    ledger.close();
    return folder;
  };
  const DAMAGES: [string, (file: string) => void][] = [
    ['rubbish', (file) => writeFileSync(file, 'rubbish '.repeat(5000))],
    ['cut short', (file) => truncateSync(file, 20_000)],
    [
      'another program’s',
      (file) => {
        writeFileSync(file, '');
        const other = new Database(file);
        other.exec('CREATE TABLE secrets (x)');
        other.close();
      },
    ],
    [
      'overwritten in its middle',
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0xa5, 4096 * 4, bytes.length - 4096 * 4);
        writeFileSync(file, bytes);
      },
    ],
  ];
  it.each(DAMAGES)('%s: it is set aside with a note, and a new one begun', (_, harm) => {
    const folder = filled();
    harm(join(folder, 'statistics.db'));
    const harmed = readFileSync(join(folder, 'statistics.db'));
    const { ledger, notes } = hold({ folder });
    const aside = 'damaged-2026-03-01T12-00-00.000.db';
    expect(notes).toEqual([
      expect.stringMatching(
        /^warn: The statistics were damaged \(.+\): they are set aside as damaged-2026-03-01T12-00-00\.000\.db, and new ones are begun\.$/,
      ),
    ]);
    expect(readFileSync(join(folder, aside)).equals(harmed)).toBe(true);
    ledger.beginRun();
    ledger.record(1, { loss: 2 });
    expect([ledger.flush(), ledger.counts.written]).toEqual([true, 1]);
  });
});
