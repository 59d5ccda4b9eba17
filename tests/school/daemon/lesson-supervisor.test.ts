import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Baby } from '../../../school/api/contract.ts';
import type { Event } from '../../../school/api/messages.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { LessonSupervisor, MOST_AGAIN } from '../../../school/daemon/lesson-supervisor.ts';
import { daemonTexts } from '../../../school/daemon/texts/daemon-texts.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import { LessonError } from '../../../school/lesson/lesson-error.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { configure } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { storyText, temporaryFolder } from '../tiny.ts';

const configOf = (threads: number) =>
  configure(
    {
      preset: 'tiny',
      threads,
      ...(threads === 1 && { kernels: 'simd' }),
      saveSeconds: 3600,
      examSeconds: 3600,
      babbleSeconds: 3600,
    },
    'the test',
  );

/** A life whose lessons can be broken off. */
class Fragile {
  readonly home: Home = makeHome(temporaryFolder());
  readonly events: Event[] = [];
  readonly orders: LessonOptions[] = [];
  life!: Baby;
  room!: LessonClient;
  /** refuses to begin another lesson, if set */
  refusal: string | undefined;
  /** what happens when the next lesson has its orders, and has not begun */
  opening: (() => Promise<unknown>) | undefined;

  /** On one thread it looks for no library of the machine: each of its many lessons would put that to the test. */
  async wake({ threads = 1, ...options }: { minutes?: number; steps?: number; threads?: number } = {}): Promise<this> {
    writeFileSync(join(this.home.library, 'story.txt'), storyText);
    this.life = await wake({
      home: this.home,
      config: configOf(threads),
      ...options,
      openRoom: async (orders) => {
        this.orders.push(orders);
        if (this.refusal) throw new Error(this.refusal);
        await this.opening?.();
        this.room = await LessonClient.open(orders);
        return this.room;
      },
    });
    this.life.watch((event) => this.events.push(event));
    return this;
  }

  /** Waits for an event that has not been heard before. */
  next<E extends Event['event']>(
    name: E,
    wanted: (data: Extract<Event, { event: E }>['data']) => boolean = () => true,
  ) {
    return new Promise<Extract<Event, { event: E }>['data']>((resolve) => {
      const stop = this.life.watch(({ event, data }) => {
        if (event !== name || !wanted(data as never)) return;
        stop();
        resolve(data as never);
      });
    });
  }

  get notes() {
    return this.events.flatMap((event) =>
      event.event === 'note' && event.data.scope === 'lesson' ? [event.data] : [],
    );
  }

  /** Breaks its lesson off. @returns what was noted last, when it goes on */
  async breakOff(): Promise<string> {
    const goesOn = this.next('note', ({ message }) => message.startsWith('the lesson goes on'));
    await this.room.terminate();
    return (await goesOn).message;
  }

  get newest() {
    return new Keeper({ folder: this.home.soul }).list()[0];
  }
}

const lives: Baby[] = [];
afterEach(async () => {
  for (const life of lives.splice(0)) await life.sleep({ now: true }).catch(() => {});
});
const fragile = async (options?: Parameters<Fragile['wake']>[0]) => {
  const made = await new Fragile().wake(options);
  lives.push(made.life);
  return made;
};

