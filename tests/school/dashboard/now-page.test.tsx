import { afterEach, describe, expect, it, vi } from 'vitest';
import { now, shortened } from '../../../school/dashboard/now/now.tsx';
import type { Snapshot, Spot, Standing } from '../../../school/dashboard/state/snapshot.ts';
import { curveTexts } from '../../../school/dashboard/texts/curves.ts';
import { statsAt } from '../fake-life.ts';
import { COLOURED, closePages, openPage, snapshot } from './support-pages.tsx';

// Ink asks for colours once, when it is loaded.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '3';
});

afterEach(closePages);

const curve = (value: (i: number) => number): Spot[] =>
  Array.from({ length: 100 }, (_, i) => ({ t: i * 2000, step: i * 10, value: value(i) }));
const standing = (step: number, changes: Partial<Standing> = {}): Standing => ({
  step,
  record: false,
  arrow: 0,
  ...changes,
});

const LIVELY: Partial<Snapshot> = {
  stats: statsAt(12_345, { reading: 'letters/日本🐻.txt', secondsAwake: 7260 }),
  standings: {
    smoothLoss: standing(15, { record: true, arrow: -1 }),
    tokensPerSecond: standing(1, { arrow: 1 }),
    exact: standing(14),
  },
  curves: {
    smoothLoss: curve((i) => 6 - i / 50),
    bitsPerByte: curve((i) => 3 - i / 100),
    exam: curve((i) => 3 - i / 200),
    withMemory: curve((i) => 2.9 - i / 200),
    tokensPerSecond: curve((i) => 5000 + (i % 7)),
  },
  guesses: [
    {
      step: 1,
      file: 'a.txt',
      prompt: 'she looked at the\x1b[2J 日本',
      guesses: Array.from({ length: 30 }, (_, i) => ({
        guess: ` g${i}`,
        truth: i % 3 ? ` t${i}` : ` g${i}`,
        exact: i % 3 === 0,
      })),
    },
  ],
  babble: Array.from({ length: 40 }, (_, i) => ({
    step: 100 * i,
    text: `da \x1b]0;x\x07du ${i} 🐻🐻`,
    colour: '#ff8000',
  })),
  diary: 'Today I read of the sea for a long while, and I guess a third of all words. '.repeat(4),
};

