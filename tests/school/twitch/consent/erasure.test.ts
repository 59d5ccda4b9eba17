import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary.ts';
import { ENDINGS, leftovers } from './histories.ts';

describe('deleted words', () => {
  it.each(ENDINGS)('leave no copy in the file of consent, in 5 random histories: %s', (ending) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { messages, userId, readable, kept } = leftovers(temporaryFolder(), seed, ending);
      expect({ seed, messages, userId, readable }).toEqual({ seed, messages: 0, userId: false, readable: kept });
    }
  });
});
