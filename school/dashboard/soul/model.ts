/** Checkpoints as a table and a curve. Pure. */

import { statSync } from 'node:fs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { messageOf } from '../../../library/notices/notices.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { bestOf, type CheckpointInfo, comparable } from '../../../soul/retention.ts';
import { compact } from '../../../statistics/charts/scale.ts';
import { soulMarks } from '../../text/soul-marks.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Scroll } from '../components/widgets.tsx';
import { useNowAndThen } from '../state/use-interval.ts';

export interface SoulRow {
  readonly name: string;
  readonly step: number;
  readonly savedAt: string;
  readonly bytes: number;
  readonly exam: number | undefined;
  /** against the soul saved before it that was examined on the same: below 0 is better */
  readonly change: number | undefined;
  readonly keptAs: string | undefined;
  readonly best: boolean;
  /** newest, best, its name, and why it was saved */
  readonly marks: string;
}

/** Newest first, as they come. */
export function soulRows(infos: readonly CheckpointInfo[]): SoulRow[] {
  const best = bestOf(infos);
  return infos.map((info, i) => {
    const { name, step, savedAt, bytes, score, paper } = info;
    const before = infos.slice(i + 1).find((info) => info.score !== undefined && info.paper === paper)?.score;
    return {
      name,
      step,
      savedAt,
      bytes,
      exam: score,
      change: score === undefined || before === undefined ? undefined : score - before,
      keptAs: info.keptAs,
      best: name === best?.name,
      marks: oneLine(soulMarks(info, { newest: i === 0, best: name === best?.name })),
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

/** The checkpoints of a home as the page about them knows them. */
/** Milliseconds between two looks into the folder. */
const LOOK_AGAIN = 5000;

/** The souls of a home, looked for when there is news and now and again; their folder tells whether anything changed. */
export function useSouls(folder: string, news: unknown): { infos: readonly CheckpointInfo[]; problem: string } {
  const [known, setKnown] = useState<{ infos: readonly CheckpointInfo[]; problem: string }>({ infos: [], problem: '' });
  const seen = useRef<{ at: number | undefined; news: unknown; failures: number }>({
    at: -1,
    news: undefined,
    failures: 0,
  });
  const keeper = useMemo(() => new Keeper({ folder }), [folder]);
  useNowAndThen(LOOK_AGAIN, news, () => {
    const changedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === seen.current.at && news === seen.current.news) return;
    try {
      const infos = keeper.list();
      seen.current = { at: changedAt, news, failures: 0 };
      setKnown({ infos, problem: '' });
    } catch (error) {
      // While one is being let go its parts vanish one by one: only what fails twice is worth a word.
      if (++seen.current.failures < 2) return;
      const problem = oneLine(messageOf(error));
      setKnown((before) => ({ ...before, problem }));
    }
  });
  return known;
}

/** A soul that is selected stays so when a newer one comes; only at the top the newest is always meant. */
export function useSameSoul(souls: readonly SoulRow[], scroll: Scroll): void {
  const before = useRef(souls);
  useEffect(() => {
    if (before.current === souls) return;
    const name = before.current[scroll.selected]?.name;
    before.current = souls;
    const now = souls.findIndex((soul) => soul.name === name);
    if (scroll.selected > 0 && now >= 0) scroll.select(now);
  });
}
