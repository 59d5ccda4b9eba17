import { describe, expect, it } from 'vitest';
import { digitGroups, isAmount, isCounting, isDate, isYears } from '../../../library/cleaning/numbers.ts';

const counts = (row: string): boolean => isCounting(digitGroups(row));

describe('rows of digits', () => {
  it('count by 1, 2, 5, 10 or 100, up or down, without leading zeros', () => {
    for (const row of [
      '1 2 3 4 5 6 7',
      '10 9 8 7',
      '2, 4, 6, 8',
      '5 10 15 20',
      '10 20 30 40',
      '100 200 300',
      '98 99 100 101',
    ])
      expect(counts(row), row).toBe(true);
    for (const row of [
      '01 23 45 67 89',
      '02 03 04 05 06',
      '11 22 33 44 55 66',
      '3 6 9 12',
      '10 20',
      '1 2 4 8',
      '7 7 7 7',
    ])
      expect(counts(row), row).toBe(false);
  });

  it('are amounts where groups of three follow one to three digits', () => {
    for (const row of [
      '1,234,567',
      '1.234.567',
      '12,345,678',
      '4,111,111',
      '1.234.567,89',
      "1'234'567",
      '1 234 567',
      '12 345 678',
      '120 000 000',
      '1.299,00',
      '12,345.67',
    ])
      expect(isAmount(row), row).toBe(true);
    for (const row of [
      '4111,1111,1111,1111',
      '0170,123,45,67',
      '1,23,4567',
      '0,123,456',
      '601 234 567',
      '12,3456,789',
      '4,111,111,111,111,111,111',
      '1,234.567',
    ])
      expect(isAmount(row), row).toBe(false);
  });

  it('are dates and years', () => {
    for (const row of ['24.12.2025', '24/12/25', '2025-12-24', '1-2-2025']) expect(isDate(row), row).toBe(true);
    for (const row of ['0170-12-34', '24.12/2025', '2025-12-244', '99-99']) expect(isDate(row), row).toBe(false);
    for (const row of ['2025/2026', '1939-45', '1939 – 1945', '1990 2000 2010', '1999,2000'])
      expect(isYears(row), row).toBe(true);
    for (const row of ['2025/20261', '0170 1234', '4111 1111 1111 1111', '2300 2400'])
      expect(isYears(row), row).toBe(false);
  });
});
