/** What the page about its raising shows, in rows that fit. Pure. */
import type { Database } from 'better-sqlite3';
import type { SourceReport } from '../../../library/sources/mixer.ts';
import { count, short } from '../../../statistics/format/numbers.ts';
import { momentOf } from '../../../statistics/format/time.ts';
import { samples } from '../../../statistics/query/spans.ts';
import type { Voice } from '../../../statistics/query/voice.ts';
import { scribeMoodTexts } from '../../raising/texts/scribe-moods.ts';
import { sideBySide } from '../../terminal/columns.ts';
import { widthOf } from '../../terminal/text-width.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Piece } from '../components/pieces.tsx';
import { raisingPageTexts } from '../texts/raising-page.ts';

/** A row of one or more pieces; together never wider than the page. */
export type RaisedRow = readonly RaisedPiece[];
export interface RaisedPiece extends Pick<Piece, 'text' | 'dim' | 'bold'> {
  /** 15 (best) … 0 (worst), for its colour */
  readonly step?: number | null;
}

export interface Dialogue {
  readonly time: number;
  readonly step: number;
  readonly turns: readonly { readonly speaker: string; readonly text: string }[];
}

export interface Remark {
  readonly time: number;
  readonly mood: string;
  readonly text: string;
}

const TURN = /^\[([^\]\n]*)\]: (.*)$/u;

/** The newest reflections of a ledger, newest first. */
export function dialoguesOf(ledger: Database, most: number): Dialogue[] {
  return samples(ledger, { source: 'reflection', limit: most })
    .reverse()
    .map(({ ts, step, prompt, output }) => ({
      time: ts,
      step,
      turns: `${prompt}\n${output}`.split('\n').flatMap((line) => {
        const [, speaker, text] = TURN.exec(line) ?? [];
        return speaker === undefined || text === undefined ? [] : [{ speaker, text }];
      }),
    }));
}

/** The scribe's newest comments of a ledger, newest first. */
export function remarksOf(ledger: Database, most: number): Remark[] {
  return samples(ledger, { source: 'scribe', limit: most })
    .reverse()
    .map(({ ts, output }) => {
      const at = output.indexOf(': ');
      return { time: ts, mood: output.slice(0, Math.max(0, at)), text: at < 0 ? output : output.slice(at + 2) };
    });
}

/** Stands before every reflection: it speaks in its owner's name, who said none of it. */
export const PLAY = raisingPageTexts.itsPlay;

/** A dialogue: who speaks in front, the words broken beside it. */
export function dialogueRows({ time, step, turns }: Dialogue, width: number, now: number): RaisedRow[] {
  const name = Math.min(14, Math.max(...turns.map(({ speaker }) => widthOf(oneLine(speaker))), 1));
  return [
    [{ text: `${PLAY} ${momentOf(time, now)}, step ${count(step)}`, dim: true }],
    ...turns.flatMap(({ speaker, text }) =>
      wrapped(oneLine(text), Math.max(10, width - name - 2)).map((row, i): RaisedRow => {
        const who = i === 0 ? wrapped(oneLine(speaker), name)[0] : '';
        return [{ text: who + ' '.repeat(Math.max(0, name - widthOf(who)) + 2), bold: true }, { text: row }];
      }),
    ),
  ];
}

/** How wide the word for a mood is at most. */
const MOOD = Math.max(...scribeMoodTexts.map(({ mood }) => mood.length));

export function remarkRows(remarks: readonly Remark[], width: number, now: number): RaisedRow[] {
  return remarks.flatMap(({ time, mood, text }) => {
    const index = scribeMoodTexts.findIndex((one) => one.mood === mood);
    const when = `${momentOf(time, now)}  `;
    const word = oneLine(mood).padEnd(MOOD).slice(0, MOOD);
    const room = Math.max(10, width - when.length - MOOD - 2);
    return wrapped(oneLine(text), room).map(
      (row, i): RaisedRow => [
        { text: i === 0 ? when : ' '.repeat(when.length), dim: true },
        { text: `${i === 0 ? word : ' '.repeat(MOOD)}  `, step: index < 0 ? null : scribeMoodTexts.length - 1 - index },
        { text: row },
      ],
    );
  });
}

/** Each question with its answers beside one another, then and now. */
export function voiceRows(voices: readonly Voice[], width: number): RaisedRow[] {
  return voices.flatMap(({ prompt, answers }) => {
    const columns = answers.map(({ step, text }) => ({
      head: `step ${count(step)}`,
      text: oneLine(text) || '(nothing)',
    }));
    const [head, ...rows] = sideBySide(columns, width - 2);
    return [
      [{ text: wrapped(`“${oneLine(prompt)}”`, width)[0], bold: true }],
      [{ text: `  ${head}`, dim: true }],
      ...rows.map((row): RaisedRow => [{ text: `  ${row}` }]),
    ];
  });
}

/** Columns of an answer at least. */
export const ANSWER = 30;

/** What each source gave so far. */
export function sourceRows(sources: readonly SourceReport[]): string[][] {
  return sources
    .filter(({ holds, given }) => holds > 0 || given.chunks > 0)
    .map(({ name, weight, holds, tokens, share, given }) => [
      name,
      String(weight),
      sharePercent(share),
      short(given.tokens),
      count(holds),
      short(tokens),
    ]);
}

/** How rarely something happened must not read as never. @example sharePercent(0.0002) // '< 0.1 %' */
function sharePercent(share: number): string {
  return share > 0 && share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

/** All of it in few words, for a small window. */
export const sourceWords = (sources: readonly SourceReport[]): string[] =>
  sources.filter(({ given }) => given.chunks > 0).map(({ name, share }) => `${name} ${sharePercent(share)}`);
