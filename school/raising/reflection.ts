/** A short dialogue of the baby with its owner about itself, out of real statistics: a kind line, what it feels, and because of what. */

import { type Chance, fill, fillable, oneOf } from '../../library/notices/templates.ts';
import { formatValue, statistic } from '../../statistics/names.ts';
import type { Stats } from '../api/messages.ts';
import { FAMILIES, type Family, type Look } from './feelings.ts';
import { type Feeling, feelingsOf, type Sensed, spoken } from './mood.ts';
import { reflectionTexts as texts } from './texts/reflections.ts';

export interface ReflectionTurn {
  readonly speaker: string;
  readonly text: string;
}

export interface Reflection {
  /** the words for what it felt, strongest first; empty before it has a history */
  readonly feelings: readonly string[];
  /** the statistics that it felt so because of, in the same order */
  readonly because: readonly string[];
  readonly turns: readonly ReflectionTurn[];
}

export interface ReflectionParts {
  readonly sensed: Sensed;
  readonly name: string;
  readonly owner: string;
  /** a passage of its owner's letters, in one line; none: a kind line is said instead */
  readonly letter: string | undefined;
  /** feelings that it told of last time: others come first */
  readonly lately?: readonly string[];
  readonly chance: Chance;
}

/** How often it is asked on, where there is more to tell. */
const ASKED_ON = 0.5;

export function reflect({ sensed, name, owner, letter, lately = [], chance }: ReflectionParts): Reflection {
  const facts = { ...factsOf(sensed.stats), name };
  const all = feelingsOf(sensed).filter(({ value }) => Number.isFinite(value));
  const felt = [
    ...all.filter(({ word }) => !lately.includes(word)),
    ...all.filter(({ word }) => lately.includes(word)),
  ];
  const begin = (): string => {
    if (letter !== undefined) return `${letter} ${fill(oneOf(texts.behindLetters, chance), facts)}`;
    return fill(oneOf(fillable([...texts.kindLines, ...texts.examLines], facts), chance), facts);
  };
  const turns: ReflectionTurn[] = [{ speaker: owner, text: begin() }];
  const say = (sentences: readonly string[], feeling: Feeling): void => {
    const mood = mine(spoken(feeling));
    const because = reasonOf(feeling, chance);
    turns.push({ speaker: name, text: fill(oneOf(sentences, chance), { mood, because }) });
  };
  const told = felt.slice(0, felt.length > 1 && chance.uniform() < ASKED_ON ? 2 : 1);
  if (told.length === 0) turns.push({ speaker: name, text: fill(oneOf(texts.tooNew, chance), facts) });
  else say(texts.answers, told[0]);
  if (told.length > 1) {
    turns.push({ speaker: owner, text: oneOf(texts.askedOn, chance) });
    say(texts.answeredOn, told[1]);
  }
  return { feelings: told.map(({ word }) => word), because: told.map(({ because }) => because), turns };
}

/** Its words are about somebody; in its own mouth they are about itself. */
const mine = (words: string): string => words.replace(/\bitself\b/g, 'myself');

/** What a kind line can mention. What is not known has no entry. */
export function factsOf(stats: Stats): Record<string, string> {
  const { exam, bestExam, reading, exact, secondsAwake } = stats;
  const value = (name: 'step' | 'bitsPerByte' | 'smoothLoss' | 'tokens' | 'tokensPerSecond') =>
    Number.isFinite(stats[name]) ? { [name]: formatValue(name, stats[name]) } : {};
  return {
    ...value('step'),
    ...value('bitsPerByte'),
    ...value('smoothLoss'),
    ...value('tokens'),
    ...value('tokensPerSecond'),
    ...(Number.isFinite(exact) && { exact: `${Math.round(100 * exact)} %` }),
    ...(Number.isFinite(secondsAwake) && { hours: (secondsAwake / 3600).toFixed(1) }),
    ...(exam !== null && bestExam !== null && { exam: exam.toFixed(2), bestExam: bestExam.toFixed(2) }),
    ...(reading !== '' && {
      reading: reading
        .replace(/^.*\//, '')
        .replace(/\.\w{1,5}$/, '')
        .slice(0, 60),
    }),
  };
}

function reasonOf(feeling: Feeling, chance: Chance): string {
  const { because: name, value, look, step } = feeling;
  const { polarity } = statistic(name);
  const places = polarity === 'neither' ? texts.places.much : texts.places.good;
  const place = step === null ? '' : places[Math.min(places.length - 1, Math.floor((step * places.length) / 16))];
  const shown = /^(colour|expected)\.|^exact$/.test(name) ? `${Math.round(100 * value)} %` : formatValue(name, value);
  return fill(oneOf(texts.because[wayOf(look)], chance), { what: labelOf(name), value: shown, place });
}

function wayOf(look: Look): keyof typeof texts.because {
  if ('at' in look) return 'at';
  if ('any' in look) return 'any';
  if ('value' in look) return 'value';
  if ('arrow' in look) return look.is > 0 ? 'rises' : 'falls';
  if ('record' in look) return 'record';
  if ('colour' in look) return 'colour';
  return look.surprise[0] > 0 ? 'surprise' : 'expected';
}

/** A statistic in its own words; lobes and windows are counted from one. */
export function labelOf(name: string): string {
  const label = (texts.labels as Readonly<Record<string, string>>)[name];
  if (label !== undefined) return label;
  const [family] = (Object.entries(FAMILIES) as [Family, RegExp][]).find(([, fits]) => fits.test(name)) ?? [];
  if (family === undefined) return name;
  const counted = (number: string | undefined): string => String(Number(number ?? 0) + 1);
  const [, lobe] = /^lobe(\d+)\./.exec(name) ?? [];
  const [, window] = /\.window(\d+)$/.exec(name) ?? [];
  const part = window === undefined ? name.replace(/^\w+\./, '').replaceAll('.', ' ') : counted(window);
  return fill(texts.familyLabels[family], { lobe: counted(lobe), part });
}
