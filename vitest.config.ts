import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

/**
 * Unit tests of rooms that keep no state of a process: their files share a worker, which saves each the start of Node and its imports.
 * Not those of `brain` itself, whose cases are drawn from one stream of chance, nor of `library/importing` itself and `library/texts`,
 * which measure the memory of their process and watch folders.
 */
const SHARING = [
  'tests/brain/*/**/*.test.ts',
  'tests/{soul,statistics}/**/*.test.ts',
  'tests/library/{batches,cleaning,files,heldout,notices,sources,token-cache,tokenizer}/**/*.test.ts',
  'tests/library/importing/*/**/*.test.ts',
  'tests/school/{settings,text,terminal}/**/*.test.ts',
];
const ELSEWHERE = ['tests/life/**', 'tests/long/**', 'tests/interop/**', 'tests/browser/**'];
/**
 * Files of units, of whole lives and of browsers run beside each other, those that take longest first: whole lives wait much for what they
 * started, so that there is one worker more than there are cores.
 */
const TOGETHER = { maxWorkers: availableParallelism() + 1, sequence: { groupOrder: 0 } } as const;
/** Where V8 keeps what it compiled, and Node the types it stripped: the tests start the same files of the program hundreds of times. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') };
/** Generous, since other programs may calculate beside the tests. */
const UNIT = { ...TOGETHER, env, testTimeout: 90_000, hookTimeout: 90_000 };
const PATIENT = { env, testTimeout: 240_000, hookTimeout: 120_000 };

/**
 * Unit tests import the sources: `npm run test:unit` runs both projects of them. Integration tests (`life`) run the built program, so they take longer and start processes; each has a
 * home of its own, so that two files can run side by side. `long` holds campaigns, and the long forms of tests that `npm test` runs short.
 * `browser` drives Chromium and Firefox, where they are installed. `interop` runs programs of others, which `npm run test:interop` installs into its folder.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    globalSetup: 'tests/temporary-root.ts',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...ELSEWHERE, ...SHARING],
          ...UNIT,
        },
      },
      { test: { name: 'unit-shared', include: SHARING, isolate: false, ...UNIT } },
      { test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...PATIENT, ...TOGETHER } },
      { test: { name: 'interop', include: ['tests/interop/**/*.test.ts'], sequence: { groupOrder: 4 } } },
      { test: { name: 'life', include: ['tests/life/**/*.test.{ts,tsx}'], ...PATIENT, ...TOGETHER } },
      {
        test: {
          name: 'long',
          include: [
            'tests/long/**/*.test.ts',
            'tests/life/{bad-library,daemon,eight-hours,kill,resume}.test.ts',
            'tests/life/twitch/**/*.test.ts',
            'tests/library/importing/{damaged-files,folder}.test.ts',
          ],
          env: { BABY_TESTS_LONG: '1' },
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
