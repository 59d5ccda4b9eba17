import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HeldOutSet, LearningFilter } from '../../../library/heldout/decontaminate.ts';
import { makeHome, prose, randomFrom, sentence, textOf } from '../home.ts';
import { expectNeverLearnt, lines, wake, wordsOnShelf } from './wakes.ts';

describe('the held-out part', () => {
  it('is the end of the file, from the beginning of a line on, and is not learnt', async () => {
    const home = makeHome();
    const content = prose(400, 1);
    home.put('a.txt', content);
    const { text, exams } = await wake(home);
    const held = textOf(exams[0]!.ids);
    expect(exams).toHaveLength(1);
    expect(exams[0]).toMatchObject({ file: 'a.txt', bytes: Buffer.byteLength(held) });
    expect(text + held).toBe(content);
    expect(held.length / content.length).toBeGreaterThan(0.045);
    expect(held.length / content.length).toBeLessThanOrEqual(0.05);
    expectNeverLearnt(text, lines(exams));
  });

  it('begins with a sentence where lines are long, and between words where there are none', async () => {
    const home = makeHome();
    const random = randomFrom(1);
    const paragraph = Array.from({ length: 300 }, () => sentence(random)).join(' ');
    home.put('paragraph.txt', paragraph);
    home.put('words.txt', Array.from({ length: 8000 }, () => Math.floor(random() * 1e7).toString(36)).join(' '));
    const { text, exams } = await wake(home);
    const [first, second] = ['paragraph.txt', 'words.txt'].map((file) =>
      textOf(exams.find((e) => e.file === file)!.ids),
    );
    expect(paragraph.endsWith(first!)).toBe(true);
    expect(first).toMatch(/^The /);
    expect(text).toMatch(/\. \n=====/);
    expect(text.endsWith(' ')).toBe(true);
    expect(second!.length).toBeGreaterThan(1500);
    expect(text).not.toContain(second!.slice(0, 100));
  });

  it('is missing from files under 400 characters, and of at least 64 characters elsewhere', async () => {
    const home = makeHome();
    home.put('small.txt', prose(5, 1));
    home.put('larger.txt', `${prose(8, 2)}${'so long, and good night\n'}`);
    const { text, exams } = await wake(home);
    expect(text).toContain(prose(5, 1));
    expect(exams.map(({ file }) => file)).toEqual(['larger.txt']);
    expect(textOf(exams[0]!.ids)).toBe(`${prose(8, 2).trimEnd().split('\n').at(-1)}\nso long, and good night\n`);
  });

  it('can be switched off', async () => {
    const home = makeHome();
    home.put('a.txt', prose(100, 1));
    const { text, exams } = await wake(home, 0);
    expect([text, exams]).toEqual([prose(100, 1), []]);
  });

  it('stays, and stays unlearnt, when the file grows, is edited, renamed, copied and deleted', async () => {
    const home = makeHome();
    const content = prose(400, 1);
    home.put('a.txt', content);
    const first = await wake(home);
    const held = lines(first.exams);
    const again = async (): Promise<string> => {
      const { text, exams } = await wake(home);
      expectNeverLearnt(text, held);
      expect(exams).toContainEqual({ ...first.exams[0]!, file: expect.any(String) });
      return text;
    };

    home.put('a.txt', content + prose(50, 2));
    expect(await again()).toContain(prose(50, 2));

    home.put('a.txt', `${prose(30, 3)}${content.replace('baby', 'child')}${prose(50, 2)}`);
    expect(await again()).toContain(prose(30, 3));

    renameSync(join(home.library, 'a.txt'), join(home.library, 'b.txt'));
    await again();
    expect((await wake(home)).exams.map(({ file }) => file)).toEqual(['b.txt']);

    home.put('copy of b.txt', `${content}the end of the copy, which is new\n`);
    home.put('excerpt.txt', held.slice(2, 6).join('\n\n') + '\n');
    home.put(
      'shouted.txt',
      held
        .map((line) => `   ${line.replaceAll(' ', '  ')}`)
        .join('\r\n')
        .toUpperCase(),
    );
    expect((await again()).toUpperCase()).not.toContain(held[3]!.toUpperCase());

    home.put('reversed.txt', content.split('\n').reverse().join('\n'));
    await again();

    // gone from the library: it is no exam, and not a word of it is kept
    for (const name of readdirSync(home.library)) rmSync(join(home.library, name), { recursive: true });
    const { text, exams } = await wake(home);
    expect([text, exams, wordsOnShelf(home, held)]).toEqual(['', [], []]);
    home.put('back.md', content);
    expect(await again()).not.toBe('');
    expect(wordsOnShelf(home, held)).not.toEqual([]);
  });

  it('does not come back from a copy that was made before the first wake', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    home.put('b.txt', `${prose(300, 1)}${prose(300, 2)}`);
    home.put('c.txt', `${prose(20, 3)}${prose(300, 1)}`);
    const { text, exams } = await wake(home);
    expectNeverLearnt(text, lines(exams));
    expect(exams.map(({ file }) => file).sort()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    // The end of c is that of a; only the lines that a fraction of a longer file adds are new.
    expect(new Set(lines(exams)).size).toBe(lines(exams).length);
  });

  it('is never taken from what was learnt before', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    const first = await wake(home);
    const old = prose(300, 1).split('\n').slice(0, 200).join('\n');
    home.put('b.txt', `${prose(100, 2)}${old}\n`);
    home.put('c.txt', `${old}\n${prose(100, 4)}`);
    const second = await wake(home);
    expectNeverLearnt(first.text + second.text, lines(second.exams));
    expect(second.exams.map(({ file }) => file).sort()).toEqual(['a.txt', 'c.txt']);
  });

  it('holds for verses of short lines and for sentences inside long lines', async () => {
    const home = makeHome();
    const random = randomFrom(9);
    const verses = Array.from(
      { length: 600 },
      (_, i) => `${sentence(random).slice(4, 15)} ${i}\n${i % 4 === 3 ? '\n' : ''}`,
    ).join('');
    const paragraphs = Array.from({ length: 40 }, () =>
      Array.from({ length: 8 }, () => sentence(random)).join(' '),
    ).join('\n');
    home.put('verses.txt', verses);
    home.put('paragraphs.txt', paragraphs);
    const { exams } = await wake(home);
    const poem = textOf(exams.find(({ file }) => file === 'verses.txt')!.ids);
    const prosaic = textOf(exams.find(({ file }) => file === 'paragraphs.txt')!.ids);
    expect(verses.endsWith(poem)).toBe(true);
    // The poem moves; in a paragraph one sentence is edited.
    home.put('verses.txt', `A new beginning, made today.\n\n${verses}\nA new end, made today.\n`);
    const edited = prosaic.split('. ')[1]!;
    home.put(
      'paragraphs.txt',
      paragraphs.replace(edited, 'Here she changed her mind, and wrote another thing instead'),
    );
    const { text } = await wake(home);
    expect(text).not.toContain(poem.trim());
    for (let i = 0; i + 3 < poem.split('\n').length; i += 3) {
      expect(text).not.toContain(
        poem
          .split('\n')
          .slice(i, i + 3)
          .join('\n'),
      );
    }
    expect(text).toContain('changed her mind');
    for (const held of prosaic.split('. ').filter((part) => part !== edited && part.length > 30))
      expect(text).not.toContain(held);
  });

  it('holds for the last short lines of a file that grows', async () => {
    const home = makeHome();
    home.put('letter.txt', `${prose(100, 1)}\nYours, M.\n`);
    const { exams } = await wake(home);
    expect(textOf(exams[0]!.ids)).toMatch(/Yours, M\.\n$/);
    home.put('letter.txt', `${prose(100, 1)}\nYours, M.\nP.S. There is one more thing to tell you today.\n`);
    const { text } = await wake(home);
    expect(text).not.toContain('Yours, M.');
    expect(text).toContain('P.S. There is');
  });

  it('holds for short lines that stand before a line which was learnt', async () => {
    const home = makeHome();
    const known = 'This line was learnt long before the others came.\n';
    home.put('a.txt', known + prose(3, 1));
    await wake(home);
    const end = `${prose(1, 5)}a short one here\na short two here\n${known}${prose(3, 6)}`;
    home.put('b.txt', prose(80, 4) + end);
    const { text, exams } = await wake(home);
    const held = textOf(exams[0]!.ids);
    expect(held).toContain('a short one here\na short two here\n');
    expect(held).not.toContain(known);
    expect(text).toContain(known);
    expect(text).not.toContain('a short');
  });

  it('leaves a text that repeats itself to be learnt', async () => {
    const home = makeHome();
    home.put('yes.txt', 'all work and no play makes the baby dull\n'.repeat(500));
    const { text, exams } = await wake(home);
    expect(text.length).toBe(41 * 500);
    expect(exams).toEqual([]);
    expect(home.notes.map(({ message }) => message)).toEqual([
      'yes.txt repeats itself so much that nothing of it can be held out.',
    ]);
  });

  it('takes one more part, of new text only, when a file has grown four times', async () => {
    const home = makeHome();
    home.put('diary.txt', prose(20, 1));
    const first = await wake(home);
    home.put('diary.txt', prose(20, 1) + prose(40, 2));
    const second = await wake(home);
    expect(second.exams).toEqual(first.exams);
    home.put('diary.txt', prose(20, 1) + prose(40, 2) + prose(100, 3));
    const third = await wake(home);
    expect(third.exams).toHaveLength(2);
    expectNeverLearnt(first.text + second.text + third.text, lines(third.exams));
  });

  it('survives the loss of its index, and says so', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    const first = await wake(home);
    writeFileSync(join(home.shelf, 'heldout', 'index.json'), '{"version":1,"files":[{"na');
    home.put('b.txt', `new\n${prose(300, 1)}`);
    const second = await wake(home);
    expectNeverLearnt(second.text, lines(first.exams));
    expect(second.exams.map(({ ids }) => ids)).toEqual(first.exams.map(({ ids }) => ids));
    expect(home.notes.map(({ message }) => message)).toContain(
      'index.json of the held-out texts cannot be used: it is damaged; the texts stay held out.',
    );
  });

  it('is not chosen when it is not known any more what was learnt', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    await wake(home);
    const path = join(home.shelf, 'given.lines');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, 1001));
    home.put('b.txt', `${prose(100, 2)}${prose(200, 1)}`);
    const second = await wake(home);
    expect(second.exams.map(({ file }) => file)).toEqual(['a.txt']);
    expect(home.notes.map(({ message }) => message)).toContain(
      'given.lines is lost; it is rebuilt, and new files have nothing held out this time.',
    );
    home.put('c.txt', prose(200, 5));
    expect((await wake(home)).exams.map(({ file }) => file).sort()).toEqual(['a.txt', 'c.txt']);
  });

  it('stays withheld when someone edits the held-out text, but serves no exam', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    const first = await wake(home);
    const name = readdirSync(join(home.shelf, 'heldout')).find((entry) => entry.endsWith('.txt'))!;
    const path = join(home.shelf, 'heldout', name);
    writeFileSync(path, `${readFileSync(path, 'utf8')}one more line that is long enough\n`);
    home.put('a.txt', `${prose(300, 1)}more\n`);
    const second = await wake(home);
    expectNeverLearnt(second.text, lines(first.exams));
    expect(second.exams).toEqual([]);
    expect(home.notes.at(-1)!.message).toMatch(/altered; it is not used for exams/);
  });

  it('is kept apart from turns as well', async () => {
    const home = makeHome();
    const random = randomFrom(4);
    const talk = Array.from(
      { length: 200 },
      () => `[owner]: ${sentence(random)}\n[babyllm]: ${sentence(random)}\n`,
    ).join('');
    home.put('talk.txt', talk);
    const { text, exams } = await wake(home);
    expectNeverLearnt(text, lines(exams));
    expect(text + textOf(exams[0]!.ids)).toBe(talk);
  });

  it('goes with all of a turn that says it at last, however long the turn is and in whichever pieces it comes', () => {
    const withheld = new HeldOutSet();
    withheld.add('She had walked all the way to the sea before breakfast.\n');
    const story = 'I am telling you a rather long story about nothing at all. ';
    const turn = `[Ann]: ${story.repeat(2600)}She had walked all the way to the sea before breakfast. And more of it follows here.\n`;
    const around = ['first there was a line that is plain.\n', '[Bob]: and this is another turn of some words.\n'];
    for (const step of [7, 16_384, 65_536, 1 << 20]) {
      const given: number[] = [];
      const filter = new LearningFilter(withheld, (hash) => given.push(hash));
      const text = around[0]! + turn + around[1]!;
      let kept = '';
      for (let at = 0; at < text.length; at += step) kept += filter.push(text.slice(at, at + step));
      expect(kept + filter.end()).toBe(around.join(''));
      expect(given).toHaveLength(3);
    }
  });

  it('does not take brackets in the middle of a long line for a turn', () => {
    const withheld = new HeldOutSet();
    withheld.add('She had walked all the way to the sea before breakfast.\n');
    const line = `${'[Ann]: said nothing that is of any importance here. '.repeat(3000)}\n`;
    const filter = new LearningFilter(withheld);
    expect(filter.push(`so ${line.slice(0, 70_000)}`) + filter.push(line.slice(70_000)) + filter.end()).toBe(
      `so ${line}`,
    );
  });
});
