import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../../platform/config.ts';
import { withSecretFiles } from '../../platform/secret-files.ts';
import { makeBackup } from './backup.ts';
import { drill } from './drill.ts';
import { afterwards, restore } from './restore.ts';
import { Refusal, Steps } from './steps.ts';

const USAGE = `Backups of a running service, and back.

  npm run backup  -- --to DIR [--database URL] [--files DIR]
  npm run restore -- --from DIR --database URL --files DIR [--key PUBLIC_KEY [--kept FILE]]
  npm run drill   -- [--from DIR] [--scratch postgresql://…] [--key PUBLIC_KEY [--kept FILE]] [--database URL] [--files DIR]

PUBLIC_KEY is the key (name+id+base64) or a file that holds it; --kept a file of checkpoints kept elsewhere. They are what a backup that was
tampered with cannot bring along: without them it is said what was not checked.
Without --database and --files, DATABASE_URL and FILES_DIR say what is backed up. A dump in SQL from D1 is taken with --database dump.sql.
Ends with 0 when all is well, 1 when the backup stands but something in it was amiss before, 2 when it was refused or failed.`;

const text = { type: 'string' } as const;

async function main([command, ...args]: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { to: text, from: text, database: text, files: text, scratch: text, key: text, kept: text },
  });
  const env = withSecretFiles(process.env);
  const config = readConfig({
    DATABASE_URL: env.DATABASE_URL,
    FILES_DIR: process.env.FILES_DIR,
    SIGNING_KEY_FILE: process.env.SIGNING_KEY_FILE,
  });
  const database = values.database ?? config.databaseUrl;
  const filesDir = values.files ?? config.filesDir;
  const steps = new Steps();
  const now = Date.now;
  if (command === 'backup' && values.to !== undefined) {
    const { warnings } = await makeBackup({ database, filesDir, to: values.to, now }, steps);
    return warnings.length > 0 ? 1 : 0;
  }
  if (command === 'restore' && values.from !== undefined && values.database !== undefined && values.files !== undefined) {
    const { from, key, kept, files } = values;
    const manifest = await restore({ from, database: values.database, filesDir: files, key, kept }, steps);
    for (const line of await afterwards(manifest, { from, filesDir: files }, now())) steps.note(line);
    return 0;
  }
  if (command === 'drill') {
    const key = values.key ?? publicKeyFile(config.signingKeyFile);
    const { from, scratch, kept } = values;
    const { takenAt, heads } = await drill({ from, database, filesDir, scratch, key, kept, now }, steps);
    console.log(`drill passed: as of ${takenAt}, ${heads.entries} entries restored, verified and counted`);
    return 0;
  }
  throw new Refusal(USAGE);
}

function publicKeyFile(file: string): string | undefined {
  return existsSync(`${file}.pub`) ? `${file}.pub` : undefined;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // What was refused says itself what to do; of anything else the place matters too.
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 2;
}
