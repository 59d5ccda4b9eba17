/** What a baby's owner does with its habits, awake or asleep: each is an act, and can be undone. */
import { printable } from '../../../library/notices/printable.ts';
import { TAUGHT_NAMES } from '../../../library/sources/names.ts';
import { parseTokenizer } from '../../../library/tokenizer/index.ts';
import { Keeper, type SoulContent } from '../../../soul/keeper.ts';
import type { ActTools } from '../../acts/act-tools.ts';
import type { Acts } from '../../acts/acts.ts';
import type { Change } from '../../acts/changes.ts';
import { keepHabit } from '../../acts/habit-trash.ts';
import type { HabitChanged } from '../../api/habit-messages.ts';
import { habitInWords } from '../../api/habit-words.ts';
import type { Home } from '../../home/home.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import type { Config } from '../../settings/config.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import { decodeHabit, encodeHabit } from '../../training/habits/habit-file.ts';
import { habitOf, withHabit, withHabitMerged, withNewHabit, withoutHabit } from '../../training/habits/habit-soul.ts';
import { noHabit, wereAllPublic } from '../../training/habits/habits.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';
import { lessonsFrom } from './habit-material.ts';

/** Writes the newest soul once more. @returns what `change` says beside it */
export type Rewrite = <T>(change: (soul: SoulContent, state: SoulState) => [SoulContent, T]) => Promise<T>;

/** How undoing changes habits. @param rewrite has the baby go on from what it writes */
export const habitTools = (rewrite: Rewrite, switchTo: ActTools['habits']['switch']): ActTools['habits'] => ({
  remove: (name) =>
    rewrite((soul) => {
      const isThere = (soul.state as SoulState).habits?.some((habit) => habit.name === name);
      return isThere ? [withoutHabit(soul, name), encodeHabit(soul, name)] : [soul, undefined];
    }),
  add: (file) => rewrite((soul) => [withHabit(soul, decodeHabit(file, soul).habit), undefined]),
  switch: switchTo,
});

export interface HabitParts {
  readonly home: Home;
  readonly acts: Acts;
  readonly config: () => Config;
  readonly rewrite: Rewrite;
  readonly tools: Pick<ActTools, 'habits' | 'examples'>;
  /** the examples of a source that a habit learns, by their ids */
  meantFor(source: (typeof TAUGHT_NAMES)[number], habit: string): Promise<readonly string[]>;
  /** writes a sentence into the log */
  readonly note: (sentence: string) => void;
}

export class HabitActs {
  private readonly parts: HabitParts;

  constructor(parts: HabitParts) {
    this.parts = parts;
  }

  /** As `Baby.newHabit`. */
  begin({
    name,
    rank,
    alpha,
    from,
  }: {
    name: string;
    rank?: number | undefined;
    alpha?: number | undefined;
    from?: string | undefined;
  }): Promise<HabitChanged> {
    const { acts, rewrite } = this.parts;
    return this.done(
      acts.changeHabits(daemonTexts.acts.newHabit(name), async () => {
        const tokens = await rewrite((soul, { sizes }) => {
          const tokenizer = parseTokenizer(soul.texts['tokenizer.json'] ?? '');
          const setup = { tokenizer, name: this.parts.config().name, contextLength: sizes.contextLength };
          const lessons = from === undefined ? [] : lessonsFrom(from, setup);
          return [
            withNewHabit(soul, { name, rank, alpha, lessons }),
            lessons.reduce((sum, one) => sum + one.tokens, 0),
          ];
        });
        return {
          result: { name, does: 'new', tokens },
          changes: [{ change: 'habit', out: [name], back: [], switched: {} }],
        };
      }),
    );
  }

  /** As `Baby.importHabit`. */
  import({ file, as }: { file: string; as?: string | undefined }): Promise<HabitChanged> {
    const { acts, rewrite } = this.parts;
    return this.done(
      acts.changeHabits(daemonTexts.acts.importingHabit(printable(file)).slice(0, 160), async () => {
        // formats of other programs are loaded when one is read: most lives never need them
        const { readerOf } = await import('./habit-reader.ts');
        const read = readerOf(file);
        const result = await rewrite((soul): [SoulContent, HabitChanged] => {
          const { habit, isForeign } = read(soul, as);
          const tokens = habit.progress ? habit.tokens : 0;
          return [withHabit(soul, habit), { name: habit.name, does: 'import', tokens, isForeign }];
        });
        return { result, changes: [{ change: 'habit', out: [result.name], back: [], switched: {} }] };
      }),
    );
  }

  /** As `Baby.habit`. */
  change({ name, does }: { name: string; does: 'on' | 'off' | 'merge' | 'forget' }): Promise<HabitChanged> {
    if (does === 'merge') return this.done(this.merge(name));
    return this.done(does === 'forget' ? this.forget(name) : this.switch(name, does));
  }

  private merge(name: string): Promise<HabitChanged> {
    const { acts, rewrite } = this.parts;
    return acts.changeBrain('habit', daemonTexts.acts.mergingHabit(name), async () => {
      const isPrivate = await rewrite((soul) => [
        withHabitMerged(soul, name),
        !wereAllPublic(habitOf(soul, name).lessons),
      ]);
      return { name, does: 'merge', isPrivate };
    });
  }

  private switch(name: string, does: 'on' | 'off'): Promise<HabitChanged> {
    const { acts, tools } = this.parts;
    return acts.changeHabits(daemonTexts.acts.switchingHabit(name, does), async () => {
      const before = await tools.habits.switch(name, does === 'on');
      const changes: Change[] = [{ change: 'habit', out: [], back: [], switched: { [name]: before } }];
      return { result: { name, does }, changes };
    });
  }

  private forget(name: string): Promise<HabitChanged> {
    const { acts, tools, home, meantFor } = this.parts;
    return acts.changeHabits(daemonTexts.acts.forgettingHabit(name), async (act) => {
      const file = await tools.habits.remove(name);
      if (!file) throw new Error(noHabit(name));
      await keepHabit(home, act, name, file);
      const changes: Change[] = [{ change: 'habit', out: [], back: [name], switched: {} }];
      for (const source of TAUGHT_NAMES) {
        const gone = await tools.examples.remove(source, await meantFor(source, name));
        const back = gone.map((example) => ({ ...example, turns: [...example.turns] }));
        // what it learnt of them comes back with it
        if (back.length > 0) changes.unshift({ change: 'examples', source, out: [], back });
      }
      return { result: { name, does: 'forget', souls: this.soulsWith(name) }, changes };
    });
  }

  /** Souls of before that hold a habit. */
  private soulsWith(name: string): number {
    const [, ...older] = new Keeper({ folder: this.parts.home.soul }).list();
    return older.filter((soul) => stateOf(soul)?.habits?.some((habit) => habit.name === name)).length;
  }

  private async done(changed: Promise<HabitChanged>): Promise<HabitChanged> {
    const result = await changed;
    this.parts.note(habitInWords(result));
    return result;
  }
}
