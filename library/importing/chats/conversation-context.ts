/** Conversations with others' words as context: the turns shortly before a turn of the owner. */
import type { Turn } from '../../tokenizer/turns.ts';

/** Turns of others that are kept in front of a turn of the owner. */
const CONTEXT = 16;

interface Thread {
  /** Others' turns since the owner's last. */
  held: Turn[];
  time: number | undefined;
  /** The next turn that is given out begins an excerpt. */
  begins: boolean;
}

export class Excerpts {
  private readonly silence: number;
  private readonly threads = new Map<string, Thread>();
  /** Of each file, the conversation that was given out last. */
  private readonly last = new Map<string, string>();

  /** @param silence milliseconds of silence after which a new conversation begins */
  constructor(silence: number) {
    this.silence = silence;
  }

  /**
   * Turns that are ready to be written, and how many of others' were given up.
   * @param file where they are written; several conversations may be. @param conversation its name within the file
   */
  push(file: string, conversation: string, turn: Turn, time: number | undefined): { turns: Turn[]; left: number } {
    const key = `${file}\n${conversation}`;
    let thread = this.threads.get(key);
    if (thread === undefined) this.threads.set(key, (thread = { held: [], time: undefined, begins: true }));
    let left = 0;
    const silent = time !== undefined && thread.time !== undefined && Math.abs(time - thread.time) > this.silence;
    if (silent) {
      left += thread.held.length;
      thread.held = [];
      thread.begins = true;
    }
    thread.time = time ?? thread.time;
    thread.held.push(turn);
    if (!turn.learn) {
      if (thread.held.length > CONTEXT) {
        thread.held.shift();
        thread.begins = true;
        left++;
      }
      return { turns: [], left };
    }
    const begins = thread.begins || this.last.get(file) !== conversation;
    const turns = thread.held.map((one, i) => (i === 0 && begins ? { ...one, begins: true } : one));
    thread.held = [];
    thread.begins = false;
    this.last.set(file, conversation);
    return { turns, left };
  }

  /** How many turns nothing of the owner's followed, for each conversation. */
  end(): number[] {
    return [...this.threads.values()].map(({ held }) => held.length).filter((held) => held > 0);
  }
}
