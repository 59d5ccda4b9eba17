/** What can be typed to a baby beside words: lines that begin with `/`. Pure: a line in, a command or one sentence out. */

import { voiceSchema } from '../api/contract.ts';
import { shown } from '../settings/errors.ts';
import { nearest } from '../settings/nearest.ts';
import { chatTexts } from './texts.ts';

export type ChatCommand =
  /** null: as baby.json says; undefined: asks what it is */
  | { kind: 'temperature'; value: number | null | undefined }
  | { kind: 'seed'; value: number | null | undefined }
  /** undefined: the last reply is to be edited */
  | { kind: 'fix'; text: string | undefined; isPublic?: boolean }
  /** `value` as it was typed */
  | { kind: 'set'; key: string; value: string }
  /** another conversation; undefined: which there are */
  | { kind: 'talk'; name: string | undefined }
  | { kind: 'write'; path: string }
  | { [K in Bare]: { kind: K } }[Bare];

/** A command that takes no argument. */
type Bare = 'good' | 'again' | 'forget' | 'stop' | 'save' | 'exam' | 'stats' | 'sleep' | 'help';

export type CommandName = ChatCommand['kind'];

/** What a line that was typed means; `nothing` for an empty one, `mistake` with one sentence for what no command is. */
export type Typed =
  | { kind: 'nothing' }
  | { kind: 'say'; text: string }
  | { kind: 'command'; command: ChatCommand }
  | { kind: 'mistake'; sentence: string };

interface Rule<C extends ChatCommand> {
  /** how it is written, behind its name */
  readonly takes: string;
  readonly does: string;
  /** What stands behind its name, as a command. @throws Mistake */
  read(rest: string): C;
}

class Mistake extends Error {}

/** Characters of the name of a conversation. */
const LONGEST_NAME = 60;

/** A total table, in the order of the help. */
const RULES: { readonly [K in CommandName]: Rule<Extract<ChatCommand, { kind: K }>> } = {
  temperature: {
    takes: '<n>|off',
    does: chatTexts.does.temperature,
    read: (rest) => ({ kind: 'temperature', value: number('temperature', rest) }),
  },
  seed: {
    takes: '<n>|off',
    does: chatTexts.does.seed,
    read: (rest) => ({ kind: 'seed', value: number('seed', rest) }),
  },
  fix: {
    takes: '[--public] [text]',
    does: chatTexts.does.fix,
    read(rest) {
      const [, flag, text = ''] = rest.match(/^(--public(?:\s+|$))?(.*)$/s) ?? [];
      return { kind: 'fix', text: text === '' ? undefined : text, ...(flag === undefined ? {} : { isPublic: true }) };
    },
  },
  good: { takes: '', does: chatTexts.does.good, read: bare('good') },
  again: { takes: '', does: chatTexts.does.again, read: bare('again') },
  stop: { takes: '', does: chatTexts.does.stop, read: bare('stop') },
  forget: { takes: '', does: chatTexts.does.forget, read: bare('forget') },
  talk: {
    takes: '[name]',
    does: chatTexts.does.talk,
    read(rest) {
      if (rest.length > LONGEST_NAME) throw new Mistake(chatTexts.talkTakesAName(LONGEST_NAME));
      return { kind: 'talk', name: rest === '' ? undefined : rest };
    },
  },
  write: {
    takes: '<file>',
    does: chatTexts.does.write,
    read(rest) {
      if (rest === '') throw new Mistake(chatTexts.writeTakesAFile);
      return { kind: 'write', path: rest };
    },
  },
  stats: { takes: '', does: chatTexts.does.stats, read: bare('stats') },
  exam: { takes: '', does: chatTexts.does.exam, read: bare('exam') },
  save: { takes: '', does: chatTexts.does.save, read: bare('save') },
  set: {
    takes: '<key> <value>',
    does: chatTexts.does.set,
    read(rest) {
      const [, key, value] = rest.match(/^(\S+)\s+(.+)$/s) ?? [];
      if (key === undefined || value === undefined) {
        throw new Mistake(chatTexts.setTakesKeyAndValue(came(rest)));
      }
      return { kind: 'set', key, value };
    },
  },
  sleep: { takes: '', does: chatTexts.does.sleep, read: bare('sleep') },
  help: { takes: '', does: chatTexts.does.help, read: bare('help') },
};

