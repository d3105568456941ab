import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { dutyJourneys } from './duties.ts';

if (enginesWanted().includes('sqlite')) dutyJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) dutyJourneys('postgres', freshPostgres);
