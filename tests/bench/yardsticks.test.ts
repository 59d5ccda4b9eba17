import { describe, expect, it } from 'vitest';
import { buildModel } from '../../school/training/model.ts';
import { sizesOf } from './steps.ts';
import { YARDSTICKS } from './yardsticks.ts';

describe('yardsticks of the study', () => {
  it('are as large as the default baby, or a little larger', () => {
    for (const vocabulary of [1347, 2048]) {
      const [baby, ...others] = ['baby' as const, ...YARDSTICKS.map(({ name }) => name)].map(
        (name) => buildModel(name, sizesOf(name, 'small', { vocabulary })).engine.parameters.count,
      );
      for (const count of others) {
        expect(count / baby!).toBeGreaterThan(0.95);
        expect(count / baby!).toBeLessThan(1.11);
      }
    }
  });
});
