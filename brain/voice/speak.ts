import { POSITION } from '../brains/kind.ts';
import type { Engine, Tape } from '../engine/engine.ts';
import { LEARNING, type WeightSet } from '../engine/weight-sets.ts';
import { mixture } from './mixture.ts';

/** Every state of the speaking tapes, by name: fixed in size however long a talk is. */
type Mind = Map<string, Float32Array>;

/** What is carried from token to token in one conversation, and nothing of other conversations. */
export interface Conversation {
  /** of each that speaks in it, by `Speaker.mind`. Up to date once it was put down. */
  readonly minds: Map<string, Mind>;
  /** the tokens heard and said, oldest first: for the repetition penalty, and for brains that must be shown the past again */
  readonly ids: number[];
  /** whether low-rank adapters have no part in it */
  isPlain: boolean;
}

const areSame = (some: readonly Speaker[] | undefined, others: readonly Speaker[] | undefined): boolean =>
  some?.length === others?.length &&
  (some ?? []).every(({ set, mind }, i) => others?.[i].set === set && others[i].mind === mind);

/** How many tokens of a conversation are remembered as tokens, at least: the widest window of the repetition penalty. */
const LEAST_IDS = 4096;

interface Step {
  readonly time: number;
  readonly tape: Tape;
}

/** One of those that speak together: by which weights, and whose mind it carries on, which stays its own when its weights move. */
export interface Speaker {
  readonly set: WeightSet;
  readonly mind: string;
}

/** Tokens of a conversation that one who joins it later hears first. */
const CATCHES_UP = 256;

/** What a voice is made of. */
export interface VoiceOptions {
  /** tapes by the number of tokens that they read at once; 1 must be among them */
  readonly speaking: readonly Step[];
  /** tapes that only hear, of a brain that has them; 1 must be among them */
  readonly listening?: readonly Step[];
  /** tokens that it can carry in mind at most, counted in its state POSITION; 0: any number */
  readonly cacheLength?: number;
}

/**
 * Hears and speaks one token at a time, with activations of its own: the weights are only read, so a training step may stand still
 * in between. Long prompts are heard in the largest pieces that fit.
 *
 * Several may speak as one, each by weights and a mind of its own: what comes next is then as likely as they say on average.
 *
 * When the cache of a brain with a `cacheLength` is full, it begins again with the last half of what it heard, which takes their places
 * from 0 on, in today's colour; so it always looks back on half to all of that length, and a token costs twice itself at most, over a
 * long talk.
 */
export class Voice {
  private readonly engine: Engine;
  private readonly speaking: readonly Step[];
  private readonly listening: readonly Step[];
  private readonly owner: string;
  private readonly cacheLength: number;
  /** the conversation whose states are in the engine: only another one makes it put them down */
  private current: Conversation | undefined;
  private together: readonly Speaker[] = [{ set: LEARNING, mind: '' }];
  /** whether low-rank adapters are among what it speaks by */
  isAdapted = false;
  private unadapted: readonly Speaker[] | undefined;
  /** called before tokens are heard: for weights that are made of others */
  prepare: (() => void) | undefined;

  constructor(engine: Engine, owner: string, { speaking, listening = [], cacheLength = 0 }: VoiceOptions) {
    const longest = (steps: readonly Step[]) => steps.toSorted((a, b) => b.time - a.time);
    this.engine = engine;
    this.speaking = longest(speaking);
    this.listening = longest(listening);
    this.owner = owner;
    this.cacheLength = cacheLength;
  }

  /** The speakers. A speaker with its own set of weights needs a set with its own states (engine/weight-sets.ts). */
  get speakers(): readonly Speaker[] {
    return this.together;
  }

  set speakers(speakers: readonly Speaker[]) {
    if (speakers.length === 0) throw new Error('a voice needs at least one that speaks');
    if (areSame(speakers, this.together)) return;
    this.putDown();
    this.together = [...speakers];
  }

  /** Who speaks where adapters have no part; undefined: the same as elsewhere. */
  set plainSpeakers(speakers: readonly Speaker[] | undefined) {
    if (areSame(speakers, this.unadapted)) return;
    this.putDown();
    this.unadapted = speakers && [...speakers];
  }

