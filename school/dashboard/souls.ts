/** Checkpoints as a table and a curve. Pure. */
import { bestOf, type CheckpointInfo, comparable } from '../../soul/keeping.ts';
import { compact } from '../../statistics/charts/scale.ts';

export interface SoulRow {
  readonly name: string;
  readonly step: number;
  readonly savedAt: string;
  readonly bytes: number;
  readonly exam: number | undefined;
  /** against the soul saved before it that was examined on the same: below 0 is better */
  readonly change: number | undefined;
  readonly marks: string;
}

/** Newest first, as they come. */
export function soulRows(infos: readonly CheckpointInfo[]): SoulRow[] {
  const best = bestOf(infos);
  return infos.map(({ name, step, savedAt, bytes, score, paper }, i) => {
    const before = infos.slice(i + 1).find((info) => info.score !== undefined && info.paper === paper)?.score;
    const marks = [...(i === 0 ? ['newest'] : []), ...(name === best?.name ? ['best'] : [])];
    return {
      name,
      step,
      savedAt,
      bytes,
      exam: score,
      change: score === undefined || before === undefined ? undefined : score - before,
      marks: marks.join(', '),
    };
  });
}

/** The exam of each soul that has one on what is held out now, by step. */
export function examCurve(infos: readonly CheckpointInfo[]): { x: number; value: number }[] {
  return comparable(infos)
    .flatMap(({ step, score }) => (score === undefined ? [] : [{ x: step, value: score }]))
    .sort((a, b) => a.x - b.x);
}

/** @example changed(-0.0123) // '-0.012'; '+0.100', '0.000' */
export function changed(value: number): string {
  const text = value.toFixed(3);
  if (Number(text) === 0) return '0.000';
  return value > 0 ? `+${text}` : text;
}

/** Steps under a chart. */
export const stepLabel = (step: number): string => `step ${compact(step)}`;

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** How long ago a moment was, ISO 8601, in its two greatest units. @example '2 d 5 h ago', '42 s ago' */
export function longAgo(moment: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(moment)) / 1000));
  const first = UNITS.findIndex(([name, size]) => seconds >= size || name === 's');
  let rest = seconds;
  const parts = UNITS.slice(first, first + 2).flatMap(([name, size]) => {
    const many = Math.floor(rest / size);
    rest %= size;
    return many > 0 || name === 's' ? [`${many} ${name}`] : [];
  });
  return `${parts.join(' ')} ago`;
}
