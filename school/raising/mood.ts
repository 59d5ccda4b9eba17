/** What it feels, and because of which statistic: rules over where its statistics stand in their own history, and over its colour. */
import type { Colour, Stats } from '../api/messages.ts';
import { FAMILIES, FELT_INSIDE, type Look, type Rule, SEEN } from './feelings.ts';
import type { Percentile } from './percentiles.ts';
import { raisingTexts } from './texts/raising.ts';

/** All that a feeling can be about. */
export interface Sensed {
  readonly stats: Stats;
  readonly standings: Readonly<Record<string, Percentile>>;
  /** other numbers, by the names of the table of statistics; left out: only what everybody sees is felt */
  readonly values?: Readonly<Record<string, number>>;
}

export interface Feeling {
  readonly word: string;
  /** how far its rule holds: over 0 … 1 wholly */
  readonly holds: number;
  /** the statistic that it is about, its value, and how the rule looked at it */
  readonly because: string;
  readonly value: number;
  /** where that value stands, if it has a history */
  readonly step: number | null;
  readonly look: Look;
}

interface Held {
  readonly holds: number;
  readonly because: string;
  readonly value: number;
}

const WORDS = 3;
/** Of the steps from worst to best, the first of the better half. */
const MIDDLE = 8;
/** A word that holds barely is said with care, one that holds wholly with weight. */
const A_LITTLE = 0.34;
const VERY = 0.95;
const CHANNELS = ['red', 'green', 'blue'] as const;

/** Its feelings, the strongest first, one for each matter. */
export function feelingsOf(sensed: Sensed): Feeling[] {
  const rules = sensed.values ? [...SEEN, ...FELT_INSIDE] : SEEN;
  const felt = rules
    .flatMap((rule): (Feeling & Rule)[] => {
      const look = honest(rule.look, sensed.standings);
      const held = look && heldBy(look, sensed);
      if (!held || held.holds <= 0) return [];
      return [{ ...rule, ...held, look, step: sensed.standings[held.because]?.step ?? null }];
    })
    .sort((a, b) => b.weight * (0.5 + b.holds) - a.weight * (0.5 + a.holds));
  const matters = new Set<string>();
  return felt.filter(({ matter }) => !matters.has(matter) && matters.add(matter));
}

/** @example moodOf(stats, standings) // 'happy, a little calm, curious' */
export function moodOf(stats: Stats | null, standings: Readonly<Record<string, Percentile>>): string {
  if (!stats) return raisingTexts.notHereYet;
  const words = feelingsOf({ stats, standings }).slice(0, WORDS);
  if (words.length === 0) return raisingTexts.newToTheWorld;
  return words.map(spoken).join(', ');
}

/** A word with how strongly it is felt; one of several words needs no more weight. */
export function spoken({ word, holds }: Pick<Feeling, 'word' | 'holds'>): string {
  if (word.includes(' ')) return word;
  return holds < A_LITTLE ? raisingTexts.feltALittle(word) : holds > VERY ? raisingTexts.feltStrongly(word) : word;
}

/**
 * What it learns by heart says little of what it knows: where it was examined often enough on text that it never read, a look at its
 * loss is a look at that exam, and it is sure of itself only where that exam is no worse than mostly.
 */
function honest(look: Look, standings: Readonly<Record<string, Percentile>>): Look | undefined {
  const step = standings['exam']?.step ?? null;
  if (step === null) return look;
  if ('at' in look && look.at === 'smoothLoss') return { ...look, at: 'exam' };
  if ('arrow' in look && look.arrow === 'smoothLoss') return { ...look, arrow: 'exam' };
  return 'at' in look && look.at === 'exact' && look.from >= MIDDLE && step < MIDDLE ? undefined : look;
}

/** How far a rule holds, and for which statistic; undefined where that is not known. */
function heldBy(look: Look, { stats, standings, values = {} }: Sensed): Held | undefined {
  const numbers = stats as unknown as Readonly<Record<string, unknown>>;
  const of = (name: string, holds: number): Held => {
    const value = numbers[name] ?? values[name];
    return { holds, because: name, value: typeof value === 'number' ? value : Number.NaN };
  };
  if ('at' in look) return of(look.at, within(standings[look.at]?.step ?? null, look));
  if ('any' in look) {
    const members = Object.keys(values).filter((name) => FAMILIES[look.any].test(name));
    const held = members.map((name) => of(name, within(standings[name]?.step ?? null, look)));
    return held.reduce<Held | undefined>((best, one) => (best && best.holds >= one.holds ? best : one), undefined);
  }
  if ('value' in look) {
    const value = values[look.value];
    return value !== undefined && value >= look.from && value <= look.to ? of(look.value, 0.6) : undefined;
  }
  if ('arrow' in look) return of(look.arrow, standings[look.arrow]?.arrow === look.is ? 0.5 : 0);
  if ('record' in look) return of(look.record, standings[look.record]?.record ? 0.9 : 0);
  if ('colour' in look) {
    const value = stats.colour[CHANNELS.indexOf(look.colour)];
    const holds = value >= look.from ? 0.3 + (0.6 * (value - look.from)) / (1 - look.from) : 0;
    return { holds, because: `colour.${look.colour}`, value };
  }
  const [from, to] = look.surprise;
  const apart = distance(stats.colour, stats.expectedColour);
  const most = CHANNELS.map((_, i) => Math.abs(stats.colour[i] - stats.expectedColour[i]));
  const channel = most.indexOf(Math.max(...most));
  return {
    holds: apart >= from && apart < to ? 0.6 : 0,
    because: `expected.${CHANNELS[channel]}`,
    value: stats.expectedColour[channel],
  };
}

/** The further a step is from the middle, the more: 15 and 0 hold wholly. */
function within(step: number | null, { from, to }: { readonly from: number; readonly to: number }): number {
  if (step === null || step < from || step > to) return 0;
  const [inner, outer] = from >= 8 ? [from, 15] : [to, 0];
  return inner === outer ? 1 : (1 + Math.abs(step - inner)) / (1 + Math.abs(outer - inner));
}

/** How far two colours are apart: 0 (the same) … √3. */
function distance(a: Colour, b: Colour): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
