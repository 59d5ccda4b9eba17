import { afterEach, describe, expect, it, vi } from 'vitest';

// Colours are decided when the painter is loaded.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '3';
});

import type { HabitReport, Probes } from '../../../school/api/messages.ts';
import { makePaint } from '../../../school/dashboard/components/paint.ts';
import { mind } from '../../../school/dashboard/mind/mind.tsx';
import { mindPageTexts } from '../../../school/dashboard/texts/mind-page.ts';
import { statsAt } from '../fake-life.ts';
import { closePages, later, openPage, snapshot } from './support-pages.tsx';

afterEach(closePages);

const IN_A_LOBE = ['neurons.weight', 'windows.logSize', 'windows.cerebellum', 'memory.gate.weight', 'project.weight'];
const SIZES = [1, 2.1, 3, 4.2, 8.7, 33.1];

function probesOf(lobes: number): Probes {
  const values: Record<string, number> = {};
  const maps: Probes['maps'][number][] = [];
  const parameters = ['embed.table'];
  for (let l = 0; l < lobes; l++) {
    SIZES.forEach((size, k) => {
      values[`lobe${l}.window${k}`] = size;
      values[`lobe${l}.weight${k}`] = 0.5 / (k + 1);
    });
    const rows = SIZES.map((size, k) => ({
      label: size.toFixed(1),
      values: Array.from({ length: 48 }, (_, i) => Math.sin(((i + 1) * (k + l + 1)) / 5)),
    }));
    maps.push({ title: `lobe ${l + 1}: cerebellum, by size of window and neuron`, rows });
    Object.assign(values, { [`lobe${l}.shortDecay`]: 0.5, [`lobe${l}.longDecay`]: 0.97, [`lobe${l}.gate`]: 0.521 });
    Object.assign(values, { [`lobe${l}.listenShort`]: 0.31, [`lobe${l}.listenLong`]: 0.28 });
    parameters.push(...IN_A_LOBE.map((name) => `lobe${l}.${name}`));
  }
  for (const name of parameters) Object.assign(values, { [`norm.${name}`]: 12.34, [`gradient.${name}`]: 0.00123 });
  const texts = [' the', '\n', ' 日本', '🐻', '\x1b[2Jcls', ' to'];
  return { step: 1200, values, maps, topTokens: texts.map((text, i) => ({ text, share: 0.09 / (i + 1) })) };
}

const durations = { step: 123.4, reading: 0.4, forward: 41.2, backward: 60.1, optimizer: 15.3, speaking: 3 };
const standings = {
  'lobe0.window2': { step: 12, record: false, arrow: 1 as const },
  'lobe0.weight0': { step: 2, record: true, arrow: 0 as const },
};
const view = snapshot({ probes: probesOf(3), durations, standings, stats: statsAt(1234, { learningRate: 0.0031 }) });

