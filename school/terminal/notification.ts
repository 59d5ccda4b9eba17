/** Telling somebody who looks elsewhere, through the terminal: a bell, or a message of the desktop. Pure. */

export type Notify = 'off' | 'bell' | 'message';

const LONGEST = 160;

/** Terminals that know OSC 9, by TERM_PROGRAM; others are told by OSC 777, as urxvt, foot and kitty know it. */
const KNOW_OSC_9: readonly string[] = ['iTerm.app', 'WezTerm', 'ghostty', 'WarpTerminal'];

/**
 * What is written to a terminal; '' for nothing.
 * @param text in one line, fit to print
 */
export function notificationOf(
  how: Notify,
  title: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (how === 'off') return '';
  if (how === 'bell') return '\x07';
  const knows9 = KNOW_OSC_9.includes(env['TERM_PROGRAM'] ?? '') || env['WT_SESSION'] !== undefined;
  const [head, body] = [title, text].map((part) => harmless(part).slice(0, LONGEST));
  return knows9 ? `\x1b]9;${head}: ${body}\x07` : `\x1b]777;notify;${head};${body}\x07`;
}

/** Nothing in it ends the sequence, or begins another part of it. */
const harmless = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').replaceAll(';', ',');
