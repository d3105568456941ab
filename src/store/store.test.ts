import { describe } from 'vitest';
import { enginesWanted } from '../../test/engines.ts';
import { freshPostgres, freshSqlite } from '../../test/fresh-store.ts';
import { storeContract } from './contract.ts';

const wanted = enginesWanted();
if (wanted.includes('sqlite')) {
  storeContract('sqlite', () => freshSqlite());
  describe('written by a thread', () => storeContract('sqlite', () => freshSqlite({ thread: true })));
}
if (wanted.includes('postgres')) storeContract('postgres', freshPostgres);
