import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, prose, randomFrom, sentence } from '../home.ts';
import { expectNeverLearnt, lines, wake, wordsOnShelf } from './wakes.ts';

describe('what is held out of a text', () => {
  it('leaves no word and no name of a text that was removed, of whichever kind, and stays unlearnt', async () => {
    const home = makeHome();
    const random = randomFrom(9);
    const talk = Array.from({ length: 60 }, () => `[owner]: ${sentence(random)}\n[mia]: ${sentence(random)}\n`).join(
      '',
    );
    const texts: Record<string, string> = {
      'letters to anna.txt': prose(300, 1),
      'folder/one line.txt': Array.from({ length: 300 }, () => sentence(random)).join(' '),
      'talk.txt': talk,
      'stays.txt': prose(300, 7),
    };
    for (const [name, text] of Object.entries(texts)) home.put(name, text);
    const first = await wake(home);
    const heldOf = (name: string) => lines(first.exams.filter(({ file }) => file === name));
    for (const name of Object.keys(texts)) {
      if (name === 'stays.txt') continue;
      const held = heldOf(name);
      expect(wordsOnShelf(home, held), name).not.toEqual([]);
      rmSync(join(home.library, name));
      const { exams } = await wake(home);
      expect(wordsOnShelf(home, held), name).toEqual([]);
      expect(wordsOnShelf(home, [name])).toEqual([]);
      expect(exams.map(({ file }) => file)).toContain('stays.txt');
      expect(exams.map(({ file }) => file)).not.toContain(name);
      // under another name, from a home that was opened anew
      home.put('again.txt', `a new line that stands before all the others\n${texts[name]}`);
      const { text } = await wake(home);
      expectNeverLearnt(text, held);
      rmSync(join(home.library, 'again.txt'));
      await wake(home);
      expect(wordsOnShelf(home, held), name).toEqual([]);
    }
    expect((await wake(home)).exams).toEqual(first.exams.filter(({ file }) => file === 'stays.txt'));
  });

  it('loses the lines that were removed from a text that stays', async () => {
    const home = makeHome();
    const content = prose(300, 1);
    home.put('a.txt', content);
    const first = await wake(home);
    const held = lines(first.exams);
    const removed = held.slice(3, 6);
    home.put(
      'a.txt',
      content
        .split('\n')
        .filter((line) => !removed.includes(line))
        .join('\n'),
    );
    const second = await wake(home);
    expect(wordsOnShelf(home, removed)).toEqual([]);
    expect(lines(second.exams)).toEqual(held.filter((line) => !removed.includes(line)));
    // they stay held out, should they come back
    home.put('a.txt', `${content}${prose(3, 5)}`);
    expectNeverLearnt((await wake(home)).text, held);
    // what is only appended changes nothing
    expect((await wake(home)).exams).toEqual(second.exams);
  });

  it('comes back with its file, whose name changed and whose words were edited', async () => {
    const home = makeHome();
    const content = prose(300, 1);
    home.put('a.txt', content);
    const first = await wake(home);
    rmSync(join(home.library, 'a.txt'));
    expect((await wake(home)).exams).toEqual([]);
    home.put('b.txt', `${prose(5, 8)}${content.replace('The', 'A')}`);
    expect((await wake(home)).exams).toEqual(first.exams.map((exam) => ({ ...exam, file: 'b.txt' })));
  });
});
