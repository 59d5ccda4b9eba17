import { Text, useInput } from 'ink';
import { useEffect, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AsleepError } from '../../../school/api/rpc/client.ts';
import { now } from '../../../school/dashboard/now/now.tsx';
import type { Page, PageProps } from '../../../school/dashboard/page.ts';
import { PAGES } from '../../../school/dashboard/pages.ts';
import { useNowAndThen } from '../../../school/dashboard/state/use-interval.ts';
import { shellTexts } from '../../../school/dashboard/texts/shell.ts';
import { FakeLife, statsAt } from '../fake-life.ts';
import { closeWindows, Window, type WindowOptions } from './window.ts';

let life: FakeLife;
beforeEach(() => {
  life = new FakeLife();
});
afterEach(closeWindows);

/** Typing begins with `i`. */
function Typing({ capture, view }: PageProps) {
  const [typed, setTyped] = useState('');
  useInput((input, key) => {
    if (key.escape) return;
    if (input === 'i' && typed === '') capture(true);
    setTyped((before) => before + input);
  });
  return <Text>{`typed ${typed} at step ${view.stats?.step ?? 'none'}`}</Text>;
}

function AtOnce({ capture }: PageProps) {
  useEffect(() => capture(true), [capture]);
  return <Text>takes all</Text>;
}

let asked = 0;
function Asking({ view }: PageProps) {
  useNowAndThen(0, view.contact, () => {
    asked++;
  });
  return <Text>{`asks at step ${view.stats?.step ?? 'none'}`}</Text>;
}

function Broken({ view }: PageProps) {
  if (view.stats) throw new Error('a \x1b[2Jstrange number');
  return <Text>all is well</Text>;
}

const page = (title: string, Body: Page['Body'], keys: Page['keys'] = []): Page => ({
  key: title.toLowerCase(),
  title,
  keys,
  Body,
});
const SOME: readonly Page[] = [
  now,
  page('Typing', Typing, [['i', 'type']]),
  page('Once', AtOnce),
  page('Broken', Broken),
];

const open = (options: WindowOptions = {}, columns = 80, rows = 24): Window =>
  new Window(columns, rows, life, { pages: SOME, ...options });
const learns = (step = 1234): void => life.emit({ event: 'stats', data: statsAt(step) });

