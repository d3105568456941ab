import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { epcisJourneys } from './epcis-events.ts';

if (enginesWanted().includes('sqlite')) epcisJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) epcisJourneys('postgres', freshPostgres);
