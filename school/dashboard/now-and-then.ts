/** Things that a page does again and again while it is seen. */
import { useEffect, useRef } from 'react';

/**
 * Acts after the first drawing and then after drawings, but not more often than so: the store's snapshots are the one clock, and
 * what is not drawn needs nothing. When `at` changes it acts at once.
 */
export function useNowAndThen(milliseconds: number, at: unknown, act: () => void): void {
  const last = useRef<{ time: number; at: unknown }>({ time: Number.NEGATIVE_INFINITY, at: undefined });
  useEffect(() => {
    const now = performance.now();
    if (at === last.current.at && now - last.current.time < milliseconds) return;
    last.current = { time: now, at };
    act();
  });
}
