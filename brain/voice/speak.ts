import { POSITION } from '../brains/brain.ts';
import type { Engine, Tape } from '../engine/engine.ts';

/** One conversation's mind: what is carried from token to token, and nothing of other conversations. */
export interface Conversation {
  /** every state of the speaking programs, by name; fixed in size however long the talk is. Up to date once it was put down. */
  readonly states: Map<string, Float32Array>;
  /** the tokens heard and said, oldest first: for the repetition penalty, and for brains that must be shown the past again */
  readonly ids: number[];
}

/** How many tokens of a conversation are remembered as tokens, at least: the widest window of the repetition penalty. */
const KEPT = 4096;

interface Step {
  readonly time: number;
  readonly program: Tape;
}

/** What a voice is made of. */
export interface VoiceOptions {
  /** programs that hear so many tokens at once and answer; 1 must be among them */
  readonly speaking: readonly Step[];
  /** programs that only hear, of a brain that has them; 1 must be among them */
  readonly listening?: readonly Step[];
  /** tokens that it can carry in mind at most, counted in its state POSITION; 0: any number */
  readonly room?: number;
}

/**
 * Hears and speaks one token at a time, with activations of its own: the weights are only read, so a training step may stand still
 * in between. Long prompts are heard in the largest pieces that fit.
 *
 * A brain with `room` for so many tokens begins anew when that is full, with the last half of what it heard, which takes their places
 * from 0 on, in today's colour; so it always looks back on room/2 to room tokens, and a token costs twice itself at most, over a
 * long talk.
 */
export class Voice {
  private readonly engine: Engine;
  private readonly speaking: readonly Step[];
  private readonly listening: readonly Step[];
  private readonly owner: string;
  private readonly room: number;
  /** the conversation whose states are in the engine: only another one makes it put them down */
  private held: Conversation | undefined;

  constructor(engine: Engine, owner: string, { speaking, listening = [], room = 0 }: VoiceOptions) {
    const longest = (steps: readonly Step[]) => steps.toSorted((a, b) => b.time - a.time);
    this.engine = engine;
    this.speaking = longest(speaking);
    this.listening = longest(listening);
    this.owner = owner;
    this.room = room;
  }

  begin(): Conversation {
    const states = new Map(
      this.engine.statesOf(this.owner).map(({ name, data }) => [name, new Float32Array(data.length)]),
    );
    return { states, ids: [] };
  }

  /** Hears tokens; returns the logits(V) after the last, valid until the next call. `between` runs before every kernel call. */
  hear(
    conversation: Conversation,
    ids: ArrayLike<number>,
    colour: readonly number[],
    between?: () => void,
  ): ArrayLike<number> {
    if (ids.length === 0) throw new Error('hear: there must be at least one token to hear');
    this.takeUp(conversation);
    let logits: ArrayLike<number> = [];
    try {
      for (let at = 0; at < ids.length; ) {
        if (this.left() === 0) this.beginAnew(conversation, colour, between);
        const { time, program } = this.piece(ids.length - at);
        const heard = Array.from({ length: time }, (_, i) => ids[at + i]);
        logits = this.answer(program, heard, colour, between);
        conversation.ids.push(...heard);
        at += time;
      }
    } catch (error) {
      this.held = undefined; // half a token's states are nobody's
      throw error;
    }
    const kept = Math.max(KEPT, this.room);
    if (conversation.ids.length > kept) conversation.ids.splice(0, conversation.ids.length - kept);
    return logits;
  }

  /** A second conversation that goes on from where this one is. */
  copyOf(conversation: Conversation): Conversation {
    this.putDown();
    const { states, ids } = conversation;
    return { states: new Map([...states].map(([name, data]) => [name, data.slice()])), ids: [...ids] };
  }

  /** Brings the states of the conversation that was heard last up to date. */
  putDown(): void {
    if (!this.held) return;
    const tokens = this.carried();
    for (const { name, shape, data } of this.engine.statesOf(this.owner))
      (this.held.states.get(name) as Float32Array).set(data.subarray(0, this.used(shape, data.length, tokens)));
    this.held = undefined;
  }

  private takeUp(conversation: Conversation): void {
    if (this.held === conversation) return;
    this.putDown();
    const tokens = conversation.states.get(POSITION)?.[0] ?? 0;
    for (const { name, shape, data } of this.engine.statesOf(this.owner))
      data.set((conversation.states.get(name) as Float32Array).subarray(0, this.used(shape, data.length, tokens)));
    this.held = conversation;
  }

  /** Elements of a state that are in use: of one that has a row for every token there is room for, the rows of those heard. */
  private used(shape: readonly number[], size: number, tokens: number): number {
    return this.room > 0 && shape[1] === this.room ? (size / this.room) * tokens : size;
  }

  /** Replays one program on tokens; the logits after the last, if it answers. */
  private answer(
    program: Tape,
    ids: readonly number[],
    colour: readonly number[],
    between?: () => void,
  ): ArrayLike<number> {
    this.engine.input(program, 'colour').set(colour);
    this.engine.input(program, 'ids').set(ids);
    this.engine.run(program, 'forward', between);
    this.engine.run(program, 'commit', between);
    return program.outputs.logits ? this.engine.output(program, 'logits') : [];
  }

  /** Tokens that a brain with limited room carries in mind now. */
  private carried(): number {
    if (this.room === 0) return 0;
    const position = this.engine.statesOf(this.owner).find(({ name }) => name === POSITION);
    if (!position) throw new Error(`a brain with room for ${this.room} tokens must count them in a state ${POSITION}`);
    return position.data[0];
  }

  /** How many tokens there is room for. */
  private left(): number {
    return this.room === 0 ? Number.POSITIVE_INFINITY : this.room - this.carried();
  }

  /** What hears the next of so many tokens: a brain that can only listen answers the last of them alone. */
  private piece(tokens: number): Step {
    return this.listening.length > 0 && tokens > 1
      ? this.fitting(this.listening, tokens - 1)
      : this.fitting(this.speaking, tokens);
  }

  /** The largest piece of so many tokens that fits. */
  private fitting(steps: readonly Step[], tokens: number): Step {
    const most = Math.min(tokens, this.left());
    return steps.find((step) => step.time <= most) ?? steps[steps.length - 1];
  }

  /** Forgets all that tokens left in mind but for the last half of what it has room for, and hears that from the beginning. */
  private beginAnew(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    const steps = this.listening.length > 0 ? this.listening : this.speaking;
    const left = steps[0].program.recording.states;
    for (const { name, data } of this.engine.statesOf(this.owner)) if (left.has(name)) data.fill(0);
    const half = Math.floor(this.room / 2);
    const last = half > 0 ? conversation.ids.slice(-half) : [];
    for (let at = 0; at < last.length; ) {
      const { time, program } = this.fitting(steps, last.length - at);
      this.answer(program, last.slice(at, at + time), colour, between);
      at += time;
    }
  }
}
