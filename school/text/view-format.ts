/** How a baby's numbers look in a few columns. Pure. */
import { printable } from '../../library/notices/printable.ts';
import { count, short } from '../../statistics/format/numbers.ts';
import type { Colour, Introduction, Stats } from '../api/messages.ts';
import { texts } from './texts.ts';

export interface Part {
  readonly text: string;
  /** Parts with a smaller number stay longer when there is little room. */
  readonly rank: number;
  /** `#rrggbb` */
  readonly colour?: string;
}

const BETWEEN = ' · ';

/** The parts that fit into a line, in their order, the least important left out first; the first in rank always stays. */
export function fitting(parts: readonly Part[], columns: number): Part[] {
  const kept = [...parts];
  const width = () => kept.reduce((sum, part) => sum + part.text.length, 0) + BETWEEN.length * (kept.length - 1);
  while (kept.length > 1 && width() > columns) {
    const last = kept.reduce((worst, part, index) => (part.rank > kept[worst]!.rank ? index : worst), 0);
    kept.splice(last, 1);
  }
  return kept;
}

/** What it has learnt: the first of two lines. */
export function learningLine(stats: Stats): Part[] {
  const exam = stats.exam === null ? texts.numbers.noExam : texts.numbers.exam(stats.exam.toFixed(3));
  const best =
    stats.bestExam !== null && stats.bestExam !== stats.exam ? texts.numbers.best(stats.bestExam.toFixed(3)) : '';
  return [
    { text: texts.numbers.step(count(stats.step)), rank: 0 },
    { text: texts.numbers.loss(stats.smoothLoss.toFixed(3)), rank: 1 },
    { text: texts.numbers.bitsPerByte(stats.bitsPerByte.toFixed(3)), rank: 2 },
    { text: exam, rank: 3 },
    ...(best ? [{ text: best, rank: 4 }] : []),
    ...(stats.skippedSteps > 0 ? [{ text: texts.numbers.skipped(count(stats.skippedSteps)), rank: 5 }] : []),
  ];
}

/** How it feels and how fast it is: the second line. */
export function feelingLine(stats: Stats, colours: boolean): Part[] {
  return [
    swatch(texts.numbers.feels, stats.colour, 2, colours),
    swatch(texts.numbers.expects, stats.expectedColour, 3, colours),
    { text: texts.numbers.tokensPerSecond(short(stats.tokensPerSecond)), rank: 0 },
    { text: texts.numbers.rate(stats.learningRate.toExponential(1)), rank: 1 },
    ...(stats.reading ? [{ text: oneLine(stats.reading), rank: 4 }] : []),
  ];
}

function swatch(label: string, colour: Colour, rank: number, colours: boolean): Part {
  return colours ? { text: `${label} ██`, rank, colour: hex(colour) } : { text: `${label} ${hex(colour)}`, rank };
}

/** @example hex([1, 0.5, 0]) // '#ff8000' */
export function hex(colour: Colour): string {
  const byte = (share: number) => Math.round(Math.min(1, Math.max(0, share || 0)) * 255);
  return `#${colour.map((share) => byte(share).toString(16).padStart(2, '0')).join('')}`;
}

export function joined(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join(BETWEEN);
}

/** A text of several lines in one, safe for a terminal. */
export function oneLine(text: string): string {
  return printable(text)
    .trim()
    .replace(/\s*\n\s*/g, ' ⏎ ')
    .replace(/\t/g, ' ');
}

/** The greeting of a wake. */
export function greeting(of: Introduction): string {
  const size = texts.size(of.brain, of.preset, count(of.parameters));
  const means = texts.means(of.threads, of.kernels);
  return printable(texts.greeting(of.name, count(of.step), size, means, count(of.libraryTokens)));
}
