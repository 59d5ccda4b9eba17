import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Integration tests that measure how long something takes: they run one after another. */
const SERIAL = ['tests/life/kill.test.ts', 'tests/life/twitch/**/*.test.ts'];
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
/** Generous, since other programs may calculate beside the tests; and the default is one worker less than there are cores: one, on two cores. */
const UNIT = { testTimeout: 90_000, hookTimeout: 90_000, maxWorkers: '100%', sequence: { groupOrder: 0 } } as const;
/** Where V8 keeps what it compiled: the tests start the same files of the program hundreds of times. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') };
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
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          ...PATIENT,
          // each file has a home, a browser and ports of its own
          maxWorkers: 2,
          sequence: { groupOrder: 5 },
        },
      },
      { test: { name: 'interop', include: ['tests/interop/**/*.test.ts'], sequence: { groupOrder: 4 } } },
      {
        test: {
          name: 'life',
          include: ['tests/life/**/*.test.{ts,tsx}'],
          exclude: SERIAL,
          ...PATIENT,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { name: 'life-serial', include: SERIAL, ...PATIENT, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
      {
        test: {
          name: 'long',
          include: [
            'tests/long/**/*.test.ts',
            'tests/life/{bad-library,kill,resume}.test.ts',
            'tests/life/twitch/**/*.test.ts',
            'tests/library/importing/damaged-files.test.ts',
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
