/** The texts of a library as a table: where their numbers come from, their order, and which of them are looked for. */

import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../library/notices/notices.ts';
import type { LibraryFile, LibraryReport } from '../../api/messages.ts';
import { oneLine } from '../../text/view-format.ts';
import type { PageProps } from '../page.ts';
import { useNowAndThen } from '../state/use-interval.ts';

export type BookFile = LibraryFile;
export type Books = Omit<LibraryReport, 'sources'>;

/** How often a text was read. */
export const timesRead = ({ read, tokens }: Pick<BookFile, 'read' | 'tokens'>): number =>
  tokens > 0 ? read / tokens : 0;

/** The share of a text that is kept for exams, 0 … 1. */
export const heldOutShare = ({ tokens, heldOutTokens }: Pick<BookFile, 'tokens' | 'heldOutTokens'>): number =>
  tokens + heldOutTokens > 0 ? heldOutTokens / (tokens + heldOutTokens) : 0;

export const ORDERS = ['name', 'size', 'read'] as const;
export type Order = (typeof ORDERS)[number];

export const nextOrder = (order: Order): Order => ORDERS[(ORDERS.indexOf(order) + 1) % ORDERS.length];

/** Those whose name has this in it, by name, or the largest or most read first. */
export function arranged(files: readonly BookFile[], order: Order, search: string): BookFile[] {
  const wanted = search.toLowerCase();
  const found = files.filter(({ name }) => name.toLowerCase().includes(wanted));
  const byName = (a: BookFile, b: BookFile): number => COLLATOR.compare(a.name, b.name);
  if (order === 'name') return found.sort(byName);
  const value = (file: BookFile): number => (order === 'size' ? file.bytes : timesRead(file));
  return found.sort((a, b) => value(b) - value(a) || byName(a, b));
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** The library as the page about it knows it, asked for now and again. */
/** Milliseconds between two requests for the library, while the baby reports at all. */
const ASK_AGAIN = 10_000;

/** From the baby, awake or asleep. `problem` is one sentence; what was known before stays beside it. @param times changes when it is to be asked again */
export function useBooks({ contact }: PageProps['view'], actions: PageProps['actions'], times: number) {
  const [known, setKnown] = useState<{ books?: Books; problem: string }>({ problem: '' });
  const newest = useRef(0);
  const asking = useRef(false);
  const awake = contact === 'awake';
  const there = awake || contact === 'asleep' || contact === 'lost';
  // A page that was left has nowhere to show an answer.
  useEffect(() => () => void (newest.current = -1), []);
  useNowAndThen(ASK_AGAIN, `${contact} ${times}`, async () => {
    // A slow answer is not requested twice.
    if (!there || (asking.current && awake)) return;
    const asked = ++newest.current;
    asking.current = awake;
    try {
      const books = await actions.library();
      if (newest.current === asked) setKnown({ books, problem: '' });
    } catch (error) {
      const problem = oneLine(messageOf(error));
      if (newest.current === asked) setKnown((before) => ({ ...before, problem }));
    } finally {
      if (newest.current === asked) asking.current = false;
    }
  });
  return known;
}
