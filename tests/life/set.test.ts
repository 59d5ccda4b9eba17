/** Settings, looked at and changed by the built program, asleep and awake. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baby, newHome, SENTENCE, story, temporaryFolder, wakes } from './program.ts';

const config = (home: string) => JSON.parse(readFileSync(join(home, 'baby.json'), 'utf8'));
const status = async (home: string) => JSON.parse((await baby(home, 'status', '--json')).out);

describe('a setting', () => {
  it('is shown and changed while it sleeps, and kept', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect(await baby(home, 'set', 'voice.temperature')).toEqual({ code: 0, out: '0.8\n', err: '' });
    expect(await baby(home, 'set', 'voice.temperature', '0.5')).toMatchObject({
      code: 0,
      out: 'voice.temperature is 0.5 now.\n',
    });
    expect(await baby(home, 'set', 'owner', 'Mira')).toMatchObject({ code: 0, out: 'owner is "Mira" now.\n' });
    expect(config(home)).toMatchObject({ preset: 'tiny', owner: 'Mira', voice: { temperature: 0.5, topP: 0.95 } });
    expect((await baby(home, 'set')).out).toMatch(/^ +owner +Mira\n[\s\S]*^ +voice\.temperature +0\.5\n/m);
    expect((await baby(home, 'set')).out).toMatch(
      /^ +shape\.channels +0 \(as the preset says\)\n +width of the residual stream; [\s\S]*^ +voice\.topK +0 \(off\)\n/m,
    );
    expect((await baby(home, 'set', 'channels')).out).toBe('0  (as the preset says)\n');
    expect((await baby(home, 'set', 'learningRate')).out).toBe('0  (as the preset says)\n');

    expect((await baby(home, 'wake', '--steps', '2')).code).toBe(0);
    expect((await baby(home, 'set', 'learningRate', '3e-4')).out).toBe('learningRate is 0.0003 now.\n');
    expect((await baby(home, 'log', '--scope', 'settings')).out).toMatch(/learningRate is 0\.0003 now\n/);
    const before = readFileSync(join(home, 'baby.json'), 'utf8');
    for (const [args, why] of [
      [['learnigRate', '1'], /did you mean "learningRate"/],
      [['learningRate', 'fast'], /a number from 0 to 1/],
      [['voice.temperature', '9'], /a number from 0 to 5/],
      [['preset', 'small'], /cannot change its brain/],
      [['nothing'], /There is no setting "nothing"/],
    ] as const) {
      const { code, out, err } = await baby(home, 'set', ...args);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(SENTENCE);
      expect(err).toMatch(why);
    }
    expect(readFileSync(join(home, 'baby.json'), 'utf8')).toBe(before);
  });

  it('can be decided before its birth; one that may not be so makes no home', async () => {
    const home = join(temporaryFolder(), 'new');
    expect((await baby(home, 'set', 'preset', 'enormous')).code).toBe(1);
    expect(existsSync(home)).toBe(false);
    expect((await baby(home, 'set', 'preset', 'medium')).code).toBe(0);
    expect(config(home)).toMatchObject({ preset: 'medium' });
  });

  it('counts at once while it is awake, or says that it counts later', async () => {
    const home = newHome({ learningRate: 1e-5 }, { 'story.txt': story });
    const awake = await wakes(home);
    try {
      expect(await baby(home, 'set', 'learningRate', '1e-2')).toEqual({
        code: 0,
        out: 'learningRate is 0.01 now.\n',
        err: '',
      });
      expect(await baby(home, 'set', 'learningRate')).toMatchObject({ out: '0.01\n' });
      expect((await baby(home, 'set', 'threads', '2')).out).toBe(
        'threads is 2 now, and counts from the next wake on.\n',
      );
      expect(await baby(home, 'set', 'learningRate', 'fast')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(SENTENCE),
      });
      expect(await baby(home, 'set', 'preset', 'small')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('cannot change its brain'),
      });
      const { config: counts } = await status(home);
      expect(counts).toMatchObject({ learningRate: 1e-2, threads: 1 });
      // higher than it could be before, however tired of its text it is
      while ((await status(home)).stats.learningRate <= 1e-5) expect(awake.isOver).toBe(false);
    } finally {
      await awake.interrupt();
    }
    expect(config(home)).toMatchObject({ learningRate: 1e-2, threads: 2 });
    expect((await baby(home, 'log', '--scope', 'settings')).out.trim().split('\n')).toHaveLength(2);
  });
});
