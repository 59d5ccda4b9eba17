import { afterEach, describe, expect, it } from 'vitest';
import { recordRaised } from '../../../school/daemon/raised-record.ts';
import { raising } from '../../../school/dashboard/raising/raising.tsx';
import {
  dialogueRows,
  remarkRows,
  sourceRows,
  sourceWords,
  voiceRows,
} from '../../../school/dashboard/raising/rows.ts';
import { diaryLine } from '../../../school/lesson/reports/diary.ts';
import { scribeMoodTexts } from '../../../school/raising/texts/scribe-moods.ts';
import { widthOf } from '../../../school/terminal/text-width.ts';
import { againLine } from '../../../school/text/raising-lines.ts';
import { texts } from '../../../school/text/texts.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { COLOURED, closePages, FakeActions, openPage, snapshot } from '../dashboard/support-pages.tsx';
import { statsAt } from '../fake-life.ts';
import { temporaryFolder } from '../temporary.ts';

afterEach(closePages);

const SOURCES = [
  {
    name: 'library' as const,
    weight: 100,
    holds: 15,
    tokens: 120_000,
    share: 0.912,
    given: { chunks: 912, tokens: 60_000 },
  },
  { name: 'scribe' as const, weight: 2, holds: 31, tokens: 900, share: 0.088, given: { chunks: 88, tokens: 4000 } },
  { name: 'chat' as const, weight: 2, holds: 0, tokens: 0, share: 0, given: { chunks: 0, tokens: 0 } },
];

/** A ledger in which all kinds of things happened. */
function ledgerOf() {
  const ledger = Ledger.open({ folder: temporaryFolder() });
  ledger.beginRun();
  for (let i = 0; i < 3; i++) {
    recordRaised(ledger, {
      kind: 'reflection',
      step: 100 * i,
      feelings: ['happy'],
      because: ['smoothLoss'],
      turns: [
        {
          speaker: 'ann',
          text: `hello \x1b[31mmia 🐻, the ${i + 1}. time. ${'how are you after all this? '.repeat(4)}`,
        },
        { speaker: 'mia', text: 'i feel happy. my loss over the last while is 3.210, better than mostly.' },
      ],
    });
    for (const prompt of ['who are you?', 'and the sea?'])
      recordRaised(ledger, {
        kind: 'milestone',
        step: 100 * i + 7,
        prompt,
        text: i === 0 ? 'xq zz 日本' : `i am mia, at ${i}`,
        temperature: 0.7,
        milliseconds: 5,
      });
  }
  scribeMoodTexts.forEach(({ mood, lines, faces }, i) =>
    recordRaised(ledger, {
      kind: 'comment',
      step: i,
      mood,
      standing: 15 - i,
      guess: 'x',
      text: `${lines[0]} ${faces[0]}`,
    }),
  );
  ledger.close();
  return openForReading(ledger.file);
}

function open(width: number, height: number, changes: Partial<Parameters<typeof openPage>[3]> = {}) {
  const actions = new FakeActions();
  actions.report = { ...actions.report, sources: SOURCES } as never;
  return openPage(raising, width, height, { actions, ledger: ledgerOf(), ...changes });
}

