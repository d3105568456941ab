import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { openD1 } from '../../src/store/d1.ts';
import { modelHistories } from './history.ts';

const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;

modelHistories(
  'd1',
  async () => {
    await reset();
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    return { store: openD1(env.DB), close: async () => {} };
  },
  150,
  seed,
);
