/** Where what is learnt comes from. */

/** How a source gives out what it has. */
export interface SourceKind {
  /**
   * `reading`: the library in its order; `places`: stretches of the library from anywhere; `passages`: whole passages, drawn again
   * and again.
   */
  readonly gives: 'reading' | 'places' | 'passages';
  /** It is to be known by heart: what it does not know yet is drawn more often, and learnt in full however often the library was read. */
  readonly byHeart: boolean;
  /** Examples are taught while it is awake, and kept in a file of the home. */
  readonly taught: boolean;
  /** Its weight counts whole, however little it holds; beside a small library up to four times. */
  readonly constant?: true;
}

/** A total table. */
export const SOURCES = {
  /** all texts, each stream round and round */
  library: { gives: 'reading', byHeart: false, taught: false },
  /** the same texts, at random places */
  random: { gives: 'places', byHeart: false, taught: false },
  /** texts in the folder `letters` of the library, at random places */
  letters: { gives: 'places', byHeart: false, taught: false },
  /** questions and answers of the library, of which the answers are learnt */
  answers: { gives: 'passages', byHeart: true, taught: false },
  /** dialogues of the starter texts, so that who is raised on prose alone learns to answer; only the replies are learnt */
  dialogues: { gives: 'passages', byHeart: false, taught: false, constant: true },
  corrections: { gives: 'passages', byHeart: true, taught: true },
  reflections: { gives: 'passages', byHeart: false, taught: true },
  scribe: { gives: 'passages', byHeart: false, taught: true },
  /** what its owner says to it */
  chat: { gives: 'passages', byHeart: false, taught: true },
  /** what its owner says to it through programs of this machine */
  api: { gives: 'passages', byHeart: false, taught: true },
  twitch: { gives: 'passages', byHeart: false, taught: true },
} as const satisfies Record<string, SourceKind>;

export type SourceName = keyof typeof SOURCES;
export type TaughtName = { [S in SourceName]: (typeof SOURCES)[S]['taught'] extends true ? S : never }[SourceName];

export const SOURCE_NAMES = Object.keys(SOURCES) as SourceName[];
export const TAUGHT_NAMES = SOURCE_NAMES.filter((name) => SOURCES[name].taught) as TaughtName[];

/** How much each source is read, in proportion to the others that have anything. */
export type SourceWeights = Readonly<Record<SourceName, number>>;

/** Folder of the library whose texts are letters. */
export const LETTERS = 'letters/';
