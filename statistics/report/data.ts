/** The data of a report: plain values, gathered from the ledger. */
import type { SectionTime } from '../query/durations.ts';
import type { Known } from '../query/overview.ts';
import type { ToldLine, ToldSample } from '../query/spans.ts';
import type { Voice } from '../query/voice.ts';
import type { Stretch } from './timeline.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Who it is about. What is not known is left out of the page. */
export interface About {
  readonly name: string;
  readonly awake: boolean;
  /** whether the page holds what it said by itself, and its log */
  readonly hasTexts: boolean;
  /** such as `small baby` */
  readonly kind: string;
  /** all moments in milliseconds since 1970 */
  readonly madeAt: number;
  readonly born: number | undefined;
  readonly parameters: number | undefined;
  readonly secondsAwake: number | undefined;
  readonly step: number | undefined;
  readonly tokens: number | undefined;
  readonly souls: readonly SoulLine[];
}

/** One checkpoint, the newest first in a list. */
export interface SoulLine {
  readonly name: string;
  readonly savedAt: number;
  readonly step: number;
  readonly bytes: number;
  /** bits per byte; undefined where it was not examined yet */
  readonly exam: number | undefined;
  /** what it was examined on: only exams of the same are compared */
  readonly paper?: string | undefined;
}

/** One value of a curve, or what stands for a span of them. */
export interface Dot {
  readonly ts: number;
  readonly step: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** of an exam: what it was about */
  readonly paper?: string;
}

/** One statistic, its dots stretch by stretch. */
export interface Curve {
  readonly name: string;
  readonly stretches: readonly (readonly Dot[])[];
}

export interface ColourMoment {
  readonly ts: number;
  readonly felt: Rgb;
  readonly expected: Rgb | undefined;
}

/** One waking. */
export interface Wake {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly firstStep: number | undefined;
  readonly lastStep: number | undefined;
  /** undefined: it goes on */
  readonly reason: string | undefined;
}

/** Warnings or errors that differ in their numbers alone. */
export interface Trouble {
  readonly level: 'warn' | 'error';
  readonly scope: string;
  /** the newest of them */
  readonly message: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** What the ledger knows of a span of its life. */
export interface Past {
  readonly known: readonly Known[];
  readonly stretches: readonly Stretch[];
  readonly curves: readonly Curve[];
  readonly colours: readonly ColourMoment[];
  /** by step */
  readonly speech: readonly ToldSample[];
  /** questions that were asked at its saves, each with a few answers */
  readonly voices: readonly Voice[];
  /** newest first, and how many there were before these */
  readonly wakes: readonly Wake[];
  readonly wakesBefore: number;
  readonly talk: { readonly conversations: number; readonly lines: number; readonly told: readonly ToldLine[] };
  /** most frequent first, and how many kinds are left out */
  readonly troubles: readonly Trouble[];
  readonly troublesMore: number;
  readonly time: { readonly step: SectionTime | null; readonly sections: readonly SectionTime[] };
}
