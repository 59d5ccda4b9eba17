/** How much speaks for a text being a conversation of several people. */
import { FAMILIES, type Family, isStamped, spokenIn } from './shapes.ts';

/** Lines that are looked at. */
const LOOKED_AT = 400;

/** What part of the lines with words must begin what somebody says, and how many at least. */
const LEAST: Readonly<Record<Family, { part: number; lines: number }>> = {
  stamped: { part: 0.2, lines: 3 },
  headed: { part: 0.12, lines: 3 },
  named: { part: 0.5, lines: 4 },
  alone: { part: 0.15, lines: 4 },
};

export interface Evidence {
  family: Family;
  /** In the order in which they speak. */
  names: readonly string[];
}

/** The family of shapes in which a text seems to be a conversation; undefined: it seems to be none. */
export function conversationIn(text: string): Evidence | undefined {
  const lines = text.split('\n', LOOKED_AT).map((line) => line.replace(MARKS, '').trimEnd());
  const written = lines.filter((line) => line.trim() !== '').length;
  for (const family of FAMILIES) {
    const names = lines.flatMap((line) => spokenIn(line, family)?.name ?? []);
    const { part, lines: least } = LEAST[family];
    if (names.length >= least && names.length >= written * part && isExchange(names, family)) return { family, names };
  }
  return undefined;
}

const MARKS = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\r]/g;

/**
 * Whether names are those of people who speak in turns: at least two, one of whom speaks again after another. Forms and diaries
 * have more names than returns, or the same names in the same order over and over.
 */
export function isExchange(names: readonly string[], family: Family): boolean {
  const turns = names.filter((name, i) => name !== names[i - 1]);
  const people = new Set(names);
  if (people.size < 2 || turns.length < 3 || people.size * 1.5 > names.length) return false;
  if (family !== 'stamped' && family !== 'headed') {
    // Without times one name that returns is no exchange: two have to.
    const returning = [...people].filter((name) => turns.filter((turn) => turn === name).length > 1);
    if (returning.length < 2) return false;
  }
  // Who fills in a form writes no times in front of its lines.
  return family === 'stamped' || family === 'headed' || !isPeriodic(turns, people.size);
}

/** Three or more names, always in the same order: a form that is filled in again and again. */
function isPeriodic(turns: readonly string[], people: number): boolean {
  return people > 2 && turns.length >= people * 2 && turns.every((name, i) => i < people || name === turns[i - people]);
}

/** Whether a line of a family's text is one of the program's own: with a stamp, and without a name. */
export function isRemark(line: string, family: Family): boolean {
  return family === 'stamped' && isStamped(line);
}
