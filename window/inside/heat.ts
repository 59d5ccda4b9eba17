/** Heat maps on a canvas: one number a cell, with its colour by the sign and size of the number. */
import { h } from '../dom.ts';
import { isLight, onTheme } from '../theme.ts';

const DARK = { nothing: [30, 30, 40], more: [255, 215, 95], less: [127, 180, 255] } as const;
const LIGHT = { nothing: [250, 250, 246], more: [154, 60, 0], less: [20, 80, 190] } as const;

export interface Heat {
  readonly canvas: HTMLCanvasElement;
  /** Draws rows of cells; a cell is `size` pixels. @returns milliseconds that it took */
  draw(values: ArrayLike<number>, columns: number, rows: number): number;
}

/** A map whose cell under the pointer, or chosen with the arrow keys, is told to `onCell`. */
export function heatMap(
  label: string,
  width: number,
  height: number,
  onCell: (column: number, row: number) => void,
): Heat {
  const canvas = h('canvas', { class: 'heat', role: 'img', 'aria-label': label, tabindex: '0' });
  let shape = { columns: 1, rows: 1 };
  let at = { column: 0, row: 0 };
  const tell = (column: number, row: number): void => {
    at = {
      column: Math.max(0, Math.min(shape.columns - 1, column)),
      row: Math.max(0, Math.min(shape.rows - 1, row)),
    };
    onCell(at.column, at.row);
  };
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) =>
    tell(
      Math.floor((offsetX / canvas.clientWidth) * shape.columns),
      Math.floor((offsetY / canvas.clientHeight) * shape.rows),
    ),
  );
  canvas.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    tell(at.column + step[0], at.row + step[1]);
  });
  let drawn: Parameters<Heat['draw']> | undefined;
  onTheme(() => {
    if (drawn && canvas.isConnected) heat.draw(...drawn);
  });
  const heat: Heat = {
    canvas,
    draw(values, columns, rows) {
      drawn = [values, columns, rows];
      const began = performance.now();
      shape = { columns, rows };
      const { nothing, more, less } = isLight() ? LIGHT : DARK;
      const picture = new ImageData(columns, rows);
      for (let i = 0; i < columns * rows; i++) {
        const value = values[i] as number;
        const share = Math.min(1, Math.abs(value));
        const colour = value >= 0 ? more : less;
        for (let c = 0; c < 3; c++) picture.data[4 * i + c] = nothing[c]! + share * (colour[c]! - nothing[c]!);
        picture.data[4 * i + 3] = 255;
      }
      // one pixel a cell: the browser enlarges it without smoothing
      canvas.width = columns;
      canvas.height = rows;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.getContext('2d')?.putImageData(picture, 0, 0);
      return performance.now() - began;
    },
  };
  return heat;
}
