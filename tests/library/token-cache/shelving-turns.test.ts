import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turnLine } from '../../../library/importing/turns-file.ts';
import { maskBytes, readMask } from '../../../library/token-cache/mask-file.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { encodeTurns, type Turn } from '../../../library/tokenizer/turns.ts';
import {
  byteTokenizer,
  type Home,
  inMemory,
  makeHome,
  packMask,
  randomFrom,
  sentence,
  temporaryFolder,
  textOf as wordsIn,
} from '../home.ts';

const tokenizer = byteTokenizer();
const options = (home: Home) => ({
  heldOutFraction: 0.1,
  speaker: 'babyllm',
  onNote: (note: Home['notes'][number]) => home.notes.push(note),
});

async function wake(home: Home) {
  const shelf = home.open();
  const catalogue = await shelf.refresh(tokenizer, options(home));
  return { shelf, catalogue, files: inMemory(await shelf.load()), exams: await shelf.exams() };
}

const turnsFile = (turns: readonly Turn[]): string => turns.map(turnLine).join('');
/** A chat in which the owner's words are learnt, and what the others say is read only. */
const chat = (count: number, seed = 1): Turn[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => ({
    speaker: i % 3 === 0 ? 'owner' : 'ann',
    text: sentence(random),
    learn: i % 3 === 0,
    ...(i % 30 === 0 ? { begins: true } : {}),
  }));
};
const GREETINGS: Turn[] = [
  { speaker: 'owner', text: 'hello', learn: false, begins: true },
  { speaker: 'babyllm', text: 'good morning to you, my dear friend', learn: true },
  { speaker: 'owner', text: 'bye', learn: false, begins: true },
  { speaker: 'babyllm', text: 'come back soon', learn: true },
];
const textOf = (ids: ArrayLike<number>, learn: ArrayLike<number>): string =>
  tokenizer.decode(Array.from(ids).map((id, i) => (learn[i] ? id : 0)));

