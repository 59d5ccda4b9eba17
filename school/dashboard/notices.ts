/** Tells of milestones while the dashboard is open, where its owner wants that. */
import { useStdout } from 'ink';
import { useEffect, useRef } from 'react';
import { notificationOf } from '../terminal/notification.ts';
import { oneLine } from '../text/view-format.ts';
import { isTerminal } from './mouse.ts';
import type { Snapshot } from './state/snapshot.ts';

/** Milestones that come together are told once. */
export function useNotices({ raised, config, introduction }: Snapshot): void {
  const { stdout } = useStdout();
  const newest = raised.findLast(({ kind }) => kind === 'milestone');
  const known = useRef(newest?.step);
  useEffect(() => {
    if (newest?.kind !== 'milestone' || newest.step === known.current) return;
    known.current = newest.step;
    const name = oneLine(introduction?.name ?? config?.name ?? 'babyLLM');
    const text = `${oneLine(newest.prompt)} → ${oneLine(newest.text)}`;
    const told = notificationOf(config?.view.notify ?? 'off', name, text, process.env);
    if (told !== '' && isTerminal(stdout)) stdout.write(told);
  }, [newest, config, introduction, stdout]);
}
