import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';
import { temporaryFolder } from '../temporary.ts';
import { CountedStore } from './counted-store.ts';

const HOUR = 3_600_000;

function open(folder = temporaryFolder(), changes: Partial<ConstructorParameters<typeof ConsentStore>[1]> = {}) {
  const path = join(folder, 'twitch', 'twitch.db');
  const gone: string[] = [];
  const store = new CountedStore(path, { retention: 24 * HOUR, onGone: (ids) => gone.push(...ids), ...changes });
  const say = (userId: string, id: string, text: string, at = 1000, channel = 'loop') =>
    store.keep({ userId, id, channel, at }, text);
  return { folder, path, gone, store, say };
}

describe('consent', () => {
  it('keeps nothing of people who did not agree', () => {
    const { store, say } = open();
    expect(say('1', 'm1', 'never agreed')).toBe(false);
    store.optIn('2', 'bob', 0);
    store.optOut('2', 0);
    expect(say('2', 'm2', 'disagreed')).toBe(false);
    store.optIn('3', 'cat', 0);
    expect(say('3', 'm3', 'agreed')).toBe(true);
    expect(store.rows()).toEqual({ person: 2, message: 1, taught: 0, mark: 0 });
    expect([store.of('1'), store.of('2'), store.of('3')]).toEqual(['none', 'out', 'in']);
    expect(store.optedIn).toBe(1);
    store.close();
  });

  it('outlives a sleep, in a file for its owner alone', () => {
    const { folder, path, store, say } = open();
    store.optIn('1', 'ann', 0);
    say('1', 'm1', 'remember this');
    store.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'twitch')).mode & 0o777).toBe(0o700);
    const again = open(folder).store;
    expect(again.of('1')).toBe('in');
    expect(again.messages()).toEqual([{ id: 'm1', userId: '1', text: 'remember this' }]);
    again.close();
  });

  it('stops at once when somebody opts out, and deletes what was kept', () => {
    const { store, say, gone } = open();
    store.optIn('1', 'ann', 0);
    say('1', 'm1', 'one');
    say('1', 'm2', 'two');
    expect(store.optOut('1', 5)).toBe(2);
    expect(gone.sort()).toEqual(['m1', 'm2']);
    expect(store.next(10)).toBeUndefined();
    expect(say('1', 'm3', 'three')).toBe(false);
    expect(store.rows()).toMatchObject({ person: 1, message: 0 });
    store.close();
  });

  it('lets words expire', () => {
    const { store, say, gone } = open();
    store.optIn('1', 'ann', 0);
    say('1', 'm1', 'old', 1000);
    say('1', 'm2', 'new', 2 * HOUR);
    expect(store.prune(1000 + 24 * HOUR)).toEqual(['m1']);
    expect(gone).toEqual(['m1']);
    expect(store.next(2 * HOUR)?.id).toBe('m2');
    store.close();
  });

  it('lets them expire while it is awake, whatever is done to the clock', () => {
    let hours = 24;
    const { store, say, gone } = open(undefined, { retention: () => hours * HOUR });
    const at = 1_000 * HOUR;
    store.optIn('1', 'ann', at);
    say('1', 'm1', 'one', at);
    say('1', 'm2', 'two', at + HOUR);
    for (let second = 0; second < 600; second++) store.tend(at + HOUR + 1000 * second);
    expect(gone).toEqual([]);
    // asleep with the lid closed: the next second is a day later
    store.tend(at + 24 * HOUR + 1);
    expect(gone).toEqual(['m1']);
    // set back by two hours: what is kept lives no longer than a day from then on
    const back = at - HOUR;
    store.tend(back);
    expect(gone).toEqual(['m1']);
    for (let minute = 0; minute < 24 * 60; minute++) store.tend(back + minute * 60_000);
    expect(gone).toEqual(['m1']);
    store.tend(back + 24 * HOUR);
    expect(gone).toEqual(['m1', 'm2']);
    // a shorter time counts for what was kept before, too
    say('1', 'm3', 'three', back + 24 * HOUR);
    hours = 2;
    store.tend(back + 26 * HOUR);
    expect(gone).toEqual(['m1', 'm2', 'm3']);
    expect(store.rows()).toMatchObject({ person: 1, message: 0 });
    store.close();
  });

  it('hands out each message once, those of whom it learnt least first', () => {
    const { store, say } = open();
    for (const who of ['1', '2']) store.optIn(who, `user${who}`, 0);
    for (let i = 0; i < 3; i++) say('1', `a${i}`, `a ${i}`, 1000 + i);
    say('2', 'b0', 'b 0', 5000);
    const first = store.next(6000);
    expect(first).toEqual({ id: 'a0', userId: '1', speaker: 'chatter', text: 'a 0', expires: 1000 + 24 * HOUR });
    store.taught(['a0'], 7, 1500);
    const order = Array.from({ length: 4 }, () => store.next(6000)?.id);
    expect(order).toEqual(['b0', 'a1', 'a2', undefined]);
    store.close();
  });

  it('forgets every row of a person, and marks the souls that were taught by it', () => {
    const souls = [
      { name: 'soul-5', step: 5 },
      { name: 'soul-20', step: 20 },
      { name: 'soul-30', step: 30 },
    ];
    const { store, say, gone } = open(undefined, { souls: () => souls });
    for (const who of ['1', '2']) store.optIn(who, `user${who}`, 0);
    say('1', 'm1', 'secret one');
    say('1', 'm2', 'secret two');
    say('2', 'm3', 'another');
    store.next(2000);
    store.taught(['m1'], 12, 1500);
    store.taught(['m1'], 18, 1500);
    expect(store.rows()).toEqual({ person: 2, message: 3, taught: 1, mark: 0 });
    const report = store.forget('1', 3000);
    expect(store.rows()).toEqual({ person: 1, message: 1, taught: 0, mark: 1 });
    expect(report).toMatchObject({ messages: 2, taught: 2, souls: ['soul-30', 'soul-20'], before: 'soul-5' });
    expect(report.advice).toContain('go back to soul-5');
    expect(report.advice).toContain('cannot unlearn');
    expect(store.marked).toEqual({ examples: 2, firstStep: 12 });
    expect(store.marks()).toEqual([
      { at: 3000, examples: 2, firstStep: 12, lastStep: 18, souls: ['soul-30', 'soul-20'] },
    ]);
    expect(store.of('1')).toBe('none');
    expect(store.find('user1')).toBeUndefined();
    expect(store.export('1').messages).toEqual([]);
    expect(store.messages().map(({ id }) => id)).toEqual(['m3']);
    expect(gone.length).toBe(2);
    store.wentBack(5, 4000);
    expect(store.marks()).toEqual([]);
    expect(store.marked).toBeUndefined();
    store.close();
  });

  it('knows that what is still kept is learnt anew by weights that went back, and what is gone is not', () => {
    const souls = [{ name: 'soul-5', step: 5 }];
    const { store, say } = open(undefined, { souls: () => souls });
    for (const who of ['1', '2', '3']) store.optIn(who, `user${who}`, 0);
    say('1', 'm1', 'kept');
    say('1', 'm2', 'kept too');
    say('2', 'm3', 'deleted before it went back');
    say('3', 'm4', 'learnt long ago');
    store.taught(['m4'], 3, 1500);
    store.taught(['m1', 'm2', 'm3', 'm4'], 12, 1500);
    store.dropMessage('m3', 2000);
    // as when it wakes after a save: nothing changes
    store.wentBack(12, 2500);
    expect(store.export('1').taught).toEqual({ examples: 2, firstStep: 12, lastStep: 12 });
    expect(store.marks()).toHaveLength(1);
    store.wentBack(5, 3000);
    expect(store.export('1').taught).toEqual({ examples: 2, firstStep: 6, lastStep: 6 });
    expect(store.export('2').taught).toBeNull();
    expect(store.export('3').taught).toEqual({ examples: 2, firstStep: 3, lastStep: 5 });
    expect(store.marks()).toEqual([]);
    // the soul that it went back to is free of them still
    expect(store.forget('1', 4000)).toMatchObject({ taught: 2, souls: [], before: 'soul-5' });
    store.close();
  });

  it('leaves nothing of the words in the file or beside it', () => {
    const { folder, store, say } = open();
    store.optIn('1', 'ann', 0);
    for (let i = 0; i < 300; i++) say('1', `m${i}`, `the purple walrus number ${i} sings at midnight`);
    store.flush();
    const inFiles = () =>
      readdirSync(join(folder, 'twitch')).filter((name) =>
        readFileSync(join(folder, 'twitch', name)).includes('purple walrus'),
      );
    expect(inFiles()).toEqual(['twitch.db']);
    store.forget('1', 5);
    expect(inFiles()).toEqual([]);
    store.close();
    expect(inFiles()).toEqual([]);
  });

  it('does the same for messages that were deleted, and for a channel that was cleared', () => {
    const { store, say, gone } = open(undefined, { souls: () => [{ name: 'soul-9', step: 9 }] });
    for (const who of ['1', '2']) store.optIn(who, `user${who}`, 0);
    say('1', 'm1', 'one');
    say('1', 'm2', 'two');
    say('1', 'm3', 'elsewhere', 1000, 'other');
    say('2', 'm4', 'four');
    store.taught(['m1'], 4, 1500);
    expect(store.dropMessage('m1', 10)).toEqual(['m1']);
    expect(store.marks()).toMatchObject([{ examples: 1, firstStep: 4, souls: ['soul-9'] }]);
    expect(store.dropMessage('unknown', 10)).toEqual([]);
    expect(store.dropChannel('loop', 10)).toEqual(['m2', 'm4']);
    expect(store.messages().map(({ id }) => id)).toEqual(['m3']);
    expect(store.marks().length).toBe(1);
    expect(gone).toEqual(['m1', 'm2', 'm4']);
    store.close();
  });

  it('makes no row for whoever opts out of nothing', () => {
    const { store } = open();
    expect(store.optOut('1', 0)).toBe(0);
    expect(store.of('1')).toBe('none');
    expect(store.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 0 });
    // nor is one changed by opting out again
    store.optIn('2', 'bob', 0);
    store.optOut('2', 5);
    expect(store.optOut('2', 9)).toBe(0);
    expect(store.export('2').since).toBe('1970-01-01T00:00:00.005Z');
    store.close();
  });

  it('marks what was forgotten on its way into the lesson, as nobody’s', () => {
    const { store, say } = open(undefined, { souls: () => [{ name: 'soul-9', step: 9 }] });
    store.optIn('1', 'ann', 0);
    say('1', 'm1', 'one');
    store.next(2000);
    store.forget('1', 2000);
    expect(store.marked).toBeUndefined();
    store.taught(['m1'], 9, 2500);
    expect(store.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 1 });
    expect(store.marks()).toEqual([{ at: 2500, examples: 1, firstStep: 9, lastStep: 9, souls: ['soul-9'] }]);
    store.close();
  });

  it('is bounded, for each person and in all', () => {
    const { store, say, gone } = open(undefined, { most: 50, mostEach: 20 });
    for (let who = 0; who < 10; who++) store.optIn(String(who), `user${who}`, 0);
    for (let i = 0; i < 300; i++) say(String(i % 2), `m${i}`, `text ${i}`, 1000 + i);
    store.flush();
    expect(store.rows().message).toBe(40);
    for (let i = 300; i < 900; i++) say(String(i % 10), `m${i}`, `text ${i}`, 1000 + i);
    store.flush();
    expect(store.rows().message).toBe(50);
    expect(gone.length).toBe(850);
    expect(store.messages().some(({ id }) => id === 'm899')).toBe(true);
    store.close();
  });

  it('exports all of a person, by name or id', () => {
    const { store, say } = open();
    store.optIn('17', 'ann', 0);
    say('17', 'm1', 'hello');
    store.taught(['m1'], 3, 1500);
    expect(store.find('@Ann')).toBe('17');
    expect(store.find('17')).toBe('17');
    expect(store.find('nobody')).toBeUndefined();
    expect(store.export('17')).toEqual({
      userId: '17',
      login: 'ann',
      consent: 'in',
      since: '1970-01-01T00:00:00.000Z',
      messages: [
        {
          id: 'm1',
          channel: 'loop',
          at: '1970-01-01T00:00:01.000Z',
          expires: '1970-01-02T00:00:01.000Z',
          text: 'hello',
          learnt: true,
        },
      ],
      taught: { examples: 1, firstStep: 3, lastStep: 3 },
    });
    store.close();
  });

  it('refuses a file that is not its own, or newer, in one sentence', () => {
    const folder = temporaryFolder();
    const other = join(folder, 'other.db');
    writeFileSync(other, 'no database at all, but long enough to be read as a header of one, perhaps, or not at all');
    expect(() => new ConsentStore(other, { retention: 1 })).toThrow(/cannot be opened/);
    const newer = join(folder, 'newer.db');
    const database = new Database(newer);
    database.pragma('user_version = 99');
    database.close();
    expect(() => new ConsentStore(newer, { retention: 1 })).toThrow(/newer babyLLM/);
    expect(existsSync(other)).toBe(true);
  });
});
