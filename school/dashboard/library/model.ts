/** The texts of a library as a table: where their numbers come from, their order, and which of them are looked for. Pure but for `shelved`. */

import { join } from 'node:path';
import { useEffect, useRef, useState } from 'react';
import { catalogueOf, readBook } from '../../../library/token-cache/catalogue.ts';
import type { LibraryFile, LibraryReport } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import { oneLine } from '../../text/view-format.ts';
import type { PageProps } from '../page.ts';
import { useNowAndThen } from '../state/use-interval.ts';

/** A text; what only an awake baby knows may be missing. */
export interface BookFile extends Omit<LibraryFile, 'read' | 'weight'> {
  readonly read: number | undefined;
  readonly weight: number | undefined;
}

export interface Books {
  readonly files: readonly BookFile[];
  /** of all texts, also of those beyond the list */
  readonly count: number;
  readonly tokens: number;
  readonly heldOutTokens: number;
  readonly read: number | undefined;
}

/** What an awake baby says of its library is a shelf with nothing missing. */
export const reported = (report: LibraryReport): Books => report;

/** What the shelf alone knows, while nobody is awake to ask. @throws one sentence where its catalogue is damaged */
export async function shelved(home: Home): Promise<Books> {
  const book = await readBook(join(home.shelf, 'catalogue.json'));
  if (book === undefined) throw new Error('The catalogue of the token cache is damaged: the next wake rebuilds it.');
  const sizes = new Map(book.records.map(({ name, size }) => [name, size]));
  const { files } = catalogueOf(book, home.shelf, undefined);
  return {
    files: files.map(({ name, bytes, tokens, heldOutTokens }) => ({
      name,
      bytes: sizes.get(name) ?? bytes,
      tokens,
      heldOutTokens,
      read: undefined,
      weight: undefined,
    })),
    count: files.length,
    tokens: files.reduce((sum, { tokens }) => sum + tokens, 0),
    heldOutTokens: files.reduce((sum, { heldOutTokens }) => sum + heldOutTokens, 0),
    read: undefined,
  };
}

/** How often a text was read; NaN where that is not known. */
export const timesRead = ({ read, tokens }: Pick<BookFile, 'read' | 'tokens'>): number =>
  read === undefined ? Number.NaN : tokens > 0 ? read / tokens : 0;

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
  const value = (file: BookFile): number => (order === 'size' ? file.bytes : timesRead(file) || 0);
  return found.sort((a, b) => value(b) - value(a) || byName(a, b));
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** The library as the page about it knows it, asked for now and again. */
/** Milliseconds between two requests for the library, while the baby reports at all. */
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
    // A slow answer is not requested twice.
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
