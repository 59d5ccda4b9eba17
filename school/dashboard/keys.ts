/** What a key means to the shell of the dashboard. Pure. */

import type { Key } from 'ink';
import type { Edit } from '../terminal/line-editor.ts';
import type { MouseFilter } from '../terminal/mouse.ts';

export interface Situation {
  /** a page takes typing: letters and digits are its own */
  readonly typing: boolean;
  /** Tab is the page's as well */
  readonly takesTab?: boolean;
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
  | {
      readonly kind:
        | 'leave'
        | 'help'
        | 'endHelp'
        | 'pause'
        | 'journal'
        | 'ask'
        | 'wake'
        | 'mouse'
        | 'sleep'
        | 'suspend'
        | 'no'
        | 'endTyping';
    };

/** The command of a key; undefined if it is none of the shell's. */
export function commandOf(
  input: string,
  key: Pick<Key, 'ctrl' | 'meta' | 'tab' | 'shift' | 'escape'>,
  { typing, takesTab = false, asking, help, small, pages }: Situation,
): Command | undefined {
  if (key.ctrl && input === 'c') return { kind: 'leave' };
  if (key.ctrl && input === 'z') return { kind: 'suspend' };
  if (small) return input === 'q' ? { kind: 'leave' } : undefined;
  if (asking) return { kind: input === 'S' && !key.ctrl && !key.meta ? 'sleep' : 'no' };
  if (key.tab && takesTab && !key.shift) return undefined;
  if (key.tab) return { kind: 'turn', by: key.shift ? -1 : 1 };
  if (typing) return key.escape ? { kind: 'endTyping' } : undefined;
  if (key.ctrl || key.meta) return undefined;
  const index = /^[1-9]$/.test(input) ? Number(input) - 1 : -1;
  if (index >= 0 && index < pages) return { kind: 'page', index };
  if (help) return { kind: input === 'q' ? 'leave' : 'endHelp' };
  const kind = ({ q: 'leave', '?': 'help', p: 'pause', J: 'journal', S: 'ask', W: 'wake', M: 'mouse' } as const)[input];
  return kind && { kind };
}

/** Which key does what in a line that is being typed. Pure. */
export type SimpleEdit = Exclude<Edit, { kind: 'insert' }>['kind'];

const WITH_CTRL: { readonly [letter: string]: SimpleEdit } = {
  a: 'start',
  e: 'end',
  u: 'to-start',
  k: 'to-end',
  w: 'word-back',
  b: 'left',
  f: 'right',
  d: 'delete',
  h: 'backspace',
  p: 'older',
  n: 'newer',
};

/** As in a shell; undefined for what changes nothing, and for text. */
export function editOf(input: string, key: Key): SimpleEdit | undefined {
  if (key.ctrl) return Object.hasOwn(WITH_CTRL, input) ? WITH_CTRL[input] : undefined;
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.upArrow) return 'older';
  if (key.downArrow) return 'newer';
  if (key.home) return 'start';
  if (key.end) return 'end';
  if (key.backspace) return key.meta ? 'word-back' : 'backspace';
  if (key.delete) return 'delete';
  return undefined;
}

/** Whether a key brings text to be typed. */
export const isText = (input: string, key: Key): boolean =>
  input !== '' && !key.ctrl && !key.meta && !key.escape && !key.tab && !key.super && !key.hyper;

/** Keys that came together, one after another: a slow line brings two quick ones in one piece, which would be taken for a paste. */

/** Three keys at most, or one that is held down; printable ones of ASCII, as all keys of pages are. Anything longer was pasted. */
const KEYS = /^(?:[\x20-\x7e]{2,3}|([\x20-\x7e])\1{1,63})$/;

/** The keys of a piece of input, where it is nothing but a few; else the piece as it came. */
export const keysOf = (input: string): string[] => (KEYS.test(input) ? [...input] : [input]);

/**
 * The same stream, which gives out such keys one by one, with time between them for what the one before did: another page, a line to
 * type in.
 */
export function keyByKey(stdin: NodeJS.ReadStream, mouse: Pick<MouseFilter, 'take'>): NodeJS.ReadStream {
  const waiting: (string | Buffer)[] = [];
  let resting = false;
  const read = (): string | Buffer | null => {
    if (resting) return null;
    if (waiting.length === 0) {
      const input = stdin.read() as string | Buffer | null;
      if (typeof input !== 'string') return input;
      const keys = mouse.take(input);
      if (keys === '') return read();
      waiting.push(...keysOf(keys));
    }
    const next = waiting.shift() ?? null;
    if (waiting.length > 0) {
      resting = true;
      setImmediate(() => {
        resting = false;
        stdin.emit('readable');
      });
    }
    return next;
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
