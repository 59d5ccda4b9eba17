import { describe, expect, it } from 'vitest';
import type { Methods } from '../../../school/api/contract.ts';
import { answerAlone, followCorrection, type Knowing, knowingInWords } from '../../../school/chat/known.ts';
import { chatTexts } from '../../../school/chat/texts.ts';

describe('following a correction', () => {
  const follow = async (
    answers: readonly (string | Error)[],
    { wanted = 'good  morning', stopAt = 99, tries = 5 } = {},
  ) => {
    const states: Knowing[] = [];
    let asked = 0;
    const end = await followCorrection(wanted, {
      answer: async () => {
        const answer = answers[asked++];
        if (answer instanceof Error) throw answer;
        return answer ?? '';
      },
      onState: (state) => states.push(state),
      isWanted: () => asked < stopAt,
      tries,
      pause: async () => {},
    });
    return { states, asked, end };
  };

  it('goes on until the same words come, however they are spaced', async () => {
    expect(await follow(['oor', new Error('busy'), ' good morning\n'])).toEqual({
      states: ['learning', 'known'],
      asked: 3,
      end: 'known',
    });
  });

  it('ends after some tries, and at once when nobody waits for it', async () => {
    expect(await follow(['no', 'no', 'good morning!'], { tries: 3 })).toMatchObject({
      states: ['learning', 'later'],
      asked: 3,
    });
    expect(await follow(['no', 'no'], { stopAt: 1 })).toMatchObject({ states: ['learning'], asked: 1, end: 'later' });
  });

  it('asks in a conversation of its own, for the likeliest words', async () => {
    const asked: unknown[][] = [];
    const complete = (async (...args: unknown[]) => {
      asked.push(args);
      return { text: 'hm' };
    }) as unknown as Methods['complete'];
    expect(await answerAlone({ complete }, 'ann', 'hello')).toBe('hm');
    expect(asked).toMatchObject([
      [[{ speaker: 'ann', text: 'hello' }], { temperature: 0, conversation: expect.stringMatching(/^completion:/) }],
    ]);
  });

  it('is told in one line', () => {
    expect(knowingInWords('learning', 'good\nmorning')).toBe('learning “good morning” …');
    expect(knowingInWords('known', 'good')).toBe(chatTexts.learnt('“good”'));
  });
});
