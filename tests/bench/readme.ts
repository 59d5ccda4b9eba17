// The table of figures in the README of the bench: made from the tables that stay, never typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../school/home/atomic-write.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { machineText, sameMachine, type Taken } from './results.ts';
import { barText, besideText, cell, isMeasured, measuredText, type Row } from './rows.ts';

export const README = join(packageFolder, 'tests', 'bench', 'README.md');

const OPEN = '<!-- figures: written by npm run bench -- --write -->';
const CLOSE = '<!-- end of the figures -->';

/**
 * The newest measurement of each row on the machine of the newest table, in the order of the oldest: a part that was measured later does not
 * hide what was not measured again.
 * @param tables the newest first
 */
export function newestRows(tables: readonly Taken[]): { readonly date: string; readonly row: Row }[] {
  const [newest] = tables;
  const rows = new Map<string, { date: string; row: Row }>();
  const ofMachine = tables.filter(({ machine }) => newest && sameMachine(machine, newest.machine));
  for (const { date, rows: its } of ofMachine.toReversed())
    for (const row of its) if (isMeasured(row)) rows.set(row.name, { date, row });
  return [...rows.values()];
}

/** What stands between the marks: machine and dates, and a line for each row that was measured. @param tables the newest first */
export function figures(tables: readonly Taken[]): string {
  const rows = newestRows(tables);
  const lines = rows.map(({ date, row }) => {
    const cells = [row.what, `**${measuredText(row)}**`, barText(row), besideText(row), date];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const dates = [...new Set(rows.map(({ date }) => date))].sort();
  const links = dates.map((date) => `[results/${date}.md](results/${date}.md)`).join(', ');
  const machine = tables[0] ? machineText(tables[0].machine) : 'no machine yet';
  return [
    OPEN,
    '',
    `Measured on ${machine}. The whole tables, with noise and method: ${links}.`,
    '',
    '| what | measured | bar | beside | on |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    CLOSE,
  ].join('\n');
}

/** A text with other figures between its marks. @throws Error where it has no marks */
export function withFigures(text: string, tables: readonly Taken[]): string {
  const [from, to] = [text.indexOf(OPEN), text.indexOf(CLOSE)];
  if (from < 0 || to < from)
    throw new Error(`the README of the bench should hold its figures between ${OPEN} and ${CLOSE}`);
  return text.slice(0, from) + figures(tables) + text.slice(to + CLOSE.length);
}

export function writeReadme(tables: readonly Taken[]): void {
  writeWhole(README, withFigures(readFileSync(README, 'utf8'), tables));
}
