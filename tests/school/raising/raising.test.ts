import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExampleTurn } from '../../../library/sources/examples.ts';
import { Shelf } from '../../../library/token-cache/shelf.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import type { Event, Raised, Reply } from '../../../school/api/messages.ts';
import { startRecorder } from '../../../school/daemon/recorder.ts';
import { makeHome } from '../../../school/home/home.ts';
import { JOURNAL, journalOf } from '../../../school/raising/journal.ts';
import { linePair } from '../../../school/raising/pairs.ts';
import { Raising, type RaisingParts } from '../../../school/raising/raising.ts';
import { type Config, configure } from '../../../school/settings/config.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { RETENTION } from '../../../statistics/ledger/retention.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { voices } from '../../../statistics/query/voice.ts';
import { INTRODUCTION, statsAt } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';
import { chanceOf } from './chance.ts';

const LETTER = 'my dear, the garden is full of rain and i write to you from the kitchen table.';
const DIARY = 'Up betimes, and to the office, where we sat all the morning, and dined at home.';

/** A home with a letter and a diary on its shelf. */
async function homeWithLetters() {
  const home = makeHome(temporaryFolder());
  mkdirSync(join(home.library, 'letters'));
  writeFileSync(join(home.library, 'letters', 'one.txt'), `${LETTER}\n`.repeat(30));
  writeFileSync(
    join(home.library, 'diary.txt'),
    `${DIARY}\n[ann]: how was your day?\n[mia]: long and warm\n`.repeat(30),
  );
  const tokenizer = trainTokenizer([Buffer.from(LETTER + DIARY)], { vocabularySize: 280 });
  const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
  await shelf.refresh(tokenizer, { heldOutFraction: 0, speaker: 'mia' });
  return { home, tokenizer, catalogue: () => shelf.catalogue() };
}

const stopped: (() => void)[] = [];
afterEach(() => {
  for (const stop of stopped.splice(0)) stop();
});

