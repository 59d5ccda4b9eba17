import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { soul } from '../../../school/dashboard/soul/soul.tsx';
import { shellTexts } from '../../../school/dashboard/texts/shell.ts';
import { soulPageTexts } from '../../../school/dashboard/texts/soul-page.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { temporaryFolder } from '../temporary.ts';
import { closePages, later, openPage, snapshot } from './support-pages.tsx';

let home: Home;
let keeper: Keeper;
let savedAt = 0;
const HOUR = 3_600_000;

beforeEach(() => {
  home = makeHome(temporaryFolder());
  keeper = new Keeper({ folder: home.soul, now: () => new Date(savedAt) });
  savedAt = Date.now() - 10 * HOUR - 60_000;
});
afterEach(closePages);

function save(step: number, score?: number): void {
  const summary = { step, ...(score === undefined ? {} : { score }) };
  keeper.save({ tensors: {}, texts: { letter: 'x'.repeat(30_000) }, state: { step }, summary });
  savedAt += HOUR;
}
function saveSome(): void {
  save(1000);
  save(2000, 2.5);
  save(3000, 2.25);
  save(4000, 2.3);
}
const open = (width = 80, height = 20, given = {}) => openPage(soul, width, height, { home, ...given });

describe('the page about its soul', () => {
  it('shows every soul with its exam, the newest, and the best', async () => {
    saveSome();
    const { shows, rows } = open();
    await shows(/^▌ soul-0000004000 +7 h 1 min ago +4,000 +2\.300 +\+0\.050 +newest$/);
    await shows(/^ {2}soul-0000003000 +8 h 1 min ago +3,000 +2\.250 +-0\.250 +best$/);
    await shows(/^ {2}soul-0000001000 +10 h 1 min ago +1,000 +–$/);
    await shows(/── exam ─+ bits per byte ──/);
    await shows(/2\.500┤/);
    await shows(/step 2k +step 4k/);
    expect(rows()[0]).toMatch(/^── souls ─+$/);
  });

  it.each([
    [60, 8],
    [80, 20],
    [200, 56],
    [40, 4],
  ])('fits into %i × %i and comes to its first soul', async (width, height) => {
    for (let step = 1; step <= 25; step++) save(step * 10, 2 + 1 / step);
    const page = open(width, height);
    await page.shows('soul-0000000250');
    await page.type('G');
    await page.shows(/^▌ soul-0000000010/);
  });

  it('goes back after a question alone', async () => {
    saveSome();
    const page = open();
    await page.shows('soul-0000004000');
    await page.type('j', 'b');
    await page.shows('y / n  Back to soul-0000003000? It forgets');
    await page.type('n');
    await page.shows(shellTexts.staysAsItIs);
    expect(page.actions.asked).toEqual([]);
    await page.type('b', 'x', '\x1b');
    await page.shows(shellTexts.staysAsItIs);
    await page.type('b', 'y');
    await page.shows('did goBack soul-0000003000');
    expect(page.actions.asked).toEqual([['goBack', 'soul-0000003000']]);
    expect(page.captured).toEqual([true, false, true, false, true, false]);
  });

  it('shows what a soul is called and why it was saved, and keeps one under a name', async () => {
    saveSome();
    keeper.label('soul-0000002000', { keptAs: 'the first', reason: 'before feeding diary.txt' });
    const page = open(120);
    await page.shows(/soul-0000002000 .* "the first", before feeding/);
    await page.type('n', 'g', 'o', 'o', 'd', '\r');
    await page.shows('did keepSoul good soul-0000004000');
    await page.type('G', 'k', 'n', ...Array<string>(9).fill('\x7f'), '\r');
    await page.shows('did releaseSoul soul-0000002000');
    expect(page.actions.asked).toEqual([
      ['keepSoul', 'good', 'soul-0000004000'],
      ['releaseSoul', 'soul-0000002000'],
    ]);
  });

  it('undoes the last act after a question that says what it costs', async () => {
    saveSome();
    const page = open(120);
    await page.shows('soul-0000004000');
    const act = { id: 7, time: new Date().toISOString(), kind: 'feed', what: 'feeding diary.txt' };
    const undone = (done: boolean) => ({
      act,
      steps: 42,
      sentence: done ? 'It is gone.' : 'It goes, at 42 steps.',
      done,
    });
    page.actions.answer = async (_, options) =>
      undone(!(options as { preview?: boolean }).preview) as unknown as string;
    await page.type('u');
    await page.shows(/^y \/ n {2}Undo feeding diary\.txt, done .* ago\? It goes, at 42 steps\./);
    await page.type('n');
    await page.shows(shellTexts.staysAsItIs);
    await page.type('u');
    await page.shows('y / n');
    await page.type('y');
    await page.shows('Undone: feeding diary.txt. It is gone.');
    expect(page.actions.asked).toEqual([
      ['undo', { preview: true }],
      ['undo', { preview: true }],
      ['undo', { act: 7 }],
    ]);
    page.actions.answer = async () => Promise.reject(new Error('There is nothing to undo.'));
    await page.type('u');
    await page.shows('! There is nothing to undo.');
  });

  it('saves and examines, one at a time', async () => {
    saveSome();
    const page = open();
    await page.shows('soul-0000004000');
    let answer = (_: string) => {};
    page.actions.answer = () => new Promise((resolve) => (answer = resolve));
    await page.type('w', 'e', 'w');
    await page.shows('saving…');
    expect(page.actions.asked).toEqual([['save']]);
    answer('It saved.');
    await page.shows('It saved.');
    page.actions.answer = async () => Promise.reject(new Error('There is no held-out text.'));
    await page.type('e');
    await page.shows('! There is no held-out text.');
  });

  it('finds what was saved since, and keeps what is selected', async () => {
    saveSome();
    const page = open();
    await page.shows('soul-0000004000');
    await page.type('j');
    await page.shows(/^▌ soul-0000003000/);
    save(5000, 2.2);
    later(6000);
    page.show({ view: snapshot() });
    await page.shows(/^ {2}soul-0000005000/);
    await page.shows(/^▌ soul-0000003000/);
  });

  it('works while it sleeps, and waits while it wakes', async () => {
    saveSome();
    const page = open(100, 20, { view: snapshot({ contact: 'asleep' }) });
    await page.shows('soul-0000004000');
    await page.type('w');
    await page.shows(soulPageTexts.isAsleep);
    expect(page.actions.asked).toEqual([]);
    await page.type('b', 'y');
    await page.shows('did goBack soul-0000004000');
    const waking = open(100, 20, { view: snapshot({ contact: 'connecting' }) });
    await waking.shows('soul-0000004000');
    await waking.type('b');
    await waking.shows('! Wait a moment: it is just waking or falling asleep.');
  });

  it('is honest where there is none, and where they cannot be read', async () => {
    const page = open();
    await page.shows(soulPageTexts.noSoulYet);
    rmSync(home.soul, { recursive: true });
    const gone = open();
    await gone.shows('No soul yet');
  });
});
