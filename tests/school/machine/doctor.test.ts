import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHome, makeHome } from '../../../school/home/home.ts';
import { examine } from '../../../school/machine/doctor.ts';
import { texts } from '../../../school/machine/texts.ts';
import { hasRelaxedSimd, hasSharedMemory, hasSimd } from '../../../school/machine/webassembly.ts';
import { temporaryFolder } from '../temporary.ts';

const finding = async (home: ReturnType<typeof findHome>, what: string) =>
  (await examine(home)).find((one) => one.what === what);

describe('the doctor', () => {
  it('finds what a wake needs, in a home that is not made yet', async () => {
    const home = findHome(join(temporaryFolder(), 'a', 'b'), {});
    const findings = await examine(home);
    expect(findings.map(({ what }) => what)).toEqual([
      'node',
      'cores',
      'load',
      'kernels',
      'sharing',
      'blas',
      'memory',
      'disk',
      'home',
      'baby.json',
      'starter',
    ]);
    expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(await finding(home, 'home')).toMatchObject({ says: texts.doctor.homeNotMade(home.folder) });
  });

  it('says what in baby.json is wrong, or slows it down', async () => {
    const home = makeHome(temporaryFolder(), {});
    writeFileSync(home.config, '{"thread": 1}');
    expect(await finding(home, 'baby.json')).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('did you mean "threads"?'),
    });
    writeFileSync(home.config, JSON.stringify({ threads: 64, kernels: 'plain' }));
    expect(await finding(home, 'cores')).toMatchObject({
      state: 'could',
      advice: texts.doctor.moreThreadsThanCores(64, availableParallelism()),
    });
    expect(await finding(home, 'kernels')).toMatchObject({ state: 'could', advice: expect.any(String) });
  });

  it('sees a file where the folder around the home should be', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(await finding(findHome(join(file, 'home'), {}), 'home')).toEqual({
      state: 'bad',
      what: 'home',
      says: texts.doctor.fileInsteadOfFolder(file),
    });
  });
});

describe('what WebAssembly can do', () => {
  it('is found by modules that are sound', () => {
    // Every Node that may run this has all three.
    expect([hasSimd(), hasRelaxedSimd(), hasSharedMemory()]).toEqual([true, true, true]);
  });
});
