/** Showing how far a long piece of work is, on standard error. */
import { printable } from '../../library/notices/printable.ts';
import { span } from '../../statistics/format/time.ts';
import { lifeTexts } from './texts/life.ts';

/** The part of a stream that is needed; tests hand in their own. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Work that is over sooner than this needs no bar. */
const QUIET = 2000;
const BETWEEN_FRAMES = 100;

/**
 * A bar for one piece of work after another. On a terminal it is one line that goes away at the end; elsewhere one line when a piece of
 * work turns out to be long and one when it is over.
 */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #label = '';
  #started = 0;
  #drawn = Number.NEGATIVE_INFINITY;
  #shown = false;

  constructor(stream: ProgressStream = process.stderr, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  /** `done` of `total`, in any unit; a total of 0 is one that is not known. A new label begins a new piece of work. */
  update(label: string, done: number, total: number): void {
    if (label !== this.#label) {
      this.end();
      this.#label = label;
      this.#started = this.#now();
    }
    const now = this.#now();
    if (total > 0 && done >= total) return this.end();
    if (now - this.#started < QUIET || now - this.#drawn < BETWEEN_FRAMES) return;
    if (this.#stream.isTTY) {
      this.#drawn = now;
      this.#stream.write(
        `\r\x1b[2K${bar(label, done, total, (now - this.#started) / 1000, this.#stream.columns ?? 80)}`,
      );
    } else if (!this.#shown) this.#stream.write(`${clean(label)} …\n`);
    this.#shown = true;
  }

  /** The work is over, or something else wants to write. */
  end(): void {
    if (this.#shown) {
      const seconds = (this.#now() - this.#started) / 1000;
      this.#stream.write(
        this.#stream.isTTY ? '\r\x1b[2K' : `${lifeTexts.progress.done(clean(this.#label), seconds.toFixed(1))}\n`,
      );
    }
    this.#shown = false;
    this.#label = '';
    this.#drawn = Number.NEGATIVE_INFINITY;
  }
}

/**
 * One line of at most `columns - 1` characters.
 *
 * @example bar('reading', 1, 4, 10, 60) // 'reading ██████░░░░░░░░░░░░░░░░░░  25 %, 30 s left'
 */
export function bar(label: string, done: number, total: number, seconds: number, columns: number): string {
  const name = clean(label);
  if (!(total > 0)) return cut(`${name} … ${Math.round(seconds)} s`, columns);
  const share = Math.min(1, Math.max(0, done / total));
  const left = share > 0 ? (seconds / share) * (1 - share) : undefined;
  const tail = `${String(Math.floor(share * 100)).padStart(3)} %${left === undefined ? '' : lifeTexts.progress.left(span(left))}`;
  const width = Math.min(30, columns - name.length - tail.length - 3);
  if (width < 4) return cut(`${name} ${tail}`, columns);
  const full = Math.round(share * width);
  return `${name} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${tail}`;
}

function clean(label: string): string {
  return printable(label).replace(/\s+/g, ' ');
}

function cut(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}
