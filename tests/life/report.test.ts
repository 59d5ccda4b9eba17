/** A life on one page, by the built program: asleep, awake, and where there is nothing yet. */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baby, newHome, SENTENCE, start, story, temporaryFolder, wakes } from './program.ts';

describe('a report', () => {
  it('tells of a life that sleeps, and of one that goes on', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect(await baby(home, 'report')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^nothing was recorded/),
    });
    expect((await baby(home, 'wake', '--minutes', '0.07')).code).toBe(0);
    const file = join(home, 'report.html');
    expect(await baby(home, 'report')).toEqual({ code: 0, out: `${file}\n`, err: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const asleep = readFileSync(file, 'utf8');
    expect(asleep).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(asleep).toContain('aria-label="asleep"');
    for (const title of ['Bits per byte', 'How it felt', 'Loss', 'Speed', 'Learning rate', 'Where the time goes'])
      expect(asleep).toContain(title);
    expect(asleep).toMatch(/soul-\d{10}<\/code>[\s\S]*newest/);
    expect(asleep).toMatch(/1 – [\d,]+<\/td><td>fell asleep/);
    expect(asleep).toMatch(/<td>backward<\/td>/);
    expect(asleep).not.toMatch(/https?:|<script|NaN|undefined/);
    // nothing that it said or read, and nothing of its log, unless that is wanted
    expect(asleep).not.toMatch(/How its voice changed|What went wrong|<blockquote/);
    expect(await baby(home, 'report', '--texts')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toMatch(/How its voice changed[\s\S]*What went wrong/);

    const awake = await wakes(home);
    try {
      const out = join(temporaryFolder(), 'of mine.html');
      // the ledger is written now and then: that this life began may not stand there yet
      let page = '';
      for (let tries = 0; tries < 20 && !page.includes('goes on'); tries++) {
        expect(await baby(home, 'report', '--out', out, '--since', '1h', '--chats')).toMatchObject({
          code: 0,
          out: `${out}\n`,
        });
        page = readFileSync(out, 'utf8');
      }
      expect(page).toContain('aria-label="awake"');
      expect(page).toContain('goes on');
      expect(statSync(out).mode & 0o777).toBe(0o600);
    } finally {
      await awake.interrupt();
    }
  });

  it('says in one sentence why it cannot be written, and leaves nothing', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'wake', '--steps', '3')).code).toBe(0);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a folder'));
    for (const [out, why] of [
      [join(folder, 'a folder'), /is a folder/],
      [join(folder, 'not there', 'x.html'), /cannot be written to .*x\.html/],
    ] as const) {
      const { code, out: printed, err } = await baby(home, 'report', '--out', out);
      expect([code, printed]).toEqual([1, '']);
      expect(err).toMatch(SENTENCE);
      expect(err).toMatch(why);
    }
    expect((await baby(home, 'report', '--since', 'long ago')).err).toMatch(/^a time is written like 2h/);
    expect(existsSync(join(home, 'report.html'))).toBe(false);
  });

  it('tells where the time of a step goes', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'wake', '--minutes', '0.05')).code).toBe(0);
    const { out } = await baby(home, 'log', '--durations');
    expect(out).toMatch(/^One step takes [\d.]+ ms/);
    expect(out).toMatch(/^backward +[█▏▎▍▌▋▊▉]+ +\d+\.\d %( +[\d.]+){3}/m);
    const rows = (await baby(home, 'log', '--durations', '--json', '--since', '1h')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows[0]).toMatchObject({ section: 'step', share: 1 });
    const shares = rows.slice(1).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThan(0.9);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThan(1.1);
    expect((await baby(home, 'log', '--durations', '--csv')).out).toMatch(
      /^section,milliseconds,share,longest,lately,slow\r\nstep,/,
    );
    expect(await baby(home, 'log', '--durations', '--follow')).toMatchObject({ code: 2, out: '' });
    expect(await start(home, ['log', '--durations', '--until', '2020-01-01']).ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(SENTENCE),
    });
  });
});
