import { placeOf, type Scale, valueAt } from '../charts/scale.ts';

/** A scale with some air above and below its values, at whose ends nothing is drawn. */
export function airy({ low, high, log }: Scale): Scale {
  const scale = { low, high, log };
  const [below, above] = [valueAt(-0.06, scale), valueAt(1.06, scale)];
  // What is never below 0 has no air there.
  return { low: !log && low >= 0 ? Math.max(0, below) : below, high: above, log };
}

/** About `count` round values of a scale, ascending: 1, 2 or 5 times a power of ten apart; on a logarithmic one 1, 1.5, 2, 3, 5, 7. */
export function roundValues(scale: Scale, about = 4): number[] {
  const within = (values: readonly number[]): number[] =>
    values.filter((value) => value >= scale.low && value <= scale.high);
  if (scale.log) {
    for (const digits of [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]]) {
      const found = within(
        powersOf(scale).flatMap((power) => digits.map((digit) => Number((digit * power).toPrecision(3)))),
      );
      if (found.length >= Math.min(3, about)) return thinned(found, about);
    }
  }
  const rough = (scale.high - scale.low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((width) => width >= rough * 0.7) as number;
  const first = Math.ceil(scale.low / step);
  const count = Math.floor(scale.high / step) - first + 1;
  return within(Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12))));
}

function powersOf({ low, high }: Scale): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

/** Every second, or third, …, where there are far too many. */
function thinned(values: readonly number[], about: number): number[] {
  const each = Math.ceil(values.length / (about * 1.6));
  return values.filter((_, i) => i % each === 0);
}

/** How far from the top a value lies, 0…1. */
export const depthOf = (value: number, scale: Scale): number => 1 - placeOf(value, scale);
