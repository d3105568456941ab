/** Run by a test under strace: brings the SQLite file of its argument up to date. */
import { migrateSqlite } from '../../src/store/migrate.ts';

migrateSqlite(process.argv[2] ?? '');
