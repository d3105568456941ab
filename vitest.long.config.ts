import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    globalSetup: ['./test/postgres.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'long', include: ['test/long/**/*.test.ts'] } },
      // Every operation by every role and every page, as in `npm test`, with the service over PostgreSQL.
      {
        extends: true,
        test: {
          name: 'on postgres',
          include: ['test/rights/*.test.ts', 'test/negative/*.test.ts', 'src/{pages,enforcement,trace,custody}/**/*.test.ts'],
          env: { APP_ENGINE: 'postgres' },
          maxWorkers: 2,
        },
      },
    ],
  },
});
