import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { Voice } from '../../../brain/voice/speak.ts';
import { openTurn, renderTurn } from '../../../library/tokenizer/chat-template.ts';
import type { FromLesson, ToLesson } from '../../../school/api/messages.ts';
import { Talk, type TalkInput } from '../../../school/lesson/talk.ts';
import { lessonTexts } from '../../../school/lesson/texts.ts';
import { atOnce } from '../../../school/training/replies/reply-turns.ts';
import { Scribe } from '../../../school/training/scribe.ts';
import { makePupil, type Pupil, tokenizer } from '../tiny.ts';

const SETTINGS = {
  temperature: 1,
  topK: 0,
  topP: 0.98,
  minP: 0,
  repetitionPenalty: 1,
  repetitionWindow: 0,
  maxTokens: 12,
};
const GREY = [0.5, 0.5, 0.5] as const;
type Say = Extract<ToLesson, { kind: 'say' }>;

let training: Pupil;
beforeAll(async () => {
  training = await makePupil();
  training.learn(100);
});

const newScribe = () => new Scribe(training.mind.voice, tokenizer, 'babyllm', SETTINGS, new Random(5));
const question = (id: number, conversation: string, options: Say['options'] = { seed: id }): Say => ({
  kind: 'say',
  id,
  from: 'owner',
  text: `what of ${conversation}?`,
  conversation,
  options,
});

function talkWith(listen: (talk: Talk) => void = () => {}, now?: () => number) {
  const posts: FromLesson[] = [];
  const scribe = newScribe();
  const ears: TalkInput = { post: (message) => posts.push(message), listen: () => listen(talk), colour: () => GREY };
  const talk: Talk = new Talk(scribe, ears, now);
  const order = () => posts.flatMap((post) => (post.kind === 'replied' || post.kind === 'refused' ? [post.id] : []));
  const replyTo = (id: number) =>
    posts.find((post) => post.kind === 'replied' && post.id === id) as never as {
      reply: { text: string; stopped: string; tokens: number; workMilliseconds: number };
    };
  return { talk, posts, order, replyTo, scribe };
}

/** Turns in which a first question is heard. */
function promptTurns(text: string): number {
  let left = renderTurn(tokenizer, 'owner', text).length + openTurn(tokenizer, 'babyllm').length;
  let turns = 0;
  for (; left > 0; turns++) left -= training.mind.voice.turnOf(left);
  return turns;
}

/** What it answers to a question that is the only one. */
const alone = (said: Say) => atOnce(newScribe().reply(said, GREY, () => {})).text;

describe('several conversations at once', () => {
  it('are spoken token by token in turn, and each hears what it would hear alone', () => {
    const { talk, posts, replyTo } = talkWith();
    const questions = ['the sea', 'the ship', 'home'].map((topic, i) => question(i + 1, topic));
    for (const said of questions) talk.take(said);
    talk.answerAll();
    for (const said of questions) expect(replyTo(said.id).reply.text).toBe(alone(said));
    // each had said something before the first was done
    const firstDone = posts.findIndex(({ kind }) => kind === 'replied');
    const began = new Set(posts.slice(0, firstDone).flatMap((post) => (post.kind === 'saying' ? [post.id] : [])));
    expect(began.size).toBe(3);
  });

  it('do not wait for one that asks much: its next question comes after the first of all others', () => {
    const { talk, order } = talkWith();
    const short = { seed: 1, maxTokens: 2 };
    for (let i = 1; i <= 5; i++) talk.take(question(i, 'greedy', short));
    talk.take(question(6, 'modest', short));
    talk.answerAll();
    expect(order().indexOf(6)).toBeLessThanOrEqual(1);
    expect(order().filter((id) => id < 6)).toEqual([1, 2, 3, 4, 5]);
  });

  it('wait in lines that are bounded, and who comes too late hears so at once', () => {
    const { talk, posts } = talkWith();
    for (let i = 1; i <= 17; i++) talk.take(question(i, 'one'));
    expect(posts).toEqual([
      {
        kind: 'refused',
        id: 17,
        message: lessonTexts.requests.tooMany(16, 'in this conversation'),
      },
    ]);
    for (let i = 18; i < 18 + 240; i++) talk.take(question(i, `c${i}`));
    expect(posts).toHaveLength(1);
    talk.take(question(999, 'late'));
    expect(posts.at(-1)).toMatchObject({ id: 999, message: expect.stringContaining('256 questions wait in all') });
  });
});

