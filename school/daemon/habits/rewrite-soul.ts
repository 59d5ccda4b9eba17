import { Keeper, type SoulContent } from '../../../soul/keeper.ts';
import { currentState, type SoulState } from '../../training/checkpoint.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';

/** Writes the newest soul of a home once more, changed. */
export function rewriteNewest<T>(folder: string, change: (soul: SoulContent, state: SoulState) => [SoulContent, T]): T {
  const keeper = new Keeper({ folder });
  const soul = keeper.open();
  const state = currentState(soul.state);
  if (!state) throw new Error(daemonTexts.habits.otherVersion(soul.info.name));
  const { step, score, paper } = soul.info;
  const content = { tensors: soul.allTensors(), texts: soul.texts, state, summary: { step, score, paper } };
  const [changed, result] = change(content, state);
  keeper.save(changed);
  return result;
}
