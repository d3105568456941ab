import { parseArgs } from 'node:util';
import { verify } from './verify.ts';

const USAGE = `Checks a ledger, trusting only the public key and the checkpoints you kept.

  verify --url URL    --key KEY [--kept FILE] [--token ADMIN_KEY | --token PARTY_KEY --chain CHAIN]
  verify --db FILE    --key KEY [--kept FILE]     an SQLite file or postgresql://…
  verify --export F   --key KEY [--kept FILE]     an evidence pack (.json) or a dump in SQL (.sql)

KEY is the public key (name+id+base64) or a file that holds it; where a lost key was replaced, all of them, one a line, the newest last. FILE keeps every checkpoint that was found good: hand it in each time.
Ends with 0 when all is well, 1 when something was altered or is missing, 2 when it could not be read.`;

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { url: text, db: text, export: text, key: text, kept: text, token: text, chain: text } });
  const places = [values.url, values.db, values.export].filter((place) => place !== undefined);
  if (places.length !== 1 || values.key === undefined) throw new Error(USAGE);
  const report = await verify({ ...values, key: values.key });
  for (const line of report.lines()) console.log(line);
  return report.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