describe('a lesson that breaks off', () => {
  it('begins again from the last soul, and stays the same life for those who ask and watch', async () => {
    const it = await fragile({ threads: 2 });
    await it.next('stats');
    const { step } = await it.life.save();
    await it.next('stats', (stats) => stats.step > step);

    const asked = it.life.say('are you there?', { maxTokens: 4096 });
    const refused = expect(asked).rejects.toThrow(
      /^the lesson broke off before it could answer \(.+\): ask once more in a moment$/,
    );
    const meanwhile = it.next('note').then(() => it.life.say('and now?'));
    const between = expect(meanwhile).rejects.toThrow(daemonTexts.lesson.beginningAgain);
    const message = await it.breakOff();
    await Promise.all([refused, between]);

    expect(message).toBe(daemonTexts.lesson.goesOnAt(String(step)));
    expect(it.notes[0]).toMatchObject({
      level: 'error',
      message: expect.stringMatching(
        /^the lesson broke off, and begins again from its last soul: the lesson's thread ended/,
      ),
      stack: expect.stringContaining('lesson-client.ts'),
    });
    expect(it.orders[1]).toMatchObject({ soul: it.newest!.name, from: 'resume' });
    expect(it.life.introduction.step).toBe(step);
    await it.next('stats', (stats) => stats.step > step);
    expect((await it.life.say('hello', { maxTokens: 3 })).tokens).toBeLessThanOrEqual(3);
    const status = await it.life.status();
    expect(status.introduction.step).toBe(step);

    await it.life.sleep();
    await it.life.over;
    expect(it.newest!.step).toBeGreaterThan(step);
  });

  it('by an error of its own, tells where that arose', async () => {
    const it = await fragile({ threads: 2 });
    await it.next('stats');
    await it.life.save();
    const noted = it.next('note', ({ level }) => level === 'error');
    // a library with which nothing can be done is noticed only when it is read
    it.room.newLibrary({ files: [{ name: 'broken.txt', tokens: new Uint16Array([65535, 65535, 65535]) }], exams: [] });
    const { message, stack } = await noted;
    expect(message).toMatch(/^the lesson broke off, and begins again/);
    expect(stack).toMatch(/\n\s+at .*(batches|tutor|lesson|embed|engine|streams)/);
    await it.next('note', (note) => note.message.startsWith('the lesson goes on'));
  });

  it('picks up what changed in the library meanwhile', async () => {
    const it = await fragile();
    await it.next('stats');
    await it.life.save();
    writeFileSync(join(it.home.library, 'letter.txt'), storyText.toUpperCase());
    await it.breakOff();
    await it.next('stats');
    expect(it.orders[1].library.files.map(({ name }) => name)).toContain('letter.txt');
  });

  it('takes in a setting that is changed meanwhile, for whoever changes it', async () => {
    const it = await fragile();
    await it.next('stats');
    await it.life.save();
    const heard = it.next('setting');
    it.opening = () => it.life.set('learningRate', 1e-7);
    await it.breakOff();
    expect(await heard).toEqual({ key: 'learningRate', value: 1e-7, later: false });
    expect(it.orders[1].config.learningRate).not.toBe(1e-7);
    await it.next('stats', ({ learningRate }) => learningRate > 0 && learningRate <= 1e-7);
  });

  it('has only the steps and minutes left that it was given', async () => {
    const it = await fragile({ steps: 100_000, minutes: 60 });
    await it.next('stats');
    const { step } = await it.life.save();
    await it.breakOff();
    expect(it.orders[1].steps).toBe(100_000 - step);
    expect(it.orders[1].minutes).toBeLessThan(60);
    expect(it.orders[1].minutes).toBeGreaterThan(50);
  });

  it(`is given up when it broke off more than ${MOST_AGAIN} times`, async () => {
    const it = await fragile({ threads: 2 });
    await it.next('stats');
    await it.life.save();
    for (let times = 1; times <= MOST_AGAIN; times++) await it.breakOff();
    const asked = expect(it.life.say('hello', { maxTokens: 4096 })).rejects.toThrow(/^the lesson broke off before/);
    await it.room.terminate();
    await asked;
    const sentence =
      /^the lesson broke off 4 times within 10 minutes and is not begun again; the last time: the lesson's thread ended/;
    await expect(it.life.over).rejects.toThrow(sentence);
    await expect(it.life.say('hello')).rejects.toThrow(sentence);
    await expect(it.life.sleep()).rejects.toThrow(sentence);
    expect(it.notes.at(-1)).toMatchObject({ level: 'error', message: expect.stringMatching(sentence) });
  });

  it('is given up when no other can begin', async () => {
    const it = await fragile();
    await it.next('stats');
    await it.life.save();
    it.refusal = 'there is no memory left';
    await it.room.terminate();
    await expect(it.life.over).rejects.toThrow(/is not begun again; the last time: there is no memory left$/);
    expect(it.orders).toHaveLength(1 + MOST_AGAIN);
  });

  it('is never followed by a newborn in silence', async () => {
    const it = await fragile();
    await it.next('stats');
    await it.life.save();
    rmSync(it.home.soul, { recursive: true });
    await it.room.terminate();
    await expect(it.life.over).rejects.toThrow(daemonTexts.wake.noSoulLeft(it.home.soul));
  });
});

describe('falling asleep', () => {
  it('without saving loses what came after the last save, and nothing else', async () => {
    const it = await fragile();
    await it.next('stats');
    const { name, step } = await it.life.save();
    await it.next('stats', (stats) => stats.step > step);
    const asked = expect(it.life.say('hello', { maxTokens: 4096 })).rejects.toThrow(daemonTexts.lesson.asleep);
    const asleep = it.next('sleeping');
    await it.life.sleep({ now: true });
    await it.life.over;
    await asked;
    expect(await asleep).toEqual({ step });
    expect(it.newest).toMatchObject({ name, step });
  });

  it('while a lesson begins again, does not wait for it', async () => {
    const it = await fragile();
    await it.next('stats');
    const { step } = await it.life.save();
    const noted = it.next('note', ({ level }) => level === 'error');
    await it.room.terminate();
    await noted;
    const asleep = it.next('sleeping');
    await it.life.sleep();
    expect(await asleep).toEqual({ step });
  });

  it('while it is just being ended to go back to an earlier soul, is no failure', async () => {
    const over = Promise.withResolvers<void>();
    over.promise.catch(() => {});
    const heard: Event[] = [];
    const room = {
      introduction: { step: 7 },
      over: over.promise,
      watch: () => () => {},
      save: async () => ({ name: 'soul-0000000007', step: 7 }),
      sleep: () => {},
      leave: () => over.promise,
      // the thread ends between two steps, before it has read that it should sleep
      async terminate() {
        asleep ??= guardian.sleep();
        over.reject(new LessonError("the lesson's thread ended unexpectedly (exit code 1)."));
      },
    } as unknown as LessonClient;
    let asleep: Promise<void> | undefined;
    let began = 1;
    const guardian = new LessonSupervisor(room, async () => {
      began++;
      return room;
    });
    guardian.watch((event) => heard.push(event));
    let went = false;
    await expect(
      guardian.restart(() => {
        went = true;
      }),
    ).rejects.toThrow(daemonTexts.lesson.asleep);
    await asleep;
    await guardian.over;
    expect([went, began]).toEqual([false, 1]);
    expect(heard.at(-1)).toEqual({ event: 'sleeping', data: { step: 7 } });
  });

  it('does not wait for long answers or exams', async () => {
    const it = await fragile();
    await it.next('stats');
    const asking = [1, 2, 3, 4].map(() => it.life.say('tell me all', { maxTokens: 4096, stop: ['\u0000'] }));
    asking.push(it.life.exam(storyText.repeat(200)) as never);
    const answers = Promise.allSettled(asking);
    await it.life.sleep();
    const refused = (await answers).filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason.message).toMatch(/^it is falling asleep$|^it has gone to sleep$/);
    expect(it.newest!.step).toBeGreaterThan(0);
  });
});
