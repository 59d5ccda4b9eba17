/** How the values of options are read: each of these refuses what it cannot be, in one sentence. */
import { InvalidArgumentError } from 'commander';
import { flagTexts } from './texts/flags.ts';

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(flagTexts.refused.number);
  return value;
}

export function numberOver(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value <= least) throw new InvalidArgumentError(flagTexts.refused.numberOver(least));
    return value;
  };
}

export function wholeOver(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value <= least) {
      throw new InvalidArgumentError(flagTexts.refused.wholeOver(least));
    }
    return value;
  };
}

export function place(text: string): 'resume' | 'random' | 'start' | number {
  if (text === 'resume' || text === 'random' || text === 'start') return text;
  const token = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(token) || token < 0) {
    throw new InvalidArgumentError(flagTexts.refused.place);
  }
  return token;
}

/** Options that stand before or after every command. */
export interface GlobalOptions {
  home?: string;
}

/** The port of a server; 0 is any that is free. @throws InvalidArgumentError */
export function port(text: string): number {
  const value = number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError(flagTexts.refused.port);
}
