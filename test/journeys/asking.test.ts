import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { askingJourneys } from './asking.ts';

if (enginesWanted().includes('sqlite')) askingJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) askingJourneys('postgres', freshPostgres);
