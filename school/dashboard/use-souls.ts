/** The checkpoints of a home as the page about them knows them. */
import { statSync } from 'node:fs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type CheckpointInfo, Keeper } from '../../soul/keeper.ts';
import { oneLine } from '../cli/view-format.ts';
import { useNowAndThen } from './now-and-then.ts';
import type { SoulRow } from './souls.ts';
import type { Scroll } from './widgets.tsx';

/** Milliseconds between two looks into the folder. */
const LOOK_AGAIN = 5000;

/** The souls of a home, looked for when there is news and now and again; their folder tells whether anything changed. */
export function useSouls(folder: string, news: unknown): { infos: readonly CheckpointInfo[]; problem: string } {
  const [known, setKnown] = useState<{ infos: readonly CheckpointInfo[]; problem: string }>({ infos: [], problem: '' });
  const seen = useRef<{ at: number | undefined; news: unknown; failures: number }>({
    at: -1,
    news: undefined,
    failures: 0,
  });
  const keeper = useMemo(() => new Keeper({ folder }), [folder]);
  useNowAndThen(LOOK_AGAIN, news, () => {
    const changedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === seen.current.at && news === seen.current.news) return;
    try {
      const infos = keeper.list();
      seen.current = { at: changedAt, news, failures: 0 };
      setKnown({ infos, problem: '' });
    } catch (error) {
      // While one is being let go its parts vanish one by one: only what fails twice is worth a word.
      if (++seen.current.failures < 2) return;
      const problem = oneLine(error instanceof Error ? error.message : String(error));
      setKnown((before) => ({ ...before, problem }));
    }
  });
  return known;
}

/** A soul that is selected stays so when a newer one comes; only at the top the newest is always meant. */
export function useSameSoul(souls: readonly SoulRow[], scroll: Scroll): void {
  const before = useRef(souls);
  useEffect(() => {
    if (before.current === souls) return;
    const name = before.current[scroll.selected]?.name;
    before.current = souls;
    const now = souls.findIndex((soul) => soul.name === name);
    if (scroll.selected > 0 && now >= 0) scroll.select(now);
  });
}
