/** Which key does what in a line that is being typed. Pure. */
import type { Key } from 'ink';
import type { Edit } from '../cli/line-editor.ts';

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
