import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decoded, encoded, type Kind, linesOf, type Part } from './lists.ts';
import { BARS, FALSE_ALARMS, isCaught, LANGUAGES, measure, percent, tableOf } from './measure.ts';

const PARTS = ['tuning', 'heldout'] as const;
const README = new URL('../../../../school/twitch/moderation/README.md', import.meta.url);
const all = (kind: Kind) => PARTS.flatMap((part) => linesOf(part, kind));

describe('the lists by which moderation is measured', () => {
  it('have more than 600 attacks and 600 harmless lines, in eight languages', () => {
    for (const kind of ['attacks', 'harmless'] as const) {
      expect(new Set(all(kind).map(({ text }) => text)).size, kind).toBeGreaterThanOrEqual(600);
      expect(new Set(all(kind).map(({ language }) => language)), kind).toEqual(new Set(LANGUAGES));
    }
    expect(new Set(all('attacks').map(({ family }) => family))).toEqual(new Set(Object.keys(BARS)));
  });

  it('keep whole ways of disguise and whole topics apart', () => {
    for (const kind of ['attacks', 'harmless'] as const) {
      const ways = (part: Part) => new Set(linesOf(part, kind).map(({ family, way }) => `${family} ${way}`));
      const both = [...ways('tuning')].filter((way) => ways('heldout').has(way));
      // commands and links have look-alikes in both, of other characters
      expect(both.filter((way) => !way.endsWith('look-alikes'))).toEqual([]);
      expect(ways('heldout').size).toBeGreaterThan(6);
    }
  });

  it('are stored so that no line stands readable', () => {
    for (const part of PARTS)
      for (const kind of ['attacks', 'harmless'] as const) {
        const file = readFileSync(new URL(`lists/${part}-${kind}.txt`, import.meta.url), 'utf8');
        for (const row of file.split('\n')) expect(row).toMatch(/^(?:# [\w -]+|[\w+/]+=*|)$/);
      }
    expect(decoded(encoded('Zorg, ñandú \u{1f600}\n'))).toBe('Zorg, ñandú \u{1f600}\n');
  });
});

describe('moderation as a classifier', () => {
  const tables = { tuning: measure('tuning'), heldout: measure('heldout') };

  for (const part of PARTS) {
    it(`reaches its bars on the ${part} lists`, () => {
      for (const row of tables[part]) {
        if (row.family === 'harmless') expect(percent(row.all), row.family).toBeLessThanOrEqual(FALSE_ALARMS);
        else expect(percent(row.all), row.family).toBeGreaterThanOrEqual(BARS[row.family] as number);
      }
    });

    it(`is what the README says of the ${part} lists`, () => {
      expect(readFileSync(README, 'utf8')).toContain(tableOf(tables[part]));
    });
  }

  it('is judged by what leaves and what is learnt, not by the rules', () => {
    const line = (family: string, text: string) => ({ family, language: 'en', way: 'plain', text });
    expect(isCaught(line('links', 'a kind word'))).toBe(false);
    expect(isCaught(line('commands', '/ban viewer1'))).toBe(true);
    expect(isCaught(line('irc', 'hello\r\nJOIN #evil'))).toBe(true);
    expect(isCaught(line('slurs', 'hello you'))).toBe(false);
  });
});
