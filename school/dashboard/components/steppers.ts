/** Settings that are turned by a key, step by step. Pure. */
import type { Config } from '../../settings/config.ts';
import { peakRate } from '../../settings/learning-rules.ts';

export type Turn = -1 | 1;

const TEMPERATURE_STEP = 0.05;
const HOTTEST = 5;

/** The next temperature; the same at either end. */
export function turnedTemperature(temperature: number, turn: Turn): number {
  const next = Math.round(temperature / TEMPERATURE_STEP + turn) * TEMPERATURE_STEP;
  return Math.round(Math.min(HOTTEST, Math.max(0, next)) * 100) / 100;
}

/** Round numbers, each about a third more than the one before. */
const LADDER = [1, 1.5, 2, 3, 4, 6, 8];

/** The next learning rate on a ladder of round numbers: `4e-3` → `6e-3`, `1e-3` → `8e-4`. */
export function turnedRate(rate: number, turn: Turn): number {
  if (!(rate > 0)) return 1e-4;
  const power = Math.floor(Math.log10(rate));
  const rungs = [power - 1, power, power + 1].flatMap((of) => LADDER.map((rung) => Number(`${rung}e${of}`)));
  // What is on a rung but for rounding must not count as below or above it.
  const further = rungs.filter((rung) => (rung - rate) * turn > rate * 1e-6);
  return Math.min(1, turn > 0 ? further[0] : further[further.length - 1]);
}

/** The rate that its owner, or else its preset, decided; what a step takes is less while it warms up or winds down. */
export const decidedRate = (config: Config): number => peakRate(config);
