import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    include: ['test/faults/full/**/*.test.ts'],
    globalSetup: ['./test/postgres.ts'],
    // Each fault has the machine to itself.
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
