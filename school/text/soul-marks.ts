/** What is worth knowing of a soul beside its numbers. */
import type { CheckpointInfo } from '../../soul/retention.ts';
import { texts } from './texts.ts';

/** @example 'newest, "before the chat", before feeding diary.txt' */
export function soulMarks(
  { keptAs, reason, unreadable }: Pick<CheckpointInfo, 'keptAs' | 'reason' | 'unreadable'>,
  { newest, best }: { readonly newest: boolean; readonly best: boolean },
): string {
  const marks = [newest && texts.souls.newest, best && texts.souls.best, keptAs !== undefined && `"${keptAs}"`, reason];
  return [...marks, unreadable && texts.souls.labelDamaged].filter(Boolean).join(', ');
}