describe('Now', () => {
  it.each([
    [58, 13],
    [78, 21],
    [100, 30],
    [118, 37],
    [198, 57],
  ])('fills %i×%i, with and without anything to show', async (width, height) => {
    const page = openPage(now, width, height, { view: snapshot({ stats: null, contact: 'connecting' }) });
    await page.shows('── now ──');
    await page.shows('not quite here yet');
    page.show({ view: snapshot(LIVELY) });
    await page.shows(/bits\/byte +2\.105|tokens\/s +5\.4k/);
    if (height > 15) {
      await page.shows('10 of 30 exact');
      await page.shows('[·g0]');
    }
    if (height >= 37) await page.shows('loss 3.200↓*');
    await page.shows('reads letters/日本🐻.txt');
    await page.shows('awake for 2 h 1 min');
    await page.shows('da du 39');
    await page.shows(/^▌ da du 39/);
    await page.shows(/[⠁-⣿]{3}/);
    expect(page.rows().join('\n')).not.toContain('\x1b');
    if (height > 13) await page.shows('Today I read of the sea');
  });

  it('says all of it in a small window without colours', async () => {
    const page = openPage(now, 78, 21, { view: snapshot(LIVELY) });
    await page.shows(/tokens\/s +5\.4k↑/);
    await page.shows('feels #ff8000  expects #0080ff');
    await page.shows('prompt she looked at the 日本');
    const rows = page.rows();
    const guess = rows.findIndex((row) => row.startsWith('guess '));
    expect(rows[guess]).toContain('[·g0] ·g1 ·g2 [·g3]');
    expect(rows[guess + 1]).toContain(' ·g0   ·t1 ·t2 ·g3');
    expect(page.paints('tokens/s')).toBe(false);
  });

  it('paints values by their standing, guesses that are exact, and babble as it felt', async () => {
    const page = openPage(now, 78, 21, { view: snapshot(LIVELY), paint: COLOURED });
    await page.shows('feels ████  expects ████');
    for (const text of ['tokens/s', 'guess ', 'da du 39', 'feels']) expect(page.paints(text)).toBe(true);
    expect(page.paints('truth ')).toBe(false);
    await page.shows('guess  ·g0 ·g1');
  });

  it('keeps a mood for some seconds', async () => {
    const stats = statsAt(1, { secondsAwake: 100, colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.29, 0.5] });
    const page = openPage(now, 78, 21, { view: snapshot({ stats, standings: { gradientNorm: standing(13) } }) });
    await page.shows('mood calm');
    const shaken = { gradientNorm: standing(0) };
    page.show({ view: snapshot({ stats: { ...stats, step: 2, secondsAwake: 103 }, standings: shaken }) });
    await page.shows(/step +2\b/);
    await page.shows('mood calm');
    page.show({ view: snapshot({ stats: { ...stats, step: 3, secondsAwake: 107 }, standings: shaken }) });
    await page.shows('mood very shaken');
  });

  it('has the whole mood beside the charts', async () => {
    const stats = statsAt(1, { colour: [0.99, 0.99, 0.99], expectedColour: [0.2, 0.2, 0.2] });
    const page = openPage(now, 118, 37, { view: snapshot({ stats }) });
    await page.shows(/feels #fcfcfc {2}expects #333333$/);
    await page.shows(/mood [a-z, ]+$/);
  });

  it('shows the newest words in full and in ordinary text, older ones dim, and cuts none at the edge', async () => {
    const long = 'a long thought about the sea and the harbour that goes on and on '.repeat(3).trim();
    const babble = [
      { step: 1, text: 'older', colour: '#5a00ff' },
      { step: 2, text: long, colour: '#5a00ff' },
    ];
    const page = openPage(now, 78, 24, { view: snapshot({ ...LIVELY, babble }), paint: COLOURED });
    await page.shows('goes on and on');
    const rows = page.rows().filter((row) => row.startsWith('▌ '));
    expect(
      rows
        .slice(0, 3)
        .map((row) => row.slice(2).trim())
        .join(' '),
    ).toBe(long);
    expect(rows[3]).toContain('older');
  });

  it('marks the best exam and what happened under the largest curve, which + and - zoom', async () => {
    const marks = [
      { step: 0, kind: 'fed' as const },
      { step: 500, kind: 'corrected' as const },
      { step: 990, kind: 'saved' as const },
    ];
    const page = openPage(now, 118, 37, { view: snapshot({ ...LIVELY, marks }) });
    await page.shows('best 2.505 at step 990 · 3 h');
    await page.shows(/F {20,}C {20,}◆/);
    await page.type('+');
    await page.shows('at step 990 · 30 min');
    await page.type('-', '-', '-', '-');
    await page.shows('at step 990 · its life');
    await page.type('+', '+');
  });

  it('draws the exam of weights and memory together, dotted beside that of the weights', async () => {
    const page = openPage(now, 198, 57, { view: snapshot(LIVELY) });
    const last = LIVELY.curves!.withMemory.at(-1)!.value.toFixed(3);
    await page.shows(`┈ with memory ${last}`);
    const dotted = page.rows().some((row) => /[⡀⡄⡆⠇⠃⠁⡇⠂⠄]{3}/.test(row));
    expect(dotted).toBe(true);
  });

  it('takes the best exam only of those on the text of now', async () => {
    const { exam } = LIVELY.curves!;
    const page = openPage(now, 198, 57, { view: snapshot({ ...LIVELY, examsSince: exam[exam.length - 1].step }) });
    await page.shows(`best ${exam[exam.length - 1].value.toFixed(3)} at step`);
  });

  it('ends a diary that is too long with a sign that more would follow', () => {
    expect(shortened(['one', 'two'], 2)).toEqual(['one', 'two']);
    expect(shortened(['one ', 'two ', 'three'], 2)).toEqual(['one ', 'tw…']);
  });

  it('says what a curve waits for, and draws it from the second spot on', async () => {
    const none = { smoothLoss: [], bitsPerByte: [], exam: [], withMemory: [], tokensPerSecond: [] };
    const page = openPage(now, 78, 24, { view: snapshot({ curves: none }) });
    await page.shows('the first exam comes within a minute');
    page.show({ view: snapshot({ curves: { ...none, exam: curve(() => 4).slice(0, 1) } }) });
    await page.shows(curveTexts.waits.nextValue);
    page.show({ view: snapshot({ curves: { ...none, exam: curve(() => 4).slice(0, 2) } }) });
    await page.shows(/┤[⠁-⣿]{10}/);
  });

  it('shows no padding as a guess', async () => {
    const padded = Array.from({ length: 4 }, () => ({ guess: 'oor', truth: '', exact: false }));
    const guesses = [{ step: 1, file: 'a.txt', prompt: '', guesses: padded }];
    const page = openPage(now, 78, 24, { view: snapshot({ ...LIVELY, guesses }) });
    await page.shows('nothing yet');
    expect(page.rows().join('\n')).not.toMatch(/oor|∅/);
  });
});
