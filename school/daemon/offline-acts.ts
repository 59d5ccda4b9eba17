/** Acts of the owner while the baby sleeps. */
import { ExampleStore } from '../../library/sources/example-store.ts';
import { Shelf } from '../../library/token-cache/shelf.ts';
import { Keeper } from '../../soul/keeper.ts';
import { ActLog } from '../acts/act-log.ts';
import type { ActTools } from '../acts/act-tools.ts';
import { Acts } from '../acts/acts.ts';
import type { Home } from '../home/home.ts';
import { stateOf } from '../lesson/soul-state.ts';
import { loadConfig, saveConfig } from '../settings/config.ts';
import { changeSetting, type Setting, settingOf } from '../settings/settings.ts';
import { withoutWishes } from '../training/growth/enlarged-soul.ts';
import { withHabitSwitched } from '../training/habits/habit-soul.ts';

import { habitTools, type Rewrite } from './habits/habit-acts.ts';
import { rewriteNewest } from './habits/rewrite-soul.ts';

export interface OfflineOptions {
  /** tells of something that is no reason not to go on */
  readonly note: (sentence: string) => void;
  /** called after it went back to an earlier soul, and after a setting was changed */
  readonly wentBack?: (back: { from: string; name: string; step: number; notes: readonly string[] }) => void;
  readonly onSetting?: (setting: Setting) => void;
}

/** @param home whose folders are there, and which is held meanwhile */
export async function openOfflineActs(home: Home, options: OfflineOptions): Promise<Acts> {
  return new Acts(await ActLog.open(home, options.note), offlineTools(home, options));
}

/** Changes a setting in baby.json. @returns the value before */
export async function changeOffline(
  home: Home,
  key: string,
  value: unknown,
): Promise<{ setting: Setting; before: unknown }> {
  const old = await loadConfig(home);
  const [soul] = new Keeper({ folder: home.soul }).list();
  const { config, setting } = changeSetting(old, key, value, soul && (stateOf(soul) ?? old));
  await saveConfig(home, config);
  // Asleep, everything counts from the next wake on: that need not be said.
  return { setting: { ...setting, later: false }, before: settingOf(old, setting.key) };
}

/** Writes the newest soul of a baby that sleeps once more, changed. */
export const rewriteAsleep =
  (home: Pick<Home, 'soul'>): Rewrite =>
  async (change) =>
    rewriteNewest(home.soul, change);

export function offlineTools(home: Home, { note, wentBack, onSetting }: OfflineOptions): ActTools {
  const keeper = new Keeper({ folder: home.soul });
  let book: Promise<ExampleStore> | undefined;
  const opened = (): Promise<ExampleStore> =>
    (book ??= ExampleStore.open(home.sources, ({ message }) => note(message)));
  const newest = () => keeper.list().at(0);
  const keep = (reason: string) => {
    const soul = newest();
    return soul && keeper.label(soul.name, { reason });
  };
  return {
    home,
    note,
    step: () => newest()?.step ?? 0,
    souls: () => keeper.list(),
    keep: async (reason) => keep(reason),
    async release(soul) {
      keeper.label(soul, { reason: null });
    },
    async set(key, value) {
      const { setting, before } = await changeOffline(home, key, value);
      onSetting?.(setting);
      return before;
    },
    examples: {
      remove: async (source, ids) =>
        (await (await opened()).remove(source, ids)).map(({ time: _, ...example }) => example),
      add: async (source, examples) => (await opened()).add(source, examples),
    },
    habits: habitTools(rewriteAsleep(home), (name, isOn) =>
      rewriteAsleep(home)((soul, { habits = [] }) => [
        withHabitSwitched(soul, name, isOn),
        habits.some((habit) => habit.name === name && habit.isOn),
      ]),
    ),
    shelf: new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf }),
    async restore(soul, reason) {
      const now = newest();
      if (now?.name === soul) return { name: soul, step: now.step, left: undefined };
      const left = keep(reason);
      const { name, notes } = keeper.bringBack(soul, { changeState: withoutWishes });
      const step = keeper.list().at(0)?.step ?? 0;
      wentBack?.({ from: soul, name, step, notes });
      return { name, step, left };
    },
  };
}
