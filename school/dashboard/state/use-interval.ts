/** Things that a page does again and again while it is seen. */
import { createContext, useContext, useEffect, useRef } from 'react';

/** Whether the view is paused. */
export const Paused = createContext(false);

/**
 * Acts after the first drawing and then after drawings, but not more often than so: the store's snapshots are the one clock, and
 * what is not drawn needs nothing. While the view is paused it rests. When `at` changes it acts at once, also then.
 */
export function useNowAndThen(milliseconds: number, at: unknown, act: () => void): void {
  const paused = useContext(Paused);
  const last = useRef<{ time: number; at: unknown } | undefined>(undefined);
  useEffect(() => {
    const now = performance.now();
    const known = last.current?.at === at ? last.current : undefined;
    if (known && (paused || now - known.time < milliseconds)) return;
    last.current = { time: now, at };
    act();
  });
}
