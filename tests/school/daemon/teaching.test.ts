import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import type { Example } from '../../../library/sources/examples.ts';
import type { Said } from '../../../school/api/messages.ts';
import { correctionsAsleep, Teaching, taughtBefore } from '../../../school/daemon/teaching.ts';
import { daemonTexts } from '../../../school/daemon/texts/daemon-texts.ts';
import type { LessonClient } from '../../../school/lesson/lesson-client.ts';
import { temporaryFolder } from '../tiny.ts';

const passage = (id: string, text: string, learn = true): Example => ({
  id,
  turns: [
    { speaker: 'owner', text: 'hello', learn: false },
    { speaker: 'babyllm', text, learn },
  ],
});

/** A classroom that remembers what it was told; `isThere`: or none, as while a lesson begins again. */
class Room {
  isThere = true;
  readonly told: unknown[][] = [];
  private readonly waiting: ((room: LessonClient) => Promise<unknown>)[] = [];
  private readonly room = {
    teach: async (...given: unknown[]) => void this.told.push(['teach', ...given]),
    unteach: async (...given: unknown[]) => {
      this.told.push(['unteach', ...given]);
      return { b: 12 };
    },
    read: async () => ({ files: {}, sources: [], corrections: { a: { reads: 40, byHeart: true } } }),
  } as unknown as LessonClient;

  ask = async <T>(question: (room: LessonClient) => Promise<T>): Promise<T> => {
    if (!this.isThere) throw new Error('it is just beginning again');
    return question(this.room);
  };
  whenThere = (tell: (room: LessonClient) => Promise<unknown>): void => {
    if (this.isThere) void tell(this.room);
    else this.waiting.push(tell);
  };
  goOn(): void {
    this.isThere = true;
    for (const tell of this.waiting.splice(0)) void tell(this.room);
  }
}

async function teachingIn(folder = temporaryFolder()) {
  const room = new Room();
  const book = await ExampleStore.open(folder, () => {});
  const admit = async <P extends Example>(passages: readonly P[]) =>
    passages.filter(({ turns }) => turns.every(({ text }) => !text.includes('secret')));
  return { teaching: new Teaching({ guardian: room, book, admit }), room, book, admit, folder };
}

