import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { slaughterJourney } from './slaughter.ts';

if (enginesWanted().includes('sqlite')) slaughterJourney('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) slaughterJourney('postgres', freshPostgres);
