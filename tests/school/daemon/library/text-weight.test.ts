import { describe, expect, it } from 'vitest';
import { weighing } from '../../../../school/daemon/library/text-weight.ts';

const FILES = ['diary.txt', 'letters/1990.txt', 'letters/1991.txt', 'empty.txt'].map((name) => ({
  name,
  tokens: name === 'empty.txt' ? 0 : 100,
}));

describe('weighing', () => {
  it('means a text by its name or a part of it, and a folder with or without its slash', () => {
    expect(weighing(FILES, {}, 'diary', 2)).toMatchObject({
      name: 'diary.txt',
      key: 'textWeights.diary.txt',
      before: 1,
      texts: 1,
    });
    for (const typed of ['letters', 'letters/', 'letters//'])
      expect(weighing(FILES, { 'letters/': 4 }, typed, 2)).toMatchObject({ name: 'letters/', before: 4, texts: 2 });
    expect(weighing(FILES, {}, 'letters/1990.txt', 2)).toMatchObject({ name: 'letters/1990.txt', texts: 1 });
  });

  it('refuses what is not there, and to leave nothing to read', () => {
    expect(() => weighing(FILES, {}, 'dairy.txt', 2)).toThrow('did you mean diary.txt?');
    expect(() => weighing(FILES, {}, 'lett', 2)).toThrow('2 texts have "lett" in their names');
    expect(() => weighing(FILES, { 'letters/': 0 }, 'diary.txt', 0)).toThrow('Nothing would be left to read');
    expect(weighing(FILES, {}, 'diary.txt', 0).name).toBe('diary.txt');
  });
});
