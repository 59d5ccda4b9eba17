/**
 * A terminal's buffer as SVG that needs no font: letters are text held to the grid, while block elements, braille and box lines are
 * drawn as shapes, so that curves and borders look the same in every viewer.
 */
import type { IBufferCell, Terminal } from '@xterm/headless';

/** Pixels of a cell, and around the whole picture. */
const WIDTH = 8.4;
const HEIGHT = 18;
const MARGIN = 10;

export interface PictureTheme {
  readonly background: string;
  readonly foreground: string;
  /** The 16 colours that a terminal's own theme decides. */
  readonly ansi: readonly string[];
}

// biome-ignore format: two rows of eight
export const DARK: PictureTheme = {
  background: '#16161d', foreground: '#d7d7e0',
  ansi: ['#1d1f28', '#e05f65', '#78c58a', '#d9b36c', '#6c9fe0', '#b98ad6', '#62b8c0', '#c8c8d0',
    '#6c7086', '#f08088', '#98e0a8', '#f0d090', '#90bff8', '#d4a8f0', '#88d8e0', '#ffffff'],
};

// biome-ignore format: two rows of eight
export const LIGHT: PictureTheme = {
  background: '#fbfbf8', foreground: '#24262e',
  ansi: ['#24262e', '#b3261e', '#2e7d32', '#8a6100', '#1d5fbf', '#7b3fa0', '#00707a', '#5a5d70',
    '#7b7e8f', '#c62828', '#388e3c', '#a67500', '#2f76d8', '#9550bd', '#00838f', '#000000'],
};

/** Left, top, width, height, in cells. */
type Rectangle = readonly [x: number, y: number, width: number, height: number];

/** Half the thickness of a line, in cells. */
const [THICK, THIN] = [0.07, 0.035];
const UP: Rectangle = [0.5 - THICK, 0, 2 * THICK, 0.5 + THIN];
const DOWN: Rectangle = [0.5 - THICK, 0.5 - THIN, 2 * THICK, 0.5 + THIN];
const LEFT: Rectangle = [0, 0.5 - THIN, 0.5 + THICK, 2 * THIN];
const RIGHT: Rectangle = [0.5 - THICK, 0.5 - THIN, 0.5 + THICK, 2 * THIN];

// biome-ignore format: a table
const LINES: Readonly<Record<string, readonly Rectangle[]>> = {
  '─': [LEFT, RIGHT], '━': [LEFT, RIGHT], '│': [UP, DOWN], '┃': [UP, DOWN],
  '┌': [DOWN, RIGHT], '╭': [DOWN, RIGHT], '┐': [DOWN, LEFT], '╮': [DOWN, LEFT],
  '└': [UP, RIGHT], '╰': [UP, RIGHT], '┘': [UP, LEFT], '╯': [UP, LEFT],
  '├': [UP, DOWN, RIGHT], '┤': [UP, DOWN, LEFT], '┬': [LEFT, RIGHT, DOWN], '┴': [LEFT, RIGHT, UP], '┼': [LEFT, RIGHT, UP, DOWN],
};

/** Column and row of the eight dots of a braille character, in the order of its bits. */
const DOTS = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [0, 3], [1, 3]] as const; // biome-ignore format: a row

/** The rectangles of a character that must touch its neighbours; undefined for a letter. */
export function shapesOf(character: string): readonly Rectangle[] | undefined {
  const code = character.codePointAt(0) as number;
  if (code === 0x2580) return [[0, 0, 1, 0.5]];
  if (code >= 0x2581 && code <= 0x2588) return [[0, 1 - (code - 0x2580) / 8, 1, (code - 0x2580) / 8]];
  if (code >= 0x2589 && code <= 0x258f) return [[0, 0, (0x2590 - code) / 8, 1]];
  if (code === 0x2590) return [[0.5, 0, 0.5, 1]];
  if (code >= 0x2800 && code <= 0x28ff)
    return DOTS.filter((_, bit) => (code - 0x2800) & (1 << bit)).map(([x, y]) => [
      0.14 + 0.48 * x,
      0.06 + 0.245 * y,
      0.24,
      0.15,
    ]);
  return LINES[character];
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string);

const round = (value: number): number => Number(value.toFixed(2));

/** Levels of a channel in the 6×6×6 cube of 256 colours. */
const LEVELS = [0, 95, 135, 175, 215, 255];

