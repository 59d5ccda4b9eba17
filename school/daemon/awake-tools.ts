/** What undoing needs of a baby that is awake. */
import type { Shelf } from '../../library/token-cache/shelf.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { ActTools } from '../acts/act-tools.ts';
import type { SoulAt } from '../api/act-messages.ts';
import type { HabitReport } from '../api/habit-messages.ts';
import type { Home } from '../home/home.ts';
import { withoutWishes } from '../training/growth/enlarged-soul.ts';
import { habitTools, type Rewrite } from './habits/habit-acts.ts';
import { rewriteNewest } from './habits/rewrite-soul.ts';
import type { LessonSupervisor } from './lesson-supervisor.ts';
import type { Recorder } from './recorder.ts';
import type { Teaching } from './teaching.ts';

export interface AwakeParts {
  readonly guardian: LessonSupervisor;
  readonly home: Home;
  readonly chronicle: Pick<Recorder, 'wentBack'>;
  readonly teaching: Teaching;
  readonly shelf: Pick<Shelf, 'release' | 'restore'>;
  /** changes a setting, now and for later. @returns the value before */
  readonly set: (key: string, value: unknown) => Promise<unknown>;
  /** called where it went on from an earlier step */
  readonly wentBack: (step: number) => void;
}

/** Has an awake baby go on from its newest soul, changed. */
export const rewriteAwake =
  (guardian: LessonSupervisor, home: Pick<Home, 'soul'>): Rewrite =>
  async (change) => {
    let result: ReturnType<typeof change>[1] | undefined;
    await guardian.restart(() => void (result = rewriteNewest(home.soul, change)));
    return result as ReturnType<typeof change>[1];
  };

export function awakeTools({ guardian, home, chronicle, teaching, shelf, set, wentBack }: AwakeParts): ActTools {
  // made when it is needed
  const keeper = () => new Keeper({ folder: home.soul });
  return {
    home,
    note: (message) => guardian.tell({ event: 'note', data: { level: 'warn', scope: 'acts', message } }),
    step: () => guardian.stats?.step ?? guardian.introduction.step,
    souls: () => keeper().list(),
    keep: (reason, lately) => guardian.ask((room) => room.save({ label: { reason }, ...(lately && { lately }) })),
    async release(soul) {
      await guardian.ask((room) => room.label(soul, { reason: null }));
    },
    set,
    shelf,
    examples: {
      async remove(source, ids) {
        const there = teaching.examples(source, ids);
        await teaching.unteach(source, ids);
        return there;
      },
      async add(source, examples) {
        await teaching.teach(source, examples);
      },
    },
    habits: habitTools(rewriteAwake(guardian, home), async (name, isOn) => {
      const all = await guardian.ask((room) => room.habit<readonly HabitReport[]>({ does: 'list' }));
      await guardian.ask((room) => room.habit({ does: isOn ? 'on' : 'off', name }));
      return all.some((habit) => habit.name === name && habit.isOn);
    }),
    async restore(soul, reason) {
      let name = soul;
      const left: SoulAt = await guardian.restart(
        () => {
          const { notes } = keeper().bringBack(soul, { changeState: withoutWishes });
          const [copy] = keeper().list();
          name = copy.name;
          chronicle.wentBack({ from: soul, name, step: copy.step, notes });
        },
        { keep: soul, label: { reason } },
      );
      const { step } = guardian.introduction;
      wentBack(step);
      return { name, step, left };
    },
  };
}
