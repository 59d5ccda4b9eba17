import { POSITION } from '../brains/brain.ts';
import type { Engine, Program } from '../engine/engine.ts';

/** One conversation's mind: what is carried from token to token, and nothing of other conversations. */
export interface Conversation {
  /** every state of the speaking programs, by name; fixed in size however long the talk is */
  readonly states: Map<string, Float32Array>;
  /** the tokens heard and said, oldest first: for the repetition penalty, and for brains that must be shown the past again */
  readonly ids: number[];
}

/** How many tokens of a conversation are remembered as tokens, at least. */
const KEPT = 1024;

interface Step {
  readonly time: number;
  readonly program: Program;
}

/**
 * Hears and speaks one token at a time, with activations of its own: the weights are only read, so a training step may stand still
 * in between. `steps` are speaking programs for several numbers of tokens at once (1 must be among them); long prompts are heard in
 * the largest pieces that fit.
 *
 * A brain with `room` for so many tokens counts them in its state POSITION. When that is full, it begins anew with the last half of
 * what it heard, which takes their places from 0 on, in today's colour; so it always looks back on room/2 to room tokens, and a token
 * costs twice itself at most, over a long talk.
 */
export class Voice {
  private readonly engine: Engine;
  private readonly steps: readonly Step[];
  private readonly owner: string;
  private readonly window: number;
  private readonly room: number;

  /**
   * `window` > 0: the brain is shown its last `window` tokens anew for each token (seed); 0: it carries states (baby), of no more than
   * `room` tokens (gpt2) where that is not 0.
   */
  constructor(engine: Engine, steps: readonly Step[], owner: string, window: number, room = 0) {
    this.engine = engine;
    this.steps = steps.toSorted((a, b) => b.time - a.time);
    this.owner = owner;
    this.window = window;
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
    for (let at = 0; at < ids.length; ) {
      if (this.window > 0) {
        conversation.ids.push(ids[at++]);
        // a brain that is shown everything anew need not answer before the last token
        if (at === ids.length) logits = this.answer(this.steps[0].program, conversation.ids, colour, between);
        continue;
      }
      if (this.left() === 0) this.beginAnew(conversation, colour, between);
      const step = this.fitting(ids.length - at);
      const heard = Array.from({ length: step.time }, (_, i) => ids[at + i]);
      logits = this.answer(step.program, heard, colour, between);
      conversation.ids.push(...heard);
      at += step.time;
    }
    const kept = Math.max(KEPT, this.room);
    if (conversation.ids.length > kept) conversation.ids.splice(0, conversation.ids.length - kept);
    this.putDown(conversation);
    return logits;
  }

  private takeUp({ states }: Conversation): void {
    const tokens = states.get(POSITION)?.[0] ?? 0;
    for (const { name, shape, data } of this.engine.statesOf(this.owner))
      data.set((states.get(name) as Float32Array).subarray(0, this.used(shape, data.length, tokens)));
  }

  private putDown({ states }: Conversation): void {
    const tokens = this.carried();
    for (const { name, shape, data } of this.engine.statesOf(this.owner))
      (states.get(name) as Float32Array).set(data.subarray(0, this.used(shape, data.length, tokens)));
  }

  /** Elements of a state that are in use: of one that has a row for every token there is room for, the rows of those heard. */
  private used(shape: readonly number[], size: number, tokens: number): number {
    return this.room > 0 && shape[1] === this.room ? (size / this.room) * tokens : size;
  }

  /** Replays one program on tokens; the logits after the last. */
  private answer(
    program: Program,
    ids: readonly number[],
    colour: readonly number[],
    between?: () => void,
  ): ArrayLike<number> {
    this.engine.input(program, 'colour').set(colour);
    if (this.window > 0) this.show(program, ids);
    else this.engine.input(program, 'ids').set(ids);
    this.engine.replay(program, 'forward', between);
    this.engine.replay(program, 'commit', between);
    return this.engine.output(program, 'logits');
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

  /** The largest piece of so many tokens that fits. */
  private fitting(tokens: number): Step {
    const most = Math.min(tokens, this.left());
    return this.steps.find((step) => step.time <= most) ?? this.steps[this.steps.length - 1];
  }

  /** Forgets everything but the last half of what it has room for, and hears that from the beginning. */
  private beginAnew(conversation: Conversation, colour: readonly number[], between?: () => void): void {
    for (const { data } of this.engine.statesOf(this.owner)) data.fill(0);
    const half = Math.floor(this.room / 2);
    const last = half > 0 ? conversation.ids.slice(-half) : [];
    for (let at = 0; at < last.length; ) {
      const { time, program } = this.fitting(last.length - at);
      this.answer(program, last.slice(at, at + time), colour, between);
      at += time;
    }
  }

  /** The last `window` tokens, right-aligned; the unused left part is silent. */
  private show(program: Program, ids: readonly number[]): void {
    const shown = ids.slice(-this.window);
    const silent = this.window - shown.length;
    const input = this.engine.input(program, 'ids').fill(0);
    input.set(shown, silent);
    this.engine.input(program, 'heard').fill(1).fill(0, 0, silent);
  }
}
