// A default baby of several siblings who speak as one: how soon they answer while the youngest learns.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wake } from '../../school/daemon/daemon.ts';
import { rewriteNewest } from '../../school/daemon/habits/rewrite-soul.ts';
import { makeHome } from '../../school/home/home.ts';
import { type Config, DEFAULTS } from '../../school/settings/config.ts';
import { type Living, living, pause, QUIET } from './daemon-load.ts';

/** Milliseconds that the first of them learns. */
const ALONE = 4000;

/** Wakes as many siblings, of whom all but the youngest rest; each has the weights with which the first went to sleep. */
export const family =
  (count: number) =>
  async (overrides: Partial<Config>): Promise<Living> => {
    const folder = mkdtempSync(join(tmpdir(), 'baby-bench-'));
    const home = makeHome(folder);
    const first = await wake({ home, config: { ...DEFAULTS, ...QUIET, ...overrides } });
    await pause(ALONE);
    await first.sleep();
    rewriteNewest(home.soul, (soul, state) => {
      const { growth, tutor } = state;
      const average = soul.tensors['average'];
      if (!growth || !average) throw new Error('a soul that was learnt has an average and a state of growth');
      const ids = Array.from({ length: count - 1 }, (_, id) => id);
      const resting = ids.map((id) => ({ id, tokens: tutor.tokens, library: growth.library }));
      const siblings = Object.fromEntries(ids.map((id) => [`sibling${id + 1}`, average]));
      const steering = { ...growth.steering, bestAt: null };
      const now = { ...growth, resting, steering, learner: { id: count - 1 }, part: 'now' as const, born: count };
      return [{ ...soul, state: { ...state, growth: now }, tensors: { ...soul.tensors, ...siblings } }, undefined];
    });
    const baby = await living(folder, overrides);
    const speaking = (baby.stats().siblings ?? []).filter(({ speaks }) => speaks).length;
    if (speaking !== count) throw new Error(`${count} siblings should speak as one, but ${speaking} do`);
    return baby;
  };
