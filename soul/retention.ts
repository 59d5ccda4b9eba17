/** Which checkpoints are kept: the newest few, the best, and one a day. Pure: no disk, no clock. */

/** What is known of a checkpoint without reading its files. */
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
  /** Of all its files together, without the manifest. */
  bytes: number;
}

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

/** The one with the lowest score among those that can be compared; of equals the newest. */
export function bestOf(newestFirstInfos: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  let best: CheckpointInfo | undefined;
  for (const info of comparable(newestFirstInfos)) {
    if (info.score !== undefined && (best?.score === undefined || info.score < best.score)) best = info;
  }
  return best;
}

/**
 * Names to keep: the newest `keepNewest`, the best, the newest of each of the last `keepDays` calendar days on which something
 * was saved, and the newest of each of the last `keepNewest` branches that were left, so that whoever went back can change their mind. Days are counted by walking back from the newest, never from today's date: so a clock
 * that jumps, or a baby that slept for a month, costs no checkpoint.
 */
export function namesToKeep(
  newestFirstInfos: readonly CheckpointInfo[],
  keepNewest: number,
  keepDays: number,
): ReadonlySet<string> {
  const keep = new Set<string>(newestFirstInfos.slice(0, keepNewest).map((info) => info.name));
  const best = bestOf(newestFirstInfos);
  if (best) keep.add(best.name);
  const days = new Set<string>();
  for (const info of newestFirstInfos) {
    const day = new Date(info.savedAt).toDateString();
    if (days.has(day) || days.size >= keepDays) continue;
    days.add(day);
    keep.add(info.name);
  }
  const branches = new Set<number>();
  for (const info of newestFirstInfos) {
    const branch = branchOf(info);
    if (branches.has(branch) || branches.size > keepNewest) continue;
    branches.add(branch);
    keep.add(info.name);
  }
  return keep;
}
