/** What is remembered where, and what is left of what was forgotten: nothing, to the last bit. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import type { Example } from '../../../../library/sources/examples.ts';
import { encodeDocument, renderTurn } from '../../../../library/tokenizer/chat-template.ts';
import { encodeTurns } from '../../../../library/tokenizer/turns.ts';
import type { MemoryScope, Reply } from '../../../../school/api/messages.ts';
import { Memory, type MemorySettings } from '../../../../school/training/memory/memory.ts';
import { atOnce } from '../../../../school/training/replies/reply-turns.ts';
import { Scribe, type VoiceSettings } from '../../../../school/training/scribe.ts';
import { files, makePupil, type Pupil, talkText, tokenizer } from '../../tiny.ts';

const GREY = [0.5, 0.5, 0.5] as const;
const SETTINGS: MemorySettings = { chats: false, megabytes: 1 };
const VOICE: VoiceSettings = {
  temperature: 0.8,
  topK: 0,
  topP: 0.95,
  minP: 0.02,
  repetitionPenalty: 1.15,
  repetitionWindow: 64,
  maxTokens: 40,
};

let training: Pupil;
beforeAll(async () => {
  training = await makePupil();
  training.learn(60);
});

const memoryOf = (settings: Partial<MemorySettings> = {}): Memory =>
  new Memory(tokenizer, { ...SETTINGS, ...settings }, talkText);

const correction = (id: string, question: string, answer: string, more: Partial<Example> = {}): Example => ({
  id,
  turns: [
    { speaker: 'owner', text: question, learn: false },
    { speaker: 'baby', text: answer, learn: true },
  ],
  ...more,
});
const message = (id: string, text: string): Example => ({ id, turns: [{ speaker: 'chatter', text, learn: true }] });

/** A scribe of equal weights with this memory. */
const scribeOf = (memory?: Memory): Scribe =>
  new Scribe(training.mind.voice, tokenizer, 'baby', VOICE, new Random(1), memory);

function say(
  scribe: Scribe,
  text: string,
  how: { memory?: MemoryScope; conversation?: string; seed?: number } = {},
): Reply {
  const { conversation = 'one', seed = 7, memory } = how;
  const said = { from: 'owner', text, conversation, options: { seed, memory } };
  return atOnce(scribe.reply(said, GREY, () => {}));
}

/** All that it says in two conversations: words and what they came from, without the time that it took. */
function talk(memory: Memory, how: { memory?: MemoryScope } = {}): unknown[] {
  const scribe = scribeOf(memory);
  const questions = [
    'Who is at the door?',
    'the boat was late',
    'What is your name?',
    'tell me about the sea',
    'hello',
  ];
  const spoken = ['a', 'b'].flatMap((conversation) =>
    questions.map((question, seed) => {
      const { text, tokens, stopped, shares, origins } = say(scribe, question, { ...how, conversation, seed });
      return { text, tokens, stopped, shares, origins };
    }),
  );
  for (const conversation of ['a', 'b']) scribe.forget(conversation);
  return spoken;
}

