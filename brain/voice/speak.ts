import type { Engine, Program } from '../engine/engine.ts';

/** One conversation's mind: what is carried from token to token, and nothing of other conversations. */
export interface Conversation {
  /** every state of the speaking programs, by name; fixed in size however long the talk is */
  readonly states: Map<string, Float32Array>;
  /** the tokens heard and said, oldest first: for the repetition penalty, and for brains that must be shown the past again */
  readonly ids: number[];
}

/** How many tokens of a conversation are remembered as tokens. */
const KEPT = 1024;

/**
 * Hears and speaks one token at a time, with activations of its own: the weights are only read, so a training step may stand still
 * in between. `steps` are speaking programs for several numbers of tokens at once (1 must be among them); long prompts are heard in
 * the largest pieces that fit.
 */
export class Voice {
  private readonly engine: Engine;
  private readonly steps: readonly { time: number; program: Program }[];
  private readonly owner: string;
  private readonly window: number;

  /** `window` > 0: the brain is shown its last `window` tokens anew for each token (seed); 0: it carries states (baby). */
  constructor(engine: Engine, steps: readonly { time: number; program: Program }[], owner: string, window: number) {
    this.engine = engine;
    this.steps = steps.toSorted((a, b) => b.time - a.time);
    this.owner = owner;
    this.window = window;
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
    for (const { name, data } of this.engine.statesOf(this.owner))
      data.set(conversation.states.get(name) as Float32Array);
    let logits: ArrayLike<number> = [];
    for (let at = 0; at < ids.length; ) {
      const left = ids.length - at;
      const { time, program } =
        (this.window > 0 ? undefined : this.steps.find((step) => step.time <= left)) ??
        this.steps[this.steps.length - 1];
      const count = this.window > 0 ? 1 : time;
      for (let i = 0; i < count; i++) conversation.ids.push(ids[at + i]);
      this.engine.input(program, 'colour').set(colour);
      if (this.window > 0) this.show(program, conversation.ids);
      else this.engine.input(program, 'ids').set(Array.from({ length: count }, (_, i) => ids[at + i]));
      // a brain that is shown everything anew need not answer before the last token
      if (this.window === 0 || left === 1) {
        this.engine.replay(program, 'forward', between);
        this.engine.replay(program, 'commit', between);
        logits = this.engine.output(program, 'logits');
      }
      at += count;
    }
    if (conversation.ids.length > KEPT) conversation.ids.splice(0, conversation.ids.length - KEPT);
    for (const { name, data } of this.engine.statesOf(this.owner))
      (conversation.states.get(name) as Float32Array).set(data);
    return logits;
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
