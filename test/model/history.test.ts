import { enginesWanted } from '../engines.ts';
import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { modelHistories } from './history.ts';

const seed = Number(process.env.MODEL_SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]);

if (enginesWanted().includes('sqlite')) modelHistories('sqlite', freshSqlite, 2_000, seed);
if (enginesWanted().includes('postgres')) modelHistories('postgres', freshPostgres, 850, seed);
