import { beforeEach, describe, expect, it } from 'vitest';
import type { Level } from '../../statistics/ledger/schema.ts';
import { type LogQuery, parseGrep, queryLog } from '../../statistics/query/log.ts';
import { SlowPatternError } from '../../statistics/query/pattern.ts';
import { texts } from '../../statistics/texts.ts';
import { dice, type Held, hold, START } from './support.ts';

interface Line {
  readonly id: number;
  readonly ts: number;
  readonly level: Level;
  readonly scope: string;
  readonly message: string;
}

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];
const WORDS = ['Soul', 'saved', '100%', 'under_score', 'größe', 'loss', "it's", '字', 'a"b'];
let held: Held;
let lines: Line[];
beforeEach(() => {
  held = hold();
  lines = [];
  const roll = dice(13);
  for (let id = 1; id <= 1500; id++) {
    const line: Line = {
      id,
      ts: START + Math.floor(id / 3) * 1000,
      level: LEVELS[Math.floor(roll() ** 3 * 4)],
      scope: ['tutor', 'line', 'line.hello', 'liner'][Math.floor(roll() * 4)],
      message: Array.from({ length: 4 }, () => WORDS[Math.floor(roll() * WORDS.length)]).join(' ') + ` ${id}`,
    };
    lines.push(line);
    held.ledger.log(line.level, line.scope, line.message, id % 10 === 0 ? { id } : undefined);
    if (id % 3 === 2) held.pass(1000);
  }
  held.ledger.flush();
});

/** The same question asked of the plain list. */
function naive({ level = 'debug', since, until, scope, grep, limit = 100, after, before }: LogQuery): number[] {
  const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const fit = lines.filter(
    (line) =>
      LEVELS.indexOf(line.level) >= LEVELS.indexOf(level) &&
      line.ts >= (since ?? 0) &&
      line.ts <= (until ?? Number.POSITIVE_INFINITY) &&
      (scope === undefined || line.scope === scope || line.scope.startsWith(`${scope}.`)) &&
      line.id > (after ?? 0) &&
      line.id < (before ?? Number.POSITIVE_INFINITY) &&
      (grep === undefined ||
        (typeof grep === 'string' ? lower(line.message).includes(lower(grep)) : grep.test(line.message))),
  );
  return (after === undefined ? fit.slice(-limit) : fit.slice(0, limit)).map(({ id }) => id);
}

const GREPS = [
  undefined,
  'soul',
  'SAVED',
  '0%',
  '%',
  'r_s',
  '_',
  'größe',
  '字',
  "'",
  'a"b',
  'l l',
  '42',
  'no such',
  '',
  /soul \d+$/i,
  /^100%/,
  /SAVED.*loss/i,
  /r_s|0%/,
  /größe \d{2,3}$/u,
  /no such thing/,
  /^[^S].* 1\d*$/,
];

describe('the log', () => {
  it('answers every mix of conditions as a plain search does', () => {
    let found = 0;
    for (const grep of GREPS)
      for (const level of [undefined, 'info', 'warn', 'error'] as const)
        for (const span of [
          {},
          { since: START + 100_000 },
          { since: START + 100_000, until: START + 300_000 },
          { until: START + 50_000 },
        ])
          for (const scope of [undefined, 'line'])
            for (const rest of [{}, { limit: 7 }, { limit: 7, after: 600 }, { limit: 7, before: 900 }]) {
              const query = {
                ...span,
                ...rest,
                ...(grep === undefined ? {} : { grep }),
                ...(level ? { level } : {}),
                ...(scope ? { scope } : {}),
              };
              const answer = queryLog(held.ledger.database, query).map(({ id }) => id);
              expect(answer, JSON.stringify({ ...query, grep: String(grep) })).toEqual(naive(query));
              found += answer.length;
            }
    expect(found).toBeGreaterThan(5000);
  });

  it('gives lines whole, oldest first', () => {
    const newest = queryLog(held.ledger.database, { limit: 2 });
    expect(newest).toEqual([
      { ...lines[1498], data: null },
      { ...lines[1499], data: '{"id":1500}' },
    ]);
  });

  it('can be followed', () => {
    let after = queryLog(held.ledger.database, { limit: 1 }).at(-1)?.id as number;
    expect(queryLog(held.ledger.database, { after })).toEqual([]);
    held.ledger.log('error', 'new', 'first');
    held.ledger.log('debug', 'new', 'second');
    held.ledger.flush();
    const news = queryLog(held.ledger.database, { after, level: 'info' });
    expect(news.map(({ message }) => message)).toEqual(['first']);
    after = news[0].id;
    expect(queryLog(held.ledger.database, { after }).map(({ message }) => message)).toEqual(['second']);
  });

  it('tries patterns whose repetitions lie in one another in the time that others take', () => {
    held.ledger.log('info', 'new', `${'a'.repeat(200)}!`);
    held.ledger.flush();
    const { database } = held.ledger;
    // Without a piece of text that the index could look for, and with one.
    for (const grep of [/(a+)+$/, /(?:aa?a?)+[#?]/, /^(\w+\s?)+aaaa$/])
      expect(queryLog(database, { grep, after: 1500 })).toEqual([]);
    // However quick it is, of many lines it may be too much.
    expect(() => queryLog(database, { grep: /(a+)+$/, patience: -1 })).toThrow(SlowPatternError);
    expect(() => queryLog(database, { grep: /(a+)+$/, patience: -1 })).toThrow(
      /^the pattern .* was given up after -1 ms: /,
    );
    expect(queryLog(database, { grep: /a{200}!$/ }).map(({ scope }) => scope)).toEqual(['new']);
    expect(database.inTransaction).toBe(false);
  });

  it('understands a pattern between slashes, and says what is wrong with one', () => {
    expect([parseGrep('a/b'), parseGrep('/a.b/i'), parseGrep('//')]).toEqual(['a/b', /a.b/i, '//']);
    expect(() => parseGrep('/(/')).toThrow('"/(/" is no pattern: Unterminated group.');
    for (const pattern of ['/(?=a)/', '/(?!a)b/', '/(?<=a)b/', '/(a)\\1/'])
      expect(() => parseGrep(pattern)).toThrow(/ is no pattern that is known here: it may not look ahead or behind/);
    expect(() => queryLog(held.ledger.database, { limit: 0 })).toThrow('at least 1, got 0.');
    expect(() => queryLog(held.ledger.database, { level: 'loud' as Level })).toThrow(
      texts.query.badLevel('debug, info, warn, error', '"loud"'),
    );
  });
});
