import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import type { Conversation, Voice } from '../../../brain/voice/speak.ts';
import { openTurn, renderTurn } from '../../../library/tokenizer/chat-template.ts';
import { FIRST_BYTE, SPECIAL } from '../../../library/tokenizer/index.ts';
import type { VoiceOptions } from '../../../school/api/messages.ts';
import { atOnce } from '../../../school/training/replies/reply-turns.ts';
import { Scribe, type VoiceSettings } from '../../../school/training/scribe.ts';
import { makePupil, type Pupil, tokenizer } from '../tiny.ts';

const SETTINGS: VoiceSettings = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  repetitionWindow: 0,
  maxTokens: 200,
};
const GREY = [0.5, 0.5, 0.5] as const;

/** One id for each byte, so that every border between bytes is one between tokens. */
const letters = (text: string): number[] => [...Buffer.from(text)].map((byte) => FIRST_BYTE + byte);

/** A voice that says what it was told to, token by token, and remembers what it heard. */
function puppet(script: readonly number[]) {
  const conversations: Conversation[] = [];
  const heard: { last: readonly number[] } = { last: [] };
  let said = 0;
  const voice = {
    begin(isPlain = false) {
      const conversation: Conversation = { minds: new Map(), ids: [], isPlain };
      conversations.push(conversation);
      return conversation;
    },
    atOnce: 1,
    turnOf: (tokens: number) => Math.min(tokens, 256),
    hear(conversation: Conversation, ids: ArrayLike<number>) {
      said = ids.length > 1 ? 0 : said + 1;
      conversation.ids.push(...Array.from(ids));
      heard.last = conversation.ids;
      return new Float32Array(320).fill(-10).fill(5, script[said], script[said] + 1);
    },
    copyOf: ({ ids, isPlain }: Conversation): Conversation => ({ minds: new Map(), ids: [...ids], isPlain }),
    madePlain: (conversation: Conversation, isPlain: boolean) => Object.assign(conversation, { isPlain }),
  } as unknown as Voice;
  return { voice, conversations, heard };
}

/** What comes of a script, with its deltas. */
function spoken(script: readonly number[], options: VoiceOptions = {}) {
  const { voice, conversations, heard } = puppet(script);
  const scribe = new Scribe(voice, tokenizer, 'baby', SETTINGS, new Random(1));
  const deltas: string[] = [];
  const said = { from: 'owner', text: 'hello', conversation: 'owner', options };
  const reply = atOnce(scribe.reply(said, GREY, (delta) => deltas.push(delta)));
  expect(deltas.join('')).toBe(reply.text);
  expect(deltas).not.toContain('');
  return { ...reply, deltas, ids: conversations[0].ids, last: heard.last };
}

