import { describe, it } from 'vitest';
import { held } from './faults/audit.ts';
import { killedBackups, killedRestores } from './faults/backup-crashes.ts';

// `npm run test:faults` strikes inside the steps too, and on PostgreSQL.
describe('killed by signal 9 after each of its steps', () => {
  it('a backup leaves a whole one or none', { timeout: 240_000 }, async () => held(await killedBackups('sqlite')));
  it('a restore leaves a whole database or none, and can be run again', { timeout: 240_000 }, async () =>
    held(await killedRestores('sqlite')),
  );
});
