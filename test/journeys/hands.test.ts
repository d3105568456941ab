import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { handsJourneys } from './hands.ts';

if (enginesWanted().includes('sqlite')) handsJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) handsJourneys('postgres', freshPostgres);