describe('a correction', () => {
  it('is the next reply to its question, in any conversation, whatever the weights say, and no other question changes', () => {
    const memory = memoryOf();
    memory.readLibrary(files);
    const before = talk(memory);
    const answer = 'The postman, with a parcel for the baker, and he is in a hurry as ever.';
    memory.remember('corrections', [correction('c', 'Who rang the bell?', answer)]);
    expect(talk(memory)).toEqual(before);
    const scribe = scribeOf(memory);
    for (let seed = 0; seed < 20; seed++) {
      const { text, stopped, shares, origins } = say(scribe, 'who rang the bell', { seed, conversation: `c${seed}` });
      expect(text).toBe(answer);
      expect(stopped).toBe('turn');
      expect(shares!.correction).toBeGreaterThan(0.9);
      expect(origins).toEqual([{ from: 'correction', length: answer.length }]);
    }
  });

  it('is said to its end, also where a reply is shorter, unless who asks wants it short', () => {
    const memory = memoryOf();
    const answer = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    memory.remember('corrections', [correction('c', 'Tell me all words', answer)]);
    expect(say(scribeOf(memory), 'tell me all words!').text).toBe(answer);
    const said = { from: 'owner', text: 'tell me all words', conversation: 'x', options: { maxTokens: 5 } };
    const short = atOnce(scribeOf(memory).reply(said, GREY, () => {}));
    expect(short).toMatchObject({ tokens: 5, stopped: 'length' });
  });

  it('repeats words as often as it does, in spite of the penalty on them', () => {
    const memory = memoryOf();
    const answer = 'no no no no no no no no no no no no no no no';
    memory.remember('corrections', [correction('c', 'Do you like rain?', answer)]);
    for (let seed = 0; seed < 10; seed++)
      expect(say(scribeOf(memory), 'Do you like rain?', { seed }).text).toBe(answer);
  });

  it('speaks in public only if it may', () => {
    const memory = memoryOf();
    memory.remember('corrections', [
      correction('a', 'Where do I live?', 'In the house at the mill, number nine.'),
      correction('b', 'What is the song?', 'The one about the ferry.', { public: true }),
    ]);
    const scribe = scribeOf(memory);
    expect(say(scribe, 'Where do I live?').text).toBe('In the house at the mill, number nine.');
    expect(say(scribe, 'Where do I live?', { memory: 'public' }).text).not.toMatch(/mill|nine/);
    expect(say(scribe, 'What is the song?', { memory: 'public' }).text).toBe('The one about the ferry.');
    expect(say(scribe, 'What is the song?', { memory: 'none' })).not.toHaveProperty('shares');
  });

  it('is not what is said when another reply is wanted, which begins where the last one did', () => {
    const memory = memoryOf();
    memory.remember('corrections', [correction('c', 'Who rang?', 'The postman did.')]);
    const scribe = scribeOf(memory);
    const said = { from: 'owner', text: 'Who rang?', conversation: 'x', options: { seed: 3 } };
    expect(() => atOnce(scribe.reply({ ...said, options: { again: true } }, GREY, () => {}))).toThrow(
      'there is no reply',
    );
    expect(atOnce(scribe.reply(said, GREY, () => {})).text).toBe('The postman did.');
    const again = atOnce(scribe.reply({ ...said, options: { seed: 3, again: true } }, GREY, () => {}));
    expect(again.text).not.toBe('The postman did.');
    const fresh = scribeOf(memoryOf());
    expect(again.text).toBe(atOnce(fresh.reply(said, GREY, () => {})).text);
  });

  it('leaves no bit when it is forgotten, and a later one of the same question takes its place', () => {
    const memory = memoryOf();
    memory.readLibrary(files);
    const before = talk(memory);
    memory.remember('corrections', [
      correction('a', 'What is your name?', 'Pebble.'),
      correction('b', 'What is your name?', 'Cobble.'),
    ]);
    expect(say(scribeOf(memory), 'What is your name?').text).toBe('Cobble.');
    memory.forget('corrections', ['b']);
    expect(say(scribeOf(memory), 'What is your name?').text).toBe('Pebble.');
    memory.forget('corrections', ['a', 'nobody']);
    expect(talk(memory)).toEqual(before);
  });
});

describe('answers of the library', () => {
  it('are found by their questions as soon as they are read, but not in public', () => {
    const turns = ['Hey man!', 'Hey friend!', 'Hey stranger!'].flatMap((question) => [
      { speaker: 'owner', text: question, learn: false, begins: true },
      { speaker: 'baby', text: `${question.slice(0, -1)}, how are you?`, learn: true },
    ]);
    const { ids, learn } = encodeTurns(tokenizer, turns, false);
    const memory = memoryOf();
    memory.readLibrary([
      ...files,
      { name: 'greetings.turns.jsonl', tokens: Uint16Array.from(ids), learn, answers: true },
    ]);
    const scribe = scribeOf(memory);
    for (const word of ['man', 'friend', 'stranger'])
      expect(say(scribe, `hey ${word}`, { conversation: word }).text).toBe(`Hey ${word}, how are you?`);
    expect(say(scribe, 'hey friend', { memory: 'public' }).text).not.toBe('Hey friend, how are you?');
    memory.readLibrary(files);
    expect(say(scribe, 'hey stranger', { conversation: 'x' }).text).not.toBe('Hey stranger, how are you?');
  });
});

