import { describe, expect, it } from 'vitest';
import {
  AT_ONCE,
  ClientLeft,
  MOST_OF_A_FRIEND,
  MOST_OWED,
  MOST_WAITING,
  PAID_AT_ONCE,
  SHARE,
  VoiceLine,
} from '../../../school/http/voice-line.ts';
import { until } from '../temporary.ts';
import { gate, SpokenBaby } from './support.ts';

const wish = (prompt: string) => ({ prompt, voice: {} });
const OWNER = { isOwner: true } as const;
const silent = () => {};
/** Milliseconds of learning that a second of speaking owes. */
const OWED_EACH = 1000 * (1 / SHARE - 1);
const here = () => new AbortController().signal;

describe('the line before the voice', () => {
  it('is served in the order in which it was joined, one at a time', async () => {
    const baby = new SpokenBaby();
    const speaking = gate();
    baby.pause = () => speaking.opened;
    const line = new VoiceLine(baby);
    const all = ['a', 'b', 'c'].map((prompt) => line.speak(wish(prompt), OWNER, here(), silent));
    await until(() => baby.asked.length === 1);
    expect(baby.asked).toHaveLength(1);
    speaking.open();
    await Promise.all(all);
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual(['a', 'b', 'c']);
  });

  it('is served a few at a time where it learns, and the next one in place of each that ended', async () => {
    const baby = new SpokenBaby();
    const gates = new Map<unknown, ReturnType<typeof gate>>();
    baby.pause = async (prompt) => gates.get(prompt)?.opened;
    const line = new VoiceLine(baby, { learns: true });
    const names = Array.from({ length: AT_ONCE + 2 }, (_, i) => `${i}`);
    for (const name of names) gates.set(name, gate());
    const all = names.map((name) => line.speak(wish(name), OWNER, here(), silent));
    await until(() => baby.asked.length === AT_ONCE);
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual(names.slice(0, AT_ONCE));
    gates.get('2')?.open();
    await until(() => baby.asked.length === AT_ONCE + 1);
    for (const one of gates.values()) one.open();
    await Promise.all(all);
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual(names);
  });

  it('owes no more for replies than learning stood still for them', async () => {
    const baby = new SpokenBaby();
    let now = 0;
    const rests: number[] = [];
    const rest = async (milliseconds: number) => {
      rests.push(milliseconds);
      now += milliseconds;
    };
    // a second each, of which it spoke a twentieth
    baby.pause = async () => void (now += 1000);
    baby.deltas = ['Yes.'];
    baby.workMilliseconds = 50;
    const line = new VoiceLine(baby, { learns: true, now: () => now, rest });
    for (let i = 0; i < 100; i++) await line.speak(wish('a'), OWNER, here(), silent);
    expect(rests).toEqual([]);
    baby.workMilliseconds = 1000;
    for (let i = 0; i < 10; i++) await line.speak(wish('a'), OWNER, here(), silent);
    // the last of the short ones was owed for still
    const before = 0.05 * OWED_EACH;
    const free = Math.floor((MOST_OWED - before) / OWED_EACH) + 1;
    expect(rests).toHaveLength(10 - free);
    expect(rests[0]).toBeCloseTo(before + free * OWED_EACH - MOST_OWED + PAID_AT_ONCE, 3);
  });

  it('is left by a client who leaves, whose place is free at once', async () => {
    const baby = new SpokenBaby();
    const speaking = gate();
    baby.pause = () => speaking.opened;
    const line = new VoiceLine(baby);
    const first = line.speak(wish('first'), OWNER, here(), silent);
    const leaving = new AbortController();
    const waiting = Array.from({ length: MOST_WAITING }, (_, i) =>
      line.speak(wish(`${i}`), OWNER, i === 3 ? leaving.signal : here(), silent),
    );
    await expect(line.speak(wish('x'), OWNER, here(), silent)).rejects.toMatchObject({ status: 429 });
    leaving.abort();
    await expect(waiting[3]).rejects.toBeInstanceOf(ClientLeft);
    const last = line.speak(wish('last'), OWNER, here(), silent);
    speaking.open();
    await Promise.all([first, last, ...waiting.filter((_, i) => i !== 3)]);
    expect(baby.asked.map(({ prompt }) => prompt)).toEqual(['first', '0', '1', '2', '4', '5', '6', '7', 'last']);
  });

  it('goes on after a reply that failed, which is told in the words of the baby', async () => {
    const baby = new SpokenBaby();
    baby.fails = 'it is falling asleep';
    const line = new VoiceLine(baby);
    const failing = line.speak(wish('a'), OWNER, here(), silent);
    const next = line.speak(wish('b'), OWNER, here(), silent);
    await expect(failing).rejects.toMatchObject({ status: 503, message: 'it is falling asleep' });
    await expect(next).rejects.toMatchObject({ status: 503 });
    baby.fails = undefined;
    expect((await line.speak(wish('c'), OWNER, here(), silent)).text).toBe('Hello you.');
  });

  it('asks for public answers where a friend asks, who is never learnt from, and of whom few requests wait at once', async () => {
    const baby = new SpokenBaby();
    const speaking = gate();
    baby.pause = () => speaking.opened;
    const line = new VoiceLine(baby);
    const ann = { isOwner: false, friend: 'ann' } as const;
    const bob = { isOwner: false, friend: 'bob' } as const;
    const all = Array.from({ length: MOST_OF_A_FRIEND }, () => line.speak(wish('ann'), ann, here(), silent));
    await expect(line.speak(wish('one more'), ann, here(), silent)).rejects.toMatchObject({ status: 429 });
    all.push(line.speak(wish('bob'), bob, here(), silent), line.speak(wish('owner'), OWNER, here(), silent));
    speaking.open();
    await Promise.all(all);
    expect(baby.asked.map(({ prompt, options }) => [prompt, options.public, options.learnable])).toEqual([
      ['ann', true, undefined],
      ['ann', true, undefined],
      ['bob', true, undefined],
      ['owner', undefined, true],
    ]);
    await line.speak(wish('again'), ann, here(), silent);
    expect(baby.asked.at(-1)?.prompt).toBe('again');
  });

  it('leaves learning most of the time where programs ask all the time, and is there at once where they do not', async () => {
    for (const learns of [true, false]) {
      const baby = new SpokenBaby();
      let now = 0;
      const rests: number[] = [];
      // each reply takes a second
      baby.deltas = ['Yes.'];
      baby.pause = async () => void (now += 1000);
      const rest = async (milliseconds: number) => {
        rests.push(milliseconds);
        now += milliseconds;
      };
      const line = new VoiceLine(baby, { learns, now: () => now, rest });
      for (let i = 0; i < 100; i++) await line.speak(wish('a'), OWNER, here(), silent);
      if (!learns) {
        expect(rests).toEqual([]);
        continue;
      }
      const [first] = rests;
      // so many replies come at once
      const free = Math.floor(MOST_OWED / OWED_EACH) + 1;
      expect(first).toBeCloseTo(free * OWED_EACH - MOST_OWED + PAID_AT_ONCE, 3);
      expect(rests).toHaveLength(100 - free);
      // then it speaks for its share of the time
      expect(rests.slice(1).every((milliseconds) => Math.abs(milliseconds - OWED_EACH) < 1)).toBe(true);
      now += 300_000;
      await line.speak(wish('later'), OWNER, here(), silent);
      expect(rests).toHaveLength(100 - free);
    }
  });

  it('lets replies that wait for learning go on together, so that they are spoken side by side', async () => {
    // milliseconds that a reply takes beside others, by their number, as measured by processor time (school/EXPERIMENTS.md)
    const WORK = [18, 18, 15, 13.5, 12.8];
    // replies end one after the other, as they are long
    const LENGTHS = [1, 0.4, 1.3, 0.7, 1.1];
    const SECONDS = 120;
    let now = 0;
    let timers: { at: number; go: () => void }[] = [];
    const wait = (milliseconds: number) =>
      new Promise<void>((go) => timers.push({ at: now + Math.max(0, milliseconds), go }));
    const speaking = { now: 0, replies: 0, lengths: 0, work: 0 };
    const baby = new SpokenBaby();
    baby.deltas = ['Yes.'];
    baby.pause = async () => {
      speaking.now++;
      // clients who were let go at once are there at once
      await wait(0);
      const length = LENGTHS[speaking.replies++ % LENGTHS.length];
      const work = length * WORK[speaking.now];
      await wait(work * speaking.now);
      speaking.now--;
      speaking.lengths += length;
      speaking.work += work;
      baby.workMilliseconds = work;
    };
    const line = new VoiceLine(baby, { learns: true, now: () => now, rest: wait });
    const client = async () => {
      while (now < SECONDS * 1000) {
        await line.speak(wish('a'), OWNER, here(), silent);
        await wait(2);
      }
    };
    for (let i = 0; i < 4; i++) void client();
    // what comes at once is over
    let before = { ...speaking };
    for (let isSteady = false; now < SECONDS * 1000; ) {
      await new Promise(setImmediate);
      now = Math.min(...timers.map(({ at }) => at));
      if (!isSteady && now > 30_000) {
        isSteady = true;
        before = { ...speaking };
      }
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { go } of due) go();
    }
    const spoken = speaking.lengths - before.lengths;
    const work = speaking.work - before.work;
    expect(work / spoken).toBeLessThan(13.5);
    expect(work / ((SECONDS - 30) * 1000)).toBeCloseTo(SHARE, 2);
  });

  it('is left by a client who leaves while it waits for the voice to be free', async () => {
    const baby = new SpokenBaby();
    let now = 0;
    baby.pause = async () => void (now += 100_000);
    const line = new VoiceLine(baby, { learns: true, now: () => now });
    await line.speak(wish('a'), OWNER, here(), silent);
    const leaving = new AbortController();
    const waiting = line.speak(wish('b'), OWNER, leaving.signal, silent);
    leaving.abort();
    await expect(waiting).rejects.toBeInstanceOf(ClientLeft);
    expect(baby.asked).toHaveLength(1);
  });
});
