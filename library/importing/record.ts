/** What everything that can be fed becomes: one stream of records, whatever it was. */
import { importingTexts } from './texts.ts';

/** Something that somebody said. */
export interface Message {
  kind: 'message';
  /** As the export names them; '' if it does not say: then it is somebody else, unless `own` says that it is the owner. */
  author: string;
  /** Other ways in which the export knows the author: a number, an address, an account. */
  authorId?: string | readonly string[] | undefined;
  /** The export itself says whether its owner wrote this. */
  own?: boolean | undefined;
  /** Milliseconds since 1970. Of exports that name no time zone, the wall clock's time as if it were UTC. */
  time?: number | undefined;
  /** The chat, channel or group; absent: there is only one. */
  conversation?: string | undefined;
  text: string;
}

/** A piece of a text of one author: a note, a page, a book. All pieces of a document come one after another. */
export interface DocumentPiece {
  kind: 'document';
  /** This piece is the first of its document. */
  begins: boolean;
  /** Ends with a line, unless a line is longer than any piece. */
  text: string;
  time?: number | undefined;
}

/** One side of a conversation that is learnt as questions and answers. */
export interface QaTurn {
  role: 'question' | 'answer' | 'system';
  text: string;
  /** Only answers, and of those only the ones that the file does not exempt. */
  learn: boolean;
}

export interface Dialogue {
  kind: 'qa';
  turns: readonly QaTurn[];
}

export type ImportRecord = Message | DocumentPiece | Dialogue;

/** Why something is not among what is learnt. A total table, in words for people. */
export const LEFT_OUT = {
  others: importingTexts.leftOut.others,
  unknown: importingTexts.leftOut.unknown,
  system: importingTexts.leftOut.system,
  attachment: importingTexts.leftOut.attachment,
  deleted: importingTexts.leftOut.deleted,
  edited: importingTexts.leftOut.edited,
  forwarded: importingTexts.leftOut.forwarded,
  bot: importingTexts.leftOut.bot,
  quoted: importingTexts.leftOut.quoted,
  signature: importingTexts.leftOut.signature,
  encrypted: importingTexts.leftOut.encrypted,
  damaged: importingTexts.leftOut.damaged,
} as const;

export type LeftOut = keyof typeof LEFT_OUT;

/** What a reader reports in addition to its records. */
export interface Telling {
  leftOut(why: LeftOut, count?: number): void;
  /** One sentence about the file that goes on after its name: `is damaged at line 7: …`. */
  warn(says: string): void;
}
