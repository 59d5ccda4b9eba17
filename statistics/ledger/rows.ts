import type { Level } from './schema.ts';

/** One waking, from the ledger's point of view. */
export interface RunRow {
  readonly id: number;
  readonly startedAt: number;
  seenAt: number;
  endedAt: number | null;
  reason: string | null;
  readonly config: string | null;
  readonly codeVersion: string | null;
  readonly parameters: number | null;
  readonly tokenizerHash: string | null;
}

export interface MetricRow {
  readonly kind: 'metric';
  readonly name: string;
  readonly ts: number;
  readonly run: number;
  /** counts the values of one run */
  readonly seq: number;
  readonly step: number;
  /** null: it was no number */
  readonly value: number | null;
}

export interface LogRow {
  readonly kind: 'log';
  readonly ts: number;
  readonly level: Level;
  readonly scope: string;
  readonly message: string;
  readonly data: string | null;
}

export interface SampleRow {
  readonly kind: 'sample';
  readonly run: number;
  readonly step: number;
  readonly ts: number;
  readonly source: string;
  readonly prompt: string;
  readonly output: string;
  readonly temperature: number | null;
  readonly milliseconds: number | null;
}

export interface EventRow {
  readonly kind: 'event';
  readonly ts: number;
  readonly event: string;
  readonly data: string | null;
}

export interface ChatRow {
  readonly kind: 'chat';
  readonly ts: number;
  readonly conversation: string;
  readonly speaker: string;
  readonly direction: 'heard' | 'said';
  readonly text: string;
  /** when it is to be deleted, milliseconds; null: never */
  readonly expires: number | null;
}

export type Row = MetricRow | LogRow | SampleRow | EventRow | ChatRow;
