/** What a key means to the shell of the dashboard. Pure. */
import type { Key } from 'ink';

export interface Situation {
  /** a page takes typing: letters and digits are its own */
  readonly typing: boolean;
  /** it was asked whether it should save and sleep */
  readonly asking: boolean;
  readonly help: boolean;
  /** the window is too small for anything but leaving */
  readonly small: boolean;
  /** how many there are: their keys are 1, 2, 3 … */
  readonly pages: number;
}

export type Command =
  | { readonly kind: 'page'; readonly index: number }
  | { readonly kind: 'turn'; readonly by: 1 | -1 }
  | { readonly kind: 'leave' | 'help' | 'endHelp' | 'pause' | 'journal' | 'ask' | 'sleep' | 'no' | 'endTyping' };

/** The command of a key; undefined if it is none of the shell's. */
export function commandOf(
  input: string,
  key: Pick<Key, 'ctrl' | 'meta' | 'tab' | 'shift' | 'escape'>,
  { typing, asking, help, small, pages }: Situation,
): Command | undefined {
  if (key.ctrl && input === 'c') return { kind: 'leave' };
  if (small) return input === 'q' ? { kind: 'leave' } : undefined;
  if (asking) return { kind: input === 'S' && !key.ctrl && !key.meta ? 'sleep' : 'no' };
  if (key.tab) return { kind: 'turn', by: key.shift ? -1 : 1 };
  if (typing) return key.escape ? { kind: 'endTyping' } : undefined;
  if (key.ctrl || key.meta) return undefined;
  const index = /^[1-9]$/.test(input) ? Number(input) - 1 : -1;
  if (index >= 0 && index < pages) return { kind: 'page', index };
  if (help) return { kind: input === 'q' ? 'leave' : 'endHelp' };
  const kind = ({ q: 'leave', '?': 'help', p: 'pause', J: 'journal', S: 'ask' } as const)[input];
  return kind && { kind };
}
