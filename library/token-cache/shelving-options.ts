import type { HeldOutSet } from '../heldout/decontaminate.ts';
import type { SeenSet } from '../heldout/seen-set.ts';
import type { OnNote } from '../notices/notices.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import type { EncodingPool } from './encoding-pool.ts';

/** What putting a text on the shelf goes by. */
export interface LearnableOptions {
  withheld: HeldOutSet;
  /** Told the bytes of the file as they are read. */
  onBytes: (file: string, bytes: number) => void;
  /** Told the number of each passage that is let through; see withheld.ts. */
  onGiven?: (hash: number) => void;
}

export interface ShelvingOptions extends LearnableOptions {
  shelfFolder: string;
  tokenizer: Tokenizer;
  /** Takes in what is given out with this text. */
  given: SeenSet;
  /** The threads that encode large texts, which begin when it is called; left out: this thread encodes. */
  pool?: (() => EncodingPool) | undefined;
  /** By which name the baby speaks. */
  speaker: string;
  onNote?: OnNote | undefined;
}