/** A life whose events a test makes, with everything around it real. */
async function raised(config: object = {}) {
  const { home, tokenizer, catalogue } = await homeWithLetters();
  const settings: { config: Config } = {
    config: configure(
      { owner: 'ann', reflection: { seconds: 60 }, scribe: { chance: 0 }, milestones: { seconds: 300 }, ...config },
      'the test',
    ),
  };
  const listeners = new Set<(event: Event) => void>();
  const tell = (event: Event) => {
    for (const listener of listeners) listener(event);
  };
  const heard: Event[] = [];
  const clock = { now: 0 };
  const asked: unknown[][] = [];
  const room = {
    say: async (...given: unknown[]): Promise<Reply> => {
      asked.push(['say', ...given]);
      return { text: 'wide and blue', tokens: 3, milliseconds: 20, firstTokenMilliseconds: 1, stopped: 'turn' };
    },
    forget: async (...given: unknown[]) => asked.push(['forget', ...given]) > 0,
  };
  const life = {
    introduction: INTRODUCTION,
    tell,
    watch(listener: (event: Event) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask: <T>(question: (given: never) => Promise<T>): Promise<T> => question(room as never),
  };
  const chronicle = startRecorder(life, home.statistics, settings, () => {});
  const taught: [string, readonly ExampleTurn[]][] = [];
  const raising = new Raising({
    life,
    home,
    settings,
    catalogue,
    tokenizer,
    teach: (source: string, turns: readonly ExampleTurn[]) => taught.push([source, turns]),
    now: () => clock.now,
  } as unknown as RaisingParts);
  life.watch((event) => heard.push(event));
  stopped.push(() => {
    raising.stop();
    chronicle.close('over');
  });
  const all = <K extends Raised['kind']>(kind: K) =>
    heard.flatMap((event) => (event.event === 'raised' && event.data.kind === kind ? [event.data] : [])) as Extract<
      Raised,
      { kind: K }
    >[];
  return { raising, chronicle, home, settings, tell, heard, taught, asked, clock, all };
}

describe('being raised', () => {
  it('answers the same questions at a save, in a conversation that is forgotten, and they are kept', async () => {
    const { tell, all, asked, home, chronicle, settings } = await raised();
    const saved = (step: number): Event => ({
      event: 'saved',
      data: { name: `soul-${step}`, step, bytes: 1, milliseconds: 1 },
    });
    tell(saved(10));
    const { prompts } = settings.config.milestones;
    await until(() => all('milestone').length === prompts.length);
    await until(() => asked.length === 2 * prompts.length);
    expect(asked[0].slice(0, 4)).toEqual(['say', 'ann', prompts[0], 'milestone']);
    expect(asked[0][4]).toMatchObject({ seed: settings.config.seed, temperature: 0.7, maxTokens: 40 });
    expect(asked[1]).toEqual(['forget', 'milestone']);
    tell(saved(11));
    await new Promise(setImmediate);
    expect(all('milestone')).toHaveLength(prompts.length);
    chronicle.close('over');
    const ledger = openForReading(join(home.statistics, 'statistics.db'));
    expect(
      voices(ledger).map(({ prompt, answers }) => [prompt, answers.map(({ step, text }) => [step, text])]),
    ).toEqual(prompts.map((prompt) => [prompt, [[10, 'wide and blue']]]));
    ledger.close();
  });

  it('keeps a journal, clean and in one line', async () => {
    const { raising, all, chronicle, home, tell } = await raised();
    tell({ event: 'stats', data: statsAt(77) });
    raising.journal('  today:\n the sea\x1b[2J ');
    expect(all('journal')).toEqual([{ kind: 'journal', step: 77, text: 'today: the sea [2J' }]);
    expect(() => raising.journal(' \n ')).toThrow('it is empty');
    expect(RETENTION.lasting).toContain(JOURNAL);
    expect(() => raising.journal('x'.repeat(2000))).toThrow('at most 1000 characters, but 2000 came');
    chronicle.close('over');
    const ledger = openForReading(join(home.statistics, 'statistics.db'));
    expect(journalOf(ledger)).toMatchObject([{ step: 77, text: 'today: the sea [2J' }]);
    ledger.close();
  });

  it('compares at once with what its ledger kept of earlier wakes', async () => {
    const { home, tokenizer, catalogue } = await homeWithLetters();
    const settings = { config: configure({}, 'the test') };
    const ledger = Ledger.open({ folder: home.statistics });
    ledger.beginRun();
    for (let i = 0; i < 100; i++) ledger.record(i, { smoothLoss: 2 + i / 100 });
    ledger.close();
    let listen: (event: Event) => void = () => {};
    const life = {
      introduction: INTRODUCTION,
      tell: () => {},
      ask: () => Promise.reject(new Error('nobody')),
      watch: (listener: (event: Event) => void) => {
        listen = listener;
        return () => {};
      },
    };
    const raising = new Raising({
      life,
      home,
      settings,
      catalogue,
      tokenizer,
      teach: () => {},
    } as unknown as RaisingParts);
    stopped.push(() => raising.stop());
    const even = { colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.29, 0.5] } as const;
    await until(() => {
      listen({ event: 'stats', data: statsAt(101, { ...even, smoothLoss: 2.001 }) });
      return raising.mood.includes('happy');
    });
  });
});

describe('passages of the library', () => {
  it('are two lines in a row for the game', async () => {
    const { tokenizer, catalogue } = await homeWithLetters();
    const pairs = new Map<string, string>();
    for (let i = 0; i < 60; i++) {
      const pair = await linePair(catalogue(), tokenizer, chanceOf(i / 60));
      if (pair) pairs.set(pair.line, pair.next);
    }
    expect([...pairs].sort()).toEqual([
      ['how was your day?', 'long and warm'],
      [LETTER, LETTER],
    ]);
    expect(await linePair({ files: [] }, tokenizer, chanceOf())).toBeUndefined();
  });
});
