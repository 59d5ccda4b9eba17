import { describe, expect, it } from 'vitest';
import { makePaint, NO_PAINT, painted, standingColour } from '../../../school/dashboard/components/paint.ts';
import { commandOf, keysOf, type Situation } from '../../../school/dashboard/keys.ts';
import { type CurveOptions, grown, thinned } from '../../../school/dashboard/now/curves.ts';
import { layoutNow } from '../../../school/dashboard/now/layout.ts';
import { tabAt, tabPieces } from '../../../school/dashboard/pages.ts';
import { ORDINARY, Pace } from '../../../school/dashboard/state/frame-budget.ts';
import type { Spot } from '../../../school/dashboard/state/snapshot.ts';
import { BEARS, bear, bearOf, face } from '../../../school/raising/mood-face.ts';
import { clipped, padded, tailOf, widthOf } from '../../../school/terminal/text-width.ts';
import { statsAt } from '../fake-life.ts';

describe('bears', () => {
  it('go from best to worst, and are all equally wide', () => {
    expect(Array.from({ length: 16 }, (_, step) => bearOf(15 - step)).filter((b, i, all) => b !== all[i - 1])).toEqual([
      ...BEARS,
    ]);
    expect(new Set(BEARS.map((one) => [...one].length))).toEqual(new Set([5]));
    expect([bearOf(-3), bearOf(99)]).toEqual([BEARS.at(-1), BEARS[0]]);
  });

  it('go by the standing of the last step, or by its own average before there is one', () => {
    const stats = statsAt(1, { loss: 5, smoothLoss: 3 });
    expect(bear(stats, { step: 15, record: true, arrow: 0 }, 'awake')).toBe(BEARS[0]);
    expect(bear(stats, { step: null, record: false, arrow: 0 }, 'awake')).toBe(face(stats));
    expect(bear(stats, undefined, 'asleep')).toBe('ʕ-ᴥ-ʔ');
    expect(bear(null, undefined, 'lost')).toBe('ʕ?ᴥ?ʔ');
  });
});

