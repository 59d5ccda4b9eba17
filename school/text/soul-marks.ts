/** What is worth knowing of a soul beside its numbers. */
import type { CheckpointInfo } from '../../soul/retention.ts';

/** @example 'newest, "before the chat", before feeding diary.txt' */
export function soulMarks(
  { keptAs, reason, unreadable }: Pick<CheckpointInfo, 'keptAs' | 'reason' | 'unreadable'>,
  { newest, best }: { readonly newest: boolean; readonly best: boolean },
): string {
  const marks = [newest && 'newest', best && 'best', keptAs !== undefined && `"${keptAs}"`, reason];
  return [...marks, unreadable && 'its label is damaged'].filter(Boolean).join(', ');
}