function paletteColour(index: number, { ansi }: PictureTheme): string {
  const two = (value: number) => value.toString(16).padStart(2, '0');
  if (index < 16) return ansi[index];
  if (index >= 232) return `#${two(8 + 10 * (index - 232)).repeat(3)}`;
  return `#${[36, 6, 1].map((step) => two(LEVELS[Math.floor((index - 16) / step) % 6])).join('')}`;
}

const rgb = (value: number): string => `#${value.toString(16).padStart(6, '0')}`;

function colours(cell: IBufferCell, theme: PictureTheme): { fore: string; back: string | undefined } {
  let fore = theme.foreground;
  if (cell.isFgRGB()) fore = rgb(cell.getFgColor());
  else if (cell.isFgPalette()) fore = paletteColour(cell.getFgColor(), theme);
  let back: string | undefined;
  if (cell.isBgRGB()) back = rgb(cell.getBgColor());
  else if (cell.isBgPalette()) back = paletteColour(cell.getBgColor(), theme);
  return cell.isInverse() ? { fore: back ?? theme.background, back: fore } : { fore, back };
}

interface Run {
  readonly x: number;
  readonly style: string;
  text: string;
  cells: number;
}

/** What a person sees now, as one SVG. Equal buffers give equal files. */
export function svgOf(terminal: Terminal, title: string, theme: PictureTheme = DARK): string {
  const { cols, rows, buffer } = terminal;
  const backgrounds: { x: number; y: number; cells: number; colour: string }[] = [];
  const shapes = new Map<string, string>();
  const texts: string[] = [];
  for (let y = 0; y < rows; y++) {
    const line = buffer.active.getLine(buffer.active.viewportY + y);
    let run: Run | undefined;
    const flush = (): void => {
      const text = run?.text.trimEnd() ?? '';
      if (run && text !== '') {
        const length = round((run.cells - (run.text.length - text.length)) * WIDTH);
        const place = `x="${round(MARGIN + run.x * WIDTH)}" y="${round(MARGIN + y * HEIGHT + 13.4)}"`;
        texts.push(`<text ${place} textLength="${length}" ${run.style}>${escapeXml(text)}</text>`);
      }
      run = undefined;
    };
    for (let x = 0; x < cols; x++) {
      const cell = line?.getCell(x);
      const width = cell?.getWidth() ?? 0;
      if (!cell || width === 0) continue;
      const { fore, back } = colours(cell, theme);
      const last = backgrounds.at(-1);
      if (back && last?.y === y && last.colour === back && last.x + last.cells === x) last.cells += width;
      else if (back) backgrounds.push({ x, y, cells: width, colour: back });
      const character = cell.getChars() || ' ';
      const opacity = cell.isDim() ? ' opacity=".6"' : '';
      const drawn = shapesOf(character);
      if (drawn) {
        flush();
        const key = `fill="${fore}"${opacity}`;
        const path = drawn.map(
          ([left, top, wide, high]) =>
            `M${round(MARGIN + (x + left) * WIDTH)} ${round(MARGIN + (y + top) * HEIGHT)}h${round(wide * WIDTH)}v${round(high * HEIGHT)}h${round(-wide * WIDTH)}z`,
        );
        shapes.set(key, (shapes.get(key) ?? '') + path.join(''));
        continue;
      }
      const style = `fill="${fore}"${cell.isBold() ? ' font-weight="700"' : ''}${opacity}${cell.isItalic() ? ' font-style="italic"' : ''}`;
      if (run && (run.style !== style || (character === ' ' && run.text.endsWith('  ')))) flush();
      if (character === ' ' && !run) continue;
      run ??= { x, style, text: '', cells: 0 };
      run.text += character;
      run.cells += width;
    }
    flush();
  }
  const [width, height] = [round(cols * WIDTH + 2 * MARGIN), round(rows * HEIGHT + 2 * MARGIN)];
  const behind = backgrounds.map(
    ({ x, y, cells, colour }) =>
      `<rect x="${round(MARGIN + x * WIDTH)}" y="${round(MARGIN + y * HEIGHT)}" width="${round(cells * WIDTH)}" height="${HEIGHT}" fill="${colour}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${theme.background}"/>`,
    ...behind,
    ...[...shapes].map(([style, path]) => `<path d="${path}" ${style}/>`),
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" xml:space="preserve">`,
    ...texts,
    '</g></svg>\n',
  ].join('\n');
}