describe('the page about its raising', () => {
  it('shows reflections, the scribe, its voice then and now, and what it learns from', async () => {
    const { shows } = open(80, 20);
    await shows(/── it reflects ─+ 1 of 3 ──/);
    await shows('hello mia 🐻, the 3. time.');
    await shows(/heartbroken +i taught you better than that/);
    await shows('“who are you?”');
    await shows(/step 7 +step 207/);
    await shows('learns from  library 91.2 % · scribe 8.8 %');
    await shows('what am I learning today? w writes it down');
  });

  it.each([
    [60, 13],
    [80, 20],
    [120, 40],
    [200, 56],
    [40, 5],
  ])('fits into %i × %i', async (width, height) => {
    const page = open(width, height, { paint: COLOURED });
    await page.shows('journal');
    await page.type('j', 'j', 'j', 'k');
    if (height > 10) await page.shows(/2 of 3/);
  });

  it('stands side by side where there is room, with a table of its sources', async () => {
    const { shows } = open(200, 56);
    await shows(/── what it learns from ─+/);
    await shows(/library +100 +91\.2 % +60\.0k +15 +120\.0k/);
    await shows(/i am mia, at 2/);
  });

  it('says what of its reading is learnt once more', async () => {
    const values = { triesPerPassage: 1.76, passRate: 0.81, passBar: 0.24, stride: 0.85, runsWon: 9, runsLost: 5 };
    const view = snapshot({ probes: { step: 7, values, maps: [], topTokens: [] } });
    const { tries, stride } = texts.raising;
    const line = `${tries('1.8', '81 %', '24 %')}; ${stride('0.85', 9, 14)}`;
    await open(200, 56, { view }).shows(line);
    await open(120, 40, { view }).shows(`${line} · learns from`);
    const { triesPerPassage: _, ...runs } = values;
    expect(againLine(runs)).toBe('stride 0.85, 9 of 14 runs won');
    expect(againLine({ loss: 3 })).toBe('');
    const stats = statsAt(1240, { exam: 1.92 });
    const before = statsAt(1000, { exam: 1.52, examPaper: 'old' });
    expect(diaryLine({ ...stats, examPaper: 'old' }, before, undefined, 'calm')).toContain('(0.40 worse)');
    // other texts are no worsening
    expect(diaryLine({ ...stats, examPaper: 'new' }, before, undefined, 'calm')).not.toContain('worse');
    expect(diaryLine(stats, undefined, view.probes ?? undefined, 'calm')).toContain(
      `bits per byte; ${line}; feels calm`,
    );
  });

  it('writes the journal', async () => {
    const page = open(80, 20);
    await page.shows('journal');
    await page.type('w');
    await page.shows('journal> ▏ what am I learning today?');
    expect(page.captured).toEqual([true]);
    await page.type('the sea', '\r');
    await page.shows('did journal the sea');
    expect(page.captured).toEqual([true, false]);
    page.show({ view: snapshot({ journal: { time: Date.now(), text: 'the \x1b[2Jsea' } }) });
    await page.shows(/^the sea$/);
    page.show({ view: snapshot({ contact: 'asleep' }) });
    await page.shows('what am I learning today? w writes it down');
    await page.type('w');
    await page.shows('journal> ▏ what am I learning today?');
    await page.type('the night', '\r');
    await page.shows('did journal the night');
  });

  it('writes nothing while it wakes or falls asleep', async () => {
    const page = open(80, 20, { view: snapshot({ contact: 'connecting' }) });
    await page.shows('journal');
    await page.type('w');
    await page.shows('! Wait a moment: it is just waking or falling asleep.');
  });

  it('says what there will be while there is nothing yet', async () => {
    const { shows } = open(80, 20, { ledger: null });
    await shows('It reflects every so often');
    await shows('The scribe looks over its shoulder');
    await shows('At a save it answers the same few questions');
  });
});

describe('rows', () => {
  it('are never wider than they may be', () => {
    const now = Date.now();
    const turns = [
      { speaker: 'a name of many letters, 日本語', text: '日本語 '.repeat(30) },
      { speaker: 'mia', text: 'x'.repeat(200) },
    ];
    const voices = [
      { prompt: '日本語'.repeat(30), answers: [1, 2, 3].map((step) => ({ step, ts: 0, text: '日本語 '.repeat(20) })) },
    ];
    for (const width of [40, 61, 98]) {
      const rows = [
        ...dialogueRows({ time: now - 9e9, step: 5, turns }, width, now),
        ...remarkRows([{ time: now, mood: 'scandalised', text: 'mm (ﾉ◕ヮ◕)ﾉ*:･ﾟ✧ '.repeat(9) }], width, now),
        ...voiceRows(voices, width),
      ];
      for (const row of rows) expect(widthOf(row.map(({ text }) => text).join(''))).toBeLessThanOrEqual(width);
    }
  });

  it('of sources leave out what has nothing and gave nothing', () => {
    expect(sourceRows(SOURCES).map(([name]) => name)).toEqual(['library', 'scribe']);
    expect(sourceWords(SOURCES)).toEqual(['library 91.2 %', 'scribe 8.8 %']);
    const rare = SOURCES.map((source) => ({ ...source, share: 0.0002 }));
    expect(sourceWords(rare)[0]).toBe('library < 0.1 %');
    expect(sourceRows(rare)[0][2]).toBe('< 0.1 %');
    expect(sourceWords(SOURCES.map((source) => ({ ...source, share: 0 })))[0]).toBe('library 0.0 %');
  });
});
