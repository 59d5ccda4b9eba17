/** The list of all rules with their ids and effects, for `baby twitch rules`. */
import { FIXES } from './output.ts';
import { PATTERN_RULES } from './patterns.ts';
import { SHAPE_RULES } from './shape.ts';

export interface RuleSaid {
  readonly id: string;
  readonly does: string;
}

/** Rules that are neither a pattern nor a shape. */
const OTHERS: readonly RuleSaid[] = [
  { id: 'who.self', does: 'ignores its own messages' },
  { id: 'who.bot', does: 'ignores known bots' },
  { id: 'who.ignored', does: 'ignores the accounts that the settings name' },
  { id: 'room.other', does: 'ignores messages of other channels in a Shared Chat' },
  { id: 'text.empty', does: 'refuses a text without letters or digits' },
  { id: 'length.cut', does: 'shortens a text that is too long' },
  { id: 'command.other', does: 'never learns a command of any bot' },
  { id: 'personal.phone', does: 'refuses a telephone number, in figures or in words' },
  { id: 'personal.card', does: 'refuses a card number' },
  { id: 'banned.hate', does: 'refuses slurs' },
  { id: 'banned.sexual', does: 'refuses sexual words' },
  { id: 'banned.minors', does: 'refuses words of abuse of children' },
  { id: 'banned.violence', does: 'refuses words of violence' },
  { id: 'banned.extremism', does: 'refuses names of hate' },
  { id: 'banned.own', does: 'refuses words of the owner’s own list' },
  { id: 'memory.unready', does: 'refuses everything until the guard of private texts is ready' },
  { id: 'memory.tokens', does: 'refuses 8 tokens in a row from a private text' },
  { id: 'memory.characters', does: 'refuses 40 characters in a row from a private text' },
  { id: 'memory.person', does: 'refuses stored words of another person' },
  { id: 'repeat.own', does: 'refuses a text that it sent within the last 30 seconds' },
];

/** Every rule once. */
export function allRules(): RuleSaid[] {
  const said = new Map<string, string>();
  const add = (id: string, does: string): void => {
    said.set(id, said.has(id) ? `${said.get(id)}; ${does}` : does);
  };
  for (const { id, does } of FIXES) add(id, does);
  for (const { id, refuses } of [...SHAPE_RULES, ...PATTERN_RULES]) add(id, `refuses ${refuses}`);
  for (const { id, does } of OTHERS) add(id, does);
  return [...said].map(([id, does]) => ({ id, does }));
}
