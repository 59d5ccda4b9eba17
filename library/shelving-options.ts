/** What putting a text on the shelf goes by. */
import type { Given } from './given.ts';
import type { OnNote } from './note.ts';
import type { Tokenizer } from './tokenizer/index.ts';
import type { Withheld } from './withheld.ts';

export interface LearnableOptions {
  withheld: Withheld;
  /** Told the bytes of the file as they are read. */
  onBytes: (file: string, bytes: number) => void;
  /** Told the number of each passage that is let through; see withheld.ts. */
  onGiven?: (hash: number) => void;
}

export interface ShelvingOptions extends LearnableOptions {
  shelfFolder: string;
  tokenizer: Tokenizer;
  /** Takes in what is given out with this text. */
  given: Given;
  /** By which name the baby speaks. */
  speaker: string;
  onNote?: OnNote | undefined;
}
