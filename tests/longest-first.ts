/**
 * The order of the test files: those that take longest first, so that no core is idle at the end while one of them still runs. A clean
 * checkout has no times of an earlier run, by which Vitest would sort.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than ten seconds, the longest first. Others follow: browsers, whole lives, units. */
export const LONGEST = [
  'life/twitch/twitch',
  'browser/training',
  'life/resume',
  'life/raising',
  'life/first-wake',
  'life/first-half-hour',
  'life/twitch-canary',
  'life/daemon',
  'browser/window',
  'browser/firefox',
  'life/terminal',
  'life/terminal-session',
  'life/home-watch',
  'life/chat',
  'life/bad-library',
  'life/twitch-commands',
  'life/kill',
  'life/growth',
  'school/daemon/lesson-supervisor',
  'school/daemon/brain-growth',
  'life/corrections',
  'life/readme',
  'life/twitch-session',
  'life/undo',
  'life/babies',
  'life/report',
  'life/rpc-stress',
  'life/commands',
  'life/bad-soul',
  'library/importing/folder',
  'brain/agreement',
  'life/bench',
  'life/soul-command',
  'school/training/habits/habits',
];

const ranks = new Map(LONGEST.map((name, rank) => [name, rank]));
const rankOf = (path: string): number =>
  ranks.get(path.match(/\/tests\/(.+)\.test\.tsx?$/)?.[1] ?? '') ?? Number.POSITIVE_INFINITY;

/** Sorts paths by their place in the list, and leaves the order of all others as it is. */
export const longestFirst = <T>(items: readonly T[], path: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, rank: rankOf(path(item)) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ item }) => item);

export class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(specs), ({ moduleId }) => moduleId);
  }
}
