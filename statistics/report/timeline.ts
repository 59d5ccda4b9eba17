/** Time as a baby lives it: what it slept through takes no room on an axis, only a mark. */

/** A span in which it was awake, milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Gap {
  /** where the mark begins, and how wide it is, 0…1 of the axis */
  readonly at: number;
  readonly width: number;
  /** how long it slept */
  readonly milliseconds: number;
}

export interface TimeAxis {
  readonly stretches: readonly Stretch[];
  readonly gaps: readonly Gap[];
  /** The place of a moment, 0…1. What lies within a gap is at its middle. */
  place(ts: number): number;
  /** The moment at a place. */
  momentAt(place: number): number;
}

const GAP_WIDTH = 0.012;
/** Marks together take no more of the axis. */
const GAPS_SHARE = 0.15;

/**
 * Waking spans in order within `since` … `until`: overlapping spans, as after a clock was set back,
 * are one; of more than `most` those with the least sleep between them become one.
 */
export function stretchesOf(
  spans: readonly Stretch[],
  { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: { since?: number; until?: number } = {},
  most = 48,
): Stretch[] {
  const within = spans
    .map(({ from, to }) => ({ from: Math.max(from, since), to: Math.min(to, until) }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => a.from - b.from);
  const apart: { from: number; to: number }[] = [];
  for (const span of within) {
    const before = apart.at(-1);
    if (before && span.from <= before.to) before.to = Math.max(before.to, span.to);
    else apart.push(span);
  }
  const sleeps = apart.slice(1).map(({ from }, i) => from - apart[i].to);
  // A stretch begins after each of the longest sleeps; of equals after the first.
  const longest = new Set(
    sleeps
      .map((sleep, i) => [sleep, i] as const)
      .sort(([a, i], [b, j]) => b - a || i - j)
      .slice(0, Math.max(0, most - 1))
      .map(([, i]) => i),
  );
  const joined: { from: number; to: number }[] = [];
  apart.forEach(({ from, to }, i) => {
    if (i === 0 || longest.has(i - 1)) joined.push({ from, to });
    else joined[joined.length - 1].to = to;
  });
  return joined;
}

/** @param stretches in order, at least one */
export function timeAxis(stretches: readonly Stretch[]): TimeAxis {
  const gapWidth = Math.min(GAP_WIDTH, GAPS_SHARE / Math.max(1, stretches.length - 1));
  const awake = stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
  const room = 1 - gapWidth * (stretches.length - 1);
  const share = (milliseconds: number): number => (awake > 0 ? milliseconds / awake : 1 / stretches.length) * room;
  let at = 0;
  const laid = stretches.map(({ from, to }) => {
    const width = share(to - from);
    const placed = { from, to, at, width };
    at += width + gapWidth;
    return placed;
  });
  return {
    stretches,
    gaps: laid.slice(1).map(({ from, at: begins }, i) => ({
      at: begins - gapWidth,
      width: gapWidth,
      milliseconds: from - laid[i].to,
    })),
    place(ts) {
      const next = laid.findIndex(({ to }) => ts <= to);
      if (next < 0) return 1;
      const { from, to, at: begins, width } = laid[next];
      if (ts < from) return next === 0 ? 0 : begins - gapWidth / 2;
      return begins + (to > from ? ((ts - from) / (to - from)) * width : width / 2);
    },
    momentAt(place) {
      const { from, to, at: begins, width } = laid.findLast(({ at: begins }) => begins <= place) ?? laid[0];
      return from + Math.min(1, Math.max(0, width > 0 ? (place - begins) / width : 0)) * (to - from);
    },
  };
}