describe('the page about its mind', () => {
  it('shows a lobe: its windows, what neurons make of them, and its memories', async () => {
    const { shows, rows } = openPage(mind, 80, 20, { view });
    await shows('── lobe 1 ──');
    await shows(/^ +1\.0 +0\.500 \* +[█▓▒░·=≡-]{10,}/);
    await shows(/ 3\.0 ↑ +0\.167/);
    await shows(/^short +1\.00 +tokens +0\.310/);
    await shows(/^long +22\.8 +tokens +0\.280/);
    await shows(/^gate +52\.1 % +open/);
    expect(rows()[1]).toBe('temperature 0.80 (t T)   rate 4.0e-3 (r R)   now 3.1e-3   gradient 1.00');
  });

  it('shows everything at once where there is room: tokens, durations, parameters', async () => {
    const { shows, rows } = openPage(mind, 200, 56, { view });
    await shows('── guesses most ──');
    await shows('·the');
    await shows('⏎');
    await shows(/·日本 +█/);
    await shows(/🐻 +█/);
    await shows(/cls +█/);
    await shows('── one step: 123.4 ms ──');
    await shows(/backward +█+.* 60\.1 ms/);
    await shows(/other +.* 3\.40 ms/);
    await shows('── parameters of lobe 3 ──');
    await shows(/memory\.gate\.weight +12\.3 +1\.2e-3/);
    expect(rows()[0]).not.toContain(' of ');
  });

  it.each([
    [60, 10],
    [80, 20],
    [100, 30],
    [200, 56],
    [40, 4],
  ])('scrolls to its end within %i × %i', async (width, height) => {
    const page = openPage(mind, width, height, { view });
    await page.shows('temperature');
    await page.type('G');
    await page.shows('project.weight');
    await page.type('g');
    await page.shows('lobe 1');
  });

  it('turns temperature and learning rate, each from where it was turned to last', async () => {
    const page = openPage(mind, 80, 20, { view });
    await page.shows('temperature');
    await page.type('T', 'T', 't');
    await page.shows('did set voice.temperature 0.85');
    await page.type('R', 'r', 'r');
    await page.shows('did set learningRate 0.003');
    expect(page.actions.asked).toEqual([
      ['set', 'voice.temperature', 0.85],
      ['set', 'voice.temperature', 0.9],
      ['set', 'voice.temperature', 0.85],
      ['set', 'learningRate', 0.006],
      ['set', 'learningRate', 0.004],
      ['set', 'learningRate', 0.003],
    ]);
  });

  it('goes on turning before the answer has come', async () => {
    const page = openPage(mind, 80, 20, { view });
    await page.shows('temperature');
    page.actions.answer = () => new Promise(() => {});
    await page.type('T', 'T', 'T', 't');
    expect(page.actions.asked.map(([, , value]) => value)).toEqual([0.85, 0.9, 0.95, 0.9]);
    await page.shows('setting voice.temperature to 0.9…');
  });

  const habitOf = (name: string, more: Partial<HabitReport> = {}): HabitReport => ({
    ...{ name, isOn: true, rank: 8, alpha: 16, parameters: 100, brain: 0, lessons: 3, tokens: 90, steps: 40 },
    ...{ loss: 0.01, isKnown: true, passes: null, ...more },
  });

  it('shows habits, and switches one while it speaks', async () => {
    const page = openPage(mind, 110, 20, { view });
    await page.shows('temperature');
    expect(page.rows().join('\n')).not.toContain('habits');
    await page.type('h', ' ');
    expect(page.actions.asked).toEqual([]);
    page.actions.learnt = [
      habitOf('garden'),
      habitOf('sea', { isOn: false, lessons: 1, isKnown: false, passes: 4 }),
      habitOf('wind', { isKnown: false }),
      habitOf('moss\x1b[2J', { isKnown: false, steps: 0 }),
    ];
    later(3000);
    page.show({ view: { ...view } });
    await page.shows(
      'habits (h space)   garden on 3 lessons known   sea off 1 lesson learns, pass 5   wind on 3 lessons learnt',
    );
    expect(page.rows().join('')).not.toContain('\x1b');
    await page.type(' ');
    await page.shows('did habit garden off');
    // what does not fit begins with the one that is chosen
    await page.type('h');
    await page.shows(/^habits \(h space\) {3}sea off/);
    page.actions.learnt = [habitOf('garden'), habitOf('sea')];
    await page.type(' ');
    await page.shows('did habit sea on');
    // it looks again at once
    await page.shows('garden on 3 lessons known   sea on 3 lessons known');
    expect(page.actions.asked).toEqual([
      ['habit', 'garden', 'off'],
      ['habit', 'sea', 'on'],
    ]);
    page.actions.answer = () => Promise.reject(new Error('the habits sea and garden belong to different siblings'));
    await page.type(' ');
    await page.shows('belong to different siblings');
  });

  it('says why it may not be turned', async () => {
    const page = openPage(mind, 80, 20, { view });
    await page.shows('temperature');
    page.actions.answer = async () => {
      throw new Error('The baby is\nnot \x1b[31mawake.');
    };
    await page.type('T');
    await page.shows('! The baby is ⏎ not awake.');
    page.show({ view: snapshot({ config: null }) });
    await page.shows('temperature –');
    await page.type('R');
    await page.shows('! Its settings are not known yet');
  });

  it('is honest while there is nothing to see', async () => {
    const page = openPage(mind, 80, 20, { view: snapshot({ stats: null, config: null }) });
    await page.shows(mindPageTexts.nothingYet);
    page.show({ view: snapshot({ stats: null, config: null, contact: 'asleep' }) });
    await page.shows(mindPageTexts.notAwake);
  });

  it('has one row for tokens that look alike', async () => {
    const topTokens = [
      { text: '.', share: 0.04 },
      { text: '', share: 0.03 },
      { text: '\x00', share: 0.02 },
    ];
    const probes = { step: 1, values: {}, maps: [], topTokens };
    const { shows, rows } = openPage(mind, 80, 20, { view: snapshot({ probes }) });
    await shows(/^∅ +█+ +5\.0 %/);
    expect(rows().filter((row) => row.includes('∅'))).toHaveLength(1);
  });

  it('has long names of parameters as a whole in its narrowest column', async () => {
    const { shows } = openPage(mind, 38, 80, { view });
    await shows('memory.gate.weight ');
  });

  it('shows pictures of a brain without lobes', async () => {
    const maps = [{ title: 'windows: how much it listens', rows: [{ label: 'share', values: [1, -1] }] }];
    const { shows } = openPage(mind, 80, 20, {
      view: snapshot({ probes: { step: 1, values: {}, maps, topTokens: [] } }),
    });
    await shows('── windows: how much it listens ──');
    await shows(/share +█+≡+/);
  });

  it('has colours that mean something, and none without', async () => {
    const coloured = openPage(mind, 80, 20, { view, paint: makePaint(true) });
    await coloured.shows('turned round');
    expect(coloured.paints('8.7')).toBe(true);
    const plain = openPage(mind, 80, 20, { view });
    await plain.shows('turned round');
    for (const row of plain.rows().filter((row) => row.trim() !== '')) expect(plain.paints(row), row).toBe(false);
  });
});
