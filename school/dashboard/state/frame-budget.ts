/** How often the dashboard may draw by itself: twice a second, or less often where a drawing costs much. */

/** The share of one core that watching may take. */
const SHARE = 0.02;
/** Milliseconds between two drawings: at least, and at most whatever they cost. */
export const ORDINARY = 500;
const SLOWEST = 1500;
/** A dearer drawing than this was not one: the program was starting, or its owner typed. Milliseconds of a core. */
const DEAREST = 60;
const WEIGHT = 0.2;

export class Pace {
  readonly #spent: () => number;
  #before: number;
  #cost = 0;

  /** @param spent milliseconds of a core that this process has taken so far */
  constructor(spent: () => number) {
    this.#spent = spent;
    this.#before = spent();
  }

  /** Milliseconds until the next drawing. Asked once for each. */
  next(): number {
    const now = this.#spent();
    this.#cost += WEIGHT * (Math.min(now - this.#before, DEAREST) - this.#cost);
    this.#before = now;
    return Math.min(Math.max(ORDINARY, this.#cost / SHARE), SLOWEST);
  }
}

/** The time of all threads of this process, in milliseconds. */
export function spentByThisProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
