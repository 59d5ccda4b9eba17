import { describe, expect, it } from 'vitest';
import { configure } from '../../../school/settings/config.ts';
import { GROUPS, MEANT_KEYS, meaningOf } from '../../../school/settings/meanings.ts';
import { settingKeys } from '../../../school/settings/settings.ts';
import { listSettings } from '../../../school/settings/settings-list.ts';
import { BRAIN_NAMES } from '../../../school/settings/shape-settings.ts';
import { meaningTexts, zeroTexts } from '../../../school/settings/texts/meanings.ts';
import { rangeTexts } from '../../../school/settings/texts/ranges.ts';

describe('what settings mean', () => {
  it('is said of every setting of every brain, and of nothing else', () => {
    const all = BRAIN_NAMES.map((brain) => ({ brain, keys: settingKeys(configure({ brain }, 'a test')) }));
    for (const { brain, keys } of all) expect(keys.filter((key) => meaningOf(key, brain) === undefined)).toEqual([]);
    const keys = new Set(all.flatMap((one) => one.keys));
    expect(MEANT_KEYS.filter((key) => !keys.has(key))).toEqual([]);
  });

  it('comes with a range, a default, and where the value is from', () => {
    const rows = listSettings(configure({ voice: { temperature: 0.5 } }, 'a test'), { voice: { temperature: 0.5 } });
    expect(rows.filter(({ range, means }) => range === '' || means === '').map(({ key }) => key)).toEqual([]);
    expect(rows.every(({ group }) => group in GROUPS)).toBe(true);
    const row = (key: string) => rows.find((one) => one.key === key);
    expect(row('voice.temperature')).toMatchObject({ value: 0.5, default: 0.8, from: 'baby.json', isLive: true });
    expect(row('voice.topP')).toMatchObject({ from: 'default', range: rangeTexts.number(0, 1) });
    expect(row('threads')).toMatchObject({ zero: meaningTexts.threads.zero, isLive: false });
    expect(row('twitch.server')?.range).toMatch(/^an address that begins with wss:/);
  });
});

describe('the shape in the list', () => {
  it('is described by its brain, and counts as written under an older name too', () => {
    const config = configure({ brain: 'gpt2', shape: { blocks: 3 } }, 'the test');
    const rows = listSettings(config, { brain: 'gpt2', lobes: 3 });
    const row = (key: string) => rows.find((one) => one.key === key);
    expect(row('shape.blocks')).toMatchObject({
      value: 3,
      from: 'baby.json',
      range: rangeTexts.zeroOrWhole(1, 256),
    });
    expect(row('shape.heads')).toMatchObject({ zero: zeroTexts.byPreset, from: 'default' });
    expect(row('shape.heads')?.means).toBe('heads of attention; must divide the channels; fixed at the first wake');
    expect(row('shape.lobes')).toBeUndefined();
  });
});
