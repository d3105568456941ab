import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { knowledgeJourneys } from './knowledge.ts';

if (enginesWanted().includes('sqlite')) knowledgeJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) knowledgeJourneys('postgres', freshPostgres);
