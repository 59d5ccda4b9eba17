import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { makeWorld } from './world.ts';

const MINUTE = 60;
const USERS = 500;
const A_SECOND = 1000;

describe('a flood of 1,000 messages a second from 500 people for a minute', () => {
  for (const learn of ['off', 'opt-in'] as const) {
    it(`keeps the limits, stays small, and says nothing twice (learning ${learn})`, async () => {
      const world = makeWorld({ settings: { learn, channelSeconds: 0, userSeconds: 1 } });
      const { bot, clock, consent, says, sent, life } = world;
      let n = 0;
      life.say = async (text, options) => {
        life.said.push({ text, options });
        return { text: `answer ${n++}`, tokens: 2, milliseconds: 1, firstTokenMilliseconds: 1, stopped: 'turn' };
      };
      const random = new Random(9);
      const users = Array.from({ length: USERS }, (_, i) => ({ userId: String(5000 + i), login: `user${i}` }));
      if (learn === 'opt-in') for (const { userId, login } of users) consent.optIn(userId, login, clock.now);
      const lines = [
        '!bby hi',
        '!babyllm what?',
        'just talking about the sea',
        '!drop',
        '!forgetme',
        '!aioptcheck',
        '!bby kys',
        '@babybot hey',
      ];
      const heap: number[] = [];
      for (let second = 0; second < MINUTE; second++) {
        for (let part = 0; part < 10; part++) {
          for (let i = 0; i < A_SECOND / 10; i++) {
            const who = users[Math.floor(random.uniform() * USERS)];
            says(who, lines[Math.floor(random.uniform() * lines.length)]);
          }
          await clock.pass(100);
          expect(bot.view().queue).toBeLessThanOrEqual(9);
        }
        bot.tick();
        heap.push(process.memoryUsage().heapUsed);
      }
      await clock.pass(30_000);

      expect(bot.view().heard).toBe(MINUTE * A_SECOND);
      // every 30 seconds at most 18, and never two within 1.2 seconds
      sent.forEach(({ at }, i) => {
        expect((sent[i + 18]?.at ?? Infinity) - at).toBeGreaterThanOrEqual(30_000);
        expect((sent[i + 1]?.at ?? Infinity) - at).toBeGreaterThanOrEqual(1200);
      });
      expect(sent.length).toBeGreaterThan(30);
      const answers = sent.map(({ text }) => text.match(/answer \d+/)?.[0]).filter((text) => text !== undefined);
      expect(new Set(answers).size).toBe(answers.length);
      expect(answers.length).toBeGreaterThan(5);
      // fair: of so many people nobody is answered again before many others were
      const answered = sent.filter(({ text }) => text.includes('answer')).map(({ text }) => text.split(' ')[0]);
      expect(new Set(answered).size).toBeGreaterThan(answered.length * 0.8);
      expect(bot.view().recent.length).toBeLessThanOrEqual(20);
      expect(consent.rows().message).toBeLessThanOrEqual(20 * MINUTE);
      expect(world.notes.filter((note) => note.includes('not answered')).length).toBeLessThanOrEqual(10);
      expect(world.verdicts.length).toBeLessThan(MINUTE * 100);
      // what lies in memory at the end is little more than after the first seconds
      const half = (all: number[]) => Math.min(...all);
      expect(half(heap.slice(-15)) - half(heap.slice(5, 20))).toBeLessThan(30e6);
    });
  }
});