describe('what several replies take', () => {
  it('is a token of each at once, and together all the time in which learning stood still', () => {
    // every look at the clock is a millisecond later
    let now = 0;
    const { talk, replyTo } = talkWith(
      () => {},
      () => ++now,
    );
    const heard: number[] = [];
    const { voice } = training.mind;
    const hearEach = vi.spyOn(voice, 'hearEach').mockImplementation((hearings) => {
      heard.push(hearings.length);
      return Voice.prototype.hearEach.call(voice, hearings);
    });
    for (let i = 1; i <= 4; i++) talk.take(question(i, `topic ${i}`));
    talk.answerAll();
    hearEach.mockRestore();
    expect(Math.max(...heard)).toBe(4);
    const work = [1, 2, 3, 4].map((id) => replyTo(id).reply.workMilliseconds);
    for (const one of work) expect(one).toBeGreaterThan(0);
    expect(work.reduce((sum, one) => sum + one, 0)).toBeCloseTo(now - 1, 6);
  });

  it('is told in pieces, the first of them at once, and whole before the reply is', () => {
    const { talk, posts, replyTo } = talkWith();
    talk.take(question(1, 'the sea', { seed: 3, maxTokens: 60, minP: 0 }));
    talk.answerAll();
    const { reply } = replyTo(1);
    const deltas = posts.flatMap((post) => (post.kind === 'saying' ? [post.delta] : []));
    expect(deltas.join('')).toBe(reply.text);
    expect(deltas.length).toBeLessThan(reply.tokens);
    expect(posts.at(-1)?.kind).toBe('replied');
  });

  it('breaks off all that were heard at once where that went wrong, and others go on', () => {
    const { talk, posts, order } = talkWith();
    const hearEach = vi.spyOn(training.mind.voice, 'hearEach').mockImplementationOnce(() => {
      throw new Error('the team broke');
    });
    for (let i = 1; i <= 2; i++) talk.take(question(i, `topic ${i}`));
    talk.answerAll();
    hearEach.mockRestore();
    for (const id of [1, 2]) expect(posts).toContainEqual({ kind: 'refused', id, message: 'the team broke' });
    talk.take(question(3, 'topic 1'));
    talk.answerAll();
    expect(order()).toEqual([1, 2, 3]);
    expect(posts.at(-1)).toMatchObject({ kind: 'replied', reply: { text: alone(question(3, 'topic 1')) } });
  });
});

describe('a reply that is asked to stop', () => {
  it('ends after the token it was at, and what waited behind it is refused; others go on', () => {
    let calls = 0;
    // two listen in each round: one before the prompt, its turns, and three tokens
    const stopAt = 2 * (promptTurns('what of long?') + 3) + 1;
    const { talk, posts, replyTo } = talkWith((talk) => {
      if (++calls === stopAt) expect(talk.stop('long')).toBe(true);
    });
    talk.take(question(1, 'long', { seed: 3, maxTokens: 500, minP: 0 }));
    talk.take(question(2, 'long'));
    talk.take(question(3, 'other'));
    talk.answerAll();
    expect(replyTo(1).reply).toMatchObject({ stopped: 'asked', tokens: 3 });
    expect(posts).toContainEqual({
      kind: 'refused',
      id: 2,
      message: lessonTexts.requests.stoppedBefore,
    });
    expect(replyTo(3).reply.text).toBe(alone(question(3, 'other')));
    expect(talk.stop('long')).toBe(false);
  });

  it('remembers what it said so far: the conversation goes on as if its turn had ended there', () => {
    let calls = 0;
    const { talk, replyTo, scribe } = talkWith((talk) => {
      if (++calls === 4) talk.stop('a');
    });
    talk.take(question(1, 'a', { seed: 3, maxTokens: 500 }));
    talk.answerAll();
    const { tokens } = replyTo(1).reply;
    const same = newScribe();
    atOnce(same.reply(question(1, 'a', { seed: 3, maxTokens: tokens }), GREY, () => {}));
    const next = question(2, 'a');
    expect(atOnce(scribe.reply(next, GREY, () => {})).text).toBe(atOnce(same.reply(next, GREY, () => {})).text);
  });
});

describe('a correction', () => {
  it('puts other words in the place of the reply, and the conversation goes on from them', () => {
    const corrected = newScribe();
    const first = question(1, 'a');
    const second = question(2, 'a', { seed: 9, temperature: 0.5, maxTokens: 40 });
    atOnce(corrected.reply(first, GREY, () => {}));
    corrected.correct('a', 'the sea is wide and blue', GREY);
    const after = atOnce(corrected.reply(second, GREY, () => {})).text;
    const left = newScribe();
    atOnce(left.reply(first, GREY, () => {}));
    expect(atOnce(left.reply(second, GREY, () => {})).text).not.toBe(after);
    // it may be corrected again: only the last words count
    const twice = newScribe();
    atOnce(twice.reply(first, GREY, () => {}));
    twice.correct('a', 'no', GREY);
    twice.correct('a', 'the sea is wide and blue', GREY);
    expect(atOnce(twice.reply(second, GREY, () => {})).text).toBe(after);
  });

  it('needs a reply, and a forgotten conversation has none', () => {
    const scribe = newScribe();
    expect(() => scribe.correct('a', 'x', GREY)).toThrow('there is no reply to correct');
    atOnce(scribe.reply(question(1, 'a'), GREY, () => {}));
    expect(scribe.forget('a')).toBe(true);
    expect(scribe.forget('a')).toBe(false);
    expect(() => scribe.correct('a', 'x', GREY)).toThrow('there is no reply to correct');
    expect(atOnce(scribe.reply(question(1, 'a'), GREY, () => {})).text).toBe(alone(question(1, 'a')));
  });
});
