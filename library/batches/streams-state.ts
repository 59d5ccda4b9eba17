/** Where the streams of a library are, as a soul keeps it. */
import type { NoveltyState } from './novelty.ts';
import type { Place } from './token-ring.ts';

/** All that resuming needs, as JSON. */
export interface StreamsState {
  version: 1;
  streams: StreamState[];
  /** Tokens of each file that were read as inputs, files that are gone included. */
  read: Record<string, number>;
  /** What came later; states of before do not tell. */
  news?: NoveltyState;
}

interface StreamState extends Place {
  /** Tokens that are to be read again from the library's end before `file` (its first) goes on; see `advance`. */
  before: number;
  /** How often the stream has passed the library's end. */
  passes: number;
  fresh: boolean;
}
