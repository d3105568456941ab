import { freshPostgres, freshSqlite } from '../fresh-store.ts';
import { modelHistories } from '../model/history.ts';

const seed = Number(process.env.MODEL_SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]);
const HISTORIES = 100;

// Many histories of a thousand steps: one of a hundred thousand would spend its time in ever larger traces.
for (let n = 0; n < HISTORIES; n++)
  modelHistories(n % 4 === 3 ? 'postgres' : 'sqlite', n % 4 === 3 ? freshPostgres : freshSqlite, 1_000, (seed + n) >>> 0);
