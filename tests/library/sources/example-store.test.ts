import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../../library/notices/notices.ts';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import type { Example } from '../../../library/sources/examples.ts';
import { temporaryFolder } from '../home.ts';

const passage = (id: string, text = `words of ${id}`): Example => ({
  id,
  turns: [
    { speaker: 'owner', text: 'hello\nthere', learn: false },
    { speaker: 'babyllm', text, learn: true },
  ],
});

async function open(folder: string): Promise<{ book: ExampleStore; notes: Note[] }> {
  const notes: Note[] = [];
  return { book: await ExampleStore.open(folder, (note) => notes.push(note)), notes };
}

describe('the book of what was taught', () => {
  it('survives, a file for each source that only its owner may read', async () => {
    const folder = join(temporaryFolder(), 'sources');
    const { book, notes } = await open(folder);
    await book.add('corrections', [passage('a'), passage('b')], new Date('2026-02-03T04:05:06Z'));
    await book.add('chat', [passage('a', 'something else')]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'corrections.jsonl')).mode & 0o777).toBe(0o600);
    const lines = readFileSync(join(folder, 'corrections.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0])).toEqual({ ...passage('a'), time: '2026-02-03T04:05:06.000Z' });
    const { book: again } = await open(folder);
    expect(again.entries('corrections')).toEqual(book.entries('corrections'));
    expect(again.entries('corrections').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(again.entries('chat')[0]).toMatchObject(passage('a', 'something else'));
    expect(again.entries('twitch')).toEqual([]);
    expect(notes).toEqual([]);
  });

  it('replaces what comes again under the same id, and removes for good', async () => {
    const folder = temporaryFolder();
    const { book } = await open(folder);
    await Promise.all([book.add('scribe', [passage('a'), passage('b')]), book.add('scribe', [passage('a', 'better')])]);
    expect(book.entries('scribe').map(({ id, turns }) => [id, turns[1].text])).toEqual([
      ['b', 'words of b'],
      ['a', 'better'],
    ]);
    const gone = await book.remove('scribe', ['b', 'nobody']);
    expect(gone.map(({ id }) => id)).toEqual(['b']);
    expect(readFileSync(join(folder, 'scribe.jsonl'), 'utf8')).not.toContain('words of b');
    expect((await open(folder)).book.entries('scribe')).toHaveLength(1);
    expect(await book.remove('scribe', ['b'])).toEqual([]);
    expect(existsSync(join(folder, 'chat.jsonl'))).toBe(false);
  });

  it('keeps the newest of too many', async () => {
    const folder = temporaryFolder();
    const { book } = await open(folder);
    await book.add(
      'twitch',
      Array.from({ length: 5000 }, (_, i) => passage(`${i}`)),
    );
    expect(book.entries('twitch')).toHaveLength(4096);
    expect((await open(folder)).book.entries('twitch')[0].id).toBe('904');
  });

  it('tells of lines that are none, reads the rest, and loses nothing of them', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'corrections.jsonl');
    const whole = JSON.stringify({ ...passage('a'), time: '2026-02-03T04:05:06.000Z' });
    writeFileSync(path, `${whole}\nmy own note\n{"id":"c","turns":[],"time":"x"}\n${whole.replace('"a"', '"b"')}`);
    const { book, notes } = await open(folder);
    expect(book.entries('corrections').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(notes.map(({ message }) => message)).toEqual([
      'corrections.jsonl of the sources is damaged in 2 lines, the first of them 2; the rest is learnt.',
    ]);
    await book.add('corrections', [passage('d')]);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('my own note\n{"id":"c"');
    expect((await open(folder)).book.entries('corrections').map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  });

  it.skipIf(process.getuid?.() === 0)('writes no file that it could not read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'chat.jsonl'), 'precious');
    chmodSync(join(folder, 'chat.jsonl'), 0o200);
    const { book, notes } = await open(folder);
    expect(notes[0].message).toContain('cannot be read: permission denied');
    await expect(book.add('chat', [passage('a')])).rejects.toThrow('is not written either');
    chmodSync(join(folder, 'chat.jsonl'), 0o600);
    expect(readFileSync(join(folder, 'chat.jsonl'), 'utf8')).toBe('precious');
  });

  it('says so where a folder stands in the place of its file, and does not learn from it', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'chat.jsonl'));
    const { book, notes } = await open(folder);
    expect(notes).toHaveLength(1);
    expect(notes[0].message).toContain('chat.jsonl of the sources cannot be read');
    await expect(book.add('chat', [passage('a')])).rejects.toThrow('is not written either');
    expect(book.entries('chat')).toEqual([]);
  });
});
