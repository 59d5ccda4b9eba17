/**
 * What an act of the owner changed, told so that it can be undone: each kind of change is plain data that says what undoing has to do.
 * Doing so gives the opposite change, by which undoing is undone. A new kind of change is one schema and one entry in `KINDS`.
 */

import { z } from 'zod';
import { entrySchema, outputSchema } from '../../library/importing/manifest.ts';
import { exampleSchema } from '../../library/sources/example-schema.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../library/sources/names.ts';
import type { ActTools } from './act-tools.ts';
import { keepHabit, keptHabit, releaseHabit } from './habit-trash.ts';
import { texts } from './texts.ts';
import { moveTexts } from './trash.ts';

const taughtName = z.enum(TAUGHT_NAMES as [TaughtName]);

export const changeSchema = z.discriminatedUnion('change', [
  /** Texts of the library: `out` is there and has to leave, `back` lies in the trash of the act and has to come back. */
  z.strictObject({
    change: z.literal('texts'),
    out: z.array(outputSchema),
    back: z.array(outputSchema),
    /** entries of fed.json as they have to be; null: none */
    fed: z.record(z.string(), entrySchema.nullable()),
  }),
  /** Examples of a source: those of `out` have to be taken out, those of `back` taught. */
  z.strictObject({
    change: z.literal('examples'),
    source: taughtName,
    out: z.array(z.string()),
    back: z.array(exampleSchema),
  }),
  /** A setting has to get this value. */
  z.strictObject({ change: z.literal('setting'), key: z.string(), value: z.unknown() }),
  /** Habits: those of `out` have to leave, those of `back` lie in the trash of the act and have to come back; others are on or off again. */
  z.strictObject({
    change: z.literal('habit'),
    out: z.array(z.string()),
    back: z.array(z.string()),
    switched: z.record(z.string(), z.boolean()),
  }),
  /** This soul has to be restored. */
  z.strictObject({ change: z.literal('soul'), soul: z.string(), step: z.int().nonnegative() }),
]);

export type Change = z.output<typeof changeSchema>;
type ChangeOf<K extends Change['change']> = Extract<Change, { change: K }>;

/** Where one act lies, and the act that undoes it: their numbers, which name their folders in the trash. */
export interface Undoing {
  readonly undone: number;
  readonly by: number;
  /** why a soul is kept before: `before undoing …` */
  readonly reason: string;
}

/** What undoing a change did. */
export interface Reverted {
  /** the opposite change; none where nothing was changed */
  readonly opposite: Change | undefined;
  /** what is so now, as clauses */
  readonly says: readonly string[];
}

interface Kind<C extends Change> {
  /** What undoing will do, as clauses. */
  foretell(change: C, tools: ActTools): readonly string[];
  /** Undoes it. Doing it twice must be the same as doing it once: a process may be killed in between. */
  revert(change: C, tools: ActTools, undoing: Undoing): Promise<Reverted>;
}

const names = ([first, ...others]: readonly { readonly name: string }[]): string =>
  texts.namesOfTexts(first.name, others.length);

/** A total table. */
const KINDS: { readonly [K in Change['change']]: Kind<ChangeOf<K>> } = {
  texts: {
    foretell: ({ out, back }) => [
      ...(out.length > 0 ? [texts.leavesLibrary(names(out))] : []),
      ...(back.length > 0 ? [texts.comesBackIntoLibrary(names(back))] : []),
    ],
    async revert(change, tools, { undone, by }) {
      const { opposite, notes } = await moveTexts(tools, change, { from: undone, to: by });
      const says = [
        ...(opposite.back.length > 0 ? [texts.leftLibrary(names(opposite.back))] : []),
        ...(opposite.out.length > 0 ? [texts.cameBackIntoLibrary(names(opposite.out))] : []),
        ...notes,
      ];
      return { opposite: { change: 'texts', ...opposite }, says };
    },
  },
  examples: {
    foretell: ({ source, out, back }) => [
      ...(out.length > 0 ? [texts.examplesTakenOut(out.join(', '), source)] : []),
      ...(back.length > 0 ? [texts.examplesComeBack(back.map(({ id }) => id).join(', '), source)] : []),
    ],
    async revert({ source, out, back }, { examples }) {
      const gone = await examples.remove(source, out);
      if (back.length > 0) await examples.add(source, back);
      const opposite: Change = {
        change: 'examples',
        source,
        out: back.map(({ id }) => id),
        back: gone.map((example) => ({ ...example, turns: [...example.turns] })),
      };
      const says = [
        ...(gone.length > 0 ? [texts.examplesTakenOut(gone.map(({ id }) => id).join(', '), source)] : []),
        ...(back.length > 0 ? [texts.examplesAreBack(opposite.out.join(', '), source)] : []),
      ];
      return { opposite, says };
    },
  },
  setting: {
    foretell: ({ key, value }) => [texts.settingIsAgain(key, JSON.stringify(value))],
    async revert({ key, value }, { set }) {
      const before = await set(key, value);
      return {
        opposite: { change: 'setting', key, value: before },
        says: [texts.settingIsAgain(key, JSON.stringify(value))],
      };
    },
  },
  habit: {
    foretell: ({ out, back, switched }) => [
      ...out.map(texts.habitForgotten),
      ...back.map(texts.habitComesBack),
      ...Object.entries(switched).map(([name, isOn]) => texts.habitSwitched(name, isOn)),
    ],
    async revert({ out, back, switched }, { home, habits }, { undone, by }) {
      const opposite: ChangeOf<'habit'> = { change: 'habit', out: [], back: [], switched: {} };
      const says: string[] = [];
      for (const name of out) {
        const file = await habits.remove(name);
        if (!file) continue;
        await keepHabit(home, by, name, file);
        opposite.back.push(name);
        says.push(texts.habitForgotten(name));
      }
      for (const name of back) {
        const file = await keptHabit(home, undone, name);
        if (!file) says.push(texts.habitNotInTrash(name));
        else {
          await habits.add(file);
          await releaseHabit(home, undone, name);
          opposite.out.push(name);
          says.push(texts.habitIsBack(name));
        }
      }
      for (const [name, isOn] of Object.entries(switched)) {
        opposite.switched[name] = await habits.switch(name, isOn);
        says.push(texts.habitSwitched(name, isOn));
      }
      return { opposite, says };
    },
  },
  soul: {
    foretell: ({ soul, step }, tools) => {
      const lost = tools.step() - step;
      if (!tools.souls().some(({ name }) => name === soul)) return [texts.soulNotKept];
      return [texts.goesOnAtCost(soul, lost)];
    },
    async revert({ soul }, tools, { reason }) {
      if (!tools.souls().some(({ name }) => name === soul))
        return {
          opposite: undefined,
          says: [texts.soulNotKept],
        };
      const before = tools.step();
      const { left, step } = await tools.restore(soul, reason);
      return {
        opposite: left && { change: 'soul', soul: left.name, step: left.step },
        says: [texts.goesOn(soul, step, before - step)],
      };
    },
  },
};

export const foretell = (change: Change, tools: ActTools): readonly string[] =>
  (KINDS[change.change] as Kind<Change>).foretell(change, tools);

export const revert = (change: Change, tools: ActTools, undoing: Undoing): Promise<Reverted> =>
  (KINDS[change.change] as Kind<Change>).revert(change, tools, undoing);
