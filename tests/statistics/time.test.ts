import { describe, expect, it } from 'vitest';
import { parseDuration, parseTime } from '../../statistics/query/time.ts';

const NOW = new Date(2026, 2, 10, 15, 30, 45, 500).getTime();
const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
const local = (...parts: [number, number, number, number?, number?, number?, number?]): number =>
  new Date(...parts).getTime();

describe('a time', () => {
  it.each([
    ['2h', NOW - 2 * HOUR],
    ['30m', NOW - 30 * MINUTE],
    ['30min ago', NOW - 30 * MINUTE],
    ['1d', NOW - DAY],
    ['1w', NOW - 7 * DAY],
    ['90s', NOW - 90 * SECOND],
    ['1h30m', NOW - 90 * MINUTE],
    ['1h 30m', NOW - 90 * MINUTE],
    ['1.5h', NOW - 90 * MINUTE],
    [' NOW ', NOW],
    ['today', local(2026, 2, 10)],
    ['yesterday', local(2026, 2, 9)],
    ['9:05', local(2026, 2, 10, 9, 5)],
    ['14:30:15', local(2026, 2, 10, 14, 30, 15)],
    ['2026-03-01', local(2026, 2, 1)],
    ['2026-03-01 14:30', local(2026, 2, 1, 14, 30)],
    ['2026-03-01T14:30:15.250', local(2026, 2, 1, 14, 30, 15, 250)],
    ['2026-03-01T14:30:00Z', Date.UTC(2026, 2, 1, 14, 30)],
    ['2026-03-01T14:30+02:00', Date.UTC(2026, 2, 1, 12, 30)],
    ['2024-02-29', local(2024, 1, 29)],
  ])('%s', (text, expected) => {
    expect(parseTime(text, NOW)).toBe(expected);
  });

  it.each([
    '',
    'soon',
    '2',
    '2x',
    '-2h',
    '2h!',
    '25:00',
    '12:60',
    '2026-02-30',
    '2026-13-01',
    '2026-03-01T24:01',
    '2026-03-01T14:30+20:00',
    'h',
  ])('is not %j', (text) => {
    expect(() => parseTime(text, NOW)).toThrow(/^a time is written like 2h, 30m or 1d .*, got "/);
  });
});

describe('a span of time', () => {
  it('is written in parts', () => {
    expect(['10s', '5m', '2h', '1h30m', '1d', '250ms'].map(parseDuration)).toEqual([
      10_000, 300_000, 7_200_000, 5_400_000, 86_400_000, 250,
    ]);
  });

  it.each(['0s', '', 'yesterday', '5', '5 parsecs'])('is not %j', (text) => {
    expect(() => parseDuration(text)).toThrow(/^a span of time is written like 90s, /);
  });
});
