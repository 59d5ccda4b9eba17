import { describe, expect, it } from 'vitest';
import { HeldOutSet } from '../../../library/heldout/decontaminate.ts';
import { admit } from '../../../library/sources/admission.ts';
import type { Example } from '../../../library/sources/examples.ts';
import { byteTokenizer, learnt, makeHome, prose } from '../home.ts';

const passage = (...said: string[]): Example => ({
  id: 'a',
  turns: said.map((text, i) => ({ speaker: i % 2 === 0 ? 'owner' : 'babyllm', text, learn: i % 2 === 1 })),
});

describe('what comes past the library', () => {
  const withheld = new HeldOutSet();
  withheld.add(
    'The lighthouse keeper never counts the stairs at night.\nShort.\n[ann]: did you feed the grey cat this morning?\n',
  );

  it.each([
    ['a line of a text', 'The lighthouse keeper never counts the stairs at night.'],
    ['in capitals and other spaces', 'THE lighthouse  keeper never\ncounts the stairs at night.'],
    [
      'after another sentence',
      'It is said among the fishermen. The lighthouse keeper never counts the stairs at night.',
    ],
    ['the words of a turn, said by somebody else', 'did you feed the grey cat this morning?'],
  ])('is not learnt if it is held out: %s', (_what, text) => {
    expect(admit(passage('what do you know?', text), withheld)).toBeUndefined();
    expect(admit(passage(text, 'nothing at all'), withheld)).toBeUndefined();
  });

  it('may be learnt if it is not, also where it is short and everybody says it', () => {
    expect(admit(passage('hello', 'Short.'), withheld)).toBeDefined();
    expect(
      admit(passage('who counts stairs?', 'The keeper counts the stairs by day, all of them.'), withheld),
    ).toBeDefined();
  });

  it('is known as given out, so that it is never held out later', async () => {
    const home = makeHome();
    const tokenizer = byteTokenizer();
    home.put('a.txt', prose(60, 1));
    const shelf = home.open();
    await shelf.refresh(tokenizer, { heldOutFraction: 0.1, speaker: 'babyllm' });
    const text = prose(60, 2);
    const sentences = text.split('\n').filter((line) => line.trim() !== '');
    const passages = sentences.map((line, i): Example => ({ id: `${i}`, turns: passage('and then?', line).turns }));
    expect(await shelf.admit(passages)).toHaveLength(sentences.length);
    home.put('b.txt', text);
    const again = home.open();
    await again.refresh(tokenizer, { heldOutFraction: 0.1, speaker: 'babyllm' });
    expect((await again.exams()).map(({ file }) => file)).toEqual(['a.txt']);
    expect(learnt((await again.load()).filter(({ name }) => name === 'b.txt'))).toBe(text);

    const [held] = await again.exams();
    const line = tokenizer
      .decode(held.ids)
      .split('\n')
      .find((one) => one.trim().length >= 24)!;
    expect(await again.admit([passage('and then?', line), { ...passage('hi', 'hello'), id: 'b' }])).toMatchObject([
      { id: 'b' },
    ]);
  });
});
