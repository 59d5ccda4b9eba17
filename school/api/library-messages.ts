/** Messages about the library and the other sources. Plain data only. */
import type { StreamFile } from '../../library/batches/batches.ts';
import type { Example } from '../../library/sources/examples.ts';
import type { SourceReport } from '../../library/sources/mixer.ts';
import type { SentFile } from '../../library/token-cache/file-tokens.ts';

/** A text of the library as its owner may want to see it. */
export interface LibraryFile {
  readonly name: string;
  /** of the file, and of tokens that are learnt and that are held out */
  readonly bytes: number;
  readonly tokens: number;
  readonly heldOutTokens: number;
  /** tokens read of it so far: more than `tokens` after more than one reading */
  readonly read: number;
  /** how often it is read, beside texts of weight 1; 0: never */
  readonly weight: number;
  /** of all tokens that are read in a pass, its share by its weight: 0…1 */
  readonly share: number;
}

/** All texts, in the order of their names; beyond some thousands only the first, with sums of all. */
export interface LibraryReport {
  readonly files: readonly LibraryFile[];
  readonly count: number;
  readonly tokens: number;
  readonly heldOutTokens: number;
  readonly read: number;
  /** all sources that it learns from, the empty ones too; `library` is what is above */
  readonly sources: readonly SourceReport[];
}

/** The library as the lesson gets it: tokens to learn, and held-out passages to be examined on. */
export interface Library {
  readonly files: readonly StreamFile[];
  readonly exams: readonly { file: string; ids: Int32Array; bytes: number }[];
  /** starter dialogues that the library does not hold; absent: none */
  readonly dialogues?: readonly Example[];
}

/** The library on its way to the lesson's thread, which reads large texts from the disk itself. */
export type SentLibrary = Omit<Library, 'files'> & { readonly files: readonly SentFile[] };

/** What was read so far. */
export interface ReadSoFar {
  /** tokens of each file */
  readonly files: Readonly<Record<string, number>>;
  readonly sources: readonly SourceReport[];
  /** of each correction by its id: how often it was read, and whether its words are foreseen every time by now */
  readonly corrections: Readonly<Record<string, { readonly reads: number; readonly byHeart: boolean }>>;
}

/** What became of passages that somebody teaches: their ids. */
export interface Taught {
  readonly taken: readonly string[];
  /** they hold words that are held out for exams, or no words at all */
  readonly refused: readonly string[];
}

/** A passage that was taken out of a source. */
export interface Untaught {
  readonly id: string;
  /** how often it was learnt from; null: nobody counted, or it sleeps */
  readonly reads: number | null;
  /** when it was taught, ISO 8601 */
  readonly time: string;
}

/** What became of a correction: the conversation goes on with it in any case. */
export interface Corrected {
  /** what `baby unlearn` knows it by; null: it is not learnt */
  readonly id: string | null;
  /** why not */
  readonly note: string | null;
}

/** A reply that its owner corrected. */
export interface Correction {
  readonly id: string;
  readonly time: string;
  /** what it answers; empty where nobody had said anything */
  readonly question: string;
  readonly answer: string;
  readonly reads: number | null;
  readonly byHeart: boolean;
}
