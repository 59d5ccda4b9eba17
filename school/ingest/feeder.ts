/** What feeding needs to know, and what it tells. */
import type { Encoding, EncodingProof } from '../../library/cleaning/encoding.ts';
import type { Change } from '../../library/cleaning/rewriter.ts';
import type { CleaningRules } from '../../library/cleaning/rules.ts';
import type { StandIns } from '../../library/cleaning/stand-ins.ts';
import type { Answer } from '../../library/importing/importing.ts';
import type { Manifest } from '../../library/importing/manifest.ts';
import type { Person } from '../../library/importing/owner.ts';
import type { FoundEncoding } from '../../library/importing/summary.ts';
import type { Home } from '../home/home.ts';

/** What was found in something that is more than a text, and what became of it. Plain data, as `--json` prints it. */
export interface Account {
  /** What it is: "a Telegram export". */
  what: string;
  messages: number;
  documents: number;
  dialogues: number;
  words: number;
  learntMessages: number;
  learntAnswers: number;
  learntWords: number;
  /** Those who wrote most, as the export names them: not cleaned. */
  people: readonly Person[];
  peopleInAll: number;
  /** Those of them whose words are learnt; '' is an owner whom the export does not name. */
  learntPeople: readonly Person[];
  /** Up to three lines as they are learnt. Not safe for a terminal. */
  samples: readonly string[];
  /** ISO 8601; absent where nothing has a time. */
  from?: string;
  to?: string;
  /** What was left out, in words, and how often. */
  leftOut: Record<string, number>;
  /** What was changed, in words, and how often. */
  changed: Record<string, number>;
  charactersIn: number;
  charactersOut: number;
  /** In which encodings its texts were read, and what told them; empty for what names none, such as a PDF. */
  encodings: readonly FoundEncoding[];
  seconds: number;
}

/** The encoding of a plain text that is not UTF-8, and its first words as they are read. */
export interface LegacyText {
  encoding: Encoding;
  by: EncodingProof;
  begins: string;
}

/** What became of one file. Messages and names are safe for a terminal. */
export type Fed =
  | { outcome: 'fed'; as: string; bytes: number; changed?: Record<string, number>; legacy?: LegacyText }
  | { outcome: 'known'; message: string }
  | { outcome: 'refused'; message: string }
  /** Nothing that can be learnt, and nothing wrong. */
  | { outcome: 'skipped'; message: string }
  /** Something of it is damaged; the rest is read. */
  | { outcome: 'warning'; message: string }
  /** `as` are the files in the library; of many the first few. In a rehearsal there are none. */
  | { outcome: 'imported'; message: string; name: string; as: string[]; files: number; bytes: number; account: Account }
  | {
      outcome: 'rehearsed';
      message: string;
      name: string;
      bytes: number;
      changed: Record<string, number>;
      legacy?: LegacyText;
    };

export interface FeedOptions {
  onFed: (fed: Fed) => void;
  /** Bytes read of all bytes. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** By which names the owner goes in what is fed. */
  me?: readonly string[] | undefined;
  /** All of it is the owner's writing, also what only looks like talk with others. Known exports keep their senders. */
  own?: boolean | undefined;
  /** What becomes of others' words: left out (so if absent), or read without being learnt. */
  others?: 'leave' | 'context' | undefined;
  /** Write nothing, and show what would be changed. */
  dryRun?: boolean | undefined;
  lowerCase?: boolean | undefined;
  /** Called once, before the first file is written, and not where there is nothing to write. */
  beforeWriting?: (() => Promise<void>) | undefined;
  /** Called before a file of the library is replaced or removed, with its name there. */
  beforeReplacing?: ((name: string) => Promise<void>) | undefined;
  /** The encoding of texts that are not UTF-8 and have no mark, by its standard name; absent: it is told from their letters. */
  encoding?: Encoding | undefined;
  /** Asked who the owner is, if there are several people; nothing: nobody can be asked. */
  askOwner?: ((people: readonly Person[], name: string, guessed: boolean) => Promise<Answer>) | undefined;
  /** Told some lines that were or would be changed. Not safe for a terminal. */
  onChange?: ((change: Change) => void) | undefined;
}

/** All that the parts of one feeding share. */
export interface Feeding {
  home: Home;
  rules: CleaningRules;
  standIns: StandIns;
  manifest: Manifest;
  speakers: { owner: string; baby: string };
  options: FeedOptions;
}
