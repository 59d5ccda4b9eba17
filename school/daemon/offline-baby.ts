/** What can be asked of a baby that sleeps, by a command or the dashboard: the same methods, with the same results. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Enlargement } from '../../brain/brains/enlargement.ts';
import { ExampleStore } from '../../library/sources/example-store.ts';
import { findTexts } from '../../library/texts/corpus.ts';
import { Shelf } from '../../library/token-cache/shelf.ts';
import type { WordyTexts } from '../../library/token-cache/spelled-out.ts';
import { parseTokenizer } from '../../library/tokenizer/index.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Ledger } from '../../statistics/ledger/ledger.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import { type Acts, reportOfAct } from '../acts/acts.ts';
import { dreamtInWords, grownInWords } from '../api/act-words.ts';
import type { Methods } from '../api/contract.ts';
import type { Grown, LibraryFile } from '../api/messages.ts';
import { type Home, isLivedIn, makeHome } from '../home/home.ts';
import { stateOf } from '../lesson/soul-state.ts';
import { journalText } from '../raising/journal.ts';
import { type Config, loadConfig } from '../settings/config.ts';
import { changeSetting, changesLearning, type Setting, sentenceOfSetting, settingOf } from '../settings/settings.ts';
import { dreamAct, dreamNewest, enlargeNewest, growAct, learnWords, learnWordsAct } from './brain-growth.ts';
import { HabitActs } from './habits/habit-acts.ts';
import { habitReports } from './habits/habit-reports.ts';
import { removedText, textFile, textTakenOut, textToRemove } from './library/text-removal.ts';
import { weighing } from './library/text-weight.ts';
import { asleepReport } from './library-report.ts';
import { changeOffline, offlineTools, openOfflineActs, rewriteAsleep } from './offline-acts.ts';
import { recordRaised } from './raised-record.ts';
import { recordRestore } from './recorder.ts';
import { correctionsAsleep, takenOut } from './teaching.ts';
import { daemonTexts } from './texts/daemon-texts.ts';
import { UnavailableError, whileAsleep, writeIntoLedger } from './while-asleep.ts';

export type OfflineBaby = Pick<
  Methods,
  | 'acts'
  | 'undo'
  | 'set'
  | 'library'
  | 'weigh'
  | 'removeText'
  | 'goBack'
  | 'grow'
  | 'dream'
  | 'habits'
  | 'newHabit'
  | 'habit'
  | 'importHabit'
  | 'keepSoul'
  | 'releaseSoul'
  | 'corrections'
  | 'unteach'
  | 'journal'
>;

/** @param note is told sentences about what is no reason not to go on */
export function offlineBaby(found: Home, note: (sentence: string) => void): OfflineBaby {
  /** Its folders are made where something is to be written, and only where a baby lives. */
  const held = async <T>(action: (home: Home) => Promise<T> | T): Promise<T> => {
    if (!isLivedIn(found)) throw new UnavailableError(daemonTexts.asleep.noBaby(found.folder));
    const home = makeHome(found.folder);
    return whileAsleep(home, () => action(home));
  };
  const write = (home: Home, what: (ledger: Ledger) => void): void => writeIntoLedger(home, what, note);
  const onSetting = (home: Home, setting: Setting): void =>
    write(home, (ledger) => {
      ledger.log('info', 'settings', sentenceOfSetting(setting));
      ledger.event('setting', setting);
    });
  const actsOf = (home: Home): Promise<Acts> =>
    openOfflineActs(home, {
      note,
      wentBack: (back) => write(home, (ledger) => recordRestore(ledger, back)),
      onSetting: (setting) => onSetting(home, setting),
    });
  const souls = () => new Keeper({ folder: found.soul }).list();
  const book = (): Promise<ExampleStore> => ExampleStore.open(found.sources, ({ message }) => note(message));
  const set = async (home: Home, key: string, value: unknown, what?: string): Promise<Setting> => {
    const now = await loadConfig(home);
    const { key: full } = changeSetting(now, key, value).setting;
    const acts = await actsOf(home);
    const change = () => changeOffline(home, full, value);
    const { setting } = await acts.set(full, settingOf(now, full), changesLearning(full), change, what);
    onSetting(home, setting);
    return setting;
  };
  const habitsOf = async (home: Home): Promise<HabitActs> => {
    const config = await loadConfig(home);
    const store = await book();
    return new HabitActs({
      ...{ home, acts: await actsOf(home), tools: offlineTools(home, { note }), rewrite: rewriteAsleep(home) },
      config: () => config,
      meantFor: async (source, name) => store.entries(source).flatMap(({ id, habit }) => (habit === name ? [id] : [])),
      note: (sentence) => write(home, (ledger) => ledger.log('info', 'habits', sentence)),
    });
  };
  const newestStep = (): number => souls().at(0)?.step ?? 0;

  const learnHere = async (home: Home, config: Config): Promise<Grown> => {
    const tokenizer = parseTokenizer(new Keeper({ folder: home.soul }).open().texts['tokenizer.json'] ?? '');
    const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
    await shelf.refresh(tokenizer, { heldOutFraction: config.heldOut, speaker: config.name });
    const learn = async (wordy: WordyTexts) => learnWords(home.soul, config, wordy);
    const grown = await learnWordsAct(await actsOf(home), home, shelf, learn);
    write(home, (ledger) => ledger.log('info', 'growth', grownInWords(grown)));
    return grown;
  };

  return {
    acts: () => held(async (home) => (await (await actsOf(home)).list()).map(reportOfAct)),
    undo: ({ act, preview } = {}) => held(async (home) => (await actsOf(home)).undo(act, { preview })),
    async set(key, value) {
      // a setting that may not be so makes no home
      changeSetting(await loadConfig(found), key, value);
      const home = makeHome(found.folder);
      return whileAsleep(home, () => set(home, key, value));
    },
    async library() {
      return asleepReport(found, await loadConfig(found));
    },
    weigh: (typed, weight) =>
      held(async (home) => {
        const { textWeights } = await loadConfig(home);
        const { key, what, name, before, texts } = weighing(await textsOf(home), textWeights, typed, weight);
        if (weight !== before) await set(home, key, weight, what);
        return { name, weight, before, texts };
      }),
    removeText: (typed) =>
      held(async (home) => {
        const file = textToRemove({ files: await textsOf(home) }, typed);
        await (await actsOf(home)).remove(await textFile(home, file.name));
        write(home, (ledger) => ledger.log('info', 'library', textTakenOut(file.name)));
        return removedText(file, souls());
      }),
    goBack: (soul) => held(async (home) => (await actsOf(home)).goBack(soul)),
    grow: ({ by } = {}) =>
      held(async (home) => {
        const config = await loadConfig(home);
        if (by === 'words') return learnHere(home, config);
        const enlarge = async (how: Enlargement) => enlargeNewest(home.soul, config, how);
        const grown = await growAct(await actsOf(home), home, config, by, enlarge);
        write(home, (ledger) => ledger.log('info', 'growth', grownInWords(grown)));
        return grown;
      }),
    dream: ({ alone = false } = {}) =>
      held(async (home) => {
        const config = await loadConfig(home);
        const change = async () => dreamNewest(home.soul, config, alone);
        const dreamt = await dreamAct(await actsOf(home), home, alone, change);
        write(home, (ledger) => ledger.log('info', 'growth', dreamtInWords(dreamt)));
        return dreamt;
      }),
    habits: async () => habitReports(souls()[0]),
    newHabit: (name, how = {}) => held(async (home) => (await habitsOf(home)).begin({ name, ...how })),
    habit: (name, does) => held(async (home) => (await habitsOf(home)).change({ name, does })),
    importHabit: (file, as) => held(async (home) => (await habitsOf(home)).import({ file, as })),
    keepSoul: (name, soul) =>
      held((home) => {
        const keeper = new Keeper({ folder: home.soul });
        const one = keeper.list().find((each) => soul === undefined || each.name === soul);
        if (!one) throw new Error(daemonTexts.asleep.noSuchSoul(home.soul));
        keeper.label(one.name, { keptAs: name });
        return { name: one.name, step: one.step, keptAs: name };
      }),
    releaseSoul: (soul) =>
      held((home) => {
        const keeper = new Keeper({ folder: home.soul });
        keeper.label(soul, { keptAs: null });
        const step = keeper.list().find(({ name }) => name === soul)?.step ?? newestStep();
        return { name: soul, step, keptAs: null };
      }),
    corrections: async () => correctionsAsleep(await book(), stateOf(souls()[0])),
    unteach: (source, ids) =>
      held(async (home) => {
        const store = await book();
        // as often as the weights of its newest soul have read it
        const known = source === 'corrections' ? correctionsAsleep(store, stateOf(souls()[0])) : [];
        const readsOf = (id: string): number | null => known.find((one) => one.id === id)?.reads ?? null;
        const gone = await store.remove(source, ids);
        await (await actsOf(home)).forget(source, ids);
        if (source === 'corrections')
          write(home, (ledger) => {
            for (const { id } of gone) ledger.log('info', source, takenOut(id, readsOf(id)));
          });
        return gone.map(({ id, time }) => ({ id, time, reads: readsOf(id) }));
      }),
    async journal(written) {
      const text = journalText(written);
      if (!existsSync(join(found.statistics, LEDGER_FILE)))
        throw new UnavailableError(daemonTexts.asleep.noJournal(found.folder));
      await held((home) =>
        write(home, (ledger) => recordRaised(ledger, { kind: 'journal', step: newestStep(), text })),
      );
    },
  };
}

/** All texts in the library folder, including texts that were never read. */
async function textsOf(home: Home): Promise<LibraryFile[]> {
  const known = (await asleepReport(home, await loadConfig(home))).files;
  const { texts } = await findTexts(home.library);
  return texts.map(({ name, size }) => {
    const unread: LibraryFile = { name, bytes: size, tokens: 0, heldOutTokens: 0, read: 0, weight: 1, share: 0 };
    return known.find((file) => file.name === name) ?? unread;
  });
}
