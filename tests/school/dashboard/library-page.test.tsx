import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LibraryFile, LibraryReport } from '../../../school/api/messages.ts';
import { library } from '../../../school/dashboard/library/library.tsx';
import { libraryPageTexts } from '../../../school/dashboard/texts/library-page.ts';
import { temporaryFolder } from '../temporary.ts';
import { closePages, FakeActions, openPage, snapshot } from './support-pages.tsx';

afterEach(closePages);

const file = (name: string, i: number): LibraryFile => ({
  name,
  bytes: 12_345 * i,
  tokens: 3000 * i,
  heldOutTokens: i % 2 === 0 ? 0 : 150 * i,
  read: (33 - i) * 1500 * i,
  weight: 1,
  share: i / 561,
});

function reportOf(count: number): LibraryReport {
  const files = Array.from({ length: count }, (_, i) =>
    file(i === 2 ? '\x1b[31mdiary 🐻 日記.txt' : `letters/${1990 + i}.txt`, i + 1),
  );
  const sum = (key: 'tokens' | 'heldOutTokens' | 'read') => files.reduce((total, file) => total + file[key], 0);
  return { files, count, tokens: sum('tokens'), heldOutTokens: sum('heldOutTokens'), read: sum('read'), sources: [] };
}

function withBooks(count: number): FakeActions {
  const actions = new FakeActions();
  actions.report = reportOf(count);
  return actions;
}

const open = (width = 80, height = 20, count = 33) => openPage(library, width, height, { actions: withBooks(count) });
const names = (rows: readonly string[]): string[] =>
  rows.flatMap((row) => /(?:letters\/)?(\d{4}|diary 🐻 日記)\.txt/.exec(row)?.[1] ?? []);

