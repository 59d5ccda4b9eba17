/** Where the states of conversations lie while they are heard. */
import { POSITION } from '../brains/kind.ts';
import type { Engine } from '../engine/engine.ts';
import type { WeightSet } from '../engine/weight-sets.ts';
import type { Conversation, Mind, Speaker } from './conversation.ts';

/**
 * The engine holds the states of a few conversations, each in a seat of its own, of which tapes of n streams use the first n. A conversation
 * keeps its seat until another one needs it, so that nothing is copied from token to token.
 */
export class Seats {
  private readonly engine: Engine;
  private readonly owner: string;
  /** tokens that a cache holds; 0: there is none */
  private readonly cacheLength: number;
  private readonly speakersIn: (conversation: Conversation) => readonly Speaker[];
  private readonly taken: (Conversation | undefined)[];

  /** @param speakersIn who speaks in a conversation: the same from when it takes a seat until it leaves it */
  constructor(
    engine: Engine,
    owner: string,
    how: {
      readonly count: number;
      readonly cacheLength: number;
      readonly speakersIn: (conversation: Conversation) => readonly Speaker[];
    },
  ) {
    this.engine = engine;
    this.owner = owner;
    this.cacheLength = how.cacheLength;
    this.speakersIn = how.speakersIn;
    this.taken = Array.from({ length: how.count }, () => undefined);
  }

  /** The seat of a conversation; below 0 where it has none. */
  of(conversation: Conversation): number {
    return this.taken.indexOf(conversation);
  }

  /** A mind that heard nothing. */
  emptyMind(): Mind {
    const sizes = this.engine.statesOf(this.owner).map(({ name, data }) => [name, data.length] as const);
    return new Map(sizes.map(([name, size]) => [name, new Float32Array(size / this.taken.length)]));
  }

  /** States in a seat, in place. */
  statesAt(seat: number, set: WeightSet): { name: string; shape: readonly number[]; data: Float32Array }[] {
    return this.engine.statesOf(this.owner, set).map(({ name, shape, data }) => {
      const size = data.length / this.taken.length;
      return { name, shape, data: data.subarray(seat * size, (seat + 1) * size) as Float32Array };
    });
  }

  /** Tokens that are in a limited cache now; 0 where there is none. */
  carried(set: WeightSet, seat = 0): number {
    if (this.cacheLength === 0) return 0;
    const position = this.statesAt(seat, set).find(({ name }) => name === POSITION);
    if (!position)
      throw new Error(`a brain with a cache of ${this.cacheLength} tokens must count them in a state ${POSITION}`);
    return position.data[0];
  }

  /** Gives a conversation a seat; who had it leaves. All who speak in the conversation must have a mind in it. */
  take(conversation: Conversation, seat: number): void {
    if (this.taken[seat] === conversation) return;
    this.leave(this.of(conversation));
    this.leave(seat);
    for (const { set, mind } of this.speakersIn(conversation)) {
      const states = conversation.minds.get(mind) as Mind;
      const tokens = states.get(POSITION)?.[0] ?? 0;
      for (const { name, shape, data } of this.statesAt(seat, set))
        data.set((states.get(name) as Float32Array).subarray(0, this.used(shape, data.length, tokens)));
    }
    this.taken[seat] = conversation;
  }

  /** Gives as many conversations the first seats; most keep those that they have. @returns the seat of each */
  takeFirst(conversations: readonly Conversation[]): number[] {
    const count = conversations.length;
    const free = Array.from({ length: count }, (_, seat) => seat).filter(
      (seat) => !conversations.includes(this.taken[seat] as Conversation),
    );
    for (const conversation of conversations) {
      const seat = this.of(conversation);
      if (seat < 0 || seat >= count) this.take(conversation, free.shift() as number);
    }
    return conversations.map((conversation) => this.of(conversation));
  }

  /** Brings the minds of a conversation up to date; it keeps its seat. */
  save(conversation: Conversation): void {
    const seat = this.of(conversation);
    if (seat < 0) return;
    const speakers = this.speakersIn(conversation);
    const tokens = this.carried(speakers[0].set, seat);
    for (const { set, mind } of speakers) {
      const states = conversation.minds.get(mind) as Mind;
      for (const { name, shape, data } of this.statesAt(seat, set))
        (states.get(name) as Float32Array).set(data.subarray(0, this.used(shape, data.length, tokens)));
    }
  }

  /** The conversation in a seat leaves it, with its minds up to date. */
  private leave(seat: number): void {
    const conversation = this.taken[seat];
    if (!conversation) return;
    this.save(conversation);
    this.taken[seat] = undefined;
  }

  leaveAll(): void {
    for (const seat of this.taken.keys()) this.leave(seat);
  }

  /** A conversation loses its seat, and the states in that seat are lost. */
  drop(conversation: Conversation): void {
    const seat = this.of(conversation);
    if (seat >= 0) this.taken[seat] = undefined;
  }

  /** Elements of a state that are in use: of a cache (1,L,columns) with a row for every token, the rows of those heard. */
  private used(shape: readonly number[], size: number, tokens: number): number {
    const isCache = this.cacheLength > 0 && shape.length === 3 && shape[1] === this.cacheLength;
    return isCache ? (size / this.cacheLength) * tokens : size;
  }
}
