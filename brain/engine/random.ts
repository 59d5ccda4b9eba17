/** The whole state of a generator: four unsigned 32-bit words. */
export type RandomState = readonly [number, number, number, number];

/**
 * xoshiro128** (Blackman & Vigna 2018, public domain reference at prng.di.unimi.it): small, fast, and its state can be saved,
 * so that a resumed run draws what an uninterrupted one would have drawn.
 */
export class Random {
  private s: Uint32Array;

  /** From a seed (expanded by splitmix32, so that near seeds give far streams) or from a saved state. */
  constructor(from: number | RandomState) {
    this.s = new Uint32Array(4);
    if (typeof from !== 'number') {
      this.s.set(from);
      return;
    }
    let z = from >>> 0;
    for (let i = 0; i < 4; i++) {
      z = (z + 0x9e3779b9) >>> 0;
      let x = z;
      x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
      x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
      this.s[i] = (x ^ (x >>> 16)) >>> 0;
    }
  }

  state(): RandomState {
    return [this.s[0], this.s[1], this.s[2], this.s[3]];
  }

  /** The next 32 random bits, unsigned. */
  bits(): number {
    const s = this.s;
    const x = Math.imul(s[1], 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return this.bits() / 4294967296;
  }

  /** Standard normal, by Box and Muller; draws two uniforms each time, so that the state is all there is to save. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** The same in an order of chance (R. Durstenfeld 1964). */
  shuffled<T>(all: readonly T[]): T[] {
    const order = [...all];
    for (let i = order.length - 1; i > 0; i--) {
      const other = this.below(i + 1);
      [order[i], order[other]] = [order[other] as T, order[i] as T];
    }
    return order;
  }
}

/** 2³² over the golden section: numbers that follow one another lie far apart when they are multiplied by it. */
export const SPREAD = 0x9e3779b1;

/** The finaliser of MurmurHash3 (A. Appleby, public domain): every bit of the input moves every bit of the 32 that come out. */
export function mixed(x: number): number {
  let z = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** 32 bits for a place in a run: the same for the same seed, step and number, whatever was drawn before. Of dropout, the key of one call. */
export const hashOf = (seed: number, step: number, number: number): number =>
  mixed(mixed(mixed(seed + SPREAD) ^ step) ^ Math.imul(number, SPREAD));
