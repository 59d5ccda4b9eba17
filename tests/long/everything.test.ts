/** All that raises a baby at once, for a short while: nothing complains, every source is drawn, every ritual comes about. */
import { describe, expect, it } from 'vitest';
import { everythingRows, memoryOf } from '../bench/raising.ts';
import { raiseWithEverything } from '../bench/raising-life.ts';
import { isMeasured, measuredText, reaches } from '../bench/rows.ts';

const MINUTES = 0.6;

describe('a life with everything switched on', () => {
  it('has nothing to complain of, learns from every source, keeps every ritual, and grows no fatter', async () => {
    const life = await raiseWithEverything(MINUTES, undefined, { preset: 'tiny', threads: 1 });
    expect(life.warnings).toEqual([]);
    expect([life.code, life.complaints]).toEqual([0, '']);
    for (const { name, chunks, tokens } of life.sources) {
      expect(chunks, name).toBeGreaterThan(0);
      expect(tokens, name).toBeGreaterThan(0);
    }
    for (const row of everythingRows(life, MINUTES)) {
      // what a process takes in its first seconds says nothing yet of how it grows
      if (row.name === 'everything-memory') continue;
      expect(reaches(row), `${row.what}: ${isMeasured(row) ? measuredText(row) : ''}`).toBe(true);
    }
    if (process.platform === 'linux') expect(memoryOf(life, MINUTES).growth).toBeLessThan(30);
  });
});
