/** How it is raised, by the built program: reflections, the scribe, milestones, the diary, the journal, the game. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import { samples } from '../../statistics/query/spans.ts';
import { baby, type Ended, inLedger, newHome, piped, SENTENCE, story, wakes } from './program.ts';

const LETTER = 'dear you, the garden is full of rain, and i write to you from the kitchen table as i always do.\n';

function homeOf(config: object = {}): string {
  const home = newHome(
    {
      name: 'mia',
      owner: 'ann',
      saveSeconds: 2,
      reflection: { seconds: 1 },
      scribe: { chance: 0.5 },
      milestones: { seconds: 1, tokens: 8, prompts: ['who are you?', 'and the sea?'] },
      ...config,
    },
    { 'story.txt': story },
  );
  mkdirSync(join(home, 'library', 'letters'));
  writeFileSync(join(home, 'library', 'letters', 'one.txt'), LETTER.repeat(20));
  return home;
}

const told = (home: string, source: string) => inLedger(home, (ledger) => samples(ledger, { source, limit: 1000 }));

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 100) {
    if (waited > 90_000) throw new Error(`${what} was waited for in vain`);
    await sleep(100);
  }
}

/** `baby game` with lines from a pipe. */
const game = (home: string, lines: readonly string[], ...args: string[]): Promise<Ended> =>
  piped(home, ['game', ...args], lines.map((line) => `${line}\n`).join(''));

describe('a baby that is raised', () => {
  it('reflects, is commented on, answers at saves, learns all that, and its diary tells of it', async () => {
    const home = homeOf();
    const life = await wakes(home);
    await until(
      () =>
        told(home, 'reflection').length > 2 && told(home, 'scribe').length > 2 && told(home, 'milestone').length > 3,
      'reflections, comments and milestones',
    );
    expect(await baby(home, 'journal', 'we read of the \x1b[2Jsea')).toMatchObject({
      code: 0,
      out: 'It is written down.\n',
    });
    expect((await baby(home, 'set', 'scribe.chance', '0')).code).toBe(0);
    await until(() => {
      const given = (name: string) =>
        readFileSync(join(home, 'sources', `${name}.jsonl`), 'utf8')
          .trim()
          .split('\n').length;
      return given('reflections') > 2 && given('scribe') > 2;
    }, 'what it should learn of it');
    const line = await attach(findHome(home).socket);
    const { sources } = await line.library();
    line.close();
    for (const name of ['reflections', 'scribe', 'letters']) {
      expect(sources.find((one) => one.name === name)?.given.chunks, name).toBeGreaterThan(0);
    }
    expect((await baby(home, 'sleep')).code).toBe(0);
    await life.ended;
    expect(life.out).toMatch(/reflects, its play: \[ann\]: .*\[mia\]: /);
    expect(life.out).toMatch(/asked “who are you\?”, it says: /);

    // the line that it answers with is in its own statistics
    const reflection = told(home, 'reflection').at(-1);
    expect(reflection?.prompt).toMatch(/^\[ann\]: /);
    expect(reflection?.output).toMatch(/^\[mia\]: /);

    const diary = await baby(home, 'diary');
    expect(diary).toMatchObject({ code: 0, err: '' });
    expect(diary.out).toMatch(/ {2}\d\d:\d\d {2}step [\d,]+, (unread text )?\d\.\d\d bits per byte/);
    expect(diary.out).toMatch(/journal: we read of the \[2Jsea|journal: we read of the sea/);
    expect(diary.out).toMatch(/“who are you\?”\n {2}step [\d,]+, \d\d:\d\d {2,}step [\d,]+, \d\d:\d\d/);
    expect(diary.out).not.toMatch(/\x1b/);
    const json = (await baby(home, 'diary', '--json')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(json.map(({ kind }) => kind))).toEqual(new Set(['diary', 'journal', 'milestone']));
    expect((await baby(home, 'log', '--level', 'warn')).out).toBe('');
    expect((await baby(home, 'journal')).out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}we read of the .*sea\n$/);
    expect(await baby(home, 'journal', 'while it sleeps')).toMatchObject({ code: 0 });
    expect((await baby(home, 'journal')).out.trim().split('\n')).toHaveLength(2);
    const empty = await baby(home, 'journal', ' ');
    expect([empty.code, empty.out]).toEqual([1, '']);
    expect(empty.err).toMatch(SENTENCE);
  });

  it('is silent where its owner wants it so', async () => {
    const home = homeOf({ reflection: { seconds: 0 }, scribe: { chance: 0 }, milestones: { seconds: 0 } });
    // in as many steps another baby reflects, and is commented on: tests/life/resume.test.ts
    expect((await baby(home, 'wake', '--steps', '300')).code).toBe(0);
    for (const source of ['reflection', 'scribe', 'milestone']) expect(told(home, source), source).toEqual([]);
    expect((await baby(home, 'diary')).out).not.toContain('Its voice');
  });

  it('tries passages again as a perfectionist, and reads twice what it loses, and counts that', async () => {
    const lives: [object, string, RegExp][] = [
      [
        { perfectionist: { tries: 5, lowest: 0.8, highest: 0.8 } },
        'triesPerPassage',
        /^triesPerPassage {2}[1-5]\.\d\d tries/,
      ],
      [{ difficulty: { run: 5, least: 0.5 } }, 'stride', /^stride {2}(0\.\d+|1\.00) share/],
    ];
    for (const [config, name, shown] of lives) {
      const home = homeOf(config);
      // the numbers of its repetitions are looked at when a wake begins, and seldom after
      for (const steps of ['60', '2']) expect(await baby(home, 'wake', '--steps', steps)).toMatchObject({ code: 0 });
      expect((await baby(home, 'stats', name)).out).toMatch(shown);
    }
  });

  it('plays from a pipe: an answer is learnt, silence is not, and the end is the end', async () => {
    const home = homeOf({ reflection: { seconds: 0 }, scribe: { chance: 0 } });
    await wakes(home);
    const { code, out, err } = await game(home, ['the sea is wide today, i think', ''], '--seed', '3');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^1\. /m);
    expect(out.match(/mia guesses:/g)).toHaveLength(3);
    expect(out).toMatch(/its guess was \d+ % like yours, and \d+ % like the library's; it learns yours\./);
    expect(out).toMatch(/its guess was \d+ % like that\./);
    expect(out).toMatch(/2 rounds, 1 answered by you; its guesses were \d+ % like what counted\./);
    const corrections = readFileSync(join(home, 'sources', 'corrections.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(corrections).toHaveLength(1);
    expect(JSON.parse(corrections[0]).turns.at(-1)).toMatchObject({
      speaker: 'mia',
      text: 'the sea is wide today, i think',
      learn: true,
    });
    const silent = await game(home, [], '--rounds', '1');
    expect(silent.out).toMatch(/0 rounds, 0 answered/);
  });

  it('does not play while it sleeps', async () => {
    const { code, out, err } = await game(homeOf(), ['x']);
    expect([code, out]).toEqual([69, '']);
    expect(err).toMatch(SENTENCE);
  });
});
