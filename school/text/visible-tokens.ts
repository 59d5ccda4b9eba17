import { printable } from '../../library/notices/printable.ts';

/** Spaces and ends of lines become signs, since in a token they count: ` the` is `·the`. */
export function seenToken(text: string): string {
  return printable(text).replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll(' ', '·') || '∅';
}