describe('a file of turns', () => {
  it('is shelved as it is heard and spoken, with a mark on every token that is learnt', async () => {
    const home = makeHome();
    home.put('greetings.turns.jsonl', turnsFile(GREETINGS));
    home.put('a.txt', 'A text without any marks.\n');
    const { files, catalogue } = await wake(home);
    const [text, turns] = files;
    expect(text!.learn).toBeUndefined();
    const { ids, learn } = encodeTurns(tokenizer, GREETINGS, false);
    expect([...turns!.tokens]).toEqual([...ids, SPECIAL.end]);
    expect([...turns!.learn!]).toEqual([...learn, 0]);
    expect(textOf(turns!.tokens, turns!.learn!)).toBe(' good morning to you, my dear friend come back soon');
    // of an answer that is learnt, that it ends is learnt too
    const done = [...turns!.tokens].flatMap((id, i) => (id === SPECIAL.done ? [turns!.learn![i]] : []));
    expect(done).toEqual([0, 1, 0, 1]);
    expect(catalogue.files[1]).toMatchObject({ name: 'greetings.turns.jsonl', answers: true });
    expect(home.notes).toEqual([]);
  });

  it('is not read again unless it changed; marks that are lost or damaged are made anew', async () => {
    const home = makeHome();
    home.put('greetings.turns.jsonl', turnsFile(GREETINGS));
    home.put('a.txt', 'A text without any marks.\n');
    const first = await wake(home);
    const mask = readdirSync(home.shelf).find((name) => name.endsWith('.mask'))!;
    writeFileSync(join(home.shelf, mask), new Uint8Array(1));
    const second = await wake(home);
    expect(second.files).toEqual(first.files);
    expect(readFileSync(join(home.shelf, mask))).toHaveLength(maskBytes(first.files[1]!.tokens.length));
    home.put('greetings.turns.jsonl', turnsFile(GREETINGS.slice(0, 2)));
    const third = await wake(home);
    expect(third.files[1]!.tokens.length).toBeLessThan(first.files[1]!.tokens.length);
    expect(readdirSync(home.shelf).filter((name) => name.endsWith('.mask'))).toHaveLength(1);
  });

  it('is no file of answers if somebody else is learnt', async () => {
    const home = makeHome();
    home.put('chat.turns.jsonl', turnsFile(chat(12)));
    expect((await wake(home)).files[0]!.answers).toBe(false);
  });

  it('has only learnt words held out, of answers none; a turn that is held out is in no file', async () => {
    const home = makeHome();
    const turns = chat(150);
    home.put('chat.turns.jsonl', turnsFile(turns));
    const random = randomFrom(9);
    const answers = Array.from({ length: 40 }, (_, i): Turn[] => [
      { speaker: 'owner', text: `question ${i}`, learn: false, begins: true },
      { speaker: 'babyllm', text: sentence(random), learn: true },
    ]).flat();
    home.put('dataset.turns.jsonl', turnsFile(answers));
    const { exams, files } = await wake(home);
    expect(exams.map(({ file }) => file)).toEqual(['chat.turns.jsonl']);
    const held = tokenizer
      .decode(exams[0]!.ids)
      .match(/\[owner\]: [^[]+/g)!
      .map((line) => line.replace('[owner]: ', ''));
    expect(held.length).toBeGreaterThan(2);
    expect(held.every((words) => turns.some(({ text, learn }) => learn && text.trim() === words.trim()))).toBe(true);
    const [chatFile, dataset] = files;
    const read = tokenizer.decode(chatFile!.tokens);
    for (const words of held) expect(read).not.toContain(words.trim());
    // what the others said there is still read, and not learnt
    const last = turns.at(-1)!;
    expect(last.learn).toBe(false);
    expect(read).toContain(last.text);
    expect(textOf(dataset!.tokens, dataset!.learn!)).toBe(
      answers
        .filter(({ learn }) => learn)
        .map(({ text }) => ` ${text}`)
        .join(''),
    );

    // the same words, said by the baby, or written in a diary
    home.put(
      'copy.turns.jsonl',
      turnsFile([{ speaker: 'babyllm', text: held[0]!.trim(), learn: true }, GREETINGS[1]!]),
    );
    const again = await wake(home);
    const copy = again.files.find(({ name }) => name === 'copy.turns.jsonl')!;
    expect(textOf(copy.tokens, copy.learn!)).toBe(` ${GREETINGS[1]!.text}`);
    const sample: string[] = [];
    for await (const piece of again.shelf.sample(options(home))) sample.push(Buffer.from(piece).toString());
    for (const words of held) expect(sample.join('')).not.toContain(words.trim());
    expect(sample.join('')).toContain(`[babyllm]: ${GREETINGS[1]!.text}\n`);
  });

  it('begins a conversation with the next turn where the first is held out', async () => {
    const home = makeHome();
    home.put(
      'a.txt',
      `${'Some words to begin with, so that it is long enough.\n'.repeat(1)}${Array.from({ length: 30 }, (_, i) => `Line number ${i} of a text that stands there.\n`).join('')}`,
    );
    const { exams } = await wake(home);
    const line = tokenizer.decode(exams[0]!.ids).trim().split('\n')[0]!;
    const told: Turn[] = [
      ...GREETINGS.slice(0, 2),
      { speaker: 'owner', text: line, learn: false, begins: true },
      GREETINGS[3]!,
    ];
    home.put('b.turns.jsonl', turnsFile(told));
    const { files } = await wake(home);
    const { tokens } = files.find(({ name }) => name === 'b.turns.jsonl')!;
    expect([...tokens].filter((id) => id === SPECIAL.end)).toHaveLength(2);
    expect(tokenizer.decode(tokens)).not.toContain(line);
  });

  it('tells of lines that are none, once, and reads the rest', async () => {
    const home = makeHome();
    home.put(
      'a.turns.jsonl',
      `${turnsFile(GREETINGS)}{"speaker":"ann"}\n\nnonsense\n${turnsFile(GREETINGS.slice(0, 1))}`,
    );
    const { files } = await wake(home);
    expect(home.notes.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warning: a.turns.jsonl should have a turn in each line, but 2 lines, the first 5, are none; the rest is read.',
    ]);
    expect(tokenizer.decode(files[0]!.tokens)).toContain('come back soon');
    expect([...files[0]!.tokens].filter((id) => id === SPECIAL.turn)).toHaveLength(5);
  });

  it('of nothing gives nothing', async () => {
    const home = makeHome();
    home.put('a.turns.jsonl', '\n');
    home.put('b.txt', 'words\n');
    expect((await wake(home)).files.map(({ name }) => name)).toEqual(['b.txt']);
  });
});

