/** The curves of the dashboard: what the ledger knows of the past, and what comes while it is open. */
import type { Database } from 'better-sqlite3';
import { curveOf } from '../../../statistics/query/curve.ts';
import { HELD_OUT, paperOfExams } from '../../../statistics/query/exam-sets.ts';
import { events } from '../../../statistics/query/spans.ts';
import type { ExamResult, Stats } from '../../api/messages.ts';
import { CURVE, grown, joined, PAST } from '../now/curves.ts';
import type { Curves, Spot } from './snapshot.ts';

/** Those of the regular numbers. */
const OF_STATS = ['smoothLoss', 'bitsPerByte', 'exam', 'tokensPerSecond'] as const;

export class LiveCurves {
  /** what the exams of the curve are about */
  #paper: string | undefined;

  /** @returns the same curves where there is no new spot, and whether exams are about another text from now on */
  grown(curves: Curves, stats: Stats, now: number): { curves: Curves; isOtherExam: boolean } {
    const next = { ...curves };
    const { examPaper: paper } = stats;
    const isOtherExam = paper !== undefined && this.#paper !== undefined && paper !== this.#paper;
    this.#paper = paper ?? this.#paper;
    for (const name of OF_STATS) {
      const value = stats[name];
      if (value === null) continue;
      // An exam counts until the next one: between them its curve has no spots.
      if (name === 'exam' && next.exam.at(-1)?.value === value) continue;
      next[name] = grown(next[name], { t: now, step: stats.step, value }, CURVE);
    }
    return { curves: OF_STATS.every((name) => next[name] === curves[name]) ? curves : next, isOtherExam };
  }

  /** With what a regular exam found of weights and memory together. */
  examined(curves: Curves, { step, of, withMemory }: ExamResult, now: number): Curves {
    if (of !== HELD_OUT || withMemory === undefined) return curves;
    return { ...curves, withMemory: grown(curves.withMemory, { t: now, step, value: withMemory }, CURVE) };
  }

  /** With what the ledger knows of the time before. @returns the step at which exams on today's text began; undefined: all are about it */
  withPast(curves: Curves, ledger: Database): { curves: Curves; examsSince: number | undefined } {
    const exams = paperOfExams(ledger);
    if (exams) this.#paper ??= exams.paper;
    const past = OF_STATS.map((name) => {
      const before = curveOf(ledger, name, PAST.span, PAST.points);
      return [name, joined(before, curves[name], CURVE.most)] as const;
    });
    const withMemory = joined(memoryExamsOf(ledger), curves.withMemory, CURVE.most);
    const next = { ...curves, ...Object.fromEntries(past), withMemory };
    const { since } = exams ?? {};
    return { curves: next, examsSince: since === undefined ? undefined : next.exam.find(({ t }) => t >= since)?.step };
  }
}

/** Regular exams of weights and memory together that the ledger holds, oldest first. */
function memoryExamsOf(ledger: Database): Spot[] {
  const found = events(ledger, { kind: 'examined', limit: CURVE.most }).flatMap(({ ts, data }): Spot[] => {
    const { of, step, withMemory } = JSON.parse(data ?? '{}') as Partial<ExamResult>;
    return of === HELD_OUT && step !== undefined && withMemory !== undefined
      ? [{ t: ts, step, value: withMemory }]
      : [];
  });
  return found.sort((a, b) => a.t - b.t);
}
