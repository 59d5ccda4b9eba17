import { Random } from '../brain/engine/random.ts';
import { type Sampling, sample } from '../brain/voice/sampler.ts';
import type { Conversation, Voice } from '../brain/voice/speak.ts';
import { FIRST_BYTE, SPECIAL, StreamingDecoder, type Tokenizer } from '../library/tokenizer/index.ts';
import { openTurn, renderTurn } from '../library/turns.ts';
import type { Colour, Reply, VoiceOptions } from './messages.ts';

/** What the scribe needs to know of the voice's settings: the owner's, which single requests may change. */
export interface VoiceSettings extends Sampling {
  readonly maxTokens: number;
}

/** Never said: a turn is begun by whoever asks, not by the speaker. */
const UNSPOKEN = [SPECIAL.turn, SPECIAL.reserved];
/** Conversations remembered at once; the one that was silent for longest is forgotten first. */
const CONVERSATIONS = 32;

/**
 * Words in and out: makes a prompt of what somebody said, draws the reply token by token, and gives it on as it comes.
 * Every conversation has a state of its own, fixed in size.
 */
export class Scribe {
  private readonly voice: Voice;
  private readonly tokenizer: Tokenizer;
  private readonly name: string;
  private readonly settings: VoiceSettings;
  private readonly random: Random;
  private readonly conversations = new Map<string, Conversation>();

  /** `random` is used where a request brings no seed. */
  constructor(voice: Voice, tokenizer: Tokenizer, name: string, settings: VoiceSettings, random: Random) {
    this.voice = voice;
    this.tokenizer = tokenizer;
    this.name = name;
    this.settings = settings;
    this.random = random;
  }

  /** Answers `text` of `from`: hears the turn, opens its own, and speaks until the turn ends. */
  reply(
    said: { from: string; text: string; conversation: string; options: VoiceOptions },
    colour: Colour,
    onDelta: (delta: string) => void,
  ): Reply {
    const { from, text, conversation: key, options } = said;
    const conversation = this.conversation(key);
    const prompt = [...renderTurn(this.tokenizer, from, text), ...openTurn(this.tokenizer, this.name)];
    try {
      const reply = this.speak(conversation, prompt, colour, options, onDelta);
      // the turn is closed for the conversation too, whyever it ended
      this.voice.hear(conversation, [SPECIAL.done], colour);
      return reply;
    } catch (error) {
      // it broke off somewhere inside a turn, perhaps over numbers that are none: such a state must not be gone on with
      this.conversations.delete(key);
      throw error;
    }
  }

  /** Says something of its own accord, from nothing. */
  babble(colour: Colour, maxTokens: number): string {
    return this.speak(this.voice.begin(), [SPECIAL.end], colour, { maxTokens }, () => {}).text;
  }

  private conversation(key: string): Conversation {
    const known = this.conversations.get(key) ?? this.voice.begin();
    this.conversations.delete(key);
    this.conversations.set(key, known);
    for (const oldest of this.conversations.keys()) {
      if (this.conversations.size <= CONVERSATIONS) break;
      this.conversations.delete(oldest);
    }
    return known;
  }

  private speak(
    conversation: Conversation,
    prompt: readonly number[],
    colour: Colour,
    options: VoiceOptions,
    onDelta: (delta: string) => void,
  ): Reply {
    const start = performance.now();
    const how = { ...this.settings, ...given(options) };
    const random = options.seed === undefined ? this.random : new Random(options.seed);
    const words = new Words(this.tokenizer, options.stop ?? [], onDelta);
    let logits = this.voice.hear(conversation, prompt, colour);
    let stopped: Reply['stopped'] = 'length';
    let firstTokenMilliseconds = 0;
    let tokens = 0;
    while (tokens < how.maxTokens) {
      // what ends or begins a turn is no word to grow tired of
      const recent = conversation.ids.filter((id) => id >= FIRST_BYTE);
      const id = sample(logits, how, recent, random, UNSPOKEN);
      if (++tokens === 1) firstTokenMilliseconds = performance.now() - start;
      const ended = id === SPECIAL.done || id === SPECIAL.end;
      if (ended) {
        stopped = 'turn';
        break;
      }
      if (words.push(id)) {
        stopped = 'stop';
        break;
      }
      logits = this.voice.hear(conversation, [id], colour);
    }
    return { text: words.end(), tokens, milliseconds: performance.now() - start, firstTokenMilliseconds, stopped };
  }
}

/** Only what was really given, so that it does not hide a setting. */
function given(options: VoiceOptions): Partial<VoiceSettings> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<VoiceSettings>;
}

/** A reply as it grows: whole characters only, without space around it, and held back where a stop string may begin. */
class Words {
  private readonly decoder: StreamingDecoder;
  private readonly stops: readonly string[];
  private readonly onDelta: (delta: string) => void;
  private text = '';
  private told = 0;
  private stopped = false;

  constructor(tokenizer: Tokenizer, stops: readonly string[], onDelta: (delta: string) => void) {
    this.decoder = new StreamingDecoder(tokenizer);
    this.stops = stops.filter((stop) => stop !== '');
    this.onDelta = onDelta;
  }

  /** Takes one token; true when a stop string came, which is left out with all behind it. */
  push(id: number): boolean {
    this.text = (this.text + this.decoder.push(id)).replace(/^\s+/, '');
    const found = this.stops.map((stop) => this.text.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.text = this.text.slice(0, Math.min(...found));
      this.stopped = true;
      return true;
    }
    this.tell(this.text.length - this.mayBegin());
    return false;
  }

  end(): string {
    if (!this.stopped) this.text += this.decoder.flush();
    this.text = this.text.trim();
    this.tell(this.text.length);
    return this.text;
  }

  /** How many characters at the end could be the beginning of a stop string. */
  private mayBegin(): number {
    const longest = Math.max(0, ...this.stops.map((stop) => stop.length - 1));
    for (let n = Math.min(longest, this.text.length); n > 0; n--) {
      if (this.stops.some((stop) => stop.startsWith(this.text.slice(-n)))) return n;
    }
    return 0;
  }

  private tell(upTo: number): void {
    // space at the end may turn out to be the last of it, which is left out
    const end = this.text.slice(0, upTo).trimEnd().length;
    if (end <= this.told) return;
    this.onDelta(this.text.slice(this.told, end));
    this.told = end;
  }
}
