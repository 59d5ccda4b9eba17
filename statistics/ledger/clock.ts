/** A clock moves this far against the steady one before it is called a jump. */
const JUMP = 5 * 60_000;
/** How long after a jump nothing is deleted for its age: the clock may be put right in the meantime. */
const DOUBT = 60 * 60_000;

/** The wall clock, watched by a steady one: time may jump (a wrong battery, a correction, a suspended machine). */
export class Clock {
  private readonly wall: () => number;
  private readonly steady: () => number;
  private last: { wall: number; steady: number };
  private doubtUntil = Number.NEGATIVE_INFINITY;

  /** Both in milliseconds. */
  constructor(wall: () => number, steady: () => number) {
    this.wall = wall;
    this.steady = steady;
    this.last = { wall: wall(), steady: steady() };
  }

  /** Whole milliseconds since 1970, never negative. */
  now(): number {
    return Math.max(0, Math.floor(this.wall()));
  }

  /** How far the clock has jumped since the last look, in milliseconds; 0 where it has not. */
  jumped(): number {
    const here = { wall: this.wall(), steady: this.steady() };
    const by = here.wall - this.last.wall - (here.steady - this.last.steady);
    this.last = here;
    if (Math.abs(by) < JUMP) return 0;
    this.doubtUntil = here.steady + DOUBT;
    return Math.round(by);
  }

  /** Whether ages can be believed. */
  get trusted(): boolean {
    return this.steady() >= this.doubtUntil;
  }
}
