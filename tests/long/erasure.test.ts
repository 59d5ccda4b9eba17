import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../school/temporary.ts';
import { ENDINGS, leftovers } from '../school/twitch/consent/histories.ts';
import { chatLeftovers, DELETIONS } from '../statistics/ledger/chats.ts';

describe('deleted words', () => {
  it.each(ENDINGS)('leave no copy in the file of consent, in 60 random histories: %s', (ending) => {
    for (let seed = 1; seed <= 60; seed++) {
      const { messages, userId, readable, kept } = leftovers(temporaryFolder(), seed, ending);
      expect({ seed, messages, userId, readable }).toEqual({ seed, messages: 0, userId: false, readable: kept });
    }
  });

  it.each(DELETIONS)('leave no copy in the ledger, in 75 random histories: %s', (deletion) => {
    for (let seed = 1; seed <= 75; seed++) {
      const { found, name, lost, rows, expected } = chatLeftovers(temporaryFolder(), seed, deletion);
      expect({ seed, found, name, lost, rows }).toEqual({ seed, found: 0, name: false, lost: 0, rows: expected });
    }
  });
});