  /** @param isPlain whether low-rank adapters have no part in it */
  begin(isPlain = false): Conversation {
    const minds = this.speakersIn({ isPlain }).map(({ mind }): [string, Mind] => [mind, this.emptyMind()]);
    return { minds: new Map(minds), ids: [], isPlain };
  }

  /** Adapters have a part in it from now on, or none. Where that changes who speaks, they hear the end of it again. */
  madePlain(conversation: Conversation, isPlain: boolean): Conversation {
    if (conversation.isPlain === isPlain) return conversation;
    this.putDown();
    conversation.isPlain = isPlain;
    if (this.unadapted) this.restart(conversation);
    return conversation;
  }

  private speakersIn({ isPlain }: Pick<Conversation, 'isPlain'>): readonly Speaker[] {
    return (isPlain ? this.unadapted : undefined) ?? this.together;
  }

  /** Who speaks in the conversation that is heard. */
  private get present(): readonly Speaker[] {
    return this.current ? this.speakersIn(this.current) : this.together;
  }

  /** Hears tokens; returns the logits(V) after the last, valid until the next call. `between` runs before every kernel call. */
  hear(
    conversation: Conversation,
    ids: ArrayLike<number>,
    colour: readonly number[],
    between?: () => void,
  ): ArrayLike<number> {
    if (ids.length === 0) throw new Error('hear: there must be at least one token to hear');
    let logits: ArrayLike<number> = [];
    this.prepare?.();
    try {
      this.takeUp(conversation, colour, between);
      for (let at = 0; at < ids.length; ) {
        if (this.left() === 0) this.beginAnew(conversation, colour, between);
        const { time, tape } = this.piece(ids.length - at);
        const piece = Array.from({ length: time }, (_, i) => ids[at + i]);
        at += time;
        logits = this.answerTogether(tape, piece, colour, at === ids.length, between);
        conversation.ids.push(...piece);
      }
    } catch (error) {
      this.current = undefined; // half a token's states are nobody's
      throw error;
    }
    const most = Math.max(LEAST_IDS, this.cacheLength);
    if (conversation.ids.length > most) conversation.ids.splice(0, conversation.ids.length - most);
    return logits;
  }

  /** A second conversation that goes on from where this one is. */
  copyOf(conversation: Conversation): Conversation {
    this.putDown();
    const { minds, ids, isPlain } = conversation;
    const copy = (mind: Mind): Mind => new Map([...mind].map(([name, data]) => [name, data.slice()]));
    return { minds: new Map([...minds].map(([owner, mind]) => [owner, copy(mind)])), ids: [...ids], isPlain };
  }

  /** It is heard by other weights from now on, which hear the end of it again before they go on. */
  restart(conversation: Conversation): void {
    this.putDown();
    conversation.minds.clear();
  }

  /** Brings the states of the conversation that was heard last up to date. */
  putDown(): void {
    if (!this.current) return;
    const tokens = this.carried();
    for (const { set, mind } of this.present) {
      const states = this.current.minds.get(mind) as Mind;
      for (const { name, shape, data } of this.engine.statesOf(this.owner, set))
        (states.get(name) as Float32Array).set(data.subarray(0, this.used(shape, data.length, tokens)));
    }
    this.current = undefined;
  }

  private takeUp(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    if (this.current === conversation) return;
    this.putDown();
    const speakers = this.speakersIn(conversation);
    const late = speakers.filter(({ mind }) => !conversation.minds.has(mind));
    for (const { mind } of late) conversation.minds.set(mind, this.emptyMind());
    for (const { set, mind } of speakers) {
      const states = conversation.minds.get(mind) as Mind;
      const tokens = states.get(POSITION)?.[0] ?? 0;
      for (const { name, shape, data } of this.engine.statesOf(this.owner, set))
        data.set((states.get(name) as Float32Array).subarray(0, this.used(shape, data.length, tokens)));
    }
    const there = speakers.find(({ mind }) => !late.some((one) => one.mind === mind));
    const count = this.catchesUp(there);
    for (const { set } of late) this.hearBySet(count > 0 ? conversation.ids.slice(-count) : [], set, colour, between);
    this.current = conversation;
  }

