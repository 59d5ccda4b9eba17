/**
 * The order of the test files: whole lives and browsers first, then units, and of each those that take longest first, so that no core is idle
 * at the end while one of them still runs. A clean checkout has no times of an earlier run, by which Vitest would sort. An awake baby
 * gives way to other programs: beside units, which only calculate, its tests would wait long.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Lives, browsers and units that take more than ten seconds, the longest first. */
export const LONGEST = [
  'life/twitch/twitch',
  'browser/training',
  'life/resume',
  'life/first-half-hour',
  'life/first-wake',
  'life/daemon',
  'browser/window',
  'browser/firefox',
  'life/twitch-canary',
  'life/terminal',
  'life/terminal-session',
  'life/chat',
  'life/bad-library',
  'life/twitch-commands',
  'life/raising',
  'life/kill',
  'life/growth',
  'life/corrections',
  'life/readme',
  'life/twitch-session',
  'life/undo',
  'life/home-watch',
  'life/babies',
  'life/report',
  'life/rpc-stress',
  'life/commands',
  'life/bad-soul',
  'life/bench',
  'life/soul-command',
  'school/daemon/lesson-supervisor',
  'school/daemon/brain-growth',
  'brain/agreement',
  'school/training/habits/habits',
  'school/dashboard/store',
];

const ranks = new Map(LONGEST.map((name, rank) => [name, rank]));

/** The place of a file in the order; equal ones stay as they were. */
function rankOf(path: string): number {
  const name = path.match(/\/tests\/(.+)\.test\.tsx?$/)?.[1] ?? '';
  const units = /^(?:life|browser)\//.test(name) ? 0 : 2 * LONGEST.length;
  return units + (ranks.get(name) ?? LONGEST.length);
}

/** Sorts by the paths of test files. */
export const longestFirst = <T>(items: readonly T[], path: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, rank: rankOf(path(item)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

export class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(specs), ({ moduleId }) => moduleId);
  }
}
