import { describe, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { RAISED, raise } from './combinations.ts';

/** Three of the 18, one of each attention: the others in tests/long/combinations.test.ts. */
const random = new Random(4);
const SAMPLE = [0, 6, 12].map((first) => RAISED[first + random.below(6)]);

describe.each(SAMPLE)('a transformer of %s', (_name, sizes) => {
  it('learns, speaks, and goes on bit for bit where its soul was kept', () => raise(sizes));
});
