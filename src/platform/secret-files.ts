import { readFileSync } from 'node:fs';

/** Variables that hold a secret: each may be given as a file instead, as `NAME_FILE`, which no list of processes and no dump of an environment shows. */
export const SECRETS = ['DATABASE_URL', 'DATABASE_REPLICA_URL', 'BOOTSTRAP_ADMIN_KEY', 'METRICS_TOKEN'] as const;

type Environment = Record<string, string | undefined>;

/**
 * The environment with the secrets that lie in files.
 * @throws {Error} naming every file that cannot be read or is empty, and every secret that is given twice; never what is in one
 */
export function withSecretFiles(env: Environment, read = (file: string) => readFileSync(file, 'utf8')): Environment {
  const found: Environment = { ...env };
  const wrong: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined) continue;
    try {
      found[name] = read(file).trim();
    } catch (error) {
      wrong.push(`${name}_FILE: ${file} could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
      continue;
    }
    if (found[name] === '') wrong.push(`${name}_FILE: ${file} is empty`);
    if (env[name] !== undefined) wrong.push(`${name}: given twice, also as ${name}_FILE`);
  }
  if (wrong.length > 0) throw new Error(`The service does not start:\n  ${wrong.join('\n  ')}`);
  return found;
}
