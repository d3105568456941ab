/** What the environment says, checked at start. */
export interface Config {
  port: number;
  /** `file:…` or `postgresql://…` */
  databaseUrl: string;
  /** Without a slash at the end. */
  publicUrl: string;
  filesDir: string;
  adminKey: string | undefined;
  logLevel: 'info' | 'warning' | 'error';
  /** Webhooks may go to addresses of the operator's own network, and over http. */
  privateWebhooks: boolean;
}

const MIN_KEY_LENGTH = 16;

/**
 * Reads the environment.
 * @throws {Error} naming every variable with a bad value, what was found and what is expected
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const wrong: string[] = [];
  const refuse = (name: string, found: string, expected: string) => wrong.push(`${name}: found "${found}", expected ${expected}`);
  const given = env.PORT ?? '8080';
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port > 65_535) refuse('PORT', given, 'a number from 0 to 65535');
  const databaseUrl = env.DATABASE_URL ?? 'file:./data/suyuan.db';
  if (!/^file:.+|^postgres(ql)?:\/\/.+/.test(databaseUrl))
    // What follows the scheme may hold a password.
    refuse('DATABASE_URL', databaseUrl.replace(/:.*/s, ':…'), 'file:… or postgresql://…');
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, '');
  if (!URL.canParse(publicUrl) || !/^https?:\/\/[^?#]+$/.test(publicUrl)) refuse('PUBLIC_URL', publicUrl, 'an http or https address');
  const adminKey = env.BOOTSTRAP_ADMIN_KEY;
  if (adminKey !== undefined && adminKey.length < MIN_KEY_LENGTH)
    refuse('BOOTSTRAP_ADMIN_KEY', `${adminKey.length} characters`, `at least ${MIN_KEY_LENGTH} characters`);
  const logLevel = oneOf(env, 'LOG_LEVEL', ['info', 'warning', 'error'], refuse);
  const privateWebhooks = oneOf(env, 'WEBHOOKS_PRIVATE', ['no', 'yes'], refuse) === 'yes';
  if (wrong.length > 0) throw new Error(`The service does not start:\n  ${wrong.join('\n  ')}`);
  return {
    port,
    databaseUrl,
    publicUrl,
    filesDir: env.FILES_DIR ?? './data/files',
    adminKey,
    logLevel,
    privateWebhooks,
  };
}

/** A word of a closed list; the first without one. */
function oneOf<W extends string>(
  env: Record<string, string | undefined>,
  name: string,
  words: readonly [W, ...W[]],
  refuse: (name: string, found: string, expected: string) => void,
): W {
  const found = env[name];
  const known = words.find((word) => word === found);
  if (found !== undefined && known === undefined) refuse(name, found, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
  return known ?? words[0];
}
