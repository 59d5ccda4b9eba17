import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PipedInput } from '../../../school/cli/talk/chat-input.ts';
import { type GameNews, type GameParts, type Pair, play } from '../../../school/raising/game.ts';
import { pairsOf } from '../../../school/raising/pairs.ts';
import { similarity } from '../../../school/raising/similarity.ts';
import { raisingTexts } from '../../../school/raising/texts/raising.ts';

describe('similarity', () => {
  it('is 1 for the same text, 0 for another, and between them for one that is alike', () => {
    expect(similarity('The sea  is calm', 'the sea is calm')).toBeCloseTo(1);
    expect(similarity('the sea is calm', 'pqrs uvwx')).toBe(0);
    const like = similarity('the sea is calm', 'the sea was calm');
    expect(like).toBeGreaterThan(0.5);
    expect(like).toBeLessThan(1);
    expect(similarity('the sea is calm', 'the sea was calm')).toBe(similarity('the sea was calm', 'the sea is calm'));
    expect([similarity('', ''), similarity('', 'x'), similarity('x', 'x')]).toEqual([1, 0, 1]);
  });
});

describe('lines to play with', () => {
  it('are turns of two speakers, or two lines of a text, that say something', () => {
    const lines = [
      '[ann]: what is the sea like?',
      '[mia]: wide and blue',
      '[mia]: and cold',
      '* * *',
      'it rained all day',
      'we stayed at home',
    ];
    expect(pairsOf(lines)).toEqual([
      { speaker: 'ann', line: 'what is the sea like?', next: 'wide and blue' },
      { speaker: undefined, line: 'it rained all day', next: 'we stayed at home' },
    ]);
    expect(pairsOf([])).toEqual([]);
  });
});

const PAIR: Pair = { speaker: 'ann', line: 'what is the sea like?', next: 'wide and blue' };

function game(answers: (string | 'leave' | undefined)[], refuses: string | null = null) {
  const shown: GameNews[] = [];
  const waited: number[] = [];
  const learnt: [string, string][] = [];
  const guessed: [Pair, string][] = [];
  const parts: GameParts = {
    pair: async () => PAIR,
    async guess(pair, conversation) {
      guessed.push([pair, conversation]);
      return 'wide and grey';
    },
    async answer(seconds) {
      waited.push(seconds);
      return answers.length > 0 ? answers.shift() : 'leave';
    },
    async learn(conversation, answer) {
      learnt.push([conversation, answer]);
      return refuses;
    },
    show: (news) => shown.push(news),
  };
  return { parts, shown, waited, learnt, guessed };
}

describe('the game', () => {
  it('shows a line, lets the baby guess first, compares, and teaches the answer', async () => {
    const { parts, shown, learnt } = game(['wide and grey, like you']);
    const sum = await play(parts, { rounds: 1, seconds: 20 });
    expect(shown.map(({ kind }) => kind)).toEqual(['line', 'guess', 'compared']);
    expect(shown[2]).toMatchObject({ by: 'owner', learnt: true, note: null, next: 'wide and blue' });
    expect(shown[2]).toMatchObject({
      toAnswer: similarity('wide and grey', 'wide and grey, like you'),
      toLibrary: similarity('wide and grey', 'wide and blue'),
    });
    expect(learnt).toEqual([['game 1', 'wide and grey, like you']]);
    expect(sum).toMatchObject({ rounds: 1, answered: 1 });
  });

  it('halves the time after each silence, down to two seconds; an answer brings it back; the library answers for who is silent', async () => {
    const { parts, waited, learnt, shown } = game([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'hello',
      undefined,
    ]);
    const sum = await play(parts, { rounds: 7, seconds: 20 });
    expect(waited).toEqual([20, 10, 5, 2.5, 2, 2, 20]);
    // its own line is read in the library anyway
    expect(learnt).toEqual([['game 6', 'hello']]);
    expect(shown[2]).toMatchObject({ by: 'library', answer: 'wide and blue', learnt: false });
    expect(sum).toMatchObject({ rounds: 7, answered: 1 });
    expect(sum.similarity).toBeGreaterThan(0);
  });

  it('ends when it is enough, each round in a conversation of its own', async () => {
    const { parts, guessed } = game(['one', 'leave']);
    expect(await play(parts, { rounds: 5, seconds: 20 })).toMatchObject({ rounds: 1 });
    expect(guessed.map(([, conversation]) => conversation)).toEqual(['game 1', 'game 2']);
  });

  it('says why an answer is not learnt, and why there is nothing to play with', async () => {
    const { parts, shown } = game(['one'], 'some of it is held out');
    await play(parts, { rounds: 1, seconds: 20 });
    expect(shown[2]).toMatchObject({ learnt: false, note: 'some of it is held out' });
    await expect(play({ ...parts, pair: async () => undefined }, { rounds: 1, seconds: 20 })).rejects.toThrow(
      raisingTexts.noLinesToPlayWith,
    );
  });
});

describe('a question that is taken back', () => {
  it('leaves the line that comes later to the next question', async () => {
    const stdin = new PassThrough();
    const input = new PipedInput(stdin);
    const first = input.next();
    await sleep(5);
    expect(input.withdraw()).toBe(true);
    expect(await first).toEqual({ kind: 'line', text: '' });
    const second = input.next();
    stdin.write('late\nlast\n');
    stdin.end();
    expect(await second).toEqual({ kind: 'line', text: 'late' });
    expect(await input.next()).toEqual({ kind: 'line', text: 'last' });
    expect(await input.next()).toEqual({ kind: 'end' });
    input.close();
  });
});
