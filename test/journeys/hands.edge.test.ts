import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { openD1 } from '../../src/store/d1.ts';
import { handsJourneys } from './hands.ts';

handsJourneys('d1', async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  return { store: openD1(env.DB), close: async () => {} };
});
