import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { openD1 } from '../../src/store/d1.ts';
import { peopleJourneys } from './people-engines.ts';

peopleJourneys('d1', async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  return { store: openD1(env.DB), close: async () => {} };
});
