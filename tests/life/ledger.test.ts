/** What a life leaves in its ledger, as the commands tell it. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { baby, babyAlone, newHome, story } from './program.ts';

const lines = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the ledger of a life', () => {
  it('is read while it sleeps: statistics, log, questions', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect(await baby(home, 'stats')).toMatchObject({ code: 1, err: expect.stringMatching(/^nothing was recorded/) });
    expect((await baby(home, 'wake', '--minutes', '0.05')).code).toBe(0);
    expect(statSync(join(home, 'statistics', 'statistics.db')).mode & 0o777).toBe(0o600);

    const losses = lines((await baby(home, 'stats', 'loss', '--json')).out);
    expect(losses.length).toBeGreaterThan(0);
    for (const { name, value, step } of losses) {
      expect(name).toBe('loss');
      expect(value).toEqual(expect.any(Number));
      expect(step).toEqual(expect.any(Number));
    }
    expect((await baby(home, 'stats', 'loss', '--plot')).out).toMatch(/┤/);
    expect((await baby(home, 'stats', 'loss', '--csv')).out).toMatch(/^name,time,step,value,min,max\r\nloss,/);
    const list = (await baby(home, 'stats', '--list')).out;
    expect(list).toMatch(/^tokensPerSecond +[\d,]+ +tokens\/s/m);
    // However long a name is, what it means begins in the same column.
    expect(
      new Set(
        [...list.matchAll(/^(?:loss|norm\.lobe0\.memory\.gate\.weight) .*?(?= norm| nats)/gm)].map(([m]) => m.length),
      ).size,
    ).toBe(1);
    expect(await baby(home, 'log', '--scope', 'diry')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no part "diry" is in its log; did you mean diary\?/),
    });
    // What people read is by the clock of this place: here one that is far from Greenwich.
    vi.stubEnv('TZ', 'Asia/Tokyo');
    const clock = new Date(losses[0].time as string).toTimeString().slice(0, 8);
    const plot = (await babyAlone(home, 'stats', 'loss', '--plot')).out;
    const told = (await babyAlone(home, 'log', '-n', '1', '--scope', 'life')).out;
    const asleepAt = new Date(
      lines((await baby(home, 'log', '-n', '1', '--scope', 'life', '--json')).out)[0].time as string,
    );
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(asleepAt);
    vi.unstubAllEnvs();
    expect(plot).toContain(clock);
    expect(told).toMatch(new RegExp(`^${day} \\d\\d:\\d\\d:\\d\\d {2}info {3}life {8}asleep at step [\\d,]+\\n$`));
    expect(await baby(home, 'stats', 'loss', '--until', '2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^loss was not recorded in that span of time/),
    });

    expect(await baby(home, 'log', '--since', '1h', '--until', '2h')).toEqual({
      code: 2,
      out: '',
      err: '--since should be before --until, but 1h is after 2h.\n',
    });

    const log = lines((await baby(home, 'log', '--json')).out);
    expect(log[0]).toMatchObject({ level: 'info', scope: 'life', message: 'awake at step 0' });
    expect(log.at(-1)).toMatchObject({ scope: 'life', message: expect.stringMatching(/^asleep at step [\d,]+$/) });
    const saved = lines((await baby(home, 'log', '--json', '--scope', 'soul')).out);
    expect(saved.length).toBeGreaterThan(0);
    expect(saved.every(({ scope }) => scope === 'soul')).toBe(true);
    expect((await baby(home, 'log', '--grep', 'asleep', '--since', '1h')).out.trim().split('\n')).toHaveLength(1);

    expect(lines((await baby(home, 'stats', '--sql', 'select count(*) as runs from run')).out)).toEqual([{ runs: 1 }]);
    expect(await baby(home, 'stats', '--sql', 'delete from metric')).toMatchObject({ code: 1, out: '' });
    expect(await baby(home, 'stats', 'lsos')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^no statistic is called "lsos"/),
    });
  });

  it('costs the life nothing when it cannot be written', async () => {
    const home = newHome({}, { 'story.txt': story });
    const { writeFileSync, mkdirSync } = await import('node:fs');
    mkdirSync(join(home, 'statistics'), { mode: 0o700 });
    writeFileSync(
      join(home, 'statistics', 'statistics.db'),
      'this is no database, and long enough to be looked at '.repeat(50),
    );
    const { code, err } = await baby(home, 'wake', '--steps', '5');
    expect(code).toBe(0);
    expect(err).toMatch(/damaged/);
    expect(lines((await baby(home, 'log', '--json')).out).at(-1)).toMatchObject({ message: 'asleep at step 5' });
  });
});
