import { describe, expect, it } from 'vitest';
import { FAMILIES, FELT_INSIDE, SEEN } from '../../../school/raising/feelings.ts';
import { feelingsOf } from '../../../school/raising/mood.ts';
import { type Percentile, Percentiles } from '../../../school/raising/percentiles.ts';
import { findStatistic } from '../../../statistics/names.ts';
import { statsAt } from '../fake-life.ts';

const at = (step: number | null): Percentile => ({ step, record: false, arrow: 0 });
const even = statsAt(1, { colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.29, 0.5] });
const wordsOf = (values: Record<string, number>, standings: Record<string, Percentile>): string[] =>
  feelingsOf({ stats: even, standings, values }).map(({ word }) => word);

describe('feelings', () => {
  it('are about statistics that there are', () => {
    const examples: Record<keyof typeof FAMILIES, string> = {
      window: 'lobe0.window3',
      gate: 'lobe1.gate',
      shortMemory: 'lobe0.listenShort',
      longMemory: 'lobe0.longDecay',
      norm: 'norm.embed.table',
      gradient: 'gradient.embed.table',
    };
    for (const [family, fits] of Object.entries(FAMILIES)) {
      const name = examples[family as keyof typeof FAMILIES];
      expect(fits.test(name), family).toBe(true);
      expect(findStatistic(name), name).toBeDefined();
    }
    for (const { look } of [...SEEN, ...FELT_INSIDE]) {
      const name = Object.values(look)[0];
      if ('at' in look || 'arrow' in look || 'record' in look || 'value' in look) {
        expect(findStatistic(String(name)), String(name)).toBeDefined();
      }
    }
  });

  it('come from inside too: gates, memories, windows, norms, gradients, temperature', () => {
    const values = {
      'lobe0.gate': 0.1,
      'lobe1.gate': 0.9,
      'lobe0.listenLong': 2,
      'lobe1.window2': 1,
      'norm.embed.table': 90,
      'gradient.lobe0.neurons': 3,
      temperature: 1.3,
    };
    expect(wordsOf(values, {})).toEqual(['bold']);
    expect(wordsOf(values, { 'lobe0.gate': at(7), 'lobe1.gate': at(15) })).toEqual(['open', 'bold']);
    expect(wordsOf(values, { 'lobe0.listenLong': at(15), 'lobe1.window2': at(0) })).toEqual([
      'nostalgic',
      'close to the words',
      'bold',
    ]);
    expect(wordsOf(values, { 'norm.embed.table': at(15) })).toContain('grown');
    expect(wordsOf(values, { 'gradient.lobe0.neurons': at(0) })).toContain('pulled about');
  });

  it('name the statistic that they are about, with its value and where it stands', () => {
    const values = { 'lobe0.gate': 0.2, 'lobe1.gate': 0.9, 'lobe2.gate': 0.8 };
    const standings = { 'lobe0.gate': at(5), 'lobe1.gate': at(15), 'lobe2.gate': at(13) };
    const [open] = feelingsOf({ stats: even, standings, values });
    expect(open).toMatchObject({ word: 'open', because: 'lobe1.gate', value: 0.9, step: 15, holds: 1 });
    const [lost] = feelingsOf({ stats: even, standings: { smoothLoss: at(0) } });
    expect(lost).toMatchObject({ word: 'lost', because: 'smoothLoss', value: even.smoothLoss, step: 0 });
  });

  it('follow what happens: the same loss is felt otherwise after another history', () => {
    const feel = (history: number[], now: number): string[] => {
      const standings = new Percentiles();
      standings.seed('smoothLoss', history);
      standings.observe(1, { smoothLoss: now });
      const stats = statsAt(1, { ...even, smoothLoss: now });
      return feelingsOf({ stats, standings: standings.all() }).map(({ word }) => word);
    };
    const falling = Array.from({ length: 60 }, (_, i) => 5 - i / 30);
    const low = Array.from({ length: 60 }, (_, i) => 2 + i / 120);
    expect(feel(falling, 3.0)).toContain('happy');
    expect(feel(low, 3.0)).toContain('lost');
    expect(feel([5, 4], 3)).not.toContain('happy');
  });
});
