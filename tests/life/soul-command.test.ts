/** Souls, and going back to one, by the built program. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { baby, newHome, SENTENCE, soulOf, story, wakes, wholeSouls } from './program.ts';

const rows = (
  out: string,
): { name: string; step: number; newest: boolean; best: boolean; exam: number | null; reason: string | null }[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Waits until its log has a line, which is written when there is time. */
async function told(home: string, line: string): Promise<void> {
  while (!(await baby(home, 'log', '--scope', 'soul')).out.includes(line)) await sleep(50);
}

describe('souls', () => {
  it('are listed, and gone back to while it sleeps: the next wake goes on from there, exactly', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'soul')).out).toMatch(/^There is no soul in .* yet/);
    for (const steps of ['4', '3']) expect((await baby(home, 'wake', '--steps', steps)).code).toBe(0);
    const four = soulOf(home, 4);

    const listed = await baby(home, 'soul');
    expect(listed.out).toMatch(/^soul +step +size +exam +saved\nsoul-0000000007 +7 +[\d.]+ [kM]B .* ago +newest/);
    expect(rows((await baby(home, 'soul', 'list', '--json')).out).map(({ step, newest }) => [step, newest])).toEqual([
      [7, true],
      [4, false],
      [0, false],
    ]);

    const back = await baby(home, 'soul', 'back', 'soul-0000000004');
    expect(back).toEqual({
      code: 0,
      out: 'Its next wake goes on from soul-0000000004, step 4; nothing was removed, and its copy is soul-0000000004.1.\n',
      err: '',
    });
    expect(wholeSouls(home)).toEqual(['soul-0000000004.1', 'soul-0000000007', 'soul-0000000004', 'soul-0000000000']);
    expect(soulOf(home).sums).toEqual(four.sums);
    expect((await baby(home, 'log', '--scope', 'soul')).out).toMatch(/went back to soul-0000000004 \(step 4\)/);
    expect((await baby(home, 'soul', 'back', '4')).out).toMatch(/^soul-0000000004\.1 is the newest already/);

    // From step 4 once more, three steps give the very soul that they gave before.
    const seven = soulOf(home, 7);
    expect((await baby(home, 'wake', '--steps', '3')).code).toBe(0);
    const again = soulOf(home);
    expect(again.name).toBe('soul-0000000007.1');
    expect(again.sums['weights.safetensors']).toBe(seven.sums['weights.safetensors']);
    expect(again.sums['moments.safetensors']).toBe(seven.sums['moments.safetensors']);
    expect((await baby(home, 'status')).out).toContain('soul-0000000007.1');
  });

  it('are refused in one sentence where there are none', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'wake', '--steps', '2')).code).toBe(0);
    const before = wholeSouls(home);
    for (const [args, code, why] of [
      [['back'], 2, /^Which soul it should go back to was expected/],
      [['back', 'soul-0000000001'], 1, /^There is no soul "soul-0000000001"/],
      [['back', '../../etc'], 1, /^There is no soul/],
      [['list', 'x'], 2, /takes no name/],
      [['burn'], 2, /back/],
    ] as const) {
      const ended = await baby(home, 'soul', ...args);
      expect([ended.code, ended.out]).toEqual([code, '']);
      expect(ended.err).toMatch(SENTENCE);
      expect(ended.err).toMatch(why);
    }
    expect(wholeSouls(home)).toEqual(before);
  });

  it('are gone back to while it is awake, and it learns on from there', async () => {
    const home = newHome({}, { 'story.txt': story });
    const awake = await wakes(home);
    try {
      await awake.says(/^step [1-9][\d,]+ · /m);
      const { code, out, err } = await baby(home, 'soul', 'back', '0');
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^It went back to soul-0000000000 and goes on from step 0, as soul-0000000000\.1\.\n$/);
      expect((await baby(home, 'soul', '--json')).out).toMatch(/^\{"name":"soul-0000000000\.1"/);
      await told(home, 'went back to soul-0000000000 (step 0), now soul-0000000000.1\n');
    } finally {
      expect((await awake.interrupt()).code).toBe(0);
    }
    const [newest, ...older] = rows((await baby(home, 'soul', '--json')).out);
    expect(newest.name).toMatch(/^soul-\d{10}\.1$/);
    expect(newest.step).toBeGreaterThan(0);
    // The end of what it left is kept, so that one can change one's mind.
    expect(older.map(({ name, reason }) => [name, reason])).toEqual([
      ['soul-0000000000.1', null],
      [expect.stringMatching(/^soul-\d{10}$/), 'before going back to soul-0000000000'],
      ['soul-0000000000', null],
    ]);
    expect(older[1].step).toBeGreaterThan(0);
  });
});
