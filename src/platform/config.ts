import { dirname, join } from 'node:path';
import type { Resumption } from '../ledger/log/signer.ts';
import type { AdmissionLimits } from './admission.ts';
import { type LimitSettings, type Refuse, readAdmission, readLimits } from './limit-config.ts';

/** What the environment says, checked at start. */
export interface Config {
  port: number;
  /** `file:…` or `postgresql://…` */
  databaseUrl: string;
  /** A replica of the PostgreSQL that takes public reads, and how late they may be at most, in milliseconds. */
  replicaUrl: string | undefined;
  replicaStalenessMs: number;
  /** Without a slash at the end. */
  publicUrl: string;
  filesDir: string;
  adminKey: string | undefined;
  logLevel: 'info' | 'warning' | 'error';
  /** Webhooks may go to addresses of the operator's own network, and over http. */
  privateWebhooks: boolean;
  /** Holds the key the ledger is signed with. */
  signingKeyFile: string;
  /** Holds the key that secrets of second factors are sealed with. */
  sealingKeyFile: string;
  /** Gives up a published tree that the database no longer continues. */
  ledgerResume: Resumption | undefined;
  /** How much a key, an address and a code are answered, and whose word on an address is believed. */
  limits: LimitSettings;
  /** How much may be under way at once. */
  admission: AdmissionLimits;
  /** A monitor reads `/metrics` with it; without it only the system administrator does. */
  metricsToken: string | undefined;
  /** For /.well-known/security.txt: `mailto:…` or an https address. */
  securityContact: string | undefined;
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
  const replica = replicaOf(env, databaseUrl, refuse);
  const adminKey = env.BOOTSTRAP_ADMIN_KEY;
  if (adminKey !== undefined && adminKey.length < MIN_KEY_LENGTH)
    refuse('BOOTSTRAP_ADMIN_KEY', `${adminKey.length} characters`, `at least ${MIN_KEY_LENGTH} characters`);
  const metricsToken = env.METRICS_TOKEN;
  if (metricsToken !== undefined && metricsToken.length < MIN_KEY_LENGTH)
    refuse('METRICS_TOKEN', `${metricsToken.length} characters`, `at least ${MIN_KEY_LENGTH} characters`);
  const logLevel = oneOf(env, 'LOG_LEVEL', ['info', 'warning', 'error'], refuse);
  const privateWebhooks = oneOf(env, 'WEBHOOKS_PRIVATE', ['no', 'yes'], refuse) === 'yes';
  const ledgerResume = resumptionOf(env.LEDGER_RESUME, refuse);
  const limits = readLimits(env, refuse);
  const admission = readAdmission(env, refuse);
  const securityContact = env.SECURITY_CONTACT;
  if (securityContact !== undefined && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/.test(securityContact))
    refuse('SECURITY_CONTACT', securityContact, 'mailto:…, tel:… or an https address');
  if (wrong.length > 0) throw new Error(`The service does not start:\n  ${wrong.join('\n  ')}`);
  return {
    port,
    databaseUrl,
    ...replica,
    publicUrl,
    ...placesOf(env),
    adminKey,
    logLevel,
    privateWebhooks,
    ledgerResume,
    limits,
    admission,
    securityContact,
    metricsToken,
  };
}

/** How late public reads may be without REPLICA_STALENESS_SECONDS, in seconds. */
const STALENESS_SECONDS = 5;

function replicaOf(
  env: Record<string, string | undefined>,
  databaseUrl: string,
  refuse: Refuse,
): Pick<Config, 'replicaUrl' | 'replicaStalenessMs'> {
  const replicaUrl = env.DATABASE_REPLICA_URL;
  const fits = replicaUrl === undefined || (/^postgres(ql)?:\/\/.+/.test(replicaUrl) && !databaseUrl.startsWith('file:'));
  // What follows the scheme may hold a password.
  if (!fits)
    refuse('DATABASE_REPLICA_URL', replicaUrl.replace(/:.*/s, ':…'), 'postgresql://… beside a DATABASE_URL that is postgresql://… too');
  const seconds = env.REPLICA_STALENESS_SECONDS ?? String(STALENESS_SECONDS);
  if (!/^[1-9]\d{0,2}$/.test(seconds)) refuse('REPLICA_STALENESS_SECONDS', seconds, 'whole seconds from 1 to 999');
  return { replicaUrl, replicaStalenessMs: Number(seconds) * 1_000 };
}

/** A word of a closed list; the first without one. */
function oneOf<W extends string>(env: Record<string, string | undefined>, name: string, words: readonly [W, ...W[]], refuse: Refuse): W {
  const found = env[name];
  const known = words.find((word) => word === found);
  if (found !== undefined && known === undefined) refuse(name, found, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
  return known ?? words[0];
}

/** Where files and the keys lie; the keys beside the folder of files unless it is told otherwise. */
function placesOf(env: Record<string, string | undefined>): Pick<Config, 'filesDir' | 'signingKeyFile' | 'sealingKeyFile'> {
  const filesDir = env.FILES_DIR ?? './data/files';
  const beside = dirname(filesDir);
  return {
    filesDir,
    signingKeyFile: env.SIGNING_KEY_FILE ?? join(beside, 'signing.key'),
    sealingKeyFile: env.SEALING_KEY_FILE ?? join(beside, 'sealing.key'),
  };
}

function resumptionOf(text: string | undefined, refuse: Refuse): Resumption | undefined {
  if (text === undefined) return undefined;
  const said = /^(\d{1,15}) (\S.{7,})$/.exec(text);
  if (said) return { size: Number(said[1]), reason: (said[2] ?? '').trim() };
  refuse('LEDGER_RESUME', text, 'the size of the published tree that is given up, a space, and the reason in at least 8 characters');
  return undefined;
}
