import { describe, expect, it } from 'vitest';
import { settingsText } from '../../../school/cli/commands/config.ts';
import { configure } from '../../../school/settings/config.ts';
import { listSettings } from '../../../school/settings/settings-list.ts';
import { styleFor } from '../../../school/terminal/style.ts';
import { widthOf } from '../../../school/terminal/text-width.ts';

const PLAIN = styleFor({ isTTY: false }, {});

describe('the list of settings', () => {
  it.each([60, 80, 120])('fits into %i columns, breaks no word, and keeps its indents', (width) => {
    const rows = listSettings(configure({ twitch: { hello: 'good evening '.repeat(15).trim() } }, 'a test'), undefined);
    const lines = settingsText(rows, width, PLAIN).split('\n');
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
    const words = new Set(rows.flatMap(({ means }) => means.split(' ')));
    for (const word of ['repetition', 'streams', 'gradients']) {
      expect(words.has(word)).toBe(true);
      expect(lines.some((line) => new RegExp(`\\b${word}\\b`).test(line))).toBe(true);
    }
    for (const line of lines.filter((one) => one !== '' && !one.startsWith(' '))) expect(line).not.toMatch(/^[a-z]/);
  });

  it('says the default beside a value that differs, and when a change counts', () => {
    const text = settingsText(listSettings(configure({ threads: 2 }, 'a test'), { threads: 2 }), 200, PLAIN);
    expect(text).toContain('default 0');
    expect(text).toMatch(
      /threads that calculate \(a whole number from 0 to 64; default 0 *; takes effect at the next wake\)/,
    );
  });
});