describe('the dashboard', () => {
  it('fills the other screen: a header, tabs, a page and its keys', async () => {
    const window = open();
    await window.shows(/ awake$/);
    learns();
    await window.shows(/^ ʕ.*ʔ mia {2}step 1,234 · exam 2\.250 {2}· 5\.4k tokens\/s {2}· feels #ff8000 {5,}awake$/);
    expect(window.rows[1]).toMatch(/^ ─ 1 Now ── 2 Typing ── 3 Once ── 4 Broken ─+$/);
    expect(window.rows[23]).toBe(' + - zoom the curves · q leave · ? help · 1–4 pages · p pause · S sleep');
    expect([window.isOtherScreen, window.hasScrolled]).toEqual([true, false]);
    expect(window.output).not.toMatch(/\x1b\[[23]J/);
  });

  it('turns pages by number and by Tab', async () => {
    const window = open();
    await window.shows('── now ──');
    await window.type('2');
    await window.shows('typed  at step');
    expect(window.rows[23]).toBe(' i type · q leave · ? help · 1–4 pages · p pause · S sleep');
    await window.type('\x1b[Z');
    await window.shows('── now ──');
    await window.type('\x1b[Z');
    await window.shows('all is well');
    await window.type('\t');
    await window.shows('── now ──');
    await window.type('9');
    await window.shows('── now ──');
  });

  it('opens at the page that is asked for', async () => {
    const window = open({ page: 'typing' });
    await window.shows('typed  at');
  });

  it('leaves letters and digits to a page that takes typing', async () => {
    const window = open({ page: '2' });
    await window.shows('typed  at');
    await window.type('i', '1', 'q', 'S', '?');
    await window.shows('typed i1qS? at');
    expect(window.rows[23]).toBe(' Esc never mind · Tab next page · Ctrl-C leave');
    await window.type('\x1b', '1');
    await window.shows('── now ──');
    await window.type('3');
    await window.shows('takes all');
    await window.type('1');
    await window.shows('takes all');
    await window.type('\t', '1');
    await window.shows('── now ──');
    await window.shows('q leave');
  });

  it('pauses the view, and says so', async () => {
    const window = open({ page: '2' });
    learns(1);
    await window.shows('at step 1');
    await window.type('p');
    await window.shows(/awake, view paused$/);
    learns(2);
    await window.shows('step 2 ·');
    expect(window.text).toContain('at step 1');
    await window.type('p');
    await window.shows('at step 2');
    await window.hides('paused');
  });

  it('asks for nothing while it is paused, but what somebody wants to see at once', async () => {
    asked = 0;
    const window = open({ pages: [page('Asking', Asking)] });
    learns(0);
    await window.shows('asks at step 0');
    await window.type('p');
    await window.shows('view paused');
    const before = asked;
    for (let step = 1; step < 4; step++) {
      learns(step);
      await window.shows(`step ${step} ·`);
    }
    expect([asked > 0, asked]).toEqual([true, before]);
    await window.type('p');
    await window.hides('paused');
    learns(9);
    await window.shows('step 9 ·');
    expect(asked).toBeGreaterThan(before);
  });

  it('helps, and any key closes the help', async () => {
    const window = open();
    await window.shows('── now ──');
    await window.type('?');
    await window.shows(shellTexts.help.leave);
    await window.shows('── words of Now ──');
    await window.type('G');
    await window.shows(/^ Typing +i type$/);
    await window.shows('gold and blue: good');
    await window.type('x');
    await window.shows('── now ──');
  });

  it('helps also in a window that is too small for all of it at once', async () => {
    const window = open({}, 60, 16);
    await window.shows('── now ──');
    await window.type('?');
    await window.shows(/── keys of Now ─+ 1–13 of \d+ ──/);
    expect(window.text).not.toContain('in guesses');
    await window.type('G');
    await window.shows('i type');
    await window.type('k', 'x');
    await window.shows('── now ──');
  });

  it('lets it sleep when S comes twice, and ends then', async () => {
    const window = open();
    await window.shows(/ awake$/);
    await window.type('S');
    await window.shows(shellTexts.frame.sleepAgain);
    await window.type('s');
    await window.hides('S again');
    expect(life.slept).toBe(0);
    await window.type('S', 'S');
    expect(await window.ended).toBe('asleep');
    expect(life.slept).toBe(1);
    await window.isGivenBack();
  });

  it('takes keys that came in one piece one after another, and leaves what was pasted', async () => {
    const window = open();
    await window.shows(/ awake$/);
    await window.type('2i');
    await window.shows('typed i at');
    await window.type('\x1b', '12x');
    await window.shows('typed x at');
    await window.type('quit', '1');
    await window.shows('── now ──');
    await window.type('Sx');
    await window.hides('S again');
    await window.type('SS');
    expect(await window.ended).toBe('asleep');
    expect(life.slept).toBe(1);
  });

  it.each([['q'], ['\x03']])('is left by %j, and the baby stays awake', async (key) => {
    const window = open();
    await window.shows('── now ──');
    expect(window.stdin.isRaw).toBe(true);
    await window.type(key);
    expect(await window.ended).toBe('left');
    expect([life.slept, life.watchers]).toEqual([0, 0]);
    await window.isGivenBack();
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('gives the terminal back on %s', async (signal) => {
    const before = process.listenerCount(signal);
    const window = open();
    await window.shows('── now ──');
    process.emit(signal);
    expect(await window.ended).toBe('left');
    expect(process.listenerCount(signal)).toBe(before);
    await window.isGivenBack();
  });

  it.each([
    ['its input ends', (window: Window) => window.stdin.end()],
    ['its output fails', (window: Window) => window.stdout.emit('error', new Error('EIO'))],
  ])('ends when the terminal vanishes: %s', async (_, vanish) => {
    const window = open();
    await window.shows('── now ──');
    vanish(window);
    expect(await window.ended).toBe('left');
    window.stdout.emit('error', new Error('EIO'));
  });

  it('shows what became of the line, and takes up the next', async () => {
    const next = new FakeLife();
    const absent = (): FakeLife => {
      throw new AsleepError('asleep');
    };
    const window = open({ lives: [() => life, absent, () => next] });
    await window.shows(/ awake$/);
    learns();
    await window.shows('step 1,234');
    life.fail('killed');
    await window.shows(/^ ʕ\?ᴥ\?ʔ mia {2}its process ended without a word at step 1,234 +lost$/);
    await window.shows(/ awake$/);
    next.emit({ event: 'stats', data: statsAt(1300) });
    await window.shows('step 1,300');
  });

  it('says how to wake one that somebody else put to sleep', async () => {
    const window = open({
      lives: [
        () => life,
        () => {
          throw new AsleepError('asleep');
        },
      ],
    });
    await window.shows(/ awake$/);
    await life.sleep();
    await window.shows(/it fell asleep at step 1,234: wake it with baby wake +asleep$/);
    await window.hides('S sleep');
    await window.type('2');
    await window.shows('it fell asleep at step 1,234');
    await window.type('S');
    await window.hides('S again');
    await window.type('q');
    expect(await window.ended).toBe('asleep');
  });

  it('wakes it with W, with progress; a key that can do nothing says why in the footer', async () => {
    const next = new FakeLife();
    let isAwake = false;
    const waking = Promise.withResolvers<void>();
    const window = open({
      lives: [
        () => {
          if (!isAwake) throw new AsleepError('asleep');
          return next;
        },
      ],
      wake: async (tell) => {
        tell('reading the library: 40 %');
        await waking.promise;
      },
    });
    await window.shows(/it is asleep: W wakes it +asleep$/);
    expect(window.rows[23]).toContain('W wake it');
    await window.type('S');
    await window.shows(shellTexts.state.sleepKeyAndState('asleep'));
    await window.type('W');
    await window.shows('reading the library: 40 %');
    await window.hides('S puts it to sleep');
    isAwake = true;
    waking.resolve();
    await window.shows(/ awake$/);
    await window.type('W');
    await window.shows(shellTexts.state.alreadyAwake);
    await window.type('1');
    await window.hides('W wakes it, and');
  });

  it('says why it did not wake, and lets it be tried again', async () => {
    let tries = 0;
    const window = open({
      lives: [
        () => {
          throw new AsleepError('asleep');
        },
      ],
      wake: async () => {
        tries++;
        throw new Error('The disk is\nfull.');
      },
    });
    await window.shows(/W wakes it +asleep$/);
    await window.type('W');
    await window.shows(/it did not wake: The disk is ⏎ full\. +asleep$/);
    await window.type('W');
    await window.until(() => tries === 2, 'a second try');
  });

  it('keeps the other pages when one cannot be drawn', async () => {
    const window = open({ page: '4' });
    await window.shows('all is well');
    learns();
    await window.shows(shellTexts.pageFailed('a strange number'));
    await window.type('1');
    await window.shows('── now ──');
    expect(window.hasScrolled).toBe(false);
  });

  it('fits whatever the window becomes', async () => {
    const window = open();
    await window.shows(/ awake$/);
    learns();
    for (const [columns, rows] of [
      [120, 40],
      [60, 16],
      [200, 60],
      [70, 20],
    ] as const) {
      window.resize(columns, rows);
      await window.until(
        () => window.rows[rows - 1]?.includes('q leave') && window.rows[1].length === columns - 1,
        `${columns}×${rows}`,
      );
      expect(window.rows[0]).toMatch(/^ ʕ.*awake$/);
      expect(window.hasScrolled).toBe(false);
      for (const row of window.rows) expect(row.length).toBeLessThan(columns);
    }
  });

  it.each([
    [59, 24],
    [80, 15],
    [30, 8],
  ])('is one plain sentence in a window of %i×%i, and can be left', async (columns, rows) => {
    const window = open({}, columns, rows);
    await window.until(
      () =>
        window.text
          .replace(/\s+/g, ' ')
          .includes(`The dashboard needs a window of 60×16 at least, and this one is ${columns}×${rows}`),
      'a sentence',
    );
    await window.type('1', 'S', '?');
    expect(window.text.replace(/\s+/g, ' ').trim()).toMatch(/press q to leave\.$/);
    window.resize(80, 24);
    await window.shows('── now ──');
    window.resize(columns, rows);
    await window.until(() => window.text.includes('The dashboard'), 'the sentence again');
    await window.type('q');
    expect(await window.ended).toBe('left');
  });

  it('has all its pages, and draws each', async () => {
    const window = new Window(80, 24, life);
    await window.shows(/ awake$/);
    learns();
    const titles = PAGES.map(({ title }, i) => `${i + 1} ${title}`);
    expect(titles.slice(0, 6)).toEqual(['1 Now', '2 Mind', '3 Chat', '4 Library', '5 Log', '6 Soul']);
    // of the others as many letters as there is room for
    for (const title of titles) expect(window.rows[1]).toContain(title.slice(0, 5));
    const first = ['── now', '── ', 'talking', 'library', 'log', 'souls'];
    while (first.length < PAGES.length) first.push('── ');
    for (const title of first) {
      await window.shows(title);
      expect(window.text).not.toContain('cannot be shown');
      await window.type('\t');
    }
    await window.shows('── now ──');
    expect(window.hasScrolled).toBe(false);
  });
});