describe('the page about its library', () => {
  it('shows every text with its numbers, and the sums', async () => {
    const { shows, rows } = open();
    await shows('33 texts · 6.9 MB · 1.7M tokens · read 5.3 × · 2.5 % kept for exams');
    await shows(/^▌ diary 🐻 日記\.txt +37\.0 kB +9\.0k +15\.0 × +× 1 +0\.5 %/);
    await shows(/^ {2}letters\/1991\.txt +24\.7 kB +6\.0k +15\.5 × +× 1 +0\.4 %/);
    expect(rows()[0]).toMatch(/── library ─+ by name 1–16 of 33 ──/);
  });

  it('says what would help one that knows it all by heart', async () => {
    const actions = new FakeActions();
    const report = reportOf(2);
    actions.report = { ...report, read: 40 * report.tokens };
    const { shows } = openPage(library, 80, 20, { actions });
    await shows(libraryPageTexts.readOften('40'));
    const fresh = open();
    await fresh.shows('33 texts');
    expect(fresh.rows().join()).not.toContain('would teach it more');
  });

  it.each([
    [60, 8],
    [80, 20],
    [200, 56],
    [40, 5],
  ])('fits into %i × %i and comes to its last text', async (width, height) => {
    const page = open(width, height);
    await page.shows('texts');
    await page.type('G');
    await page.shows('letters/2022');
    await page.type('g', 'j');
    await page.shows(/^▌ letters\/1990/);
  });

  it('sorts by size and by how often each was read', async () => {
    const page = open();
    await page.shows('by name');
    await page.type('s');
    await page.shows('by size');
    expect(names(page.rows()).slice(0, 2)).toEqual(['2022', '2021']);
    await page.type('s');
    await page.shows('by read');
    expect(names(page.rows()).slice(0, 4)).toEqual(['1990', '1991', 'diary 🐻 日記', '1993']);
  });

  it('looks for a name while it is typed; Escape shows all again', async () => {
    const page = open();
    await page.shows('by name');
    await page.type('/');
    await page.shows('search> ');
    expect(page.captured).toEqual([true]);
    await page.type('1', '9', '9', '9');
    await page.shows('“1999” by name');
    expect(names(page.rows())).toEqual(['1999']);
    await page.type('\r');
    expect(page.captured).toEqual([true, false]);
    await page.type('/', 's', 's');
    await page.shows('No text has this in its name');
    await page.type('\x1b');
    await page.shows('1–16 of 33');
  });

  it('feeds the path that is typed, and says what became of it', async () => {
    const page = open();
    await page.shows('texts');
    await page.type('f');
    await page.shows('feed> ▏ path of a file or folder');
    await page.type("'my texts'", '\r');
    await page.shows('Would feed one.');
    await page.shows('Feed my texts? Nothing is written yet. Enter feeds it');
    expect(page.actions.asked).not.toContainEqual(['feed', 'my texts']);
    await page.type('\r');
    await page.shows('Fed one.');
    expect(page.actions.asked).toContainEqual(['feed', 'my texts']);
    page.actions.sentences = Array.from({ length: 9 }, (_, i) => `Fed ${i}\x1b[2J.txt.`);
    await page.type('f', 'x', '\r');
    await page.shows('Feed x?');
    await page.type('\r');
    await page.shows('9 files were looked at:');
    await page.shows('Fed 4.txt.');
    await page.shows('… and 4 more');
    await page.type('\x1b');
    await page.hides('Fed 4.txt.');
  });

  it('asks who its owner is in a chat, once, and feeds nothing without an Enter', async () => {
    const page = open(120);
    await page.shows('texts');
    const people = [
      { name: 'Mara', messages: 296 },
      { name: 'Jo\x1b[2Jnas', messages: 118 },
    ];
    const answers: unknown[] = [];
    page.actions.rehearsal = async ({ askOwner, onProgress }) => {
      onProgress?.(4, 10);
      answers.push(await askOwner?.(people, 'chat.txt', false));
    };
    await page.type('f', 'chat.txt', '\r');
    await page.shows('Who are you in chat.txt? 1 Mara (296) · 2 Jonas (118) · Esc none of them');
    expect(page.captured.at(-1)).toBe(true);
    await page.type('7', 'a', '\r', '2', '1');
    await page.shows('1 Mara (296) ✓ · 2 Jonas (118) ✓ · Enter: that is me');
    await page.type('1');
    await page.shows('1 Mara (296) · 2 Jonas (118) ✓');
    await page.type('\r');
    await page.shows('Feed chat.txt?');
    await page.type('\r');
    await page.shows('Fed one.');
    expect(answers).toEqual([['Jo\x1b[2Jnas'], ['Jo\x1b[2Jnas']]);
    await page.type('f', 'other.txt', '\r');
    await page.shows('Who are you');
    await page.type('\x1b');
    await page.shows('Feed other.txt?');
    await page.type('\x1b');
    await page.shows('Nothing was fed.');
    expect(page.actions.asked).not.toContainEqual(['feed', 'other.txt']);
    expect(page.captured.at(-1)).toBe(false);
  });

  it('shows how far it is', async () => {
    const page = open();
    await page.shows('texts');
    page.actions.rehearsal = ({ onProgress }) => {
      onProgress?.(4, 10);
      return new Promise(() => {});
    };
    await page.type('f', 'x', '\r');
    await page.shows('looking at x: 40 %');
  });

  it('completes a path with Tab, and shows what begins like it', async () => {
    const folder = temporaryFolder();
    for (const name of ['diary-one.txt', 'diary-two.txt']) writeFileSync(join(folder, name), '');
    const page = open(110);
    await page.shows('texts');
    await page.type('f', `${folder}/di`, '\t');
    await page.shows('diary-▏');
    await page.shows('diary-one.txt  diary-two.txt');
    await page.type('t', '\t', '\r');
    await page.shows('Enter feeds it');
    await page.type('\r');
    await page.shows('Fed one.');
    expect(page.actions.asked).toContainEqual(['feed', join(folder, 'diary-two.txt')]);
  });

  it('takes out the text that is selected, after a question', async () => {
    const page = open();
    await page.shows(/^▌ diary/);
    await page.type('j', 'x');
    await page.shows('y / n  Take letters/1990.txt out of the library?');
    await page.type('n');
    await page.shows(libraryPageTexts.stays);
    await page.type('x', 'y');
    await page.shows('did removeText letters/1990.txt');
    expect(page.actions.asked).toContainEqual(['removeText', 'letters/1990.txt']);
  });

  it('says why it could not be fed', async () => {
    const page = open();
    await page.shows('texts');
    page.actions.feed = async () => {
      throw new Error('There is no room.');
    };
    await page.type('f', 'x', '\r');
    await page.shows('! There is no room.');
  });

  it('asks once while it is seen, and not again with each snapshot', async () => {
    const page = open();
    await page.shows('texts');
    for (let i = 0; i < 5; i++) page.show({ view: snapshot() });
    await page.type('j');
    expect(page.actions.asked).toEqual([['library']]);
  });

  it('asks a baby that sleeps as it asks one that is awake', async () => {
    const page = openPage(library, 80, 20, { actions: withBooks(2), view: snapshot({ contact: 'asleep' }) });
    await page.shows('2 texts ·');
    await page.type('x', 'y');
    await page.shows('did removeText');
  });

  it('weighs the text that is selected, or a folder, and asks for the library again', async () => {
    const page = open();
    await page.shows(/^▌ diary/);
    await page.type('j', 'w');
    await page.shows('weight> ');
    await page.type('3', '\r');
    await page.shows('did weigh letters/1990.txt 3');
    await page.type('w', ...'letters/ 0.5', '\r');
    await page.shows('did weigh letters/ 0.5');
    await page.type('w', ...'often', '\r');
    await page.shows('! A weight from 0 to 100 was expected, but often came.');
    expect(page.actions.asked.filter(([method]) => method === 'library')).toHaveLength(3);
  });
});
