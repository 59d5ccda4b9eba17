import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { dumpLibrary } from '../../../school/cli/library-dump.ts';
import { feedingTexts } from '../../../school/cli/texts/feeding.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { makeHome } from '../../../school/home/home.ts';
import { configure, saveConfig } from '../../../school/settings/config.ts';
import { temporaryFolder } from '../temporary.ts';

describe('baby library dump', () => {
  it('writes what a baby learns, once it has read', async () => {
    const home = makeHome(join(temporaryFolder(), 'home'), {});
    await expect(dumpLibrary(home, { form: 'lines' })).rejects.toThrow(feedingTexts.dump.nothingRead);
    const config = configure({ preset: 'tiny', heldOut: 0, threads: 1 }, 'a test');
    await saveConfig(home, config);
    await (await wake({ home, config, steps: 2 })).sleep();
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const out = join(temporaryFolder(), 'dump.jsonl');
    await dumpLibrary(home, { form: 'jsonl', out, only: 'notes.txt' });
    const [line, ...more] = readFileSync(out, 'utf8').trim().split('\n');
    expect(more).toEqual([]);
    expect(JSON.parse(line!).text).toBe(readFileSync(join(home.library, 'notes.txt'), 'utf8'));
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(said.mock.calls.flat().join('')).toMatch(/^1 text as jsonl in .*dump\.jsonl: [\d.]+ kB\.\n$/);
    await expect(dumpLibrary(home, { form: 'lines', out })).rejects.toThrow(feedingTexts.dump.fileThere(out));
    await expect(dumpLibrary(home, { form: 'lines', only: 'none.txt' })).rejects.toThrow(
      'No text of its library is called none.txt',
    );
    said.mockClear();
    await dumpLibrary(home, { form: 'sentences' });
    expect(said.mock.calls.flat().join('').split('\n').length).toBeGreaterThan(500);
    said.mockRestore();
  });
});
