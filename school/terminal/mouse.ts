/** The mouse of a terminal, as xterm reports it (SGR, mode 1006): clicks, and the wheel as keys. Pure but for what it remembers. */

export const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
export const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';

/** Column and row from 0. */
export interface Click {
  readonly column: number;
  readonly row: number;
}

/** Lines that one notch of the wheel moves. */
const NOTCH = 3;
/** Shift with an arrow: a list moves by a line, and the chat, whose arrows are those of its line, scrolls. */
const WHEEL = { up: '\x1b[1;2A'.repeat(NOTCH), down: '\x1b[1;2B'.repeat(NOTCH) };

const REPORT = /\x1b\[<(\d+);(\d+);(\d+)([Mm])/g;
/** A report whose end has not come yet. A lone Escape is a key. */
const BEGUN = /\x1b\[<[\d;]*$/;

/** Takes reports of the mouse out of what a terminal sends. */
export class MouseFilter {
  readonly #onClick: (click: Click) => void;
  #rest = '';

  constructor(onClick: (click: Click) => void) {
    this.#onClick = onClick;
  }

  /** @returns the input without reports, with keys in the place of the wheel */
  take(input: string): string {
    const whole = this.#rest + input;
    this.#rest = BEGUN.exec(whole)?.[0] ?? '';
    return whole.slice(0, whole.length - this.#rest.length).replace(REPORT, (_, code, column, row, end) => {
      const button = Number(code);
      // 64 and 65 are the wheel, with 4, 8 and 16 more for Shift, Alt and Ctrl; 0 is the left button
      if ((button & ~28) === 64) return WHEEL.up;
      if ((button & ~28) === 65) return WHEEL.down;
      if (button === 0 && end === 'M') this.#onClick({ column: Number(column) - 1, row: Number(row) - 1 });
      return '';
    });
  }
}
