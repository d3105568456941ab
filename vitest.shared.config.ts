import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    include: ['test/shared/**/*.test.ts'],
    globalSetup: ['./test/postgres.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
