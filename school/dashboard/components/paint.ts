/** Colours of the dashboard: a standing from gold and blue to red, and the heat of a share. */
import { findStatistic } from '../../../statistics/names.ts';
import { STEPS } from '../../../statistics/percentile.ts';
import type { Colour } from '../../api/messages.ts';
import { hex } from '../../text/view-format.ts';
import type { Paint } from '../page.ts';
import type { Standing } from '../state/snapshot.ts';
import { type Stop, type Theme, themeOf } from './themes.ts';

/** Shades of heat: few, so that neighbours of one shade can be drawn as one text. */
const SHADES = 24;

export const NO_PAINT: Paint = {
  colours: false,
  step: () => undefined,
  much: () => undefined,
  heat: () => undefined,
};

/** @param theme left out: the dark one, where a terminal says nothing of its background */
export function makePaint(colours: boolean, theme: Theme = themeOf('auto', undefined)): Paint {
  if (!colours) return NO_PAINT;
  const [steps, amounts] = [theme.goodness, theme.amount].map((stops) =>
    Array.from({ length: STEPS }, (_, step) => theme.text(mixed(stops, step / (STEPS - 1)))),
  );
  const shades = Array.from({ length: SHADES }, (_, shade) => mixed(theme.heat, shade / (SHADES - 1)));
  return {
    colours,
    theme,
    step: (step) => (step === null ? undefined : steps[within(step, STEPS)]),
    much: (step) => (step === null ? undefined : amounts[within(step, STEPS)]),
    heat: (share) => (Number.isNaN(share) ? undefined : shades[within(share * (SHADES - 1), SHADES)]),
  };
}

/** The colour of a statistic by where it stands: good or bad, or little or much where neither is good. */
export function standingColour(paint: Paint, name: string, standing: Standing | undefined): string | undefined {
  const step = standing?.step ?? null;
  if (step === null || !paint.colours) return undefined;
  return isNeutral(name) ? paint.much(step) : paint.step(step);
}

const neutral = new Map<string, boolean>();
/** Names that are remembered at most. */
const MOST_NAMES = 1000;

function isNeutral(name: string): boolean {
  const known = neutral.get(name);
  if (known !== undefined) return known;
  const found = findStatistic(name)?.polarity === 'neither';
  if (neutral.size < MOST_NAMES) neutral.set(name, found);
  return found;
}

/** `#rrggbb` of a colour that the baby feels; undefined where nothing is painted. */
export const painted = (paint: Paint, colour: Colour): string | undefined => (paint.colours ? hex(colour) : undefined);

const within = (index: number, length: number): number => Math.min(Math.max(Math.round(index), 0), length - 1);

function mixed(stops: readonly Stop[], place: number): string {
  const above = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  );
  const [from, to] = [stops[above - 1], stops[above]];
  const share = (place - from[0]) / (to[0] - from[0]);
  const channel = (i: 1 | 2 | 3): number => (from[i] + (to[i] - from[i]) * share) / 255;
  return hex([channel(1), channel(2), channel(3)]);
}
