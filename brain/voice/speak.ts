import type { Engine, Tape } from '../engine/engine.ts';
import { LEARNING, type WeightSet } from '../engine/weight-sets.ts';
import { areSame, type Conversation, type Hearing, type Mind, type Speaker } from './conversation.ts';
import { mixture } from './mixture.ts';
import { Seats } from './seats.ts';
import { fitting, type Step, type VoiceOptions } from './tapes.ts';

export type { Conversation, Hearing, Speaker } from './conversation.ts';

/** How many tokens of a conversation are remembered as tokens, at least: the widest window of the repetition penalty. */
const LEAST_IDS = 4096;
/** Tokens of a long prompt that are heard in one turn: some tenths of a second of a large mind. */
const LONGEST_TURN = 256;
/** Tokens of a conversation that one who joins it later hears first. */
const CATCHES_UP = 256;

/**
 * Hears and speaks one token at a time, with activations of its own: the weights are only read, so a training step may stand still
 * in between. Long prompts are heard in the largest pieces that fit. Of a brain that can, several conversations are heard at once: the weights
 * are then read from memory once for all of them, and each hears to the last bit what it would hear alone.
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
  private readonly together: readonly Tape[];
  private readonly cacheLength: number;
  private readonly seats: Seats;
  private usual: readonly Speaker[] = [{ set: LEARNING, mind: '' }];
  /** whether low-rank adapters are among what it speaks by */
  isAdapted = false;
  private unadapted: readonly Speaker[] | undefined;
  /** called before tokens are heard: for weights that are made of others */
  prepare: (() => void) | undefined;

  constructor(
    engine: Engine,
    owner: string,
    { speaking, listening = [], together = [], cacheLength = 0 }: VoiceOptions,
  ) {
    const longest = (steps: readonly Step[]) => steps.toSorted((a, b) => b.time - a.time);
    this.engine = engine;
    this.speaking = longest(speaking);
    this.listening = longest(listening);
    this.together = together;
    this.cacheLength = cacheLength;
    const count = 1 + together.length;
    this.seats = new Seats(engine, owner, { count, cacheLength, speakersIn: (one) => this.speakersIn(one) });
  }

  /** The speakers. A speaker with its own set of weights needs a set with its own states (engine/weight-sets.ts). */
  get speakers(): readonly Speaker[] {
    return this.usual;
  }

  set speakers(speakers: readonly Speaker[]) {
    if (speakers.length === 0) throw new Error('a voice needs at least one that speaks');
    if (areSame(speakers, this.usual)) return;
    this.putDown();
    this.usual = [...speakers];
  }

  /** Who speaks where adapters have no part; undefined: the same as elsewhere. */
  set plainSpeakers(speakers: readonly Speaker[] | undefined) {
    if (areSame(speakers, this.unadapted)) return;
    this.putDown();
    this.unadapted = speakers && [...speakers];
  }

  /** Conversations of which it hears a token at once; 1 for a brain that hears one after the other. */
  get atOnce(): number {
    return 1 + this.together.length;
  }

  /** Tokens to hear in one turn of a prompt that has `tokens` left: other conversations wait for no more of them. */
  turnOf(tokens: number): number {
    const most = Math.min(tokens, LONGEST_TURN);
    // single tokens cost less beside those of others
    const [{ time }] = this.speaking;
    return this.atOnce === 1 ? most : time <= most ? most - (most % time) : 1;
  }

  /** @param isPlain whether low-rank adapters have no part in it @param own the brains that speak in it; left out: those of the voice */
  begin(isPlain = false, own?: readonly Speaker[]): Conversation {
    const conversation: Conversation = { minds: new Map(), ids: [], isPlain, ...(own && { own }) };
    for (const { mind } of this.speakersIn(conversation)) conversation.minds.set(mind, this.seats.emptyMind());
    return conversation;
  }

  /** Adapters have a part in it from now on, or none. Where that changes who speaks, they hear the end of it again. */
  madePlain(conversation: Conversation, isPlain: boolean): Conversation {
    if (conversation.isPlain === isPlain) return conversation;
    this.putDown();
    conversation.isPlain = isPlain;
    if (this.unadapted) this.restart(conversation);
    return conversation;
  }

  private speakersIn({ isPlain, own }: Pick<Conversation, 'isPlain' | 'own'>): readonly Speaker[] {
    return own ?? (isPlain ? this.unadapted : undefined) ?? this.usual;
  }

  /** Hears tokens; returns the logits(V) after the last, valid until the next call. `between` runs before every kernel call. */
  hear(
    conversation: Conversation,
    ids: ArrayLike<number>,
    colour: readonly number[],
    between?: () => void,
  ): ArrayLike<number> {
    if (ids.length === 0) throw new Error('hear: there must be at least one token to hear');
    this.prepare?.();
    return this.hearAlone({ conversation, ids, colour }, between);
  }

  /** The same of several conversations. @returns the logits(V) of each, which stay as they are */
  hearEach(hearings: readonly Hearing[], between?: () => void): ArrayLike<number>[] {
    const heard = new Map<Hearing, ArrayLike<number>>();
    this.prepare?.();
    const single = (isPlain: boolean) =>
      hearings.filter(
        ({ ids, conversation: { own, isPlain: plain } }) => ids.length === 1 && !own && plain === isPlain,
      );
    for (const some of [single(false), single(true)])
      for (let at = 0; at < some.length; at += this.atOnce) {
        const group = some.slice(at, at + this.atOnce);
        if (group.length > 1) this.hearGroup(group, between).forEach((logits, i) => heard.set(group[i], logits));
      }
    return hearings.map((hearing) => {
      const known = heard.get(hearing);
      if (known) return known;
      const logits = this.hearAlone(hearing, between);
      return logits instanceof Float32Array ? logits.slice() : Float64Array.from(logits);
    });
  }

  /** A token of each of at most `atOnce` conversations by the same speakers. */
  private hearGroup(group: readonly Hearing[], between?: () => void): ArrayLike<number>[] {
    const { engine } = this;
    const conversations = group.map(({ conversation }) => conversation);
    const speakers = this.speakersIn(conversations[0]);
    const tape = this.together[group.length - 2];
    try {
      for (const { conversation, colour } of group) this.completeMinds(conversation, colour, between);
      const seats = this.seats.takeFirst(conversations);
      const [ids, colours] = [engine.input(tape, 'ids'), engine.input(tape, 'colour')];
      group.forEach((hearing, i) => {
        ids[seats[i]] = hearing.ids[0];
        colours.set(hearing.colour, 3 * seats[i]);
      });
      const all = speakers.map(({ set }) => {
        engine.run(tape, 'forward', between, set);
        engine.run(tape, 'commit', between, set);
        const logits = engine.output(tape, 'logits');
        const size = logits.length / group.length;
        return seats.map((seat) => logits.slice(seat * size, (seat + 1) * size));
      });
      for (const { conversation, ids: heard } of group) this.remember(conversation, [heard[0]]);
      return group.map((_, i) => (all.length === 1 ? all[0][i] : mixture(all.map((logits) => logits[i]))));
    } catch (error) {
      for (const conversation of conversations) this.seats.drop(conversation);
      throw error;
    }
  }

  private hearAlone({ conversation, ids, colour }: Hearing, between?: () => void): ArrayLike<number> {
    const speakers = this.speakersIn(conversation);
    let logits: ArrayLike<number> = [];
    try {
      this.completeMinds(conversation, colour, between);
      this.seats.take(conversation, 0);
      for (let at = 0; at < ids.length; ) {
        if (this.left(speakers) === 0) this.beginAnew(conversation, colour, between);
        const { time, tape } = this.piece(ids.length - at, speakers);
        const piece = Array.from({ length: time }, (_, i) => ids[at + i]);
        at += time;
        logits = this.answerTogether(tape, piece, colour, speakers, at === ids.length, between);
        this.remember(conversation, piece);
      }
    } catch (error) {
      this.seats.drop(conversation); // half a token's states are nobody's
      throw error;
    }
    return logits;
  }

  private remember({ ids }: Conversation, heard: readonly number[]): void {
    ids.push(...heard);
    ids.splice(0, ids.length - Math.max(LEAST_IDS, this.cacheLength));
  }

  /** A second conversation that goes on from where this one is. */
  copyOf(conversation: Conversation): Conversation {
    this.seats.save(conversation);
    const { minds, ids, ...how } = conversation;
    const copy = (mind: Mind): Mind => new Map([...mind].map(([name, data]) => [name, data.slice()]));
    return { minds: new Map([...minds].map(([owner, mind]) => [owner, copy(mind)])), ids: [...ids], ...how };
  }

  /** It is heard by other weights from now on, which hear the end of it again before they go on. */
  restart(conversation: Conversation): void {
    this.seats.drop(conversation);
    conversation.minds.clear();
  }

  /** Brings the states of all conversations up to date. */
  putDown(): void {
    this.seats.leaveAll();
  }

  /** Gives those who join a conversation a mind: they hear the end of it first. */
  private completeMinds(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    const speakers = this.speakersIn(conversation);
    const late = speakers.filter(({ mind }) => !conversation.minds.has(mind));
    if (late.length === 0) return;
    for (const { mind } of late) conversation.minds.set(mind, this.seats.emptyMind());
    this.seats.take(conversation, 0);
    const there = speakers.find((one) => !late.includes(one));
    const count = this.catchesUp(there);
    for (const { set } of late) this.hearBySet(count > 0 ? conversation.ids.slice(-count) : [], set, colour, between);
  }

  /** One who was not there when a conversation began hears the end of it: as many tokens as the caches of the others hold, where they are limited. */
  private catchesUp(other: Speaker | undefined): number {
    if (this.cacheLength === 0) return CATCHES_UP;
    return other ? this.seats.carried(other.set) : this.cacheLength >> 1;
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
    speakers: readonly Speaker[],
    wanted: boolean,
    between?: () => void,
  ): ArrayLike<number> {
    if (speakers.length === 1) return this.answer(tape, ids, colour, speakers[0].set, between);
    const all = speakers.map(({ set }) => {
      const logits = this.answer(tape, ids, colour, set, between);
      return wanted ? new Float64Array(logits) : [];
    });
    return wanted ? mixture(all) : [];
  }

  /** How many more tokens the cache can take: that of each that speaks the same number. */
  private left(speakers: readonly Speaker[]): number {
    return this.cacheLength === 0 ? Number.POSITIVE_INFINITY : this.cacheLength - this.seats.carried(speakers[0].set);
  }

  /** The tape that reads the next tokens: a brain that can only listen answers for the last token alone. */
  private piece(tokens: number, speakers: readonly Speaker[]): Step {
    const most = this.left(speakers);
    return this.listening.length > 0 && tokens > 1
      ? fitting(this.listening, Math.min(tokens - 1, most))
      : fitting(this.speaking, Math.min(tokens, most));
  }

  /** Clears the cache but for the last half of its tokens, and hears those again from the beginning. */
  private beginAnew(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    const half = Math.floor(this.cacheLength / 2);
    const last = half > 0 ? conversation.ids.slice(-half) : [];
    const left = (this.listening.length > 0 ? this.listening : this.speaking)[0].tape.recording.states;
    for (const { set } of this.speakersIn(conversation)) {
      for (const { name, data } of this.seats.statesAt(0, set)) if (left.has(name)) data.fill(0);
      this.hearBySet(last, set, colour, between);
    }
  }

  /** Hears tokens by one set of weights alone, without an answer. */
  private hearBySet(ids: readonly number[], set: WeightSet, colour: readonly number[], between?: () => void): void {
    const steps = this.listening.length > 0 ? this.listening : this.speaking;
    for (let at = 0; at < ids.length; ) {
      const { time, tape } = fitting(steps, ids.length - at);
      this.answer(tape, ids.slice(at, at + time), colour, set, between);
      at += time;
    }
  }
}
