/** What is said of exams, and of the baby that teaches another one. Plain data only. */
import type { CorrectionsMark } from './corrections-mark.ts';

export interface ExamResult {
  readonly step: number;
  readonly bitsPerByte: number;
  /** nats per token */
  readonly loss: number;
  readonly tokens: number;
  readonly bytes: number;
  /** bits per byte of each that speaks, alone, by its id; absent where one speaks alone */
  readonly each?: Readonly<Record<string, number>>;
  /** bits per byte of the baby that teaches it, alone or with its siblings, by its weights; only of exams that somebody asked for */
  readonly teacher?: { readonly name: string; readonly bitsPerByte: number };
  /** what was examined: the held-out part, or a text's name */
  readonly of: string;
  /** bits per byte of weights and memory of the library together; absent where nothing is remembered */
  readonly withMemory?: number;
  /** the same where it also remembers what it reads as it goes; only of exams that somebody asked for */
  readonly remembering?: number;
  /** of its corrections; absent while there are none, and from exams of a text that somebody brought */
  readonly corrections?: CorrectionsMark;
  /** a fingerprint of all that was read: only exams of the same can be compared; absent from exams of before there was one */
  readonly paper?: string;
}

/** Another baby that teaches this one: which soul of it, at which step. */
export interface TeacherReport {
  readonly name: string;
  /** the folder of its home */
  readonly home: string;
  readonly soul?: string;
  readonly step?: number;
  /** why it teaches nothing at this wake, in one sentence */
  readonly why?: string;
}
