/** The rules of one kind of transcript: what each line is. */
import type { LeftOut } from '../../record.ts';

/** A line that begins a message. */
export interface Start {
  author: string;
  own?: boolean | undefined;
  time?: number | undefined;
  /** What stands behind the name, on the same line. */
  words: string;
}

/** What a line is: the beginning of a message, a line of the program, or, if undefined, more words of the message before. */
export type Line = Start | { system: LeftOut | 'nothing' } | undefined;

/** The rules of one kind of transcript. An object for each file: it may remember, such as the day of the last heading. */
export interface Grammar {
  line(line: string): Line;
  /** What a person typed of a message's words, or why there is nothing. */
  words?(text: string): string | { why: LeftOut };
  /** How a name stands right in front of its words: a message whose beginning is damaged is known by it. */
  named?(author: string): string | readonly string[];
  /** Names stand on lines of their own, with a time. */
  headed?: boolean;
  /** There are no times: a name in the middle of a word, or behind a sign, begins a message. */
  timeless?: boolean;
  conversation?: string | undefined;
  /** Names that were seen in a first look. */
  people?: readonly string[];
}