describe('what was said', () => {
  const said = 'my umbrella is under the yellow piano';

  it('is remembered in its conversation at once, and forgotten with it', () => {
    const memory = memoryOf();
    const sources = (): Record<string, number> =>
      Object.fromEntries(memory.report().sources.map(({ source, tokens }) => [source, tokens]));
    memory.hear('one', renderTurn(tokenizer, 'owner', said));
    expect(sources()['talk']).toBeGreaterThan(10);
    const before = say(scribeOf(memory), 'tell me', { conversation: 'other' });
    expect(before.origins?.some(({ from }) => from === 'talk')).not.toBe(true);
    memory.forgetTalk('one');
    expect(sources()['talk']).toBeLessThan(20);
  });

  it('speaks in other conversations only if its owner wishes, and never in public', () => {
    const memory = memoryOf();
    const [before, inPublic] = [talk(memory), talk(memory, { memory: 'public' })];
    memory.remember('chat', [message('m', said), message('n', 'the boat was late again, said the man')]);
    expect(talk(memory)).toEqual(before);
    memory.settings = { ...SETTINGS, chats: true };
    expect(talk(memory)).not.toEqual(before);
    expect(talk(memory, { memory: 'public' })).toEqual(inPublic);
    memory.forget('chat', ['m', 'n']);
    expect(talk(memory)).toEqual(before);
  });

  it('speaks of what its owner said through programs in private alone, until that is forgotten', () => {
    const memory = memoryOf();
    const [before, inPublic] = [talk(memory), talk(memory, { memory: 'public' })];
    memory.remember('api', [message('m', said), message('n', 'the boat was late again, said the man')]);
    expect(talk(memory)).not.toEqual(before);
    expect(talk(memory, { memory: 'public' })).toEqual(inPublic);
    memory.forget('api', ['m', 'n']);
    expect(talk(memory)).toEqual(before);
  });
});

describe('forgetting', () => {
  it('of a person leaves no bit, with the store full', () => {
    const random = new Random(3);
    const letters = 'the boat was late and who is at the door tell me about the sea hello what is your name'.split(' ');
    const words = (count: number): string =>
      Array.from({ length: count }, () => letters[random.below(letters.length)]).join(' ');
    const [never, once] = [memoryOf(), memoryOf()];
    // more than the public memory holds
    const others = Array.from({ length: 700 }, (_, i) => message(`o${i}`, words(400)));
    const person = Array.from({ length: 50 }, (_, i) => message(`p${i}`, words(400)));
    for (const memory of [never, once]) memory.readLibrary(files);
    never.remember('twitch', others);
    once.remember('twitch', others.slice(0, 400));
    once.remember('twitch', person);
    once.remember('twitch', others.slice(400));
    const of = (memory: Memory) => memory.report().sources.find(({ source }) => source === 'twitch')!;
    expect(of(never).remembered).toBeLessThan(of(never).tokens);
    expect(talk(once)).not.toEqual(talk(never));
    once.forget(
      'twitch',
      person.map(({ id }) => id),
    );
    expect(of(once)).toEqual(of(never));
    expect(talk(once)).toEqual(talk(never));
    expect(talk(once, { memory: 'public' })).toEqual(talk(never, { memory: 'public' }));
  }, 60_000);

  it('of a text of the library leaves no bit', () => {
    const [never, once] = [memoryOf(), memoryOf()];
    const text = 'Who is at the door? It is the ferryman. tell me about the sea and the boat. hello from the harbour.';
    const removed = { name: 'zz.txt', tokens: Uint16Array.from(encodeDocument(tokenizer, text.repeat(20))) };
    never.readLibrary(files);
    once.readLibrary([...files, removed]);
    expect(talk(once)).not.toEqual(talk(never));
    once.readLibrary(files);
    expect(talk(once)).toEqual(talk(never));
  });
});

describe('what a soul keeps of the memory', () => {
  it('are its length and the gate, from which it goes on to the last bit', () => {
    const memory = memoryOf();
    memory.readLibrary(files);
    memory.remember('corrections', [correction('c', 'Where is the ladder?', 'behind the shed')]);
    for (let i = 0; i < 20; i++) memory.gate.learn(memory.ofLibrary!.at([300 + i]), 0.2, 0.3);
    const state = JSON.parse(JSON.stringify(memory.state()));
    expect(Object.keys(state)).toEqual(['length', 'gate']);
    expect(state.length).toBe(files[0].tokens.length);
    expect(JSON.stringify(state)).not.toMatch(/shed|ladder/);
    const resumed = new Memory(tokenizer, SETTINGS, talkText, state);
    resumed.readLibrary(files);
    resumed.remember('corrections', [correction('c', 'Where is the ladder?', 'behind the shed')]);
    expect(talk(resumed)).toEqual(talk(memory));
  });
});
