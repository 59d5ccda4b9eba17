import { describe, expect, it } from 'vitest';
import { joinedPlots } from '../../../../school/dashboard/components/two-plots.ts';

describe('two curves in a row', () => {
  it('are pieces of one curve each; the second has every other dot, and gives way to the first', () => {
    // all eight dots: ⣿; the left column of it: ⡇
    expect(joinedPlots('⣿⠀ ⠀', '⠀⣿⣿⢸')).toEqual([
      { text: '⣿', curve: 0 },
      { text: '⡇⡇', curve: 1 },
      { text: ' ', curve: undefined },
    ]);
    expect(joinedPlots('⠁', '⣿')).toEqual([{ text: '⡇', curve: 0 }]);
    expect(joinedPlots('', '')).toEqual([]);
  });
});
