import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { engines, enginesWanted } from './test/engines.ts';

const edge = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        cf: false,
        bindings: { MIGRATIONS: await readD1Migrations('./prisma/migrations/sqlite'), BOOTSTRAP_ADMIN_KEY: 'adm_0123456789abcdef' },
      },
    })),
  ],
  test: { name: 'workerd', include: ['src/**/*.edge.test.ts', 'test/**/*.edge.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
};

/** Tests that are about one engine alone. */
const unwanted = engines.filter((engine) => !enginesWanted().includes(engine)).map((engine) => `src/store/${engine}.test.ts`);

export default defineConfig({
  test: {
    // Two files at once on two cores as well: much of a test is waiting for a disk, a database or a started service.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/*.edge.test.ts', 'test/long/**', 'test/shared/**', 'test/faults/full/**', 'test/browser/**', ...unwanted],
          globalSetup: ['./test/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['./test/browser/demo-world.ts'],
          // One browser at a time, after everything else: what it measures is then the page, not the machine.
          fileParallelism: false,
          // Files are told apart by their copy of the world and the contexts they open; what they import is loaded once.
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...(enginesWanted().includes('d1') ? [edge] : []),
    ],
  },
});
