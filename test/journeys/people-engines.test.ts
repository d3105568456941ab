import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { peopleJourneys } from './people-engines.ts';

if (enginesWanted().includes('sqlite')) peopleJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) peopleJourneys('postgres', freshPostgres);
