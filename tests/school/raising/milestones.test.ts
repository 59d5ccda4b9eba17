import { describe, expect, it } from 'vitest';
import type { Reply, VoiceOptions } from '../../../school/api/messages.ts';
import { type Milestone, Milestones } from '../../../school/raising/milestones.ts';

function kept(settings: Partial<{ seconds: number; prompts: string[] }> = {}, milliseconds = 200) {
  const asked: [string, VoiceOptions][] = [];
  const told: Milestone[] = [];
  const clock = { now: 1000 };
  const all = { seconds: 300, tokens: 30, prompts: ['who are you?', 'and the sea?'], ...settings };
  let fails: string | undefined;
  const milestones = new Milestones({
    settings: () => all,
    seed: 5,
    now: () => clock.now,
    tell: (milestone) => told.push(milestone),
    async ask(prompt, how): Promise<Reply> {
      asked.push([prompt, how]);
      if (fails) throw new Error(fails);
      clock.now += milliseconds;
      return { text: `about ${prompt}`, tokens: 3, milliseconds, firstTokenMilliseconds: 1, stopped: 'turn' };
    },
  });
  return { milestones, asked, told, clock, all, fail: (why: string | undefined) => (fails = why) };
}

describe('milestones', () => {
  it('ask the same questions at a save, with the same chance and temperature each time', async () => {
    const { milestones, asked, told } = kept();
    expect(await milestones.saved(40)).toBe(2);
    expect(asked).toEqual([
      ['who are you?', { seed: 5, temperature: 0.7, maxTokens: 30, memory: 'none' }],
      ['and the sea?', { seed: 5, temperature: 0.7, maxTokens: 30, memory: 'none' }],
    ]);
    expect(told[1]).toEqual({
      kind: 'milestone',
      step: 40,
      prompt: 'and the sea?',
      text: 'about and the sea?',
      temperature: 0.7,
      milliseconds: 200,
    });
  });

  it('are due every few minutes at most, however often it saves', async () => {
    const { milestones, clock, asked, all } = kept();
    for (let i = 0; i < 100; i++) {
      await milestones.saved(i);
      clock.now += 10_000;
    }
    // 1000 seconds: at 0, and after each 300
    expect(asked).toHaveLength(2 * 4);
    all.seconds = 0;
    clock.now += 1e9;
    expect(await milestones.saved(200)).toBe(0);
  });

  it('cost at most a hundredth of its time, however slowly it speaks', async () => {
    const { milestones, clock, told } = kept({ seconds: 1 }, 5000);
    const began = clock.now;
    for (let i = 0; i < 5000; i++) {
      await milestones.saved(i);
      clock.now += 1000;
    }
    expect(told.length).toBeGreaterThan(4);
    const spent = told.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    // the last round is paid for afterwards
    expect((spent - 10_000) / (clock.now - began)).toBeLessThanOrEqual(0.01);
  });

  it('wait for the next save when it could not answer, and never ask twice at once', async () => {
    const { milestones, asked, clock, fail } = kept();
    fail('it has gone to sleep');
    await expect(milestones.saved(1)).rejects.toThrow('it has gone to sleep');
    fail(undefined);
    clock.now += 300_000;
    const [first, second] = await Promise.all([milestones.saved(2), milestones.saved(2)]);
    expect([first, second, asked.length]).toEqual([2, 0, 3]);
  });
});
