/**
 * What an act of the owner changed, told so that it can be undone: each kind of change is plain data that says what undoing has to do.
 * Doing so gives the opposite change, by which undoing is undone. A new kind of change is one schema and one entry in `KINDS`.
 */

import { z } from 'zod';
import { entrySchema, outputSchema } from '../../library/importing/manifest.ts';
import { exampleSchema } from '../../library/sources/example-schema.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../library/sources/names.ts';
import { count } from '../../statistics/format/numbers.ts';
import type { ActTools } from './act-tools.ts';
import { keepHabit, keptHabit, releaseHabit } from './habit-trash.ts';
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

const names = (texts: readonly { readonly name: string }[]): string => {
  const [first, ...others] = texts.map(({ name }) => name);
  return others.length === 0 ? `${first}` : `${first} and ${count(others.length)} more`;
};
const textsClauses = ({ out, back }: ChangeOf<'texts'>, [leave, come]: readonly [string, string]): string[] => [
  ...(out.length > 0 ? [`${names(out)} ${leave} the library`] : []),
  ...(back.length > 0 ? [`${names(back)} ${come} into the library`] : []),
];

/** A total table. */
const KINDS: { readonly [K in Change['change']]: Kind<ChangeOf<K>> } = {
  texts: {
    foretell: (change) => textsClauses(change, ['leaves', 'comes back']),
    async revert(change, tools, { undone, by }) {
      const { opposite, notes } = await moveTexts(tools, change, { from: undone, to: by });
      const says = [
        ...textsClauses({ ...change, out: opposite.back, back: opposite.out }, ['left', 'came back']),
        ...notes,
      ];
      return { opposite: { change: 'texts', ...opposite }, says };
    },
  },
  examples: {
    foretell: ({ source, out, back }) => [
      ...(out.length > 0 ? [`${out.join(', ')} is taken out of ${source}`] : []),
      ...(back.length > 0 ? [`${back.map(({ id }) => id).join(', ')} comes back into ${source}`] : []),
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
        ...(gone.length > 0 ? [`${gone.map(({ id }) => id).join(', ')} is taken out of ${source}`] : []),
        ...(back.length > 0 ? [`${opposite.out.join(', ')} is back in ${source}`] : []),
      ];
      return { opposite, says };
    },
  },
  setting: {
    foretell: ({ key, value }) => [`${key} is ${JSON.stringify(value)} again`],
    async revert({ key, value }, { set }) {
      const before = await set(key, value);
      return {
        opposite: { change: 'setting', key, value: before },
        says: [`${key} is ${JSON.stringify(value)} again`],
      };
    },
  },
  habit: {
    foretell: ({ out, back, switched }) => [
      ...out.map((name) => `the habit ${name} is forgotten`),
      ...back.map((name) => `the habit ${name} comes back`),
      ...Object.entries(switched).map(([name, isOn]) => `the habit ${name} is ${isOn ? 'on' : 'off'} again`),
    ],
    async revert({ out, back, switched }, { home, habits }, { undone, by }) {
      const opposite: ChangeOf<'habit'> = { change: 'habit', out: [], back: [], switched: {} };
      const says: string[] = [];
      for (const name of out) {
        const file = await habits.remove(name);
        if (!file) continue;
        await keepHabit(home, by, name, file);
        opposite.back.push(name);
        says.push(`the habit ${name} is forgotten`);
      }
      for (const name of back) {
        const file = await keptHabit(home, undone, name);
        if (!file) says.push(`the habit ${name} is not in the trash any more`);
        else {
          await habits.add(file);
          await releaseHabit(home, undone, name);
          opposite.out.push(name);
          says.push(`the habit ${name} is back`);
        }
      }
      for (const [name, isOn] of Object.entries(switched)) {
        opposite.switched[name] = await habits.switch(name, isOn);
        says.push(`the habit ${name} is ${isOn ? 'on' : 'off'} again`);
      }
      return { opposite, says };
    },
  },
  soul: {
    foretell: ({ soul, step }, tools) => {
      const lost = tools.step() - step;
      if (!tools.souls().some(({ name }) => name === soul))
        return [`the soul before it is not kept any more: its weights keep what they learnt`];
      const cost = lost > 0 ? `${count(lost)} ${lost === 1 ? 'step' : 'steps'} of learning` : 'no learning';
      return [`it goes on from ${soul}, which costs ${cost}`];
    },
    async revert({ soul }, tools, { reason }) {
      if (!tools.souls().some(({ name }) => name === soul))
        return {
          opposite: undefined,
          says: ['its weights keep what they learnt, for the soul before it is not kept any more'],
        };
      const before = tools.step();
      const { left, step } = await tools.restore(soul, reason);
      return {
        opposite: left && { change: 'soul', soul: left.name, step: left.step },
        says: [
          `it goes on from ${soul}, step ${count(step)}${before > step ? ` (${count(before - step)} steps back)` : ''}`,
        ],
      };
    },
  },
};

export const foretell = (change: Change, tools: ActTools): readonly string[] =>
  (KINDS[change.change] as Kind<Change>).foretell(change, tools);

export const revert = (change: Change, tools: ActTools, undoing: Undoing): Promise<Reverted> =>
  (KINDS[change.change] as Kind<Change>).revert(change, tools, undoing);
