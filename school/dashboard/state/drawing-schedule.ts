/** When the dashboard draws next: after the usual interval, or sooner where its owner waits for something. */
import { Pace } from './frame-budget.ts';

export class DrawingSchedule {
  readonly #pace: Pace;
  /** @returns false if there was nothing to draw */
  readonly #draw: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  /** milliseconds that must pass after the last drawing */
  #interval = 0;
  #drawn = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(spent: () => number, draw: () => boolean) {
    this.#pace = new Pace(spent);
    this.#draw = draw;
  }

  /** Draws after the usual interval, or `within` milliseconds of the last drawing if that is sooner. */
  wanted(within = Number.POSITIVE_INFINITY): void {
    if (this.#closed) return;
    const due = Math.max(this.#drawn + Math.min(within, this.#interval), performance.now());
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#now(), Math.max(0, due - performance.now()));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #now(): void {
    this.#timer = undefined;
    if (!this.#draw()) return;
    this.#drawn = performance.now();
    this.#interval = this.#pace.next();
  }
}
