/** What commands print for people: as wide as their terminal, words unbroken; a program that reads it gets lines as they are. */
import { fitted } from '../terminal/wrap.ts';

/** A standard stream, as far as its width matters. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Columns of a terminal; without one, no line is too long. */
export const columnsOf = ({ isTTY, columns }: Omit<Output, 'write'>): number =>
  isTTY && columns ? columns : Number.POSITIVE_INFINITY;

/** Prints sentences or a table. @param text fit to print, without escape sequences */
export function print(text: string, output: Output = process.stdout): void {
  output.write(fitted(text, columnsOf(output)));
}

/** Prints a report as JSON for programs, or as text for people. @param text as `print` takes it */
export function printEither(json: boolean | undefined, report: unknown, text: () => string): void {
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else print(text());
}