  private emptyMind(): Mind {
    return new Map(this.engine.statesOf(this.owner).map(({ name, data }) => [name, new Float32Array(data.length)]));
  }

  /** One who was not there when a conversation began hears the end of it: as many tokens as the caches of the others hold, where they are limited. */
  private catchesUp(other: Speaker | undefined): number {
    if (this.cacheLength === 0) return CATCHES_UP;
    return other ? this.carried(other.set) : this.cacheLength >> 1;
  }

  /** Elements of a state that are in use: of a cache (1,L,columns) with a row for every token, the rows of those heard. */
  private used(shape: readonly number[], size: number, tokens: number): number {
    const isCache = this.cacheLength > 0 && shape.length === 3 && shape[1] === this.cacheLength;
    return isCache ? (size / this.cacheLength) * tokens : size;
  }

  /** Runs one tape on tokens; the logits after the last, if it answers. */
  private answer(
    tape: Tape,
    ids: readonly number[],
    colour: readonly number[],
    set: WeightSet,
    between?: () => void,
  ): ArrayLike<number> {
    this.engine.input(tape, 'colour').set(colour);
    this.engine.input(tape, 'ids').set(ids);
    this.engine.run(tape, 'forward', between, set);
    this.engine.run(tape, 'commit', between, set);
    return tape.outputs.logits ? this.engine.output(tape, 'logits') : [];
  }

  /** The same by all that speak; what they say together is only found where it is wanted. */
  private answerTogether(
    tape: Tape,
    ids: readonly number[],
    colour: readonly number[],
    wanted: boolean,
    between?: () => void,
  ): ArrayLike<number> {
    if (this.present.length === 1) return this.answer(tape, ids, colour, this.present[0].set, between);
    const all = this.present.map(({ set }) => {
      const logits = this.answer(tape, ids, colour, set, between);
      return wanted ? new Float64Array(logits) : [];
    });
    return wanted ? mixture(all) : [];
  }

  /** Tokens that are in a limited cache now: in that of each that speaks the same number. */
  private carried(set: WeightSet = this.present[0].set): number {
    if (this.cacheLength === 0) return 0;
    const position = this.engine.statesOf(this.owner, set).find(({ name }) => name === POSITION);
    if (!position)
      throw new Error(`a brain with a cache of ${this.cacheLength} tokens must count them in a state ${POSITION}`);
    return position.data[0];
  }

  /** How many more tokens the cache can take. */
  private left(): number {
    return this.cacheLength === 0 ? Number.POSITIVE_INFINITY : this.cacheLength - this.carried();
  }

  /** The tape that reads the next tokens: a brain that can only listen answers for the last token alone. */
  private piece(tokens: number): Step {
    return this.listening.length > 0 && tokens > 1
      ? this.fitting(this.listening, tokens - 1)
      : this.fitting(this.speaking, tokens);
  }

  /** The largest piece that fits. */
  private fitting(steps: readonly Step[], tokens: number): Step {
    const most = Math.min(tokens, this.left());
    return steps.find((step) => step.time <= most) ?? steps[steps.length - 1];
  }

  /** Clears the cache but for the last half of its tokens, and hears those again from the beginning. */
  private beginAnew(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    const half = Math.floor(this.cacheLength / 2);
    const last = half > 0 ? conversation.ids.slice(-half) : [];
    const left = (this.listening.length > 0 ? this.listening : this.speaking)[0].tape.recording.states;
    for (const { set } of this.present) {
      for (const { name, data } of this.engine.statesOf(this.owner, set)) if (left.has(name)) data.fill(0);
      this.hearBySet(last, set, colour, between);
    }
  }

  /** Hears tokens by one set of weights alone, without an answer. */
  private hearBySet(ids: readonly number[], set: WeightSet, colour: readonly number[], between?: () => void): void {
    const steps = this.listening.length > 0 ? this.listening : this.speaking;
    for (let at = 0; at < ids.length; ) {
      const { time, tape } = steps.find((step) => step.time <= ids.length - at) ?? steps[steps.length - 1];
      this.answer(tape, ids.slice(at, at + time), colour, set, between);
      at += time;
    }
  }
}
