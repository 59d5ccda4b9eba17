/** The line in which its owner types: pure, so that every key can be tested. */
import { printable } from '../../library/notices/printable.ts';

export interface EditedLine {
  /** User-perceived characters, so that the cursor never stands inside of one. */
  readonly characters: readonly string[];
  readonly cursor: number;
  /** Earlier lines, oldest first. */
  readonly history: readonly string[];
  /** Which of them is shown; `history.length` is the line being written. */
  readonly place: number;
}

export type Edit =
  | { kind: 'insert'; text: string }
  | { kind: 'left' | 'right' | 'start' | 'end' | 'backspace' | 'delete' }
  | { kind: 'word-back' | 'to-start' | 'to-end' | 'older' | 'newer' | 'enter' };

export const EMPTY_LINE: EditedLine = { characters: [], cursor: 0, history: [], place: 0 };

/** More than anyone types; a paste beyond it is cut. */
const LONGEST = 10_000;
const MOST_REMEMBERED = 200;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function edit(line: EditedLine, change: Edit): EditedLine {
  const { characters, cursor, history, place } = line;
  const cut = (from: number, to: number): EditedLine => ({
    ...line,
    characters: [...characters.slice(0, from), ...characters.slice(to)],
    cursor: from,
  });
  switch (change.kind) {
    case 'insert': {
      // A terminal pastes the end of a line as a carriage return, which must not glue two words together.
      const text = printable(change.text.replace(/\r\n?/g, '\n')).replace(/\s+/g, ' ');
      const before = characters.slice(0, cursor).join('') + text;
      const all = split(before + characters.slice(cursor).join('')).slice(0, LONGEST);
      return { ...line, characters: all, cursor: Math.min(split(before).length, all.length) };
    }
    case 'left':
      return { ...line, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { ...line, cursor: Math.min(characters.length, cursor + 1) };
    case 'start':
      return { ...line, cursor: 0 };
    case 'end':
      return { ...line, cursor: characters.length };
    case 'backspace':
      return cursor === 0 ? line : cut(cursor - 1, cursor);
    case 'delete':
      return cut(cursor, cursor + 1);
    case 'to-start':
      return cut(0, cursor);
    case 'to-end':
      return cut(cursor, characters.length);
    case 'word-back': {
      let from = cursor;
      while (from > 0 && characters[from - 1] === ' ') from--;
      while (from > 0 && characters[from - 1] !== ' ') from--;
      return cut(from, cursor);
    }
    case 'older':
    case 'newer': {
      const next = Math.min(history.length, Math.max(0, place + (change.kind === 'older' ? -1 : 1)));
      if (next === place) return line;
      const shown = split(history[next] ?? '');
      return { ...line, characters: shown, cursor: shown.length, place: next };
    }
    case 'enter': {
      const text = textOf(line);
      const repeated = text === '' || text === history.at(-1);
      const remembered = repeated ? history : [...history, text].slice(-MOST_REMEMBERED);
      return { characters: [], cursor: 0, history: remembered, place: remembered.length };
    }
  }
}

/** What would be said on Enter. */
export function textOf(line: EditedLine): string {
  return line.characters.join('').trim();
}

function split(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