describe('a reply', () => {
  it('hears the turn as it would be read in a text, and ends its own', () => {
    const { text, stopped, tokens, ids } = spoken([...letters(' I am here.'), SPECIAL.done]);
    expect(text).toBe('I am here.');
    expect(stopped).toBe('turn');
    expect(tokens).toBe(12);
    expect(ids).toEqual([
      ...renderTurn(tokenizer, 'owner', 'hello'),
      ...openTurn(tokenizer, 'baby'),
      ...letters(' I am here.'),
      SPECIAL.done,
    ]);
  });

  it('in public, or by the weights alone, is one in which no habit has a part', () => {
    const { voice, conversations } = puppet([...letters('hm'), SPECIAL.done]);
    const scribe = new Scribe(voice, tokenizer, 'baby', SETTINGS, new Random(1));
    const ask = (conversation: string, options: VoiceOptions) => {
      const said = { from: 'owner', text: 'hello', conversation, options };
      atOnce(scribe.reply(said, GREY, () => {}));
      return conversations.at(-1)?.isPlain;
    };
    expect(ask('a', {})).toBe(false);
    expect(ask('b', { memory: 'public' })).toBe(true);
    expect(ask('c', { memory: 'none' })).toBe(true);
    expect(ask('completion', { memory: 'public', prompt: [{ speaker: 'ann', text: 'hello' }] })).toBe(true);
    // one that goes on elsewhere is judged by each question
    expect(ask('c', {})).toBe(true);
    expect(conversations[2].isPlain).toBe(false);
  });

  it('comes as it grows, without the space around it', () => {
    const { text, deltas } = spoken([...letters('  a b \n '), SPECIAL.end]);
    expect(text).toBe('a b');
    expect(deltas).toEqual(['a', ' b']);
    expect(spoken([...letters('   '), SPECIAL.done]).text).toBe('');
    expect(spoken([SPECIAL.done])).toMatchObject({ text: '', stopped: 'turn', tokens: 1, deltas: [] });
  });

  it('is marked where it is cut, and its turn is closed all the same', () => {
    const { text, stopped, tokens, ids } = spoken(letters(' abcdefghijk'), { maxTokens: 5 });
    expect(text).toBe('abcd…');
    expect(spoken(letters(' abcdefghijk'), { maxTokens: 5, whole: false }).text).toBe('abcd');
    expect(spoken(letters('     '), { maxTokens: 3 }).text).toBe('');
    expect(stopped).toBe('length');
    expect(tokens).toBe(5);
    expect(ids[ids.length - 1]).toBe(SPECIAL.done);
  });

  it('that is cut ends behind its last whole sentence, and goes on from there', () => {
    const script = letters(' It is I. And you are no');
    const { text, stopped, tokens, last } = spoken(script, { maxTokens: script.length });
    expect(text).toBe('It is I. And you are no…');
    const more = letters(' You came. It is cold. The sea is');
    const cut = spoken(more, { maxTokens: more.length });
    expect(cut).toMatchObject({ text: 'You came. It is cold.', stopped: 'length', tokens: more.length });
    expect(cut.last).toEqual([
      ...renderTurn(tokenizer, 'owner', 'hello'),
      ...openTurn(tokenizer, 'baby'),
      ...letters(' You came. It is cold.'),
      SPECIAL.done,
    ]);
    expect([stopped, tokens]).toEqual(['length', script.length]);
    expect(last.slice(-3)).toEqual([...letters('no'), SPECIAL.done]);
    // nobody waits for the end of a reply that ends of itself
    expect(spoken([...more, SPECIAL.done]).text).toBe('You came. It is cold. The sea is');
  });

  it('ends before a stop string, wherever its tokens are cut, and shows nothing of it', () => {
    const { text, stopped, deltas } = spoken(letters(' one two three four'), { stop: ['three'] });
    expect(text).toBe('one two');
    expect(stopped).toBe('stop');
    expect(deltas.join('|')).toBe('o|n|e| tw|o');
    const whole = [...tokenizer.encode(' one two th'), ...tokenizer.encode('ree four')];
    expect(spoken(whole, { stop: ['three'] }).text).toBe('one two');
  });

  it('holds back what may become a stop string, and gives it when it does not', () => {
    const { text, deltas } = spoken([...letters(' the thread'), SPECIAL.done], { stop: ['three'] });
    expect(text).toBe('the thread');
    expect(deltas.join('|')).toBe('the| threa|d');
    // the end of one false start is the beginning of a true one
    expect(spoken(letters(' aaab!'), { stop: ['aab'] }).text).toBe('a');
    // what was held back when it ends is given
    expect(spoken([...letters(' so thr'), SPECIAL.done], { stop: ['three'] }).text).toBe('so thr');
  });

  it('gives others their turn while it hears a long prompt, and can be stopped there', () => {
    const long = 'so many words '.repeat(300);
    const speak = (stopAfter: number) => {
      const { voice, conversations } = puppet([...letters(' yes'), SPECIAL.done]);
      const scribe = new Scribe(voice, tokenizer, 'baby', SETTINGS, new Random(1));
      let turns = 0;
      let firstWord = 0;
      const said = { from: 'owner', text: long, conversation: 'owner', options: {} };
      const onDelta = () => {
        firstWord ||= turns;
      };
      const speaking = scribe.reply(said, GREY, onDelta, () => turns >= stopAfter);
      for (;;) {
        const { done, value } = speaking.next();
        if (done) return { ...value, turns, firstWord, ids: conversations[0].ids };
        turns++;
      }
    };
    const prompt = [...renderTurn(tokenizer, 'owner', long), ...openTurn(tokenizer, 'baby')];
    const whole = speak(Number.POSITIVE_INFINITY);
    expect(whole).toMatchObject({ text: 'yes', stopped: 'turn' });
    expect(whole.ids.slice(0, prompt.length)).toEqual(prompt);
    expect(whole.firstWord).toBeGreaterThanOrEqual(Math.floor(prompt.length / 256));
    const stopped = speak(2);
    // two for the prompt, one for the end of the turn
    expect(stopped).toMatchObject({ text: '', stopped: 'asked', tokens: 0, turns: 3 });
    expect(stopped.ids).toEqual([...prompt.slice(0, 512), SPECIAL.done]);
  });

  it('ends before the first of several stop strings; an empty one stops nothing', () => {
    expect(spoken(letters(' abc def'), { stop: ['def', 'c', ''] }).text).toBe('ab');
    expect(spoken([...letters(' abc'), SPECIAL.done], { stop: [''] }).text).toBe('abc');
    const together = [...letters(' a'), ...tokenizer.encode('! ?')];
    expect(spoken(together, { stop: ['?', '!'] }).text).toBe('a');
  });

  it('gives characters whole, though their bytes are tokens', () => {
    const { text, deltas } = spoken([...letters(' 🦊 naïve 👩‍🚀'), SPECIAL.done]);
    expect(text).toBe('🦊 naïve 👩‍🚀');
    for (const delta of deltas) expect(delta).not.toContain('\ufffd');
    expect(deltas[0]).toBe('🦊');
    expect(spoken(letters(' 🦊🦊'), { stop: ['🦊🦊'] }).text).toBe('');
  });

  it('has no half character after a stop string', () => {
    expect(spoken([...letters(' ok.'), FIRST_BYTE + 0xf0], { stop: ['.'] }).text).toBe('ok');
  });

  /** All that can be made of a text by cutting its bytes: its first characters that are whole. */
  const wholeCharacters = (text: string): string[] =>
    Array.from(text, (_, i) =>
      Array.from(text)
        .slice(0, i + 1)
        .join(''),
    );

  it.each(['ตลาดแล้วกับแมว', '今天我去了市场', 'मैं बाज़ार गया', 'Ünïcode ñandú', '🦊🐻🦁', 'a👍🏽b'])(
    'never ends in half a character, however long it may become: %s',
    (text) => {
      const bytes = letters(` ${text}`);
      for (let most = 2; most <= bytes.length; most++) {
        const reply = spoken(bytes, { maxTokens: most });
        expect(['', ...wholeCharacters(text)]).toContain(reply.text.replace(/…$/, ''));
        expect(reply.deltas.join('')).not.toContain('\ufffd');
      }
      expect(spoken(bytes, { maxTokens: bytes.length, whole: false }).text).toBe(text);
      expect(spoken(bytes, { maxTokens: bytes.length }).text).toBe(`${text}…`);
    },
  );

  it('never ends in half a character when it is told to stop', () => {
    const script = letters(' ตลาดแล้วกับ');
    for (let turns = 1; turns < script.length; turns++) {
      const scribe = new Scribe(puppet(script).voice, tokenizer, 'baby', SETTINGS, new Random(1));
      let left = turns;
      const said = { from: 'owner', text: 'hello', conversation: 'owner', options: {} };
      const reply = atOnce(
        scribe.reply(
          said,
          GREY,
          () => {},
          () => --left <= 0,
        ),
      );
      expect(reply.stopped).toBe('asked');
      expect('ตลาดแล้วกับ'.startsWith(reply.text)).toBe(true);
    }
    for (const stop of ['แ', 'วก', '\n']) {
      const { text } = spoken([...letters(' ตลาดแล้วกับ'), ...letters('\n'), 0xe0 + FIRST_BYTE], { stop: [stop] });
      expect('ตลาดแล้วกับ'.startsWith(text)).toBe(true);
    }
  });

  it('says no bytes that are no character, wherever they stand, and a U+FFFD where the text has one', () => {
    const byte = (...bytes: number[]): number[] => bytes.map((one) => one + FIRST_BYTE);
    const whole = letters('ก');
    const cases: [number[], string][] = [
      [[...byte(0x80, 0xbf), ...letters(' ok')], 'ok'],
      [[...whole.slice(1), ...letters('ก')], 'ก'],
      [[...letters('a'), ...whole.slice(0, 2), ...letters('b')], 'ab'],
      [
        [
          ...letters('a'),
          ...byte(0xe0, 0x80, 0x80, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xc0, 0xaf, 0xff),
          ...letters('b'),
        ],
        'ab',
      ],
      [[...letters('a'), ...byte(0xf0, 0x9f), ...letters('🦊')], 'a🦊'],
      [letters('a\ufffdb'), 'a\ufffdb'],
    ];
    for (const [script, text] of cases) expect(spoken([...script, SPECIAL.done]).text).toBe(text);
    expect(spoken([...letters(' ok'), ...whole.slice(0, 2), SPECIAL.end]).text).toBe('ok');
  });

  it('ends in no half of an emoji', () => {
    const end = (text: string): string => spoken([...letters(` ${text}`), SPECIAL.done]).text;
    expect(end('see 👩\u200d')).toBe('see 👩');
    expect(end('see 👩🏽\u200d ')).toBe('see 👩🏽');
    expect(end('see 🇩🇪🇫')).toBe('see 🇩🇪');
    expect(end('🇩🇪🇫🇷')).toBe('🇩🇪🇫🇷');
    expect(end('👩\u200d🚀')).toBe('👩\u200d🚀');
    // a joiner that shapes a letter belongs to it
    expect(end('क्\u200d')).toBe('क्\u200d');
  });

  it('never begins a turn of somebody else', () => {
    const greedy = {
      ...puppet([]).voice,
      begin: () => ({ minds: new Map(), ids: [], isPlain: false }),
      hear: () =>
        new Float32Array(320)
          .fill(-10)
          .fill(9, SPECIAL.turn, SPECIAL.turn + 1)
          .fill(8, SPECIAL.reserved, SPECIAL.reserved + 1)
          .fill(7, 104, 105),
    } as unknown as Voice;
    const scribe = new Scribe(greedy, tokenizer, 'baby', { ...SETTINGS, maxTokens: 3 }, new Random(1));
    const said = { from: 'a', text: 'b', conversation: 'c', options: {} };
    expect(atOnce(scribe.reply(said, GREY, () => {})).text).toBe('ddd…');
  });
});

