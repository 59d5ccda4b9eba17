/** A conversation as rows of a fixed width. Pure; all that it gives out is fit to print. */

import { printable } from '../../../library/notices/printable.ts';
import { clockOf, dayOf } from '../../../statistics/format/time.ts';
import type { ChatMessage, OriginRun } from '../../api/messages.ts';
import { withCommandNames } from '../../home/invocation.ts';
import { clipped, padded, widthOf } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { type TintedPart, tintedRows } from './tints.ts';

export type Tone = 'said' | 'replied' | 'note' | 'known' | 'error';

export interface ChatRow {
  readonly tone: Tone;
  /** when it was said, and spaces in further rows of a turn; left out: no times are shown */
  readonly time?: string;
  /** who speaks, filled up to the width of the names' column; spaces in further rows of a turn; '' for notes */
  readonly name: string;
  readonly text: string;
  /** the text in pieces, of a reply that tells what its words came from */
  readonly parts?: readonly TintedPart[];
}

export interface Note {
  readonly tone: 'note' | 'known' | 'error';
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

export interface RowOptions {
  /** columns of the names */
  readonly names: number;
  readonly width: number;
  /** whether an empty row stands before each new question, where there is room */
  readonly gaps: boolean;
  /** whether each turn has its time, and each day its date */
  readonly times?: boolean;
}

const TIME = 'hh:mm '.length;

export function rowsOf(messages: readonly ChatMessage[], { names, width, gaps, times = false }: RowOptions): ChatRow[] {
  let day = '';
  return messages.flatMap((message, index) => {
    const mark = message.kind === 'corrected' ? CORRECTED : '';
    const tone = message.kind === 'said' ? 'said' : 'replied';
    const words = mark + (printable(message.text).trim() || '…');
    const plain = turnRows(tone, message.speaker, words, names, times ? width - TIME : width);
    const tinted = message.reply?.origins ? withOrigins(plain, message.text, message.reply.origins) : plain;
    const rows = times
      ? tinted.map((row, i) => ({ ...row, time: timeOf(i === 0 ? message.time : undefined) }))
      : tinted;
    const date = message.time === undefined ? day : dayOf(message.time);
    const isNewDay = times && date !== day;
    day = date;
    if (isNewDay) return [...(index > 0 ? [GAP] : []), { tone: 'note', name: '', text: `── ${date} ──` }, ...rows];
    return gaps && index > 0 && tone === 'said' ? [GAP, ...rows] : rows;
  });
}

const timeOf = (time: number | undefined): string =>
  time === undefined ? ' '.repeat(TIME) : `${clockOf(time).slice(0, 5)} `;

/** Lines of a conversation with some words in them. */
export function matching(messages: readonly ChatMessage[], search: string): readonly ChatMessage[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? messages : messages.filter(({ text }) => text.toLowerCase().includes(wanted));
}

/** Rows with the sources of their words. */
function withOrigins(rows: readonly ChatRow[], reply: string, origins: readonly OriginRun[]): ChatRow[] {
  const parts = tintedRows(
    rows.map(({ text }) => text),
    reply,
    origins,
  );
  return rows.map((row, i) => ({ ...row, parts: parts[i] }));
}

/** What is being said at this moment, with a mark where it goes on. */
export function speakingRows(
  baby: string,
  spoken: string,
  { names, width, times = false }: Omit<RowOptions, 'gaps'>,
): ChatRow[] {
  const text = `${printable(spoken).trimStart()}▌`;
  const rows = turnRows('replied', baby, text, names, times ? width - TIME : width);
  return times ? rows.map((row) => ({ ...row, time: timeOf(undefined) })) : rows;
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
