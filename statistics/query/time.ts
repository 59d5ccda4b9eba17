import { LedgerError } from '../ledger/errors.ts';
import { texts } from '../texts.ts';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const PART = /\s*(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d|w)/gy;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const CLOCK = /^(\d\d?):(\d\d)(?::(\d\d))?$/;

/** `90s`, `2h`, `1h30m`, `1.5d` → milliseconds, more than 0. */
export function parseDuration(text: string): number {
  const milliseconds = durationOf(text.trim().toLowerCase());
  if (milliseconds !== undefined && milliseconds > 0 && Number.isFinite(milliseconds)) return milliseconds;
  throw new LedgerError('given', texts.query.badDuration(quoted(text)));
}

/**
 * `2h` (so long ago), `now`, `today`, `yesterday`, `14:30` (today), or a date such as `2026-03-01`, `2026-03-01 14:30`,
 * `2026-03-01T14:30:00Z` → milliseconds since 1970. Without a zone it is the local one.
 */
export function parseTime(text: string, now: number): number {
  const word = text.trim().toLowerCase();
  const ago = durationOf(word.replace(/\s+ago$/, ''));
  if (ago !== undefined) return now - ago;
  const found = wordOf(word, now) ?? clockOf(word, now) ?? dateOf(word);
  if (found !== undefined) return found;
  throw new LedgerError('given', texts.query.badTime(quoted(text)));
}

function durationOf(word: string): number | undefined {
  PART.lastIndex = 0;
  let sum: number | undefined;
  for (let part = PART.exec(word); part; part = PART.exec(word)) {
    sum = (sum ?? 0) + Number(part[1]) * UNITS[part[2]];
    if (PART.lastIndex === word.length) return sum;
  }
  return undefined;
}

function wordOf(word: string, now: number): number | undefined {
  if (word === 'now') return now;
  const days = { today: 0, yesterday: 1 }[word];
  if (days === undefined) return undefined;
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  // By the calendar, not by 24 hours: days of a changing clock are longer or shorter.
  midnight.setDate(midnight.getDate() - days);
  return midnight.getTime();
}

function clockOf(word: string, now: number): number | undefined {
  const found = CLOCK.exec(word);
  if (!found) return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return new Date(now).setHours(hours, minutes, seconds, 0);
}

function dateOf(word: string): number | undefined {
  const found = DATE.exec(word);
  if (!found) return undefined;
  const [year, month, day, hours, minutes, seconds] = found.slice(1, 7).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const milliseconds = Number((found[7] ?? '').padEnd(3, '0'));
  const utc = Date.UTC(year, month - 1, day, hours, minutes, seconds, milliseconds);
  // 31 February would become a day of March without a word.
  if (new Date(utc).getUTCDate() !== day || new Date(utc).getUTCMonth() !== month - 1) return undefined;
  const zone = found[8];
  if (zone === undefined) return new Date(year, month - 1, day, hours, minutes, seconds, milliseconds).getTime();
  if (zone.toLowerCase() === 'z') return utc;
  const [ahead, behind] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (ahead > 14 || behind > 59) return undefined;
  return utc - (zone[0] === '-' ? -1 : 1) * (ahead * 60 + behind) * 60_000;
}

const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
