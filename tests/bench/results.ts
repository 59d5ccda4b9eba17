// Tables that stay: one Markdown file a date, with the same rows as data inside, and what moved since an earlier one.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { writeWhole } from '../../school/home/atomic-write.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { type Entry, type Figure, figuresOf, isMeasured, number, type Row, TABLE_HEAD, tableLine } from './rows.ts';

export const RESULTS = join(packageFolder, 'tests', 'bench', 'results');

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** GB */
  readonly memory: number;
  readonly node: string;
  /** what multiplies matrices without and with a library of the machine */
  readonly kernels: string;
  readonly library: string | null;
}

/** All that was measured on one day on one machine. */
export interface Taken {
  readonly date: string;
  readonly machine: Machine;
  readonly rows: readonly Entry[];
}

export const thisMachine = (kernels: string, library: string | undefined): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: cpus().length,
  memory: Math.round(totalmem() / 1e9),
  node: process.version,
  kernels,
  library: library ?? null,
});

export const machineText = (m: Machine): string =>
  `${m.processor}, ${m.cores} cores, ${m.memory} GB, Node ${m.node}, kernels ${m.kernels}, ${m.library ?? 'no system BLAS'}`;

const OPEN = '<!-- the same as data, for the next comparison: ';
const CLOSE = ' -->';

/** The file of a date: a table for people, and its rows as JSON in a comment. */
export function render(taken: Taken): string {
  const lines = taken.rows.map((entry) => tableLine(entry, isMeasured(entry) ? entry.change : ''));
  // no `>` in the data, so that nothing in it can end the comment
  const data = JSON.stringify(taken).replaceAll('>', '\\u003e');
  return [
    `# Figures of ${taken.date}`,
    '',
    `${machineText(taken.machine)}. Taken by \`npm run bench\`; ▲ better, ▼ worse than the last table by more than the noise of both.`,
    '',
    TABLE_HEAD,
    ...lines,
    '',
    `${OPEN}${data}${CLOSE}`,
    '',
  ].join('\n');
}

/** What `render` wrote. Throws where the data is not there or not whole. */
export function parse(markdown: string): Taken {
  const from = markdown.lastIndexOf(OPEN);
  const to = markdown.indexOf(CLOSE, from);
  if (from < 0 || to < 0) throw new Error('a table of figures should hold its rows as data in a comment, but has none');
  const taken = JSON.parse(markdown.slice(from + OPEN.length, to)) as Taken;
  if (typeof taken.date !== 'string' || typeof taken.machine?.processor !== 'string' || !Array.isArray(taken.rows))
    throw new Error('a table of figures should hold date, machine and rows');
  return taken;
}

/** Tables that lie in the folder, committed or not, the newest first. */
export const tablesIn = (folder = RESULTS): Taken[] =>
  readdirSync(folder)
    .filter(isTable)
    .sort((a, b) => b.localeCompare(a))
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')));

/** Tables that were committed, the newest first; where there is no git, those in the folder. */
export function committed(folder = RESULTS): Taken[] {
  return texts(folder)
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([file, text]) => {
      try {
        return parse(text);
      } catch (error) {
        throw new Error(`${file} cannot be compared with: ${(error as Error).message}`);
      }
    });
}

/** Every table by its file's name, as committed. */
function texts(folder: string): [file: string, text: string][] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  if (!existsSync(folder)) return [];
  try {
    const files = git('ls-tree', '--name-only', 'HEAD', './').split('\n').filter(isTable);
    return files.map((file) => [basename(file), git('show', `HEAD:./${basename(file)}`)]);
  } catch {
    // no git, or no repository: what lies there is all that is known
    return readdirSync(folder)
      .filter(isTable)
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  }
}

const isTable = (file: string): boolean => /^\d{4}-\d{2}-\d{2}\.md$/.test(basename(file));

/** Writes the file of the date; rows of the same day that were not measured again stay. Returns its path. */
export function write(taken: Taken, past: readonly Taken[], folder = RESULTS): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${taken.date}.md`);
  const before = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
  const kept = before && sameMachine(before.machine, taken.machine) ? before.rows : [];
  // what it was compared with when it was measured: held against a table that has it already, it would not have moved
  const compared = taken.rows.map((row) => ({ ...row, change: changeText(row, taken.machine, past) }));
  const fresh = new Map(compared.map((row) => [row.name, row]));
  const rows = kept.map((row) => {
    const again = fresh.get(row.name);
    // what was measured this morning is not lost because the same could not be measured now
    const better = again && (isMeasured(again) || !isMeasured(row)) ? again : row;
    fresh.delete(row.name);
    return better;
  });
  const whole = { ...taken, rows: [...rows, ...fresh.values()] };
  writeWhole(file, render(whole));
  return file;
}

export const sameMachine = (a: Machine, b: Machine): boolean => a.processor === b.processor && a.cores === b.cores;

export interface Change {
  readonly since: string;
  /** of each figure: its change as a share of what it was (or in points), and whether that is more than the noise of both */
  readonly moved: readonly Move[];
}

interface Move {
  readonly label: string;
  readonly share: number;
  readonly points?: boolean;
  readonly mark: '▲' | '▼' | '';
}

/** How a row stands to the newest earlier table of the same machine that has it. */
export function changeOf(entry: Entry, machine: Machine, past: readonly Taken[]): Change | undefined {
  if (!isMeasured(entry)) return undefined;
  for (const { date, machine: its, rows } of past) {
    if (!sameMachine(machine, its)) continue;
    const before = rows.find((row): row is Row => row.name === entry.name && isMeasured(row));
    if (!before) continue;
    const older = figuresOf(before);
    const moved = figuresOf(entry).flatMap((figure, i) => {
      const then = older.find(({ label }) => label === figure.label) ?? older[i];
      if (!then || then.unit !== figure.unit) return [];
      const noise = [figure.noise ?? entry.noise, then.noise ?? before.noise] as const;
      return [{ label: figure.label ?? '', ...move(figure, then, ...noise) }];
    });
    return { since: date, moved };
  }
  return undefined;
}

/** Nothing is marked where the noise of either is not known. */
function move(now: Figure, then: Figure, noiseNow?: number, noiseThen?: number): Omit<Move, 'label'> {
  const inPoints = now.points ?? false;
  const by = now.value - then.value;
  const share = inPoints ? by : by / Math.abs(then.value || 1);
  // a table of before may have told the same as a share
  const unit = inPoints && !then.points ? Math.abs(then.value) : 1;
  const noise =
    noiseNow === undefined || noiseThen === undefined ? Number.POSITIVE_INFINITY : noiseNow + noiseThen * unit;
  const mark = Math.abs(share) <= noise ? '' : share > 0 === (now.better === 'higher') ? '▲' : '▼';
  return { share, mark, ...(inPoints && { points: true }) };
}

/** `▲ +4.1 % since 2026-11-22`, or nothing where there is nothing to compare with. */
export function changeText(entry: Entry, machine: Machine, past: readonly Taken[]): string {
  const change = changeOf(entry, machine, past);
  if (!change || change.moved.length === 0) return '';
  const parts = change.moved.map(
    ({ label, share, mark, points }) =>
      `${mark ? `${mark} ` : ''}${label ? `${label} ` : ''}${share >= 0 ? '+' : '−'}${points ? `${number(Math.abs(share), 1)} points` : `${number(Math.abs(100 * share), 1)} %`}`,
  );
  return `${parts.join(', ')} since ${change.since}`;
}
