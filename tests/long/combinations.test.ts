/** Every combination of parts and ways to learn, raised: three of them are in `npm test` (tests/school/training/combinations.test.ts). */
import { describe, it } from 'vitest';
import { RAISED, raise, WAYS } from '../school/training/combinations.ts';

describe.each(RAISED)('a transformer of %s', (_name, sizes) => {
  it.each(WAYS)(
    'learns by $optimizer and $learningType, speaks, and goes on bit for bit where its soul was kept',
    (way) => raise(sizes, way),
  );
});
