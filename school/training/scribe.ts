import { Random } from '../../brain/engine/random.ts';
import { mixture, oddsOf } from '../../brain/episodes/mixture.ts';
import { lastOf, type Sampling, sample } from '../../brain/voice/sampler.ts';
import type { Conversation, Voice } from '../../brain/voice/speak.ts';
import { BoundedMap } from '../../library/files/bounded-map.ts';
import { openTurn, renderTurn } from '../../library/tokenizer/chat-template.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Colour, OriginShares, Prompt, Reply, VoiceOptions } from '../api/messages.ts';
import type { Attention } from './memory/attention.ts';
import type { Memory } from './memory/memory.ts';
import { Origins } from './memory/origins.ts';
import { Logprobs } from './replies/logprobs.ts';
import { type Awaited, atOnce, type Said, type Speaking } from './replies/reply-turns.ts';
import { Words } from './replies/reply-words.ts';
import { trainingTexts } from './texts/training-texts.ts';

/** What the scribe needs to know of the voice's settings: the owner's, which single requests may change. */
export interface VoiceSettings extends Sampling {
  readonly maxTokens: number;
}

type Spoken = { readonly reply: Reply; readonly conversation: Conversation };

/** Tokens that make a thought, when it says something of its own accord. */
const LEAST_THOUGHT = 4;
/** Conversations remembered at once; the one that was silent for longest is forgotten first. */
const CONVERSATIONS = 32;
/** … and those of them whose last reply can still be corrected. */
const CORRECTABLE = 4;
// in public, and where the weights are asked alone, no habit speaks
const isPlain = ({ memory = 'all' }: VoiceOptions): boolean => memory !== 'all';
const NO_REPLY = trainingTexts.noReplyToCorrect;
/** The share of the longest reply from which on it is shown by whole sentences. */
const HELD_BACK = 0.5;
/** Tokens that may hold nothing but space behind a sentence. */
const SPACE = 4;
/** While a prompt has more tokens left than this, it may be asked to stop. */
const LONG_PROMPT = 256;

/**
 * Words in and out: makes a prompt of what somebody said, draws the reply token by token, and gives it on as it comes.
 * Every conversation has a state of its own, fixed in size.
 */
export class Scribe {
  private readonly voice: Voice;
  private readonly tokenizer: Tokenizer;
  /** Never said: the asker begins a turn, not the speaker. */
  private readonly unspoken: readonly number[];
  private readonly name: string;
  settings: VoiceSettings;
  private readonly random: Random;
  private readonly memory: Memory | undefined;
  private readonly conversations = new BoundedMap<string, Conversation>(CONVERSATIONS);
  /** how a conversation was before its last two turns, and the first of them */
  private readonly before = new BoundedMap<string, { conversation: Conversation; question: Int32Array }>(CORRECTABLE);

  /** `random` is used where a request brings no seed. Without a memory, the weights speak alone. */
  constructor(
    voice: Voice,
    tokenizer: Tokenizer,
    name: string,
    settings: VoiceSettings,
    random: Random,
    memory?: Memory,
  ) {
    this.voice = voice;
    this.tokenizer = tokenizer;
    const { control, special } = tokenizer;
    this.unspoken = [...control].filter((id) => id !== special.done && id !== special.end);
    this.name = name;
    this.settings = settings;
    this.random = random;
    this.memory = memory;
  }

  /**
   * Answers what somebody said: hears the turn, opens its own, and speaks until the turn ends, or `asked` says that it should. Of one
   * conversation only one reply may be spoken at a time.
   */
  *reply(said: Said, colour: Colour, onDelta: (delta: string) => void, asked: () => boolean = () => false): Speaking {
    const { from, text, conversation: key, options } = said;
    if (options.prompt !== undefined) return yield* this.complete(key, options.prompt, options, colour, onDelta, asked);
    const last = options.again ? this.before.get(key) : undefined;
    if (options.again && !last) throw new Error(NO_REPLY);
    if (last) this.conversations.set(key, this.voice.copyOf(last.conversation));
    const conversation = this.conversation(key, isPlain(options));
    let complete = false;
    try {
      const question = renderTurn(this.tokenizer, from, text);
      this.before.set(key, { conversation: this.voice.copyOf(conversation), question });
      const prompt = [...question, ...openTurn(this.tokenizer, this.name)];
      if (!last) this.memory?.hear(key, question);
      const attention = this.attend(key, text, options);
      const how = { ...options, whole: options.whole ?? true };
      const spoken = yield* this.speak(conversation, prompt, colour, how, onDelta, asked, attention);
      // the turn is closed for the conversation too, whyever it ended
      yield* this.hear(spoken.conversation, [this.tokenizer.special.done], colour);
      if (spoken.conversation !== conversation) this.conversations.set(key, spoken.conversation);
      complete = true;
      return spoken.reply;
    } finally {
      // it broke off somewhere inside a turn, perhaps over numbers that are none: such a state must not be gone on with
      if (!complete) this.forget(key);
    }
  }

