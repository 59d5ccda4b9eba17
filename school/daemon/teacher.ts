/** The baby that teaches another one: found in its home, of which nothing is changed. */

import { verifyCheckpoint } from '../../soul/checkpoint.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { TeacherReport } from '../api/messages.ts';
import { findHome, type Home } from '../home/home.ts';
import { whyNoTeacher } from '../lesson/mentor.ts';
import { type Config, loadConfig } from '../settings/config.ts';
import { currentState, type SoulState } from '../training/checkpoint.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Who is to be taught. */
export interface TaughtBaby {
  readonly config: Pick<Config, 'taughtBy'>;
  readonly sizes: { readonly contextLength: number };
  readonly tokenizerHash: string;
  /** of its newest soul; left out: it is a newborn */
  readonly state?: Pick<SoulState, 'teacher'> | undefined;
}

/**
 * Which soul of the baby in `taughtBy` teaches: the one that taught before, for as long as its home keeps it, so that a wake goes on
 * exactly; else the newest. Undefined where no baby should teach.
 */
export async function findTeacher({
  config,
  sizes,
  tokenizerHash,
  state,
}: TaughtBaby): Promise<TeacherReport | undefined> {
  const { taughtBy } = config;
  if (taughtBy === '') return undefined;
  const unable = (why: string, name = taughtBy): TeacherReport => ({
    home: taughtBy,
    name,
    why: why.replace(/\.$/, ''),
  });
  try {
    const home = findHome(taughtBy);
    const { name } = await loadConfig(home);
    const souls = new Keeper({ folder: home.soul }).list();
    const before = state?.teacher?.home === taughtBy ? state.teacher.soul : undefined;
    const soul = souls.find((one) => one.name === before) ?? souls[0];
    if (!soul) return unable(daemonTexts.teacher.noSoul(home.folder));
    const stored = currentState(verifyCheckpoint(soul.folder).state);
    const why = stored && whyNot(stored, tokenizerHash, sizes);
    if (!stored || why) return unable(why ?? daemonTexts.teacher.otherVersion(soul.name), name);
    return { home: taughtBy, name, soul: soul.name, step: soul.step };
  } catch (error) {
    return unable((error as Error).message);
  }
}

function whyNot(teacher: SoulState, tokenizerHash: string, sizes: TaughtBaby['sizes']): string | undefined {
  if (teacher.tokenizerHash !== tokenizerHash) return daemonTexts.teacher.otherTokenizer;
  return whyNoTeacher(teacher, sizes);
}

/** The home of a baby that can teach another one, with its tokenizer. @throws Error with one sentence */
export function teacherHome(given: string): { home: Home; tokenizer: string } {
  const home = findHome(given);
  const newest = new Keeper({ folder: home.soul }).list()[0];
  if (!newest) throw new Error(daemonTexts.teacher.noBaby(home.folder));
  const { state: stored, texts } = verifyCheckpoint(newest.folder);
  const state = currentState(stored);
  const why = state ? whyNoTeacher(state, state.sizes) : daemonTexts.teacher.otherVersion(newest.name);
  if (why !== undefined) throw new Error(daemonTexts.teacher.cannotTeach(home.folder, why));
  return { home, tokenizer: texts['tokenizer.json'] ?? '' };
}
