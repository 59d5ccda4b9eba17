import { describe, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { RAISED, raise, WAYS } from './combinations.ts';

/** Three of the 18, one of each attention, each with one way to learn: the others in tests/long/combinations.test.ts. */
const random = new Random(4);
const SAMPLE = [0, 6, 12].map((first) => RAISED[first + random.below(6)]);
const SAMPLED = SAMPLE.map(([name, sizes]) => [name, sizes, WAYS[random.below(WAYS.length)]] as const);

describe.each(SAMPLED)('a transformer of %s', (_name, sizes, way) => {
  it(`learns by ${way.optimizer} and ${way.learningType}, speaks, and goes on bit for bit where its soul was kept`, () =>
    raise(sizes, way));
});