  /** Goes on from a prompt, and keeps nothing of it. The memory knows its turns while the reply is spoken. */
  private *complete(
    key: string,
    prompt: Prompt,
    options: VoiceOptions,
    colour: Colour,
    onDelta: (delta: string) => void,
    asked: () => boolean,
  ): Speaking {
    const isText = typeof prompt === 'string';
    const { tokenizer } = this;
    // words are only ever encoded as words: no text can hold the ids that begin or end a turn
    const ids = isText
      ? [tokenizer.special.end, ...tokenizer.encode(tokenizer.asDocument(prompt))]
      : prompt.flatMap(({ speaker, text }) => [...renderTurn(this.tokenizer, speaker, text)]);
    const turn = isText ? [] : openTurn(this.tokenizer, this.name);
    try {
      if (!isText) this.memory?.hear(key, ids);
      const attention = this.attend(key, isText ? '' : (prompt.at(-1)?.text ?? ''), options);
      const how = { ...options, whole: options.whole ?? false };
      const whole = [...ids, ...turn];
      const { reply } = yield* this.speak(
        this.voice.begin(isPlain(options)),
        whole,
        colour,
        how,
        onDelta,
        asked,
        attention,
      );
      return { ...reply, promptTokens: whole.length };
    } finally {
      this.memory?.forgetTalk(key);
    }
  }

  /** Hears for several replies at once what each of them awaits, where that costs less than one after the other. */
  hearEach(replies: readonly Awaited[]): void {
    if (replies.length < 2 || this.voice.atOnce === 1) return;
    this.voice.hearEach(replies).forEach((logits, i) => (replies[i].logits = logits));
  }

  /** Puts other words in the place of the last reply: the conversation goes on from there. @throws if there is none to correct */
  correct(key: string, text: string, colour: Colour): void {
    const before = this.before.get(key);
    if (!before) throw new Error(NO_REPLY);
    const conversation = this.voice.copyOf(before.conversation);
    this.voice.hear(conversation, [...before.question, ...renderTurn(this.tokenizer, this.name, text)], colour);
    this.conversations.set(key, conversation);
  }

  /** Other weights speak from now on: every conversation is heard again by them. */
  restart(): void {
    const before = [...this.before.values()].map(({ conversation }) => conversation);
    for (const one of [...this.conversations.values(), ...before]) this.voice.restart(one);
  }

  forget(key: string): boolean {
    this.before.delete(key);
    this.memory?.forgetTalk(key);
    return this.conversations.delete(key);
  }

  /**
   * Says something of its own accord: where its thoughts are, at the last pause of what it just read. After a turn it takes one itself.
   *
   * @param lately ids that it just read; none: it begins a text
   */
  babble(colour: Colour, maxTokens: number, lately: ArrayLike<number> = []): string {
    const read = Array.from(lately);
    const pause = read.findLastIndex((id, i) => i >= LEAST_THOUGHT && this.isPause(id));
    const thought = read.slice(0, pause < 0 ? read.length : pause + 1);
    const turn = thought.at(-1) === this.tokenizer.special.done ? openTurn(this.tokenizer, this.name) : [];
    const prompt = thought.length > 0 ? [...thought, ...turn] : [this.tokenizer.special.end];
    return atOnce(this.speak(this.voice.begin(), prompt, colour, { maxTokens }, () => {})).reply.text;
  }

  private isPause(id: number): boolean {
    return id === this.tokenizer.special.done || this.tokenizer.decode([id]).endsWith('\n');
  }

  private attend(
    key: string,
    text: string,
    { memory: scope = 'all', again: another = false }: VoiceOptions,
  ): Attention | undefined {
    const isAdapted = this.voice.isAdapted && scope === 'all';
    return scope === 'none' ? undefined : this.memory?.attend(key, text, { scope, another, isAdapted });
  }

  private conversation(key: string, isPlain: boolean): Conversation {
    const known = this.voice.madePlain(this.conversations.get(key) ?? this.voice.begin(isPlain), isPlain);
    this.conversations.set(key, known);
    return known;
  }

