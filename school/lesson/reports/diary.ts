/** The line that it writes into its diary at every save. Pure. */
import { count } from '../../../statistics/format/numbers.ts';
import type { Probes, Stats } from '../../api/messages.ts';
import { againLine } from '../../text/raising-lines.ts';
import { lessonTexts } from '../texts.ts';

/** The window that its lobes listen to most, in tokens. */
function favouriteWindow(values: Probes['values']): number | undefined {
  let best: { size: number; weight: number } | undefined;
  for (const [name, weight] of Object.entries(values)) {
    const match = /^(lobe\d+)\.weight(\d+)$/.exec(name);
    const size = match ? values[`${match[1]}.window${match[2]}`] : undefined;
    if (size !== undefined && (!best || weight > best.weight)) best = { size, weight };
  }
  return best?.size;
}

/**
 * @param stats how it is at this save
 * @param before how it was at the one before, if there was one; compared only where both had the same text to learn
 * @param mood in a few words (raising/mood.ts)
 * @example 'step 1,240, unread text 1.92 bits per byte (0.31 better), favourite window 2.0 tokens; feels very happy, a little calm'
 */
export function diaryLine(stats: Stats, before: Stats | undefined, probes: Probes | undefined, mood: string): string {
  const like = before?.examPaper === stats.examPaper ? before : undefined;
  // what it learns by heart is no news: what it was never given says whether it became better
  const isExamined = stats.exam !== null;
  const now = stats.exam ?? stats.bitsPerByte;
  const then = like && (isExamined ? like.exam : like.exam === null ? like.bitsPerByte : null);
  const better = then === null || then === undefined ? 0 : then - now;
  const change =
    Math.abs(better) >= 0.005 ? ` (${Math.abs(better).toFixed(2)} ${better > 0 ? 'better' : 'worse'})` : '';
  const window = probes && favouriteWindow(probes.values);
  const favourite = window === undefined ? '' : lessonTexts.diary.favouriteWindow(window.toFixed(1));
  const bits = lessonTexts.diary.bits(isExamined, now.toFixed(2), change);
  const again = againLine(probes?.values ?? {});
  const doing = stats.doing === undefined || stats.doing === 'learning' ? '' : `; ${stats.doing}`;
  return lessonTexts.diary.line(count(stats.step), bits, favourite, doing, again && `${again}; `, mood);
}
