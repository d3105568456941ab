import { parseArgs } from 'node:util';
import { readConfig } from '../../platform/config.ts';
import { withSecretFiles } from '../../platform/secret-files.ts';
import { kept } from './classes.ts';
import { listRemovable, listWithoutRule, removeClass } from './retention.ts';

const USAGE = `What may be removed, by class of record.

  npm run retention                                        lists, and changes nothing
  npm run retention -- --remove CLASS --reason "why"       removes one class and records it

DATABASE_URL and FILES_DIR say where. Take a backup before.`;

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { remove: text, reason: text, help: { type: 'boolean' } } });
  const { databaseUrl: database, filesDir } = readConfig({
    DATABASE_URL: withSecretFiles(process.env).DATABASE_URL,
    FILES_DIR: process.env.FILES_DIR,
  });
  const now = Date.now();
  if (values.help || (values.remove === undefined) !== (values.reason === undefined)) throw new Error(USAGE);
  if (values.remove !== undefined && values.reason !== undefined) {
    const removed = await removeClass({ database, filesDir, name: values.remove, reason: values.reason }, now);
    console.log(`removed  ${values.remove}: ${removed}`);
    return 0;
  }
  for (const { name, what, basis, count, since } of await listRemovable(database, now))
    console.log(`${String(count).padStart(8)}  ${name}: ${what}${since === null ? '' : `, the oldest since ${since}`} (${basis})`);
  for (const { name, what, count } of await listWithoutRule(database, now))
    console.log(`  待核实  ${name}: ${what}: ${count} (no time in the law's data, nothing is erased)`);
  for (const [what, why] of kept) console.log(`   never  ${what} (${why})`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
