import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { recallJourneys } from './recall.ts';

if (enginesWanted().includes('sqlite')) recallJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) recallJourneys('postgres', freshPostgres);