describe('the same words in another form', () => {
  const FORMS = {
    lines: (words: readonly string[]) => words.map((one) => `${one}\n`).join(''),
    talk: (words: readonly string[], speaker: string) => words.map((one) => `[${speaker}]: ${one}\n`).join(''),
    turns: (words: readonly string[], speaker: string) =>
      turnsFile(words.map((text, i) => ({ speaker, text, learn: true, ...(i === 0 ? { begins: true } : {}) }))),
  };
  type Form = keyof typeof FORMS;
  const names = Object.keys(FORMS) as Form[];
  const pairs = names.flatMap((one) => names.map((other) => [one, other] as const));
  const nameOf = (name: string, form: Form) => `${name}${form === 'turns' ? '.turns.jsonl' : '.txt'}`;
  const sentences = (count: number, seed: number): string[] => {
    const random = randomFrom(seed);
    return Array.from({ length: count }, () => sentence(random));
  };
  const [said, ...others] = [40, 60, 60].map(sentences);
  const heldIn = (exams: readonly { ids: ArrayLike<number> }[]) => exams.map(({ ids }) => wordsIn(ids)).join('\n');

  it.each(pairs)('is not learnt where it is held out: %s, then %s', async (one, other) => {
    const home = makeHome();
    home.put(nameOf('a', one), FORMS[one]([...others[0]!, ...said!], 'owner'));
    const { exams } = await wake(home);
    const held = said!.filter((words) => heldIn(exams).includes(words));
    expect(held.length).toBeGreaterThan(5);
    home.put(nameOf('b', other), FORMS[other]([...said!, ...others[1]!], 'ann'));
    const { files } = await wake(home);
    const read = wordsIn(files.find(({ name }) => name === nameOf('b', other))!.tokens);
    expect(said!.filter((words) => !read.includes(words))).toEqual(held);
  });

  it.each(pairs)('is not held out where it was learnt: %s, then %s', async (one, other) => {
    const home = makeHome();
    home.put(nameOf('a', one), FORMS[one]([...said!, ...others[0]!], 'owner'));
    const first = await wake(home);
    expect(said!.filter((words) => heldIn(first.exams).includes(words))).toEqual([]);
    home.put(nameOf('b', other), FORMS[other]([...others[1]!, ...said!], 'ann'));
    const second = await wake(home);
    expect(second.exams).toEqual(first.exams);
    const read = wordsIn(second.files.find(({ name }) => name === nameOf('b', other))!.tokens);
    expect(said!.filter((words) => !read.includes(words))).toEqual([]);
  });
});

describe('a mask file', () => {
  it.each([0, 1, 7, 8, 9, 1000])('gives %i marks back as they were', async (tokens) => {
    const marks = Uint8Array.from({ length: tokens }, (_, i) => ((i * i) % 3 === 1 ? 1 : 0));
    const path = join(temporaryFolder(), 'a.mask');
    writeFileSync(path, packMask([marks.slice(0, tokens >> 1), marks.slice(tokens >> 1)]));
    expect(await readMask(path, tokens)).toEqual(marks);
    await expect(readMask(path, tokens + 9)).rejects.toThrow('its mask file should have');
  });
});
