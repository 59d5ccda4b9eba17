import { afterEach, describe, expect, it } from 'vitest';
import { settingRows } from '../../../school/dashboard/settings/rows.ts';
import { settings } from '../../../school/dashboard/settings/settings.tsx';
import { settingsPageTexts } from '../../../school/dashboard/texts/settings-page.ts';
import { shellTexts } from '../../../school/dashboard/texts/shell.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { GROUPS } from '../../../school/settings/meanings.ts';
import { listSettings } from '../../../school/settings/settings-list.ts';
import { closePages, openPage, snapshot } from './support-pages.tsx';

afterEach(closePages);

const config = { ...DEFAULTS, agcRatio: 0.3 };

describe('rows of settings', () => {
  it('are all of them by group, or those with a word', () => {
    const all = listSettings(config, undefined);
    const rows = settingRows(all, '');
    expect(rows.flatMap((row) => ('setting' in row ? row.setting : []))).toHaveLength(all.length);
    expect(rows.filter((row) => 'title' in row)).toHaveLength(Object.keys(GROUPS).length);
    expect(settingRows(all, 'CLIP').flatMap((row) => ('setting' in row ? row.setting.key : []))).toContain('clip');
    expect(settingRows(all, 'xyzzy')).toEqual([]);
  });
});

describe('the page about its settings', () => {
  const open = (width = 120, height = 30) => openPage(settings, width, height, { view: snapshot({ config }) });

  it('shows values, defaults, and when a change counts', async () => {
    const { shows, type, rows } = open();
    await shows(/^▌ name +babyllm/);
    await shows('name: its name, as it stands in [name]: text. It may be a name of 1 to 32 letters');
    await shows(settingsPageTexts.countsFromNextWake);
    await type('/', ...'agcRatio', '\r');
    await shows(/agcRatio +0\.3 +[\d.]+ +at once/);
    expect(rows().join('\n')).not.toContain('babyllm');
  });

  it('changes the selected one in place, puts it back to its default, and says why not', async () => {
    const page = open();
    await page.type('/', ...'agcRatio', '\r');
    await page.shows(/^▌ agcRatio/);
    await page.type('\r');
    await page.shows('agcRatio> 0.3');
    await page.type('\x7f', '5', '\r');
    await page.shows('did set agcRatio 0.5');
    await page.type('d');
    await page.shows(/did set agcRatio [\d.]+$|did set agcRatio [\d.]+ /);
    page.actions.answer = async () => {
      throw new Error('agcRatio should be a number.');
    };
    await page.type('\r', 'x', '\r');
    await page.shows('! agcRatio should be a number.');
    await page.type('\r', '\r');
    await page.shows(shellTexts.staysAsItIs);
  });

  it.each([
    [58, 13],
    [78, 21],
    [198, 57],
  ])('fits %i×%i', async (width, height) => {
    const { shows, rows } = open(width, height);
    await shows('babyllm');
    expect(Math.max(...rows().map((row) => row.length))).toBeLessThanOrEqual(width + 1);
  });
});