describe('paint', () => {
  const hue = (colour: string | undefined): number[] =>
    [1, 3, 5].map((at) => Number.parseInt(colour!.slice(at, at + 2), 16));

  it('goes from red over blue to gold in sixteen steps', () => {
    const paint = makePaint(true);
    const steps = Array.from({ length: 16 }, (_, step) => paint.step(step));
    expect(new Set(steps).size).toBe(16);
    for (const colour of steps) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    const [worst, good, best] = [hue(steps[0]), hue(steps[12]), hue(steps[15])];
    expect(worst[0]).toBeGreaterThan(2 * Math.max(worst[1], worst[2]));
    expect(good[2]).toBeGreaterThan(good[0]);
    expect(best[0] - best[2]).toBeGreaterThan(150);
    expect(best[1]).toBeGreaterThan(150);
    expect(paint.step(null)).toBeUndefined();
  });

  it('judges nothing where neither much nor little is good', () => {
    const paint = makePaint(true);
    const at = (step: number | null) => ({ step, record: false, arrow: 0 }) as const;
    for (const step of [0, 7, 15]) {
      expect(standingColour(paint, 'loss', at(step))).toBe(paint.step(step));
      for (const name of ['lobe0.window0', 'norm.tokens', 'learningRate'])
        expect(standingColour(paint, name, at(step))).toBe(paint.much(step));
    }
    const light = [0, 5, 10, 15].map((step) => hue(paint.much(step)).reduce((sum, x) => sum + x));
    expect(light).toEqual([...new Set(light)].sort((a, b) => a - b));
    expect(standingColour(paint, 'loss', at(null))).toBeUndefined();
    expect(standingColour(NO_PAINT, 'learningRate', at(3))).toBeUndefined();
  });

  it('makes heat brighter and brighter', () => {
    const paint = makePaint(true);
    const light = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => hue(paint.heat(share)).reduce((sum, x) => sum + x));
    expect(light).toEqual([...light].sort((a, b) => a - b));
    expect([paint.heat(-1), paint.heat(2)]).toEqual([paint.heat(0), paint.heat(1)]);
    expect(paint.heat(Number.NaN)).toBeUndefined();
  });

  it('is nothing without colours', () => {
    expect(makePaint(false)).toBe(NO_PAINT);
    expect([NO_PAINT.step(15), NO_PAINT.heat(1), painted(NO_PAINT, [1, 1, 1])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(painted(makePaint(true), [1, 0.5, 0])).toBe('#ff8000');
  });
});

describe('a curve that grows', () => {
  const options: CurveOptions = { every: 1000, most: 40, oldest: 3_600_000 };
  const live = (count: number, tick = 1000): readonly Spot[] => {
    let curve: readonly Spot[] = [];
    for (let i = 0; i < count; i++) curve = grown(curve, { t: i * tick, step: i, value: i }, options);
    return curve;
  };

  it('stays small for ever, its newest in full and the rest equally fine', () => {
    const curve = live(3000);
    expect(curve.length).toBe(40);
    expect(curve.slice(-10).map(({ step }) => step)).toEqual(Array.from({ length: 10 }, (_, i) => 2990 + i));
    expect(curve[0]).toEqual({ t: 0, step: 0, value: 0 });
    const older = curve.slice(1, 29).map(({ t }, i) => t - curve[i].t);
    expect(Math.min(...older)).toBeGreaterThan(10_000);
    expect(Math.max(...older)).toBeLessThan(400_000);
    // A mean of what it stands for: here a little less than half a span before its time.
    curve.slice(1, 29).forEach(({ step, value }, i) => {
      expect(value).toBeLessThanOrEqual(step);
      expect(value).toBeGreaterThan(curve[i].step);
    });
  });

  it('is the very same where there is nothing new', () => {
    const curve = live(5);
    expect(grown(curve, { t: 4500, step: 5, value: 1 }, options)).toBe(curve);
    expect(grown(curve, { t: 90_000, step: 4, value: 1 }, options)).toBe(curve);
    expect(grown(curve, { t: 90_000, step: 9, value: Number.NaN }, options)).toBe(curve);
  });

  it('lets go what is too old, and what will be lived anew', () => {
    expect(grown(live(5), { t: 3_602_500, step: 9, value: 1 }, options).map(({ step }) => step)).toEqual([3, 4, 9]);
    expect(grown(live(9), { t: 9000, step: 3, value: 1 }, options).map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  });

  it('is thinned by means of neighbours', () => {
    const spots = [0, 10, 20, 21, 22, 40, 50, 60].map((t) => ({ t, step: t, value: t }));
    expect(thinned(spots, 7).map(({ t }) => t)).toEqual([0, 10, 20, 22, 40, 50, 60]);
    expect(thinned(spots, 7)[3].value).toBe(21.5);
    expect(thinned(spots, 8)).toBe(spots);
    expect(thinned(spots, 1).length).toBe(3);
  });
});

describe('pace', () => {
  it('draws twice a second, or less often where drawing is dear', () => {
    let spent = 0;
    const pace = new Pace(() => spent);
    const nextAt = (cost: number): number => {
      let next = 0;
      for (let i = 0; i < 50; i++) {
        spent += cost;
        next = pace.next();
      }
      return next;
    };
    expect(nextAt(3)).toBe(ORDINARY);
    expect(nextAt(15)).toBeCloseTo(750, 0);
    expect(nextAt(5000)).toBe(1500);
    expect(nextAt(3)).toBe(ORDINARY);
  });
});

describe('keys that came in one piece', () => {
  it('are few, or one that is held down; anything else was pasted', () => {
    expect(['S', 'SS', '24t', 'jjjjjjjj', '/ab'].map(keysOf)).toEqual([
      ['S'],
      ['S', 'S'],
      ['2', '4', 't'],
      [...'jjjjjjjj'],
      ['/', 'a', 'b'],
    ]);
    for (const pasted of ['quit', 'ä1', 'a\r', '\x1b[A', '\x03q', '\t\t', '👍🏽', 'j'.repeat(65)])
      expect(keysOf(pasted)).toEqual([pasted]);
  });
});

describe('keys', () => {
  const none = { ctrl: false, meta: false, tab: false, shift: false, escape: false };
  const usual: Situation = { typing: false, asking: false, help: false, small: false, pages: 6 };
  const command = (input: string, key: Partial<typeof none> = {}, changes: Partial<Situation> = {}) =>
    commandOf(input, { ...none, ...key }, { ...usual, ...changes });

  it('turn pages', () => {
    expect(command('1')).toEqual({ kind: 'page', index: 0 });
    expect(command('6')).toEqual({ kind: 'page', index: 5 });
    expect([command('7'), command('0'), command('x'), command('12')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(command('', { tab: true })).toEqual({ kind: 'turn', by: 1 });
    expect(command('', { tab: true, shift: true })).toEqual({ kind: 'turn', by: -1 });
  });

  it('leave Tab to a path that is typed, and turn the page where nothing is', () => {
    const tab = { ctrl: false, meta: false, tab: true, shift: false, escape: false };
    expect(commandOf('\t', tab, { ...usual, typing: true, takesTab: true })).toBeUndefined();
    expect(commandOf('\t', tab, { ...usual, typing: true })).toEqual({ kind: 'turn', by: 1 });
  });

  it('leave, pause, help and ask', () => {
    expect(['q', 'p', '?', 'S'].map((key) => command(key)?.kind)).toEqual(['leave', 'pause', 'help', 'ask']);
    expect(command('c', { ctrl: true })).toEqual({ kind: 'leave' });
    expect([command('s'), command('q', { ctrl: true }), command('S', { meta: true })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('sleep only when S comes twice', () => {
    const asking = { asking: true };
    expect(command('S', {}, asking)).toEqual({ kind: 'sleep' });
    for (const key of ['s', 'q', '1', '', 'SS']) expect(command(key, {}, asking)).toEqual({ kind: 'no' });
    expect(command('S', { ctrl: true }, asking)).toEqual({ kind: 'no' });
    expect(command('c', { ctrl: true }, asking)).toEqual({ kind: 'leave' });
  });

  it('belong to a page that takes typing, but for Tab, Escape and Ctrl-C', () => {
    const typing = { typing: true };
    for (const key of ['q', '1', 'S', '?', 'p']) expect(command(key, {}, typing)).toBeUndefined();
    expect(command('', { escape: true }, typing)).toEqual({ kind: 'endTyping' });
    expect(command('', { tab: true }, typing)).toEqual({ kind: 'turn', by: 1 });
    expect(command('c', { ctrl: true }, typing)).toEqual({ kind: 'leave' });
  });

  it('close the help, whatever they are', () => {
    const help = { help: true };
    for (const key of ['?', 'x', 'S', '']) expect(command(key, {}, help)).toEqual({ kind: 'endHelp' });
    expect([command('q', {}, help)?.kind, command('2', {}, help)?.kind]).toEqual(['leave', 'page']);
  });

  it('only leave a window that is too small', () => {
    const small = { small: true };
    expect([command('q', {}, small)?.kind, command('c', { ctrl: true }, small)?.kind]).toEqual(['leave', 'leave']);
    for (const key of ['1', 'S', '?']) expect(command(key, {}, small)).toBeUndefined();
  });
});

describe('texts of any script', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['🐻ü', 3],
    ['e\u0301a', 2],
    // As many as a terminal takes that joins none.
    ['👩‍👩‍👧', 6],
    ['·⏎', 2],
    ['', 0],
  ])('%j takes %i columns', (text, width) => expect(widthOf(text)).toBe(width));

  it('are cut and filled up', () => {
    expect([
      clipped('hello', 5),
      clipped('hello', 4),
      clipped('日本語', 4),
      clipped('日本語', 3),
      clipped('a', 0),
    ]).toEqual(['hello', 'hel…', '日…', '日…', '']);
    expect([tailOf('hello', 5), tailOf('hello', 3), tailOf('日本語', 4), tailOf('x'.repeat(1000), 4)]).toEqual([
      'hello',
      '…lo',
      '…語',
      '…xxx',
    ]);
    expect([padded('日', 4), padded('long', 2)]).toEqual(['日  ', 'long']);
  });
});

describe('tabs', () => {
  const titles = ['Now', 'Mind', 'Chat', 'Library', 'Log', 'Soul', 'Raising', 'Twitch'];
  const row = (width: number, current = 0) => tabPieces(titles, current, width).map(({ text }) => text);

  it('fill the row exactly, in as many words as there is room for', () => {
    expect(row(100).join('')).toMatch(/^─ 1 Now ── 2 Mind ── .* ── 8 Twitch ─*$/);
    expect(row(78).join('')).toMatch(
      /^─ 1 Now ─ 2 Mind ─ 3 Chat ─ 4 Library ─ 5 Log ─ 6 Soul ─ 7 Raising ─ 8 Twitch ─*$/,
    );
    expect(row(62, 3).join('')).toMatch(/^─ 1 No ─ 2 Mi ─ 3 Ch ─ 4 Library ─ 5 Lo ─ 6 So ─ 7 Ra ─ 8 Tw ─*$/);
    expect(row(40, 3).join('')).toMatch(/^─ 1 ─ 2 ─ 3 ─ 4 Library ─ 5 ─ 6 ─ 7 ─ 8 ─*$/);
    for (let width = 45; width < 130; width++)
      for (let at = 0; at < titles.length; at++) expect(row(width, at).join('').length).toBe(width);
  });

  it('are clicked in their letters, and not between them', () => {
    const line = row(100, 2).join('');
    titles.forEach((title, i) => {
      expect(tabAt(titles, 2, 100, line.indexOf(`${i + 1} ${title}`))).toBe(i);
      expect(tabAt(titles, 2, 100, line.indexOf(`${i + 1} ${title}`) + title.length + 1)).toBe(i);
    });
    expect(tabAt(titles, 2, 100, 0)).toBe(-1);
    expect(tabAt(titles, 2, 100, 99)).toBe(-1);
  });

  it('let the page that is seen stand out', () => {
    expect(tabPieces(titles, 2, 78).filter(({ inverse }) => inverse)).toEqual([
      { text: ' 3 Chat ', bold: true, inverse: true },
    ]);
  });
});

describe('the layout of Now', () => {
  it.each([
    [58, 13],
    [78, 21],
    [98, 27],
    [117, 37],
    [118, 37],
    [198, 57],
    [300, 100],
  ])('fills %i×%i exactly', (width, height) => {
    const { wide, words, exam, numbers, numbersInLine, loss, guesses, diary } = layoutNow(width, height);
    const sum = (...parts: { height: number }[]): number => parts.reduce((all, part) => all + part.height, 0);
    if (wide) {
      expect([sum(words, exam), sum(numbers, loss, guesses, diary)]).toEqual([height, height]);
      expect(exam.width + 2 + numbers.width).toBe(width);
    } else if (numbersInLine) expect(sum(words, exam, numbers, loss, guesses, diary)).toBe(height);
    else {
      expect(sum(words, exam, guesses, diary)).toBe(height);
      expect(sum(numbers, loss)).toBe(exam.height);
      expect(exam.width + 2 + numbers.width).toBe(width);
    }
    // what it says, and how its exams go, have the most room
    expect(words.height).toBeGreaterThanOrEqual(3);
    const area = (part: { width: number; height: number }): number => part.width * part.height;
    expect(area(exam)).toBeGreaterThan(area(loss));
    if (height >= 21) expect(area(words)).toBeGreaterThanOrEqual(area(guesses));
  });
});