describe('a mind that speaks', () => {
  let training: Pupil;
  const lively: VoiceSettings = {
    ...SETTINGS,
    temperature: 1,
    topP: 0.98,
    repetitionPenalty: 1.3,
    repetitionWindow: 64,
    maxTokens: 24,
  };
  const newScribe = () => new Scribe(training.mind.voice, tokenizer, 'babyllm', lively, new Random(5));
  const say = (scribe: Scribe, conversation: string, text: string, options: VoiceOptions = { seed: 7 }) =>
    atOnce(scribe.reply({ from: 'owner', text, conversation, options }, GREY, () => {})).text;

  beforeAll(async () => {
    training = await makePupil();
    training.learn(150);
  });

  it('says the same for the same seed, and something else for another', () => {
    const replies = [7, 7, 8].map((seed) => say(newScribe(), 'a', 'how are you?', { seed }));
    expect(replies[0]).not.toBe('');
    expect(replies[1]).toBe(replies[0]);
    expect(replies[2]).not.toBe(replies[0]);
    // without one it goes on with the randomness it was given
    const scribe = newScribe();
    const free = ['a', 'b'].map((conversation) => say(scribe, conversation, 'how are you?', {}));
    expect(free[0]).not.toBe(free[1]);
    expect(say(newScribe(), 'c', 'how are you?', {})).toBe(free[0]);
  });

  it('takes what a request leaves open from its settings', () => {
    const open = { seed: 7, temperature: undefined, maxTokens: undefined };
    expect(say(newScribe(), 'a', 'hello', open)).toBe(say(newScribe(), 'a', 'hello'));
    expect(say(newScribe(), 'a', 'hello', { seed: 7, maxTokens: 2 }).length).toBeLessThan(
      say(newScribe(), 'a', 'hello').length,
    );
  });

  it('keeps conversations apart: what was said in one changes nothing in another', () => {
    const alone = newScribe();
    const first = [say(alone, 'one', 'tell me of the sea'), say(alone, 'one', 'and of the ship')];
    const busy = newScribe();
    const second = [
      say(busy, 'one', 'tell me of the sea'),
      say(busy, 'two', 'the sea, the ship, the sea, the ship'),
      say(busy, 'three', 'once upon a time'),
      say(busy, 'one', 'and of the ship'),
    ];
    busy.babble(GREY, 10);
    expect([second[0], second[3]]).toEqual(first);
    expect(second[1]).toBe(say(newScribe(), 'another', 'the sea, the ship, the sea, the ship'));
    // but within one it remembers
    expect(say(newScribe(), 'one', 'and of the ship')).not.toBe(first[1]);
  });

  it('leaves the memories of learning alone', () => {
    const before = training.mind.engine.statesOf('streams').map(({ data }) => [...data]);
    say(newScribe(), 'a', 'hello');
    expect(newScribe().babble(GREY, 12)).not.toBe('');
    expect(training.mind.engine.statesOf('streams').map(({ data }) => [...data])).toEqual(before);
  });

  it('begins anew after a reply that broke off over numbers that are none', () => {
    const scribe = newScribe();
    say(scribe, 'a', 'hello');
    const bias = training.mind.engine.ofParameter('norm.bias');
    const kept = bias[0];
    bias[0] = Number.NaN;
    expect(() => say(scribe, 'a', 'hello')).toThrow('no next token can be drawn');
    bias[0] = kept;
    expect(say(scribe, 'a', 'hello')).toBe(say(newScribe(), 'a', 'hello'));
  });
});

describe('conversations', () => {
  it('are remembered up to 32; then the one that was silent for longest is forgotten', () => {
    const { voice, conversations } = puppet([SPECIAL.done]);
    const scribe = new Scribe(voice, tokenizer, 'baby', SETTINGS, new Random(1));
    const say = (conversation: string) => {
      atOnce(scribe.reply({ from: 'a', text: 'b', conversation, options: {} }, GREY, () => {}));
      return conversations.length;
    };
    for (let i = 0; i < 32; i++) expect(say(`${i}`)).toBe(i + 1);
    expect(say('0')).toBe(32); // remembered, and not the silent one any more
    expect(say('32')).toBe(33);
    expect(say('0')).toBe(33);
    expect(say('2')).toBe(33);
    expect(say('1')).toBe(34); // forgotten
    expect(say('3')).toBe(35); // for which this one had to go
  });
});
