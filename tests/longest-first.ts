/**
 * The order of the test files: whole lives and browsers first, then units, and of each those that take longest first, so that no core is idle
 * at the end while one of them still runs. A clean checkout has no times of an earlier run, by which Vitest would sort. An awake baby
 * gives way to other programs: beside units, which only calculate, its tests would wait long.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Lives, browsers and units that take more than ten seconds, the longest first. */
export const LONGEST = [
  'life/daemon',
  'life/twitch/twitch',
  'life/first-wake',
  'life/chat',
  'life/first-half-hour',
  'life/resume',
  'life/growth',
  'life/twitch-canary',
  'life/readme',
  'life/corrections',
  'browser/training',
  'browser/firefox',
  'life/terminal',
  'browser/window',
  'life/raising',
  'life/undo',
  'life/babies',
  'life/bad-library',
  'life/terminal-session',
  'life/kill',
  'life/twitch-commands',
  'life/twitch-session',
  'life/home-watch',
  'life/bench',
  'life/soul-command',
  'life/bad-soul',
  'life/launcher',
  'life/disk-full',
  'life/bad-config',
  'life/commands',
  'life/report',
  'school/daemon/lesson-supervisor',
  'school/daemon/brain-growth',
  'school/dashboard/store',
  'school/training/habits/habits',
  'brain/agreement',
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
