import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { fill } from '../../../library/notices/templates.ts';
import { FELT_INSIDE, SEEN } from '../../../school/raising/feelings.ts';
import type { Percentile } from '../../../school/raising/percentiles.ts';
import { factsOf, labelOf, type ReflectionParts, reflect } from '../../../school/raising/reflection.ts';
import { reflectionTexts as texts } from '../../../school/raising/texts/reflections.ts';
import { statsAt } from '../fake-life.ts';
import { chanceOf } from './chance.ts';

const at = (step: number): Percentile => ({ step, record: false, arrow: 0 });
const stats = statsAt(1234, { colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.29, 0.5], smoothLoss: 3.21 });

function about(changes: Partial<ReflectionParts> & Partial<ReflectionParts['sensed']> = {}) {
  const { standings = {}, values = {}, ...others } = changes;
  const sensed = { stats: changes.stats ?? stats, standings, values };
  return reflect({ sensed, name: 'mia', owner: 'ann', letter: undefined, chance: new Random(3), ...others });
}

describe('a reflection', () => {
  it('is a kind line with its real statistics, and what it feels because of which', () => {
    const chance = chanceOf(0, 0, 0);
    const { turns, feelings, because } = about({ standings: { smoothLoss: at(0) }, chance });
    expect(turns).toEqual([
      { speaker: 'ann', text: 'hello mia. you have taken 1,234 steps by now, and i am glad of every one of them.' },
      { speaker: 'mia', text: 'i feel very lost. my loss over the last while is 3.210, about the worst i remember.' },
    ]);
    expect([feelings, because]).toEqual([['lost'], ['smoothLoss']]);
  });

  it('follows the statistics: the same life at its best feels otherwise', () => {
    const said = (step: number) => about({ standings: { smoothLoss: at(step) } }).turns[1].text;
    expect(said(15)).toContain('very happy');
    expect(said(15)).toContain('about the best i remember');
    expect(said(6)).toContain('pensive');
    expect(said(2)).toContain('puzzled');
  });

  it('asks on where there is more, at most once', () => {
    const standings = { smoothLoss: at(15), 'lobe1.gate': at(14) };
    const { turns, feelings } = about({ standings, values: { 'lobe1.gate': 0.81 }, chance: chanceOf(0, 0.1, 0, 0) });
    expect(turns.map(({ speaker }) => speaker)).toEqual(['ann', 'mia', 'ann', 'mia']);
    expect(feelings).toEqual(['happy', 'open']);
    expect(turns[3].text).toMatch(/open.*gate in lobe 2.*0\.81/);
  });

  it('tells of another feeling than last time, if there is one', () => {
    const standings = { smoothLoss: at(15), exact: at(14) };
    const told = (lately: string[]) => about({ standings, lately, chance: chanceOf(0, 0.9) }).feelings;
    expect(told([])).toEqual(['happy']);
    expect(told(['happy'])).toEqual(['sure of itself']);
    expect(told(['happy', 'sure of itself'])).toEqual(['happy']);
  });

  it('begins with a letter of its owner where there is one', () => {
    const letter = 'dear you, it rained all week and i thought of the garden.';
    const [{ text }] = about({ letter, chance: chanceOf(0) }).turns;
    expect(text).toBe(`${letter} ${fill(texts.behindLetters[0], { step: '1,234' })}`);
  });

  it('says that it does not know before it has anything to compare with', () => {
    const { turns, feelings } = about({
      stats: { ...stats, colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.3, 0.5] },
    });
    expect(feelings).toEqual([]);
    expect(turns[1].text).toMatch(/1,234 steps/);
  });

  it('can say every sentence of its tables, about every statistic of its rules', () => {
    const full = { ...factsOf(stats), name: 'mia' };
    for (const line of [...texts.kindLines, ...texts.examLines, ...texts.behindLetters, ...texts.tooNew])
      expect(fill(line, full)).not.toMatch(/[{}]/);
    for (const line of [...texts.answers, ...texts.answeredOn])
      expect(fill(line, { mood: 'm', because: 'b' })).not.toMatch(/[{}]/);
    for (const line of Object.values(texts.because).flat())
      expect(fill(line, { what: 'w', value: 'v', place: 'p' })).not.toMatch(/[{}]/);
    for (const { look } of [...SEEN, ...FELT_INSIDE]) {
      const name = 'at' in look ? look.at : 'arrow' in look ? look.arrow : 'record' in look ? look.record : undefined;
      if (name !== undefined) expect(texts.labels, name).toHaveProperty([name]);
    }
    expect(labelOf('lobe2.window0')).toBe('window 1 in lobe 3');
    expect(labelOf('norm.lobe0.memory.decay')).toBe('lobe0 memory decay');
  });

  it('never says what is no number', () => {
    const broken = statsAt(5, { bitsPerByte: Number.NaN, smoothLoss: Number.NaN, exact: Number.NaN, reading: '' });
    for (let seed = 0; seed < 60; seed++) {
      const { turns } = about({ stats: broken, standings: { smoothLoss: at(15) }, chance: new Random(seed) });
      expect(turns.map(({ text }) => text).join(' ')).not.toMatch(/NaN|–|undefined|\{/);
    }
  });
});
