/** Judges incoming messages, to be answered or to be learnt. Pure. */
import type { ChatMessage, Verdict } from '../../api/twitch-messages.ts';
import { ruleTexts } from '../texts/rules.ts';
import { CLEANING, compatible, type Fix, fixed, viewsOf, visible } from './fold.ts';
import { findPattern } from './patterns.ts';
import { findNumber } from './personal.ts';
import { findShape } from './shape.ts';
import { KNOWN_BOTS } from './terms/blocklist.ts';
import { findTerm, type TermList } from './terms/terms.ts';
import { firstTurn } from './turns.ts';

/** Characters of a message that are judged; the rest is cut. */
const LONGEST_INPUT = 300;

/** In this order. */
const FIXES: readonly Fix[] = [
  ...CLEANING,
  {
    id: 'length.cut',
    does: ruleTexts.shortens,
    apply: (text) => [...text].slice(0, LONGEST_INPUT).join('').trim(),
  },
];

export interface InputContext {
  /** `answer`: the message becomes a prompt; `learn`: it is stored and learnt, so the rules for outgoing messages apply too */
  readonly purpose: 'answer' | 'learn';
  /** login of the bot itself */
  readonly self: string | null;
  /** logins that the owner's settings ignore */
  readonly ignored: ReadonlySet<string>;
  readonly lists: readonly TermList[];
  /** names of the turns in the training text */
  readonly names?: readonly string[];
}

/** Signs with which messages begin that are meant for some bot, and what looks like them; mentions may stand in front. */
const COMMAND = /^\s*(?:@\w+[\s,:]+)*[!/\\.$~?+#%&*=|>;:^_ǃ╱⁄∕⧸⟋∖⧵⁕-]/u;

/** Whether a message is a command of any bot. Commands are never stored. */
export function isCommand(text: string): boolean {
  return COMMAND.test(compatible(visible(text)));
}

/** The rule by which all messages of an account are ignored, or undefined. */
export function ignoredBecause(
  login: string,
  { self, ignored }: Pick<InputContext, 'self' | 'ignored'>,
): string | undefined {
  if (login === self) return 'who.self';
  if (KNOWN_BOTS.has(login)) return 'who.bot';
  if (ignored.has(login)) return 'who.ignored';
  return undefined;
}

/** Judges a message; `text` is the part addressed to the bot, without command or mention. */
export function judgeInput(message: Pick<ChatMessage, 'login' | 'text'>, context: InputContext): Verdict {
  const rules: string[] = [];
  const refused = (id: string): Verdict => ({ allowed: false, rules: [...rules, id], text: '' });
  const ignored = ignoredBecause(message.login, context);
  if (ignored !== undefined) return refused(ignored);

  const text = fixed(message.text, FIXES, rules);
  if (text === '') return refused('text.empty');
  const views = viewsOf(text);
  const learnt = context.purpose === 'learn';
  const wrong = findTerm(views, context.lists) ?? findPattern(views, learnt ? undefined : ['harm.']);
  if (wrong !== undefined) return refused(wrong);
  if (!learnt) return { allowed: true, rules, text };

  if (isCommand(message.text)) return refused('command.other');
  // marks of turns would attribute words to another speaker
  if (firstTurn(text, context.names) !== text) return refused('turn.first');
  if (/[@＠﹫]/u.test(text)) return refused('mention.other');
  const shape = findShape(text) ?? findNumber(views.plain);
  if (shape !== undefined) return refused(shape);
  if (!/\p{L}/u.test(text)) return refused('text.empty');
  return { allowed: true, rules, text };
}
