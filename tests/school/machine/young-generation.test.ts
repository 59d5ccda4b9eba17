import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('../../../school/machine/young-generation.ts', import.meta.url).href;

/** Megabytes of the young generation of a process in which much stays in use. @param before what it does first */
function youngGeneration(before: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    ${before}
    let used = [];
    for (let i = 0; i < 400_000; i++) {
      used.push({ i });
      if (used.length === 40_000) used = [];
    }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    process.stdout.write(String(young.physical_space_size / 1e6));
  `;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

describe('the young generation', () => {
  it('does not grow from where it was asked to stay small, as it does without', () => {
    expect(youngGeneration('')).toBeGreaterThan(8);
    expect(
      youngGeneration(
        `import { keepYoungGenerationSmall } from ${JSON.stringify(MODULE)}; keepYoungGenerationSmall();`,
      ),
    ).toBeLessThan(4);
  });
});
