/** All pages, in the order of their keys: 1, 2, 3 … */
import { chat } from './chat/chat.tsx';
import type { Piece } from './components/pieces.tsx';
import { library } from './library/library.tsx';
import { log } from './log/log.tsx';
import { mind } from './mind/mind.tsx';
import { now } from './now/now.tsx';
import type { Page } from './page.ts';
import { raising } from './raising/raising.tsx';
import { settings } from './settings/settings.tsx';
import { soul } from './soul/soul.tsx';
import { twitch } from './twitch/twitch.tsx';

export const PAGES: readonly Page[] = [now, mind, chat, library, log, soul, raising, twitch, settings];

/** The row of tabs, in as many words as there is room for. Pure. */
/** Letters that the titles of other pages keep, and the lines between two: from much room to little. */
const STYLES: readonly { readonly letters: number; readonly between: string }[] = [
  { letters: Number.POSITIVE_INFINITY, between: '──' },
  { letters: Number.POSITIVE_INFINITY, between: '─' },
  { letters: 4, between: '' },
  { letters: 2, between: '─' },
  { letters: 0, between: '─' },
];

/** Pieces that are exactly `width` columns together, where there is room for the numbers at least. */
export function tabPieces(titles: readonly string[], current: number, width: number): Piece[] {
  const rows = STYLES.map(({ letters, between }) =>
    titles.flatMap((title, i): Piece[] => {
      const line: Piece = { text: i > 0 ? between : '─', dim: true };
      if (i === current) return [line, { text: ` ${i + 1} ${title} `, bold: true, inverse: true }];
      const shown = title.slice(0, letters);
      return [line, { text: shown === '' ? ` ${i + 1} ` : ` ${i + 1} ${shown} ` }];
    }),
  );
  const row = rows.find((one) => widthOf(one) <= width) ?? rows[rows.length - 1];
  return [...row, { text: '─'.repeat(Math.max(0, width - widthOf(row))), dim: true }];
}

/** The tab in a column of that row; −1 between and behind them. */
export function tabAt(titles: readonly string[], current: number, width: number, column: number): number {
  let end = 0;
  let tab = -1;
  for (const { text } of tabPieces(titles, current, width)) {
    if (/ \d/.test(text)) tab++;
    end += text.length;
    if (column < end) return / \d/.test(text) ? tab : -1;
  }
  return -1;
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);
