/** A conversation as rows of a fixed width. Pure; all that it gives out is fit to print. */

import { printable } from '../../../library/notices/printable.ts';
import type { ChatMessage, OriginRun } from '../../api/messages.ts';
import { withCommandNames } from '../../home/invocation.ts';
import { clipped, padded, widthOf } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { type TintedPart, tintedRows } from './tints.ts';

export type Tone = 'said' | 'replied' | 'note' | 'error';

export interface ChatRow {
  readonly tone: Tone;
  /** who speaks, filled up to the width of the names' column; spaces in further rows of a turn; '' for notes */
  readonly name: string;
  readonly text: string;
  /** the text in pieces, of a reply that tells what its words came from */
  readonly parts?: readonly TintedPart[];
}

export interface Note {
  readonly tone: 'note' | 'error';
  readonly text: string;
}

/** What stands in front of the words of a turn that was corrected. */
const CORRECTED = '(corrected) ';

const WIDEST_NAME = 14;
const BETWEEN = 2;

/** The last thing the baby said, if anything. */
export function lastReply(messages: readonly ChatMessage[]): string | undefined {
  return messages.findLast(({ kind }) => kind !== 'said')?.text;
}

/** Columns that the names take, without the space behind them. */
export function namesWidth(messages: readonly ChatMessage[], baby: string, width: number): number {
  const most = Math.max(1, Math.min(WIDEST_NAME, Math.floor(width / 4)));
  const names = [oneLine(baby), ...messages.map(({ speaker }) => oneLine(speaker))];
  return Math.min(most, Math.max(1, ...names.map(widthOf)));
}

/** @param gaps whether an empty row stands before each new question, where there is room */
export function rowsOf(messages: readonly ChatMessage[], names: number, width: number, gaps: boolean): ChatRow[] {
  return messages.flatMap((message, index) => {
    const mark = message.kind === 'corrected' ? CORRECTED : '';
    const tone = message.kind === 'said' ? 'said' : 'replied';
    const plain = turnRows(tone, message.speaker, mark + (printable(message.text).trim() || '…'), names, width);
    const rows = message.reply?.origins ? tinted(plain, message.text, message.reply.origins) : plain;
    return gaps && index > 0 && tone === 'said' ? [GAP, ...rows] : rows;
  });
}

/** Rows with the sources of their words. */
function tinted(rows: readonly ChatRow[], reply: string, origins: readonly OriginRun[]): ChatRow[] {
  const parts = tintedRows(
    rows.map(({ text }) => text),
    reply,
    origins,
  );
  return rows.map((row, i) => ({ ...row, parts: parts[i] }));
}

/** What is being said at this moment, with a mark where it goes on. */
export function speakingRows(baby: string, spoken: string, names: number, width: number): ChatRow[] {
  return turnRows('replied', baby, `${printable(spoken).trimStart()}▌`, names, width);
}

/** Rows of what became of commands, set apart from what was said; what is given in lines stays in them. */
export function noteRows(notes: readonly Note[], width: number): ChatRow[] {
  const rows = notes.flatMap(({ tone, text }) => {
    const shown = withCommandNames(printable(tone === 'error' ? `! ${text}` : text));
    return wrapped(shown, width).map((row) => ({ tone, name: '', text: row }));
  });
  return rows.length > 0 ? [GAP, ...rows] : rows;
}

const GAP: ChatRow = { tone: 'note', name: '', text: '' };

function turnRows(tone: Tone, speaker: string, text: string, names: number, width: number): ChatRow[] {
  const rest = ' '.repeat(names + BETWEEN);
  return wrapped(text, Math.max(8, width - names - BETWEEN)).map((row, index) => ({
    tone,
    name: index === 0 ? named(speaker, names) : rest,
    text: row,
  }));
}

function named(speaker: string, names: number): string {
  return padded(clipped(oneLine(speaker), names), names + BETWEEN);
}

/** How far a conversation was scrolled back, and how many rows it had then. */
export interface Back {
  readonly rows: number;
  readonly of: number;
}

export const AT_THE_END: Back = { rows: 0, of: 0 };

/** Rows below the seen ones: what was scrolled to stays in its place when more is said, and the end is followed. */
export function below(back: Back, total: number, seen: number): number {
  if (back.rows === 0) return 0;
  return Math.max(0, Math.min(back.rows + total - back.of, total - seen));
}

/** @param by rows towards the beginning; fewer than none towards the end */
export function scrolledBack(back: Back, by: number, total: number, seen: number): Back {
  return { rows: Math.max(0, Math.min(below(back, total, seen) + by, total - seen)), of: total };
}