export const COMMAND_NAMES = Object.keys(RULES) as CommandName[];

/** Each command as it is written, and what it does. */
export const HELP: readonly (readonly [written: string, does: string])[] = COMMAND_NAMES.map((name) => {
  const { takes, does } = RULES[name];
  return [takes === '' ? `/${name}` : `/${name} ${takes}`, does];
});

/**
 * What Tab makes of a line, and what it may become.
 *
 * @param names what may stand behind a command: settings behind /set, conversations behind /talk
 * @example completedLine('/tem', () => []) // { text: '/temperature ', names: ['/temperature'] }
 */
export function completedLine(
  line: string,
  names: (command: CommandName) => readonly string[],
): { readonly text: string; readonly names: readonly string[] } {
  const [, word = '', rest] = line.match(/^\/(\S*)(?:\s+(.*))?$/s) ?? [];
  if (!line.startsWith('/')) return { text: line, names: [] };
  if (rest === undefined) {
    const found = COMMAND_NAMES.filter((name) => name.startsWith(word.toLowerCase()));
    const text = `/${sharedBeginning(found)}`;
    return {
      text: found.length === 1 ? `${text} ` : found.length > 1 ? text : line,
      names: found.map((name) => `/${name}`),
    };
  }
  const command = COMMAND_NAMES.find((name) => name === word.toLowerCase());
  const found = command === undefined ? [] : names(command).filter((name) => name.startsWith(rest));
  if (found.length === 0) return { text: line, names: [] };
  return { text: `/${word} ${sharedBeginning(found)}${found.length === 1 ? ' ' : ''}`, names: found };
}

/** The beginning that all names have. */
function sharedBeginning([first = '', ...others]: readonly string[]): string {
  let end = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, end))) end--;
  return first.slice(0, end);
}

/** The help in rows for any place with a fixed width of letters. @param can whether a command can be typed there */
export function helpLines(can: (name: CommandName) => boolean): string[] {
  const shown = HELP.filter((_, i) => can(COMMAND_NAMES[i]));
  const width = Math.max(...shown.map(([written]) => written.length));
  return [
    ...shown.map(([written, does]) => `${written.padEnd(width)}  ${does}`),
    chatTexts.saysWithSlash('//…'.padEnd(width)),
  ];
}

/**
 * Reads a line that was typed.
 *
 * @example parseLine('/temprature 1') // { kind: 'mistake', sentence: 'There is no /temprature; did you mean /temperature?' }
 */
export function parseLine(line: string): Typed {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (!text.startsWith('/')) return { kind: 'say', text };
  if (text.startsWith('//')) return { kind: 'say', text: text.slice(1) };
  const [, word = '', rest = ''] = text.match(/^\/(\S*)\s*(.*)$/s) ?? [];
  const name = COMMAND_NAMES.find((known) => known === word.toLowerCase());
  if (name === undefined) return { kind: 'mistake', sentence: unknown(word) };
  try {
    return { kind: 'command', command: RULES[name].read(rest) };
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'mistake', sentence: error.message };
    throw error;
  }
}

function unknown(word: string): string {
  const meant = nearest(word, COMMAND_NAMES);
  const advice = meant ? chatTexts.didYouMean(meant) : chatTexts.helpShows;
  return chatTexts.noSuchCommand(shown(`/${word}`).slice(1, -1), advice);
}

function bare<K extends Bare>(kind: K): (rest: string) => { kind: K } {
  return (rest) => {
    if (rest !== '') throw new Mistake(chatTexts.takesNothing(kind, came(rest)));
    return { kind };
  };
}

/** @throws Mistake unless it is a number that the voice takes, a word for "as baby.json says", or nothing */
function number(key: 'temperature' | 'seed', rest: string): number | null | undefined {
  if (rest === '') return undefined;
  if (rest.toLowerCase() === 'off') return null;
  const type = voiceSchema.shape[key].unwrap();
  const checked = type.safeParse(Number(rest));
  if (checked.success) return checked.data;
  throw new Mistake(chatTexts.takes(key, type.description, came(rest)));
}

const came = (rest: string): string => (rest === '' ? 'nothing' : shown(rest));
