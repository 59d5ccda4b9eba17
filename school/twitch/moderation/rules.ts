/** The list of all rules with their ids and effects, for `baby twitch rules`. */
import { ruleTexts } from '../texts/rules.ts';
import { FIXES } from './output.ts';
import { PATTERN_RULES } from './patterns.ts';
import { SHAPE_RULES } from './shape.ts';

export interface RuleSaid {
  readonly id: string;
  readonly does: string;
}

/** Rules that are neither a pattern nor a shape. */
const OTHERS: readonly RuleSaid[] = [
  { id: 'who.self', does: ruleTexts.ignoresItself },
  { id: 'who.bot', does: ruleTexts.ignoresBots },
  { id: 'who.ignored', does: ruleTexts.ignoresAccounts },
  { id: 'room.other', does: ruleTexts.ignoresOtherChannels },
  { id: 'text.empty', does: ruleTexts.refuses(ruleTexts.textWithoutLetters) },
  { id: 'length.cut', does: ruleTexts.shortens },
  { id: 'command.other', does: ruleTexts.neverLearnsCommands },
  { id: 'personal.phone', does: ruleTexts.refuses(ruleTexts.phoneNumber) },
  { id: 'personal.card', does: ruleTexts.refuses(ruleTexts.cardNumber) },
  { id: 'banned.hate', does: ruleTexts.refuses(ruleTexts.slurs) },
  { id: 'banned.sexual', does: ruleTexts.refuses(ruleTexts.sexualWords) },
  { id: 'banned.minors', does: ruleTexts.refuses(ruleTexts.wordsOfChildAbuse) },
  { id: 'banned.violence', does: ruleTexts.refuses(ruleTexts.wordsOfViolence) },
  { id: 'banned.extremism', does: ruleTexts.refuses(ruleTexts.namesOfHate) },
  { id: 'banned.own', does: ruleTexts.refuses(ruleTexts.ownersWords) },
  { id: 'memory.unready', does: ruleTexts.refuses(ruleTexts.everythingUnguarded) },
  { id: 'memory.tokens', does: ruleTexts.refuses(ruleTexts.privateTokens) },
  { id: 'memory.characters', does: ruleTexts.refuses(ruleTexts.privateCharacters) },
  { id: 'memory.person', does: ruleTexts.refuses(ruleTexts.wordsOfOthers) },
  { id: 'repeat.own', does: ruleTexts.refuses(ruleTexts.repeatedText) },
];

/** Every rule once. */
export function allRules(): RuleSaid[] {
  const said = new Map<string, string>();
  const add = (id: string, does: string): void => {
    said.set(id, said.has(id) ? `${said.get(id)}; ${does}` : does);
  };
  for (const { id, does } of FIXES) add(id, does);
  for (const { id, refuses } of [...SHAPE_RULES, ...PATTERN_RULES]) add(id, ruleTexts.refuses(refuses));
  for (const { id, does } of OTHERS) add(id, does);
  return [...said].map(([id, does]) => ({ id, does }));
}
