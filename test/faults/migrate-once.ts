/** Run by a test that kills it: brings the SQLite file or the PostgreSQL of its argument up to date. */
import { migratePostgres, migrateSqlite } from '../../src/store/migrate.ts';

const place = process.argv[2] ?? '';
if (/^postgres(ql)?:/.test(place)) await migratePostgres(place);
else migrateSqlite(place);
