/** Judges outgoing messages for a public channel. Pure: the same text and context give the same verdict. */
import type { Verdict } from '../../api/twitch-messages.ts';
import { ruleTexts } from '../texts/rules.ts';
import { CLEANING, type Fix, fixed, viewsOf } from './fold.ts';
import { findPattern } from './patterns.ts';
import { findNumber } from './personal.ts';
import { findShape } from './shape.ts';
import { findTerm, type TermList } from './terms/terms.ts';
import { firstTurn } from './turns.ts';

/** Longest message that is sent, the mention included; Twitch allows 500 characters. */
export const LONGEST = 400;
/** Twitch drops a repeated text within this time, in milliseconds. */
const SAME_WITHIN = 30_000;

/** Recognises private texts: see memorised.ts. */
export interface Guard {
  /** The rule that a text breaks if it is said in public to this person, or undefined. */
  finds(text: string, toUserId: string | null): 'memory.tokens' | 'memory.characters' | 'memory.person' | undefined;
}

export interface OutputContext {
  /** the person who is answered; null: nobody in particular */
  readonly to: { readonly login: string; readonly userId: string } | null;
  readonly now: number;
  /** the last message sent to the channel */
  readonly last: { readonly text: string; readonly at: number } | null;
  /** lists of words that must not be said */
  readonly lists: readonly TermList[];
  /** names of the turns in the training text: they must not appear as marks of turns */
  readonly names?: readonly string[];
  /** undefined: not ready, so nothing may leave; null: text of the program, not of the model */
  readonly guard: Guard | undefined | null;
}

/** Signs that begin commands of Twitch, of this bot and of others, and what looks like them; quotation marks and brackets begin none. */
const LEADING = /^(?:[\s$^`´|~+=>\p{Pd}\p{Pc}ǃ╱⁄∕⧸⟋∖⧵]|(?![¡¿"'‘’“”„«»‹›])\p{Po})+/u;

/** Fixes that remove parts of the text, in this order. */
const TAKING_OUT: readonly Fix[] = [
  {
    id: 'mention.other',
    does: ruleTexts.removesMentions,
    apply: (text) =>
      text
        .replace(/[@＠﹫]+[\p{L}\p{N}_]*/gu, '')
        .replace(/\s{2,}/g, ' ')
        .trim(),
  },
  {
    id: 'turn.first',
    does: ruleTexts.firstTurnOnly,
    apply: firstTurn,
  },
  {
    id: 'command.leading',
    does: ruleTexts.removesLeadingSigns,
    apply: (text) => text.replace(LEADING, ''),
  },
];

/** All fixes, in this order. A verdict lists the ids of those that changed the text. */
export const FIXES: readonly Fix[] = [...CLEANING, ...TAKING_OUT];

/** The first refusing rule that the text breaks, or undefined. */
function refusal(text: string, lists: readonly TermList[]): string | undefined {
  const views = viewsOf(text);
  return findShape(text) ?? findPattern(views) ?? findNumber(views.plain) ?? findTerm(views, lists);
}

/**
 * Judges a reply. The text of the verdict begins with the mention of the person who asked, so that its first character is never
 * chosen by the model; it has one line and at most `LONGEST` characters.
 */
export function judgeOutput(said: string, context: OutputContext): Verdict {
  const { to, now, last, lists, names, guard } = context;
  const rules: string[] = [];
  const refused = (id: string): Verdict => ({ allowed: false, rules: [...rules, id], text: '' });
  if (guard === undefined) return refused('memory.unready');

  const cleaned = fixed(said, CLEANING, rules);
  // judged before parts are removed, since a removal could break a pattern apart
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

/** Cuts to at most `most` UTF-16 units: at a sentence if half of it stays, else at a word, else at a character. */
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
