/** Dots that become text: each character holds `across` × `down` of them. */
export interface Canvas {
  /** dots */
  readonly width: number;
  readonly height: number;
  /** x from the left, y from the bottom */
  line(x: number, y: number): void;
  /** between the least and the greatest of a span: fainter than a line */
  haze(x: number, y: number): void;
  /** from the top */
  rows(): string[];
}

/** Bits of the eight dots of a braille character, by column and then row from the top (Unicode 2800–28FF). */
const BRAILLE = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

export function brailleCanvas(columns: number, rows: number): Canvas {
  const cells = new Uint8Array(columns * rows);
  const height = rows * 4;
  const line = (x: number, y: number): void => {
    const down = height - 1 - y;
    cells[(down >> 2) * columns + (x >> 1)] |= BRAILLE[x & 1][down & 3];
  };
  return {
    width: columns * 2,
    height,
    line,
    // Every second dot, so that the line can still be told from it.
    haze: (x, y) => {
      if ((x + y) % 2 === 0) line(x, y);
    },
    rows: () =>
      Array.from({ length: rows }, (_, row) =>
        // An empty braille character is drawn by some fonts as rings: a space is always empty.
        Array.from(cells.subarray(row * columns, (row + 1) * columns), (bits) =>
          bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits),
        ).join(''),
      ),
  };
}

export function asciiCanvas(columns: number, rows: number): Canvas {
  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  return {
    width: columns,
    height: rows,
    line: (x, y) => {
      cells[rows - 1 - y][x] = '*';
    },
    haze: (x, y) => {
      if (cells[rows - 1 - y][x] === ' ') cells[rows - 1 - y][x] = ':';
    },
    rows: () => cells.map((row) => row.join('')),
  };
}
