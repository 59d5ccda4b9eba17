import { afterEach, describe, expect, it, vi } from 'vitest';
import { allRules } from '../../../school/twitch/moderation/index.ts';

// Colours are decided when the painter is loaded.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '3';
});

import type { TwitchStatus } from '../../../school/api/twitch-messages.ts';
import { HELP } from '../../../school/chat/commands.ts';
import { Help } from '../../../school/dashboard/components/help.tsx';
import { EVERYWHERE, WORDS } from '../../../school/dashboard/glossary.ts';
import type { Page } from '../../../school/dashboard/page.ts';
import { PAGES } from '../../../school/dashboard/pages.ts';
import type { Snapshot, Spot } from '../../../school/dashboard/state/snapshot.ts';
import { makeHome } from '../../../school/home/home.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { listSettings } from '../../../school/settings/settings-list.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { NOWHERE, statsAt } from '../fake-life.ts';
import { temporaryFolder } from '../temporary.ts';
import { COLOURED, closePages, FakeActions, openPage, snapshot } from './support-pages.tsx';

const ledgers: Ledger[] = [];
afterEach(() => {
  closePages();
  for (const ledger of ledgers.splice(0)) ledger.close();
});

const curve: Spot[] = Array.from({ length: 50 }, (_, i) => ({ t: i * 2000, step: i * 10, value: 3 - i / 100 }));
const TWITCH: TwitchStatus = {
  ...NOWHERE,
  connection: 'joined',
  channel: 'LOOP',
  login: 'BOT',
  guarded: true,
  verdicts: { allowed: 3, refused: 1, byRule: { 'LINK.URL': 1 } },
  recent: [{ at: 1, login: 'V1', ask: 'HOW?', answer: 'SO.', rules: [], milliseconds: 840 }],
};
const IN_A_LOBE = {
  window0: 1,
  weight0: 0.5,
  shortDecay: 0.5,
  longDecay: 0.97,
  listenShort: 1,
  listenLong: 1,
  gate: 0.5,
};
const values = Object.fromEntries([
  ...Object.entries(IN_A_LOBE).map(([name, value]) => [`lobe0.${name}`, value]),
  ['norm.A.T1', 1],
  ['gradient.A.T1', 1],
]) as Record<string, number>;

/** All that comes from elsewhere is in capitals, so that what is in small letters is a word of the dashboard. */
const LIVELY: Partial<Snapshot> = {
  stats: statsAt(12_345, { reading: 'A.TXT', secondsAwake: 7260, doing: 'learning' }),
  curves: { smoothLoss: curve, bitsPerByte: curve, exam: curve, withMemory: [], tokensPerSecond: curve },
  guesses: [{ step: 1, file: 'A', prompt: 'P', guesses: [{ guess: 'G', truth: 'G', exact: true }] }],
  babble: [{ step: 1, text: 'DA', colour: '#ff8000' }],
  diary: 'D.',
  probes: { step: 1, values, maps: [], topTokens: [{ text: 'T', share: 0.1 }] },
  durations: { step: 10, forward: 4, backward: 5, reading: 1 },
  chat: [{ conversation: 'terminal', speaker: 'A', kind: 'said', text: 'HI' }],
  journal: { time: 1, text: 'J' },
  twitch: TWITCH,
};

function lively() {
  const home = makeHome(temporaryFolder());
  const keeper = new Keeper({ folder: home.soul });
  for (const [step, score] of [
    [10, 2.5],
    [20, 2.4],
  ])
    keeper.save({ tensors: {}, texts: { letter: 'X' }, state: { step }, summary: { step, score } });
  const ledger = Ledger.open({ folder: temporaryFolder(), flushEvery: 0, tendEvery: 0 });
  ledgers.push(ledger);
  ledger.beginRun();
  ledger.log('warn', 'SCOPE', 'MESSAGE');
  ledger.sample({ step: 5, source: 'reflection', prompt: '[A]: HI', output: '[B]: HO' });
  ledger.flush();
  const actions = new FakeActions();
  actions.report = {
    files: [{ name: 'A.TXT', bytes: 1, tokens: 100, heldOutTokens: 5, read: 50, weight: 1, share: 1 }],
    count: 1,
    tokens: 100,
    heldOutTokens: 5,
    read: 50,
    sources: [{ name: 'library', weight: 1, holds: 1, tokens: 100, share: 1, given: { chunks: 8, tokens: 80 } }],
  };
  return { view: snapshot(LIVELY), home, ledger: ledger.database, actions, paint: COLOURED };
}

/** What each page shows when its data are there. */
const THERE: Readonly<Record<string, string | RegExp>> = {
  Now: 'DA',
  Mind: 'lobe 1',
  Chat: 'HI',
  Library: 'A.TXT',
  Log: 'MESSAGE',
  Soul: '2.400',
  Raising: 'its play:',
  Twitch: 'LINK.URL',
  Settings: 'learningRate',
};

const HELP_OF_NOW: Page = {
  key: 'help',
  title: 'Help',
  keys: [],
  Body: ({ width, height }) => <Help pages={PAGES} page={PAGES[0]} width={width} height={height} />,
};

const isLabel = (text: string): boolean => /^[a-z(][a-z/() ,.:]*$/.test(text) && text.length > 1;

function unexplained(page: Page, labels: readonly string[]): string[] {
  // What a command does, a setting means and a rule of Twitch refuses is said beside it.
  const rules = allRules().flatMap(({ id, does }) => [id, does]);
  const said = [
    ...HELP.map(([, does]) => does),
    ...listSettings(DEFAULTS, undefined).map(({ means }) => means),
    ...rules,
  ];
  const terms = [...said, ...[...(page.words ?? []), ...EVERYWHERE].flatMap(([words]) => words.split(', '))];
  return labels.filter(
    (label) =>
      isLabel(label) &&
      !terms.some(
        (term) =>
          label === term ||
          label.startsWith(`${term} `) ||
          label.startsWith(`${term}:`) ||
          label.startsWith(`${term},`),
      ),
  );
}

describe('words of the pages', () => {
  it.each(PAGES.map((page) => [page.title, page] as const))('of %s are explained by its help', async (title, page) => {
    const { shows, labels } = openPage(page, 198, 57, lively());
    await shows(THERE[title]);
    const seen = labels().filter(isLabel);
    expect(seen.length).toBeGreaterThan(2);
    expect(unexplained(page, labels())).toEqual([]);
  });

  it('are missed where the help does not know them', () => {
    const [now] = PAGES;
    expect(unexplained(now, ['gradient', 'wobble', '12'])).toEqual(['wobble']);
  });

  it('stand in the help below the keys, in one line each where there is room', async () => {
    const { shows, rows } = openPage(HELP_OF_NOW, 140, 60);
    await shows('words of Now');
    expect(rows().findIndex((row) => row.includes('keys of Now'))).toBeLessThan(
      rows().findIndex((row) => row.includes('words of Now')),
    );
    for (const [words, means] of WORDS.now)
      expect(
        rows().some((row) => row.startsWith(words) && row.endsWith(means)),
        words,
      ).toBe(true);
  });

  it('are one line each at 160 columns', () => {
    for (const words of [EVERYWHERE, ...Object.values(WORDS)])
      for (const [term, means] of words) expect(`${term} ${means}`.length, term).toBeLessThan(134);
  });

  it('say of a reflection that it is play', async () => {
    const { shows } = openPage(PAGES[6], 120, 37, lively());
    await shows(/its play: .*step 5/);
  });
});
