/** What may leave for a public channel. Pure: the same text and context give the same verdict. */
import type { Verdict } from '../../api/twitch-messages.ts';
import { CLEANING, type Fix, fixed, viewsOf } from './fold.ts';
import { findPattern } from './patterns.ts';
import { findNumber } from './personal.ts';
import { findShape } from './shape.ts';
import { findTerm, type TermList } from './terms/terms.ts';
import { firstTurn } from './turns.ts';

/** Longest message that is sent, the mention included; Twitch takes 500. */
export const LONGEST = 400;
/** Twitch drops the same text within this time, in milliseconds. */
const SAME_WITHIN = 30_000;

/** Who knows what was written in private: see memorised.ts. */
export interface Guard {
  /** The rule that a text breaks, if it is said in public to a person. */
  finds(text: string, toUserId: string | null): 'memory.tokens' | 'memory.characters' | 'memory.person' | undefined;
}

export interface OutputContext {
  /** whom it answers; null: nobody in particular */
  readonly to: { readonly login: string; readonly userId: string } | null;
  readonly now: number;
  /** what was sent last in the channel */
  readonly last: { readonly text: string; readonly at: number } | null;
  /** lists of words that must not be said */
  readonly lists: readonly TermList[];
  /** of those who talk with it: as the mark of a turn they must not be seen */
  readonly names?: readonly string[];
  /** undefined: not ready, and nothing may leave; null: these are words of the program, not of the mind */
  readonly guard: Guard | undefined | null;
}

/** Signs that begin commands of Twitch, of this bot and of others, and what looks like them; quotation marks and brackets begin none. */
const LEADING = /^(?:[\s$^`´|~+=>\p{Pd}\p{Pc}ǃ╱⁄∕⧸⟋∖⧵]|(?![¡¿"'‘’“”„«»‹›])\p{Po})+/u;

/** What takes something out, in this order. */
const TAKING_OUT: readonly Fix[] = [
  {
    id: 'mention.other',
    does: 'removes mentions of everybody but the person who is answered',
    apply: (text) =>
      text
        .replace(/[@＠﹫]+[\p{L}\p{N}_]*/gu, '')
        .replace(/\s{2,}/g, ' ')
        .trim(),
  },
  {
    id: 'turn.first',
    does: 'keeps the first turn only, without the scraps of `[name]:` that conversations are read in',
    apply: firstTurn,
  },
  {
    id: 'command.leading',
    does: 'removes signs in front that begin commands',
    apply: (text) => text.replace(LEADING, ''),
  },
];

/** In this order. Each is known by its id wherever it changed something. */
export const FIXES: readonly Fix[] = [...CLEANING, ...TAKING_OUT];

/** What one pass of the refusing rules finds wrong. */
function refusal(text: string, lists: readonly TermList[]): string | undefined {
  const views = viewsOf(text);
  return findShape(text) ?? findPattern(views) ?? findNumber(views.plain) ?? findTerm(views, lists);
}

/**
 * Judges what is to be said. The text of the verdict begins with the mention of who asked, so that its first character is always
 * ours; it has one line and at most `LONGEST` characters.
 */
export function judgeOutput(said: string, context: OutputContext): Verdict {
  const { to, now, last, lists, names, guard } = context;
  const rules: string[] = [];
  const refused = (id: string): Verdict => ({ allowed: false, rules: [...rules, id], text: '' });
  if (guard === undefined) return refused('memory.unready');

  const cleaned = fixed(said, CLEANING, rules);
  // before anything is taken out that could break a pattern apart
  const before = refusal(cleaned, lists);
  if (before !== undefined) return refused(before);
  let text = fixed(cleaned, TAKING_OUT, rules, names);
  const mention = to === null ? '' : `@${to.login} `;
  const cut = shortened(text, LONGEST - mention.length);
  if (cut !== text) rules.push('length.cut');
  text = cut;
  if (!/[\p{L}\p{N}]/u.test(text)) return refused('text.empty');
  const wrong = refusal(text, lists) ?? guard?.finds(text, to?.userId ?? null);
  if (wrong !== undefined) return refused(wrong);
  const whole = mention + text;
  if (last !== null && now - last.at < SAME_WITHIN && sameAs(last.text, whole)) return refused('repeat.own');
  return { allowed: true, rules, text: whole };
}

function sameAs(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim().toLowerCase() === b.replace(/\s+/g, ' ').trim().toLowerCase();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most so many UTF-16 units: whole sentences where half of it stays, else whole words, else whole characters. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  const whole = text.slice(0, end);
  const sentence = whole.match(/^.*[.!?…](?=\s|$)/su)?.[0];
  if (sentence !== undefined && sentence.length >= most / 2) return sentence;
  // a cut between two words needs nothing
  if (/\s/.test(text.slice(end, end + 1))) return whole.trimEnd();
  const words = whole.replace(/\s+\S*$/u, '');
  return words.length >= most / 2 ? words : whole.trimEnd();
}
