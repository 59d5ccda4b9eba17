/** Every combination of parts, raised: three of them are in `npm test` (tests/school/training/combinations.test.ts). */
import { describe, it } from 'vitest';
import { RAISED, raise } from '../school/training/combinations.ts';

describe.each(RAISED)('a transformer of %s', (_name, sizes) => {
  it('learns, speaks, and goes on bit for bit where its soul was kept', () => raise(sizes));
});
