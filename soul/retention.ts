/** Which checkpoints are kept: they thin out with age, within a budget of bytes. Pure: no disk, no clock. */

/** The record of a checkpoint, without its files. */
export interface CheckpointInfo {
  name: string;
  folder: string;
  step: number;
  /** Lower is better; undefined where it was not known. */
  score: number | undefined;
  /** What was scored; undefined where it was not known. */
  paper?: string | undefined;
  /** ISO 8601, by the clock of that moment. */
  savedAt: string;
  /** Of all its files together, without manifest and label. */
  bytes: number;
  /** the act before which it was saved: `before feeding diary.txt` */
  reason?: string | undefined;
  /** what its owner calls it; then it is kept for ever */
  keptAs?: string | undefined;
  /** its label is damaged: whether it has a name is not known */
  unreadable?: true | undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Souls before acts and ends of branches: kept in addition to the souls that thin out. */
const MOST_TURNING_POINTS = 20;

/** Days since 1970 by the calendar of this place. */
const dayOf = (time: number): number => Math.floor((time - new Date(time).getTimezoneOffset() * MINUTE) / DAY);

/** Up to which age one soul of each period is kept, and the number of the period in which a time lies. A week begins on Monday. */
const PERIODS: readonly { readonly name: string; readonly until: number; numberOf(time: number): number }[] = [
  { name: 'all', until: 10 * MINUTE, numberOf: (time) => time },
  { name: 'ten minutes', until: HOUR, numberOf: (time) => Math.floor(time / (10 * MINUTE)) },
  { name: 'hour', until: DAY, numberOf: (time) => Math.floor(time / HOUR) },
  { name: 'day', until: 30 * DAY, numberOf: dayOf },
  { name: 'week', until: Number.POSITIVE_INFINITY, numberOf: (time) => Math.floor((dayOf(time) + 3) / 7) },
];

const NAME = /^soul-(\d{10,16})(?:\.(\d{1,6}))?(?:-(\d{1,9}))?$/;

/** What a name says. */
export interface SoulName {
  step: number;
  /** of two saves of one step the later has the higher; from 1 */
  turn: number;
  /** how often it had gone back to an earlier soul when this was saved: each time a new branch of its life begins; from 0 */
  branch: number;
}

/** @example soulName(12345, 1) // 'soul-0000012345'; soulName(12345, 2) is 'soul-0000012345-2', soulName(12, 1, 3) 'soul-0000000012.3' */
export function soulName(step: number, turn: number, branch = 0): string {
  return `soul-${String(step).padStart(10, '0')}${branch > 0 ? `.${branch}` : ''}${turn > 1 ? `-${turn}` : ''}`;
}

/** What a name says, or undefined for anything that is not a checkpoint's name. */
export function parseSoulName(name: string): SoulName | undefined {
  const match = NAME.exec(name);
  return match ? { step: Number(match[1]), branch: Number(match[2] ?? 0), turn: Number(match[3] ?? 1) } : undefined;
}

/** The branch of a checkpoint; see `SoulName`. */
export const branchOf = ({ name }: Pick<CheckpointInfo, 'name'>): number => parseSoulName(name)?.branch ?? 0;

/**
 * Newest first: by branch, then by step, then by turn. Branches and turns are counted when names are given out, so saves keep
 * their order even if the clock was set back between them; the date only decides where names do not.
 */
export function newestFirst(a: CheckpointInfo, b: CheckpointInfo): number {
  const turns = (parseSoulName(b.name)?.turn ?? 0) - (parseSoulName(a.name)?.turn ?? 0);
  return branchOf(b) - branchOf(a) || b.step - a.step || turns || Date.parse(b.savedAt) - Date.parse(a.savedAt);
}

/** Those whose scores can be compared with the newest score there is: of the same paper. */
export function comparable(newestFirstInfos: readonly CheckpointInfo[]): CheckpointInfo[] {
  const scored = newestFirstInfos.filter(({ score }) => score !== undefined);
  return scored.filter(({ paper }) => paper === scored[0]?.paper);
}

/** The soul with the lowest score among comparable souls; of equals the newest. */
export function bestOf(newestFirstInfos: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  let best: CheckpointInfo | undefined;
  for (const info of comparable(newestFirstInfos)) {
    if (info.score !== undefined && (best?.score === undefined || info.score < best.score)) best = info;
  }
  return best;
}

/** A soul before an act of its owner, or the end of a branch that was left: what one may want to go back to. */
function isTurningPoint(info: CheckpointInfo, newestBranch: number, seen: ReadonlySet<number>): boolean {
  const branch = branchOf(info);
  return info.reason !== undefined || (branch !== newestBranch && !seen.has(branch));
}

/**
 * Names to keep: souls thin out with their age, like backups: all of the last 10 minutes, then one every 10 minutes for an hour, one an
 * hour for a day, one a day for 30 days, one a week for ever; beside them the last turning points. Of one period the newest is kept, so
 * that what is kept now is kept by the next, longer period too. Ages are counted back from the newest soul, never from today's date: a
 * baby that slept for a month loses nothing.
 *
 * Souls with a name, and those whose label cannot be read, are always kept; so are the newest `leastNewest`, the best, and the one before
 * the last act. All others only within `budget`: where it is not enough, those go first that lie closest between their neighbours in
 * time, as seen from today: the later ones are spaced closely, the older ones widely.
 */
export function namesToKeep(
  newestFirstInfos: readonly CheckpointInfo[],
  { budget, leastNewest }: { readonly budget: number; readonly leastNewest: number },
): ReadonlySet<string> {
  const turningPoints = turningPointsOf(newestFirstInfos);
  const safe = new Set(newestFirstInfos.slice(0, leastNewest).map(({ name }) => name));
  for (const { name } of [bestOf(newestFirstInfos) ?? [], turningPoints[0] ?? []].flat()) safe.add(name);
  for (const { name, keptAs, unreadable } of newestFirstInfos) if (keptAs !== undefined || unreadable) safe.add(name);

  const keep = new Set([...safe, ...newestOfPeriods(newestFirstInfos)]);
  for (const { name } of turningPoints.slice(0, MOST_TURNING_POINTS)) keep.add(name);
  const kept = newestFirstInfos.filter(({ name }) => keep.has(name));
  for (const { name } of tooMany(kept, safe, budget)) keep.delete(name);
  return keep;
}

/** Newest first. */
function turningPointsOf(newestFirstInfos: readonly CheckpointInfo[]): CheckpointInfo[] {
  const newestBranch = newestFirstInfos[0] ? branchOf(newestFirstInfos[0]) : 0;
  const seen = new Set<number>();
  return newestFirstInfos.filter((info) => {
    const is = isTurningPoint(info, newestBranch, seen);
    seen.add(branchOf(info));
    return is;
  });
}

function newestOfPeriods(infos: readonly CheckpointInfo[]): string[] {
  const times = infos.map(({ savedAt }) => Date.parse(savedAt));
  const latest = times[0] ?? 0;
  const newest = new Map<string, number>();
  for (const time of times) {
    for (const { name, numberOf } of PERIODS) {
      const period = `${name} ${numberOf(time)}`;
      newest.set(period, Math.max(time, newest.get(period) ?? Number.NEGATIVE_INFINITY));
    }
  }
  const taken = new Set<string>();
  return infos.flatMap(({ name: soul }, i) => {
    const time = times[i] ?? 0;
    const tier = PERIODS.find(({ until }) => latest - time <= until);
    if (!tier) return [soul];
    const period = `${tier.name} ${tier.numberOf(time)}`;
    if (tier.name !== 'all' && (newest.get(period) !== time || taken.has(period))) return [];
    taken.add(period);
    return [soul];
  });
}

/** Those of `kept` that must go so that the rest fits into the budget. */
function tooMany(kept: readonly CheckpointInfo[], safe: ReadonlySet<string>, budget: number): CheckpointInfo[] {
  let left = [...kept];
  const gone: CheckpointInfo[] = [];
  let bytes = left.reduce((sum, info) => sum + info.bytes, 0);
  const latest = Date.parse(left[0]?.savedAt ?? '');
  // in minutes, from 1: the souls of the same minute are as close as any
  const age = (info: CheckpointInfo): number => 1 + Math.max(0, latest - Date.parse(info.savedAt)) / MINUTE;
  while (bytes > budget) {
    let closest: CheckpointInfo | undefined;
    let least = Number.POSITIVE_INFINITY;
    left.forEach((info, i) => {
      if (safe.has(info.name)) return;
      const [newer, older] = [left[i - 1], left[i + 1]];
      const gap = newer && older ? Math.abs(Math.log(age(older) / age(newer))) : Number.MAX_VALUE;
      // of equals the oldest goes
      if (gap > least) return;
      closest = info;
      least = gap;
    });
    if (!closest) break;
    const { name } = closest;
    gone.push(closest);
    bytes -= closest.bytes;
    left = left.filter((info) => info.name !== name);
  }
  return gone;
}
