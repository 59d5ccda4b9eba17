/** Colours of the command line: off without a terminal, under NO_COLOR, and where TERM is dumb; FORCE_COLOR overrides that. */
import { Chalk, type ChalkInstance } from 'chalk';

type Environment = Readonly<Record<string, string | undefined>>;

/** What decides about colours, of a stream that is written to. */
export interface StyledStream {
  readonly isTTY?: boolean;
  getColorDepth?(env?: Environment): number;
}

/**
 * Levels of chalk: 0 none, 1 the 16 colours, 2 the 256, 3 all.
 * NO_COLOR (no-color.org) wins over the terminal, FORCE_COLOR over both.
 */
export function colourLevel(stream: StyledStream, env: Environment = process.env): 0 | 1 | 2 | 3 {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '')
    return forced === '0' || forced === 'false' ? 0 : forced === '2' ? 2 : forced === '3' ? 3 : 1;
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || !stream.isTTY) return 0;
  const depth = stream.getColorDepth?.(env) ?? 4;
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

export interface Style {
  readonly hasColours: boolean;
  heading(text: string): string;
  label(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  error(text: string): string;
  accent(text: string): string;
}

/** Styles for texts that are already fit to print: escape sequences that a style adds would not survive `printable`. */
export function styleFor(stream: StyledStream, env: Environment = process.env): Style {
  const level = colourLevel(stream, env);
  const chalk: ChalkInstance = new Chalk({ level });
  return {
    hasColours: level > 0,
    heading: (text) => chalk.bold(text),
    label: (text) => chalk.dim(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    warning: (text) => chalk.yellow(text),
    error: (text) => chalk.red(text),
    accent: (text) => chalk.cyan(text),
  };
}
