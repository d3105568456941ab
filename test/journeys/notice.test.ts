import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { noticeJourneys } from './notice.ts';

if (enginesWanted().includes('sqlite')) noticeJourneys('sqlite', freshSqlite);
if (enginesWanted().includes('postgres')) noticeJourneys('postgres', freshPostgres);
