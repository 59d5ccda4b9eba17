import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

describe('signalbackup-tools', () => {
  it('reads its text: status, files, polls and reactions are nobody’s words', async () => {
    const lines = [
      '[Mar 15, 2024 21:04:05] *** You created the group.',
      '[Mar 15, 2024 21:05:05] <Mara Lind> the tap drips',
      'since noon (Jonas Brandt: 😢)',
      '[Mar 15, 2024 21:06:05] *** <Jonas Brandt> sent file "tap.jpg"',
      '[Mar 15, 2024 21:06:06] <Jonas Brandt> I turn it off (really)',
      '[Mar 15, 2024 21:07:05] <Jonas Brandt> Poll: which plumber?',
      '                                              [1] Ann',
      '                                              [0] Bo',
      '[Mar 15, 2024 21:08:05] <Mara Lind> Ann',
    ];
    const chat = await readAll(memorySource('Mara (_id3).txt', lines.join('\n')));
    expect(chat.format).toBe('signalBackup');
    expect(said(chat)).toEqual([
      'Mara Lind: the tap drips\nsince noon',
      'Jonas Brandt: I turn it off (really)',
      'Jonas Brandt: which plumber?',
      'Mara Lind: Ann',
    ]);
    expect(times(chat)[0]).toBe('2024-03-15T21:05:05.000Z');
    expect(chat.leftOut).toEqual({ system: 2 });
  });
});
