import type { About, Past } from './data.ts';

/** The best exam that is known of: from the exams of the span, from the record of the whole life, or from a soul. */
export function bestExam(
  past: Past | undefined,
  souls: About['souls'] = [],
): { value: number; ts: number } | undefined {
  const record = past?.known.find(({ name }) => name === 'bestExam')?.record;
  const exams = past?.curves.find(({ name }) => name === 'exam')?.stretches.flat() ?? [];
  const all = [
    ...exams,
    ...(record ? [record] : []),
    ...souls.flatMap(({ exam, savedAt }) => (exam === undefined ? [] : [{ value: exam, ts: savedAt }])),
  ];
  return all.reduce<{ value: number; ts: number } | undefined>(
    (best, { value, ts }) => (best && best.value <= value ? best : { value, ts }),
    undefined,
  );
}
