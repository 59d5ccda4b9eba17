import type { About, Past, SoulLine } from './data.ts';

/** The best exam that is known of on what is held out now: from the exams of the span, from the record of the whole life, or from a soul. */
export function bestExam(
  past: Past | undefined,
  souls: About['souls'] = [],
): { value: number; ts: number } | undefined {
  const exams = past?.curves.find(({ name }) => name === 'exam')?.stretches.flat() ?? [];
  const paper = newestPaper(exams, souls);
  // The record does not say what it was about: it counts only for a life whose exams never did.
  const record = paper === undefined ? past?.known.find(({ name }) => name === 'bestExam')?.record : undefined;
  const all = [
    ...exams.filter((exam) => exam.paper === paper),
    ...(record ? [record] : []),
    ...comparableSouls(souls, paper).map(({ exam, savedAt }) => ({ value: exam, ts: savedAt })),
  ];
  return all.reduce<{ value: number; ts: number } | undefined>(
    (best, { value, ts }) => (best && best.value <= value ? best : { value, ts }),
    undefined,
  );
}

/** Souls that were examined on that paper; left out: on that of the newest of them. */
export function comparableSouls(
  souls: About['souls'],
  paper: string | undefined = newestPaper([], souls),
): (SoulLine & { readonly exam: number })[] {
  return souls.flatMap((soul) =>
    soul.exam !== undefined && soul.paper === paper ? [{ ...soul, exam: soul.exam }] : [],
  );
}

/** What the newest exam was about; souls come newest first, exams oldest first. */
function newestPaper(exams: readonly { readonly paper?: string }[], souls: About['souls']): string | undefined {
  const newest = exams.at(-1) ?? souls.find(({ exam }) => exam !== undefined);
  return newest?.paper;
}