describe('teaching', () => {
  it('keeps what may be learnt and hands it to the lesson at once; refuses the rest', async () => {
    const { teaching, room, book } = await teachingIn();
    const taught = await teaching.teach('chat', [
      passage('a', 'good morning'),
      passage('b', 'a secret of the exams'),
      passage('c', 'nobody learns this', false),
      passage('d', '  '),
    ]);
    expect(taught).toEqual({ taken: ['a'], refused: ['b', 'c', 'd'] });
    expect(room.told).toEqual([['teach', 'chat', [passage('a', 'good morning')]]]);
    expect(book.entries('chat').map(({ id }) => id)).toEqual(['a']);
  });

  it('tells the next lesson what came while there was none', async () => {
    const { teaching, room } = await teachingIn();
    room.isThere = false;
    await teaching.teach('scribe', [passage('b', 'well done')]);
    expect(await teaching.unteach('scribe', ['b', 'nobody'])).toMatchObject([{ id: 'b', reads: null }]);
    expect(room.told).toEqual([]);
    room.goOn();
    expect(room.told.map(([what]) => what)).toEqual(['teach', 'unteach']);
  });

  it('takes passages out of the file too, and says how often they were learnt from', async () => {
    const { teaching, folder } = await teachingIn();
    await teaching.teach('corrections', [
      passage('b', 'my secret-free answer'.replace('secret-', '')),
      passage('c', 'stays'),
    ]);
    expect(await teaching.unteach('corrections', ['b'])).toMatchObject([{ id: 'b', reads: 12 }]);
    expect(readFileSync(join(folder, 'corrections.jsonl'), 'utf8')).not.toContain('free answer');
    expect(await teaching.unteach('corrections', ['b'])).toEqual([]);
  });

  it('makes a correction of a question and its answer; a better one takes the place of the first', async () => {
    const { teaching, book } = await teachingIn();
    const question = { from: 'owner', text: 'what is green?' };
    const first = await teaching.correct(question, { from: 'mia', text: 'moss' });
    const second = await teaching.correct(question, { from: 'mia', text: 'grass' }, first.id!);
    const other = await teaching.correct(question, { from: 'mia', text: 'frogs' });
    expect(second).toEqual({ id: first.id, note: null });
    expect(other.id).not.toBe(first.id);
    expect(book.entries('corrections').map(({ turns }) => turns)).toEqual([
      [
        { speaker: 'owner', text: 'what is green?', learn: false },
        { speaker: 'mia', text: 'grass', learn: true },
      ],
      [
        { speaker: 'owner', text: 'what is green?', learn: false },
        { speaker: 'mia', text: 'frogs', learn: true },
      ],
    ]);
    expect(await teaching.correct(question, { from: 'mia', text: 'a secret' })).toEqual({
      id: expect.any(String),
      note: daemonTexts.teaching.heldOut,
    });
  });

  it('keeps no correction that could not be read again, and says so', async () => {
    const { teaching, book, folder } = await teachingIn();
    const long = 'a'.repeat(16_385);
    const note = daemonTexts.teaching.tooLong('16,384', '16,385');
    const [question, answer] = [
      { from: 'owner', text: 'what is green?' },
      { from: 'mia', text: 'moss' },
    ];
    expect(await teaching.correct({ ...question, text: long }, answer)).toEqual({ id: null, note });
    expect(await teaching.correct(question, { ...answer, text: long })).toEqual({ id: null, note });
    expect(book.entries('corrections')).toEqual([]);
    const { id } = await teaching.correct({ ...question, text: long.slice(1) }, { ...answer, text: long.slice(1) });
    const notes: string[] = [];
    const again = await ExampleStore.open(folder, ({ message }) => notes.push(message));
    expect([again.entries('corrections').map((entry) => entry.id), notes]).toEqual([[id], []]);
  });

  it('lists corrections, and how well they are known, awake and asleep', async () => {
    const { teaching, room, book } = await teachingIn();
    await book.add('corrections', [passage('a', 'good morning')], new Date('2026-02-03T04:05:06Z'));
    const correction = { id: 'a', time: '2026-02-03T04:05:06.000Z', question: 'hello', answer: 'good morning' };
    expect(await teaching.corrections()).toEqual([{ ...correction, reads: 40, byHeart: true }]);
    room.isThere = false;
    expect(await teaching.corrections()).toEqual([{ ...correction, reads: null, byHeart: false }]);
    const soul = { mixer: { known: { corrections: { a: [7, 7, 2] } } } };
    expect(correctionsAsleep(book, soul as unknown as Parameters<typeof correctionsAsleep>[1])).toEqual([
      { ...correction, reads: 7, byHeart: false },
    ]);
    expect(correctionsAsleep(book, undefined)).toMatchObject([{ reads: 0, byHeart: false }]);
  });

  it('gives a lesson that begins all that may be learnt', async () => {
    const { book, admit } = await teachingIn();
    await book.add('corrections', [passage('a', 'good morning'), passage('b', 'a secret')]);
    await book.add('twitch', [passage('t', 'hi')]);
    expect(await taughtBefore(book, admit, 0)).toEqual({
      corrections: [passage('a', 'good morning')],
      twitch: [passage('t', 'hi')],
    });
  });

  it('takes out what was said of steps after those that a lesson begins with, and keeps what was said before', async () => {
    const { book, admit } = await teachingIn();
    const before = ['mf3k-1', 'comment-8', 'comment-96'].map((id) => passage(id, 'hm'));
    await book.add('scribe', [...before, passage('comment-104', 'oh')]);
    await book.add('reflections', [passage('reflection-128', 'calm')]);
    await book.add('chat', [passage('comment-128', 'hello')]);
    expect(await taughtBefore(book, admit, 96)).toEqual({ scribe: before, chat: [passage('comment-128', 'hello')] });
    expect(book.entries('scribe').map(({ id }) => id)).toEqual(['mf3k-1', 'comment-8', 'comment-96']);
    expect(book.entries('reflections')).toEqual([]);
  });

  it('keeps what a lesson says of its steps before the lesson learns it, but for what is held out', async () => {
    const { teaching, book, room } = await teachingIn();
    const said = (id: string, text: string, source: Said['source'] = 'scribe'): Said => ({
      source,
      passage: passage(id, text),
      raised: { kind: 'comment', step: 8, mood: 'calm', standing: 8, guess: '', text },
    });
    const all = [said('comment-8', 'hm'), said('comment-16', 'a secret'), said('reflection-32', 'calm', 'reflections')];
    expect(await teaching.keep(all)).toEqual(['comment-8', 'reflection-32']);
    expect(book.entries('scribe').map(({ id }) => id)).toEqual(['comment-8']);
    expect(book.entries('reflections').map(({ id }) => id)).toEqual(['reflection-32']);
    expect(room.told).toEqual([]);
  });

  it('takes what was overheard in a conversation out again when that is forgotten, and nothing else', async () => {
    const { teaching, book, room } = await teachingIn();
    const teach = teaching.inPassing(() => {});
    const long = 'a conversation with a name as long as names can be, and longer than ids are, '.repeat(3);
    for (const conversation of ['owner', 'owner', 'owner 2', long])
      teach('chat', passage('', 'hello').turns, conversation);
    while (book.entries('chat').length < 4) await new Promise((resolve) => setImmediate(resolve));
    await teaching.forget('nobody');
    expect(room.told.filter(([what]) => what === 'unteach')).toEqual([]);
    await teaching.forget('owner');
    expect(book.entries('chat')).toHaveLength(2);
    await teaching.forget(long);
    expect(book.entries('chat')).toHaveLength(1);
    teach('api', passage('', 'hello').turns, 'api');
    while (book.entries('api').length < 1) await new Promise((resolve) => setImmediate(resolve));
    await teaching.forget('api');
    expect(book.entries('api')).toHaveLength(0);
    expect(room.told.filter(([what]) => what === 'unteach').map(([, , ids]) => (ids as string[]).length)).toEqual([
      2, 1, 1,
    ]);
  });

  it('in passing gives each passage an id of its own, and complains once of a disk that takes nothing', async () => {
    const { teaching, book } = await teachingIn();
    const complaints: string[] = [];
    const teach = teaching.inPassing((message) => complaints.push(message));
    teach('reflections', passage('', 'i am calm').turns);
    teach('reflections', passage('', 'i am calm').turns);
    await teaching.teach('reflections', []);
    while (book.entries('reflections').length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(new Set(book.entries('reflections').map(({ id }) => id)).size).toBe(2);
    book.add = async () => {
      throw new Error('the disk is full');
    };
    teach('reflections', passage('', 'again').turns);
    teach('reflections', passage('', 'again').turns);
    while (complaints.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(complaints).toEqual([daemonTexts.teaching.notStored('reflections', 'the disk is full')]);
  });
});
