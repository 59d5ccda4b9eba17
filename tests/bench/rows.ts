// Figures as data, and how they look in a table.

export type Better = 'higher' | 'lower';

/** One number with its unit. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly better: Better;
  /** what it must reach */
  readonly bar?: number;
  /** how far repeats lie apart, as a share of the value; left out where it was taken once */
  readonly noise?: number;
  /** that noise was not measured: it is what such figures were seen to differ by */
  readonly assumed?: boolean;
  /** percent of something that may be next to nothing: its noise and its changes are told in points, and not as a share of it */
  readonly points?: boolean;
  /** which of several figures of a row this is, or how it was picked: p99 */
  readonly label?: string;
  /** digits behind the point; left out: as many as its size needs */
  readonly digits?: number;
}

/** Something else in the same unit: a peer's figure, or a limit of this machine. */
export interface Beside {
  readonly name: string;
  readonly value: number;
}

/** One measurement. Its first figure is the row's own; `also` are those that belong to it. */
export interface Row extends Figure {
  /** the same for ever, so that tables can be compared: letters, digits and dashes */
  readonly name: string;
  readonly what: string;
  readonly how: string;
  readonly also?: readonly Figure[];
  /** what the number alone does not say */
  readonly note?: string;
  /** when the bar counts */
  readonly barNote?: string;
  /** the share of the limit that must be reached, where that is the bar */
  readonly barShare?: number;
  /** how many times as good as the peer it must be, measured in the same run: a bar that means the same on every machine */
  readonly barPeer?: number;
  /** measured in the same run; or why it was not */
  readonly peer?: Beside | { readonly name: string; readonly missing: string };
  readonly limit?: Beside;
  /** how it stood to the table before, when it was written */
  readonly change?: string;
}

/** A measurement that could not be taken, and why. */
export interface Unmeasured {
  readonly name: string;
  readonly what: string;
  readonly missing: string;
  /** it was tried, and did not come to what was to be measured: as good as a bar that is missed */
  readonly failed?: boolean;
}

export type Entry = Row | Unmeasured;

export const isMeasured = (entry: Entry): entry is Row => !('missing' in entry);

/** All figures of a row, its own first. */
export const figuresOf = (row: Row): readonly Figure[] => [row, ...(row.also ?? [])];

/** @example number(1234.5) // '1,235'; number(0.1234) // '0.12' */
export function number(x: number, digits = Math.abs(x) >= 100 ? 0 : Math.abs(x) >= 10 ? 1 : 2): string {
  return x.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

const withUnit = ({ value, unit, digits }: Pick<Figure, 'value' | 'unit' | 'digits'>): string =>
  `${number(value, digits)}${unit === '×' ? '' : ' '}${unit}`;

/** `59.1 GFLOP/s (why)`; of several figures, `p50 3.5 ms, p99 15.2 ms`. */
export function measuredText(row: Row): string {
  const figures = figuresOf(row).map((figure) => `${figure.label ? `${figure.label} ` : ''}${withUnit(figure)}`);
  return `${figures.join(', ')}${row.note ? ` (${row.note})` : ''}`;
}

/** Whether a row reaches every bar it has; undefined without one. */
export function reaches(row: Entry): boolean | undefined {
  if (!isMeasured(row)) return row.failed ? false : undefined;
  const verdicts = figuresOf(row).flatMap(({ value, better, bar }) =>
    bar === undefined ? [] : [better === 'higher' ? value >= bar : value <= bar],
  );
  if (row.barShare !== undefined && row.limit) verdicts.push(row.value >= row.barShare * row.limit.value);
  const ratio = ratioToPeer(row);
  if (row.barPeer !== undefined && ratio !== undefined) verdicts.push(ratio >= row.barPeer);
  return verdicts.length > 0 ? verdicts.every((verdict) => verdict) : undefined;
}

/** How many times as good as its peer a row is; undefined where there is none, or it was not measured. */
function ratioToPeer({ peer, value, better }: Row): number | undefined {
  if (!peer || 'missing' in peer) return undefined;
  return better === 'higher' ? value / peer.value : peer.value / value;
}

/** `≤ 48 ms ✓`, or nothing. */
export function barText(row: Row): string {
  const bars = figuresOf(row).flatMap(({ unit, better, bar, label }) =>
    bar === undefined
      ? []
      : [
          `${label ? `${label} ` : ''}${better === 'higher' ? '≥' : '≤'} ${bar.toLocaleString('en')}${unit === '×' ? '' : ' '}${unit}`,
        ],
  );
  if (row.barShare !== undefined && row.limit) bars.push(`≥ ${number(100 * row.barShare, 0)} % of ${row.limit.name}`);
  if (row.barPeer !== undefined && row.peer && ratioToPeer(row) !== undefined)
    bars.push(`≥ ${number(row.barPeer, 2)}× ${row.peer.name}`);
  if (bars.length === 0) return '';
  return `${bars.join(' ')}${row.barNote ? ` ${row.barNote}` : ''} ${reaches(row) ? '✓' : '✗'}`;
}

/** What stands beside it: `PyTorch 1.13: 49.2 ms (we are 1.07× as fast); 74 % of the memory bandwidth (27.9 GB/s)`. */
export function besideText(row: Row): string {
  const parts: string[] = [];
  if (row.peer && 'missing' in row.peer) parts.push(`${row.peer.name}: ${row.peer.missing}`);
  else if (row.peer) {
    const ratio = ratioToPeer(row) as number;
    parts.push(`${row.peer.name}: ${withUnit({ ...row, value: row.peer.value })} (ours ${number(ratio, 2)}×)`);
  }
  if (row.limit) {
    const share = row.value / row.limit.value;
    parts.push(
      `${number(100 * share, 0)} % of ${row.limit.name} (${withUnit({ value: row.limit.value, unit: row.unit })})`,
    );
  }
  return parts.join('; ');
}

/** `± 1.2 %`, `± 0.4 points`, `± 10.0 % assumed`; nothing where nothing is known. */
function noiseText({ noise, assumed, points }: Figure): string {
  if (noise === undefined) return '';
  return `± ${points ? `${number(noise, 1)} points` : `${number(100 * noise, 1)} %`}${assumed ? ' assumed' : ''}`;
}

/** What goes into a cell of a Markdown table: no line breaks, no bars. */
export const cell = (text: string): string => text.replace(/\r?\n/g, ' ').replaceAll('|', '\\|');

export const TABLE_HEAD =
  '| what | measured | noise | bar | beside | since the last table | how |\n|---|---|---|---|---|---|---|';

/** One line of the table. `change` is what the comparison with earlier tables says. */
export function tableLine(entry: Entry, change = ''): string {
  const cells = isMeasured(entry)
    ? [entry.what, `**${measuredText(entry)}**`, noiseText(entry), barText(entry), besideText(entry), change, entry.how]
    : [entry.what, `not measured: ${entry.missing}`, '', '', '', '', ''];
  return `| ${cells.map(cell).join(' | ')} |`;
}
