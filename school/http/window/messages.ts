/** What the page in a browser is sent. Plain data only. */
import type { Person } from '../../../library/importing/owner.ts';
import type { Spot } from '../../../statistics/query/curve.ts';
import type { PastMark } from '../../../statistics/query/marks.ts';
import type { ChatMessage, Event, Introduction, Stats } from '../../api/messages.ts';

/** The curves of the page; the exam is the largest. */
export const CURVE_NAMES = ['exam', 'bitsPerByte', 'smoothLoss', 'tokensPerSecond'] as const;
export type CurveName = (typeof CURVE_NAMES)[number];

/** How it is, by the same rules as in the terminal. */
export interface Countenance {
  readonly bear: string;
  readonly mood: string;
}

/** Bytes of one file that is dropped onto the page. */
export const LARGEST_UPLOAD = 1 << 30;

/** What the page begins with. */
export interface Opening extends Countenance {
  readonly awake: boolean;
  /** whether it can speak: awake, or from its soul */
  readonly speaks: boolean;
  /** whether the page can wake it */
  readonly canWake: boolean;
  readonly introduction: Pick<Introduction, 'name' | 'brain' | 'preset' | 'parameters'> & Partial<Introduction>;
  readonly owner: string;
  readonly voice: { readonly temperature: number; readonly maxTokens: number };
  readonly stats: Stats | null;
  readonly curves: Readonly<Record<CurveName, readonly Spot[]>>;
  readonly marks: readonly PastMark[];
  /** what it said to itself, oldest first */
  readonly babble: readonly { readonly step: number; readonly text: string }[];
  readonly chat: readonly ChatMessage[];
  readonly diary: string;
}

/** What comes while the page is open: every event of the baby, how it is, how far it has woken, that it is awake, and that it fell asleep. */
export type WindowEvent =
  | Event
  | { readonly event: 'countenance'; readonly data: Countenance }
  | {
      readonly event: 'waking';
      readonly data: { readonly label: string; readonly done: number; readonly total: number };
    }
  | { readonly event: 'presence'; readonly data: Record<string, never> }
  | { readonly event: 'over'; readonly data: { readonly why: string } };

/** One line of a reply that is streamed. */
export type StreamLine<T> = { readonly delta: string } | { readonly result: T } | { readonly error: string };

export interface SoulLine {
  readonly name: string;
  readonly step: number;
  readonly savedAt: string;
  readonly bytes: number;
  readonly exam: number | null;
  readonly keptAs: string | null;
  readonly marks: string;
}

/** Who wrote in a file, where it is not known which of them its owner is. */
export interface FoundPeople {
  /** of the file, by which it is answered */
  readonly name: string;
  /** it only looks like a conversation: all of it may be the owner's writing */
  readonly guessed: boolean;
  readonly people: readonly Person[];
}

/** By the names of files: which of the people there the owner is; `own`: all of it is the owner's writing. */
export type Answers = Readonly<Record<string, readonly string[] | 'own'>>;

/** What would become of a file that was dropped, and who its owner may be. */
export interface Preview {
  /** by which the upload is fed or thrown away */
  readonly id: string;
  readonly sentences: readonly string[];
  /** whether feeding it would bring anything */
  readonly isUseful: boolean;
  /** who wrote in it, where that is not known by its names */
  readonly questions: readonly FoundPeople[];
}
