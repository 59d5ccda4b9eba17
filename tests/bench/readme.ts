// The table of figures in the README of the bench: made from the newest table that stays, never typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../school/home/atomic-write.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { machineText, type Taken } from './results.ts';
import { barText, besideText, cell, isMeasured, measuredText } from './rows.ts';

export const README = join(packageFolder, 'tests', 'bench', 'README.md');

const OPEN = '<!-- figures: written by npm run bench -- --write -->';
const CLOSE = '<!-- end of the figures -->';

/** What stands between the marks: machine and date, and a line for each row that was measured. */
export function figures({ date, machine, rows }: Taken): string {
  const lines = rows
    .filter(isMeasured)
    .map((row) => `| ${[row.what, `**${measuredText(row)}**`, barText(row), besideText(row)].map(cell).join(' | ')} |`);
  return [
    OPEN,
    '',
    `Measured on ${date}: ${machineText(machine)}. The whole table, with noise and method: [results/${date}.md](results/${date}.md).`,
    '',
    '| what | measured | bar | beside |',
    '|---|---|---|---|',
    ...lines,
    '',
    CLOSE,
  ].join('\n');
}

/** A text with other figures between its marks. @throws Error where it has no marks */
export function withFigures(text: string, taken: Taken): string {
  const [from, to] = [text.indexOf(OPEN), text.indexOf(CLOSE)];
  if (from < 0 || to < from)
    throw new Error(`the README of the bench should hold its figures between ${OPEN} and ${CLOSE}`);
  return text.slice(0, from) + figures(taken) + text.slice(to + CLOSE.length);
}

export function writeReadme(taken: Taken): void {
  writeWhole(README, withFigures(readFileSync(README, 'utf8'), taken));
}
