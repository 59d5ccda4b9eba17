/** The same few questions, answered again and again: how its voice changes. */
import type { Raised, Reply, VoiceOptions } from '../api/messages.ts';

export type Milestone = Extract<Raised, { kind: 'milestone' }>;

export interface MilestoneSettings {
  /** the least time between two rounds; 0: never */
  readonly seconds: number;
  readonly tokens: number;
  readonly prompts: readonly string[];
}

/** Where it is asked: no view shows this conversation. */
export const MILESTONE_CONVERSATION = 'milestone';

/** The same for all its life, too. */
const MILESTONE_TEMPERATURE = 0.7;

/** The share of its time that answering may cost. */
const MOST_OF_ITS_TIME = 0.01;

export interface MilestoneParts {
  readonly settings: () => MilestoneSettings;
  /** the same for all its life, so that answers differ for what it learnt, and not by chance */
  readonly seed: number;
  /** asks in a conversation that nobody has spoken in; rejects if it is not there any more */
  readonly ask: (prompt: string, how: VoiceOptions) => Promise<Reply>;
  readonly tell: (milestone: Milestone) => void;
  /** milliseconds of a steady clock */
  readonly now: () => number;
}

/** Asks, a round at a time, when it is due. */
export class Milestones {
  private readonly parts: MilestoneParts;
  private due = Number.NEGATIVE_INFINITY;
  private asking = false;

  constructor(parts: MilestoneParts) {
    this.parts = parts;
  }

  /**
   * It has just saved, at this step. Resolves to how many questions it answered: none if the last round was not long ago, or cost so much
   * that the next must wait. Rejects with what `ask` rejects.
   */
  async saved(step: number): Promise<number> {
    const { settings, seed, ask, tell, now } = this.parts;
    const { seconds, tokens: maxTokens, prompts } = settings();
    const temperature = MILESTONE_TEMPERATURE;
    if (seconds === 0 || this.asking || now() < this.due) return 0;
    this.asking = true;
    const began = now();
    let spent = 0;
    try {
      for (const prompt of prompts) {
        const { text, milliseconds } = await ask(prompt, { seed, temperature, maxTokens, memory: 'none' });
        spent += milliseconds;
        tell({ kind: 'milestone', step, prompt, text, temperature, milliseconds });
      }
      return prompts.length;
    } finally {
      this.asking = false;
      this.due = Math.max(began + seconds * 1000, now() + spent * (1 / MOST_OF_ITS_TIME - 1));
    }
  }
}
