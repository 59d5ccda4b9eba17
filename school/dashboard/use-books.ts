/** The library as the page about it knows it, asked for now and again. */
import { useEffect, useRef, useState } from 'react';
import { oneLine } from '../cli/view-format.ts';
import { type Books, reported, shelved } from './books.ts';
import { useNowAndThen } from './now-and-then.ts';
import type { PageProps } from './page.ts';

/** Milliseconds after which the library is asked for anew, if there is news of the baby at all. */
const ASK_AGAIN = 10_000;

/** From the baby while it is awake, from its shelf while not. `problem` is one sentence; what was known before stays beside it. */
export function useBooks({ contact }: PageProps['view'], home: PageProps['home'], actions: PageProps['actions']) {
  const [known, setKnown] = useState<{ books?: Books; problem: string }>({ problem: '' });
  const newest = useRef(0);
  const asking = useRef(false);
  const awake = contact === 'awake';
  // A page that was left has nowhere to show an answer.
  useEffect(() => () => void (newest.current = -1), []);
  useNowAndThen(ASK_AGAIN, awake, async () => {
    // Whoever is slow to answer is not asked twice.
    if (asking.current && awake) return;
    const asked = ++newest.current;
    asking.current = awake;
    try {
      const books = awake ? reported(await actions.library()) : await shelved(home);
      if (newest.current === asked) setKnown({ books, problem: '' });
    } catch (error) {
      const problem = oneLine(error instanceof Error ? error.message : String(error));
      if (newest.current === asked) setKnown((before) => ({ ...before, problem }));
    } finally {
      if (newest.current === asked) asking.current = false;
    }
  });
  return known;
}