  /** Hears tokens, alone or with what other replies hear. @returns the logits behind them, to be used at once */
  private *hear(
    conversation: Conversation,
    ids: readonly number[],
    colour: Colour,
  ): Generator<Awaited, ArrayLike<number>> {
    const awaited: Awaited = { conversation, ids, colour };
    yield awaited;
    return awaited.logits ?? this.voice.hear(conversation, ids, colour);
  }

  private *speak(
    conversation: Conversation,
    prompt: readonly number[],
    colour: Colour,
    options: VoiceOptions,
    onDelta: (delta: string) => void,
    asked: () => boolean = () => false,
    attention?: Attention,
  ): Generator<Awaited, Spoken> {
    const start = performance.now();
    const { control, special } = this.tokenizer;
    const how = { ...this.settings, ...defined(options) };
    const random = options.seed === undefined ? this.random : new Random(options.seed);
    const words = new Words(this.tokenizer, options.stop ?? [], onDelta, typeof options.prompt === 'string');
    const origins = attention && new Origins();
    const logprobs = options.logprobs === undefined ? undefined : new Logprobs(this.tokenizer, options.logprobs);
    // a whole remembered answer is said to its end, unless the asker limits the tokens
    const isOver = () => tokens >= how.maxTokens && !(options.maxTokens === undefined && attention?.isFollowing);
    const draw = (logits: ArrayLike<number>): number => {
      // what ends or begins a turn is no word to grow tired of
      const recent = lastOf(conversation.ids, how.repetitionWindow, control);
      const odds = attention && oddsOf(logits);
      const scores = attention ? mixture(logits, attention.voters(), odds) : logits;
      const id = sample(scores, how, recent, random, this.unspoken, attention?.followed);
      logprobs?.add(scores, id);
      if (odds) shares = attention.take(id, odds);
      return id;
    };
    let shares: OriginShares = {};
    const told = (text: string) => ({ text, tokens, milliseconds: performance.now() - start, firstTokenMilliseconds });
    let stopped: Reply['stopped'] = 'length';
    let firstTokenMilliseconds = 0;
    let tokens = 0;
    let ids = prompt;
    // a long prompt in pieces, so that nobody waits for all of it
    for (let turn = this.voice.turnOf(ids.length); turn < ids.length; turn = this.voice.turnOf(ids.length)) {
      const isLong = ids.length > LONG_PROMPT;
      yield* this.hear(conversation, ids.slice(0, turn), colour);
      ids = ids.slice(turn);
      if (isLong && asked()) return { reply: { ...told(''), stopped: 'asked' }, conversation };
    }
    // behind its last sentences, from which the conversation goes on if it is cut there
    const pauses = new BoundedMap<number, { conversation: Conversation; last: number }>(2);
    while (!isOver()) {
      const logits = yield* this.hear(conversation, ids, colour);
      if (tokens > 0 && asked()) {
        stopped = 'asked';
        break;
      }
      const id = draw(logits);
      if (++tokens === 1) firstTokenMilliseconds = performance.now() - start;
      if (id === special.done || id === special.end) {
        stopped = 'turn';
        break;
      }
      if (words.push(id)) {
        stopped = 'stop';
        break;
      }
      origins?.add(shares, words.length);
      ids = [id];
      const held = tokens - HELD_BACK * how.maxTokens;
      if (options.whole && held >= 0) words.holdBack();
      if (options.whole && held >= -SPACE && words.endsSentence)
        pauses.set(words.length, { conversation: this.voice.copyOf(conversation), last: id });
    }
    const isCut = stopped === 'length' && options.whole;
    const text = isCut ? words.cut() : words.end();
    const reply: Reply = { ...told(text), stopped, ...origins?.of(text), ...logprobs?.of(text) };
    const pause = isCut ? pauses.get(words.length) : undefined;
    // it did not hear its last word yet
    if (pause) yield* this.hear(pause.conversation, [pause.last], colour);
    else if (stopped === 'length') yield* this.hear(conversation, ids, colour);
    return { reply, conversation: pause?.conversation ?? conversation };
  }
}

/** Only what was really given, so that it does not hide a setting. */
function defined(options: VoiceOptions): Partial<VoiceSettings> {
  return Object.fromEntries(
    Object.entries(options).filter(
      ([key, value]) => value !== undefined && !['memory', 'again', 'prompt', 'logprobs'].includes(key),
    ),
  ) as Partial<VoiceSettings>;
}
