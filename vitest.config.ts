import { defineConfig } from 'vitest/config';

/** Unit tests import the sources; integration tests run the built program, so they take longer and start processes. */
export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        test: { name: 'unit', include: ['tests/**/*.test.{ts,tsx}'], exclude: ['tests/life/**'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/life/**/*.test.{ts,tsx}'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
