import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { likeness, QuestionIndex, SAME } from '../../../library/sources/questions.ts';
import { WordRarity, wordsOf } from '../../../library/sources/rarity.ts';
import { starterFolder } from '../../../school/home/package-root.ts';
import { TUNED, TUNED_PAIRS } from '../../bench/corrections/questions-tuned.ts';

const starter = readdirSync(starterFolder).map((file) => readFileSync(join(starterFolder, file), 'utf8'));
const rarity = new WordRarity();
for (const text of starter) rarity.add(text);

const alike = (asked: string, known: string): number => likeness(wordsOf(asked), wordsOf(known), rarity);

function indexOf(questions: readonly string[]): QuestionIndex {
  const index = new QuestionIndex(rarity);
  for (const question of questions) index.put(question, question);
  return index;
}

describe('the likeness of questions', () => {
  it('is 1 for the same words, and high for the same question in other words', () => {
    expect(alike('WHAT is your favourite colour', 'What is your favourite colour?')).toBe(1);
    for (const asked of [
      "what's your favorite color",
      'your favourite colour, what is it?',
      'What is your favourite colours',
    ])
      expect(alike(asked, 'What is your favourite colour?'), asked).toBeGreaterThan(SAME);
  });

  it('is low where one content word took the place of another, however much the rest agrees', () => {
    expect(alike('What is your favourite animal?', 'What is your favourite colour?')).toBeLessThan(SAME);
    expect(alike('What did we eat on Friday?', 'What did we eat on Sunday?')).toBeLessThan(SAME);
    expect(alike('What is 12 * 13?', 'What is 12 * 12?')).toBeLessThan(SAME);
    expect(alike('What is 12 + 12?', 'What is 12 * 12?')).toBeLessThan(SAME);
  });

  it('takes few questions of the starter dialogues for the same, and those mostly are', () => {
    const asked = starter.flatMap((text) => [...text.matchAll(/^\[owner\]: (.*\?)$/gm)].map(([, words]) => words));
    const questions = [...new Set(asked)];
    expect(questions.length).toBeGreaterThan(400);
    const wrong = questions.flatMap((one, i) =>
      questions
        .slice(i + 1)
        .filter((other) => one !== other && alike(one, other) >= SAME)
        .map((other) => [one, other]),
    );
    expect(wrong.length, JSON.stringify(wrong)).toBeLessThan(10);
    expect(alike('Why that?', 'Why?')).toBe(0);
    expect(alike('Why?', 'why')).toBe(1);
  });
});

describe('known questions', () => {
  it('are found in the frame of a short clause, and nothing is found in a frame alone', () => {
    const index = indexOf(['Where do you live?', 'Why?']);
    for (const asked of [
      'hey, where do you live?',
      'please tell me: where do you live',
      'I wanted to ask you, where do you live?',
      'Where do you live, little one?',
      'so, where do you live, then?',
    ])
      expect(index.find(asked)[0]?.id, asked).toBe('Where do you live?');
    for (const asked of ['hey, you', 'where, please?', 'I live here, why?', 'please tell me: where do they swim?'])
      expect(index.find(asked), asked).toEqual([]);
    expect(index.find('Where do you live?')[0].likeness).toBe(1);
    expect(index.find('hey, where do you live?')[0].likeness).toBeLessThan(1);
  });

  it('are found behind words that ask for an answer, and nothing is found by those words', () => {
    const index = indexOf([
      'What is your favourite colour?',
      'When does the ferry leave?',
      'Can you swim?',
      'Who is Ada?',
    ]);
    for (const [asked, known] of [
      ['Tell me your favourite colour, please.', 'What is your favourite colour?'],
      ['Please tell me which is your favourite colour', 'What is your favourite colour?'],
      ['May I ask what your favourite colour is?', 'What is your favourite colour?'],
      ['Do you know when the ferry leaves?', 'When does the ferry leave?'],
      ['Could you tell me when the ferry leaves?', 'When does the ferry leave?'],
      ['could you swim', 'Can you swim?'],
      ['Would you remind me who Ada is?', 'Who is Ada?'],
    ])
      expect(index.find(asked)[0]?.id, asked).toBe(known);
    for (const asked of [
      'Tell me your favourite animal, please.',
      'Do you know where the ferry leaves from?',
      'Please tell me.',
      'Do you know Ada?',
      'May I ask you something?',
    ])
      expect(index.find(asked), asked).toEqual([]);
  });

  it('are not found where another person is asked about, or where the clause behind them is the question', () => {
    const index = indexOf(['What are you doing?', 'hello', 'hello again']);
    for (const asked of ['What is she doing?', 'what are they doing', 'hello again, is it raining?'])
      expect(index.find(asked), asked).toEqual([]);
    for (const asked of ['What are you doing there?', 'so what are you doing, mia?'])
      expect(index.find(asked)[0]?.id, asked).toBe('What are you doing?');
  });

  const corrected = [...TUNED.corrected.map(({ question }) => question), ...TUNED_PAIRS.map(([question]) => question)];

  it('are found when they are asked again, and most of them in other words', () => {
    const index = indexOf(corrected);
    for (const question of corrected) expect(index.find(question.toUpperCase())[0].id).toBe(question);
    const others = [
      ...TUNED.corrected.flatMap(({ question, paraphrases }) => paraphrases.map((words) => [question, words])),
      ...TUNED_PAIRS.map(([question, , words]) => [question, words]),
    ];
    const right = others.filter(([question, words]) => index.find(words)[0]?.id === question);
    expect(right.length / others.length).toBeGreaterThan(0.8);
  });

  it('are not found by other questions, near or far', () => {
    const index = indexOf(corrected);
    for (const question of [...TUNED.corrected.map(({ near }) => near), ...TUNED.far])
      expect(index.find(question), question).toEqual([]);
  });

  it('are not found any more when they are removed, and the newest comes first', () => {
    const index = new QuestionIndex(rarity);
    index.put('a', 'Where is the ladder?');
    index.put('b', 'where is the ladder');
    index.put('c', 'Where is the blue ladder?');
    expect(index.find('Where is the ladder?!')).toEqual([
      { id: 'b', likeness: 1 },
      { id: 'a', likeness: 1 },
    ]);
    expect(index.remove('b')).toBe(true);
    expect(index.remove('b')).toBe(false);
    expect(index.find('Where is the ladder?').map(({ id }) => id)).toEqual(['a']);
    index.put('a', 'Who is there?');
    expect(index.find('Where is the ladder?').map(({ id }) => id)).not.toContain('a');
    expect(index.size).toBe(2);
  });

  it('may be without words, in other scripts, or very long', () => {
    const long = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ');
    const index = indexOf([':-)', '你叫什么名字？', long]);
    expect(index.find(':-)').map(({ id }) => id)).toEqual([':-)']);
    expect(index.find('你叫什么名字').map(({ id }) => id)).toEqual(['你叫什么名字？']);
    expect(index.find('你住在哪里')).toEqual([]);
    expect(index.find(long.toUpperCase()).map(({ id }) => id)).toEqual([long]);
    expect(index.find(`${long} and more`)).toEqual([]);
    expect(index.find('  ')).toEqual([]);
  });
});
