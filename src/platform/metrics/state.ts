import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { latestCheckpoint, logSize } from '../../ledger/log/read.ts';
import type { LogSigner } from '../../ledger/log/signer.ts';
import { ruleIds, weights } from '../../rules/model.ts';
import type { AdmissionLimits, Underway } from '../admission.ts';
import type { Deps } from '../deps.ts';
import { VERSION } from '../version.ts';

/** One metric with its values at this moment; one without values is not told. */
export interface Told {
  name: string;
  help: string;
  /** It only grows while the process lives. */
  counts?: boolean;
  values: { labels?: Record<string, string>; value: number }[];
}
export type State = Told[];

/** What the state is read from. */
export interface Watched {
  deps: Pick<Deps, 'store' | 'clock'>;
  follower: { caughtUpAt: number | null };
  signer: Pick<LogSigner, 'refusal'>;
  filesDir: string;
  lastBackupAt(): Promise<number | null>;
  /** Requests under way, refused at the door and ended because they came too slowly. */
  underway(): Underway;
  limits: AdmissionLimits;
  /** How late public reads are and may be, where a replica takes them. */
  replica?: { ageMs(): number; stalenessMs: number };
}

type Read = Deps['store']['read'];

/** Looked up at each reading; every query is bounded by an index or by what is open. What the database does not answer is left out. */
export async function stateOf(watched: Watched): Promise<State> {
  const { deps, follower, signer, underway } = watched;
  const { store } = deps;
  const load = store.load?.();
  const known: State = [
    gauge('suyuan_info', 'Version and engine', [{ labels: { version: VERSION, engine: store.engine }, value: 1 }]),
    ...admittedOf(underway(), watched.limits),
    ...replicaOf(watched.replica),
    gauge('suyuan_commits_waiting', 'Commits that wait or are being written', one(load?.waiting)),
    { ...gauge('suyuan_commits_total', 'Commits written', one(load?.committed)), counts: true },
    { ...gauge('suyuan_commit_groups_total', 'Transactions that commits shared', one(load?.groups)), counts: true },
    gauge('suyuan_follower_caught_up_timestamp_seconds', 'When the follower last had nothing left', seconds(follower.caughtUpAt)),
    gauge('suyuan_ledger_refused', 'The ledger is not signed until the operator says so', one(signer.refusal === null ? 0 : 1)),
    gauge('suyuan_last_backup_timestamp_seconds', 'When the last backup was taken', seconds(await watched.lastBackupAt())),
    gauge('suyuan_disk_free_bytes', 'Free space where files lie', one(await freeBytes(watched.filesDir))),
  ];
  const asked = await askedOf(store.read).then(
    (told) => [...told, gauge('suyuan_store_up', 'The database answers', one(1))],
    () => [gauge('suyuan_store_up', 'The database answers', one(0))],
  );
  return [...known, ...asked];
}

function admittedOf({ reads, writes, bodies, bytes, refused, ended }: Underway, limits: AdmissionLimits): State {
  const kinds = (of: { reads: number; writes: number; bodies: number }) => [
    { labels: { kind: 'read' }, value: of.reads },
    { labels: { kind: 'write' }, value: of.writes },
    { labels: { kind: 'body' }, value: of.bodies },
  ];
  const refusals = 'Requests refused because too many were under way';
  return [
    gauge(
      'suyuan_requests_underway',
      'Requests let in: answered without a body, with one, or waiting for it',
      kinds({ reads, writes, bodies }),
    ),
    gauge('suyuan_requests_underway_limit', 'How many of each may be', kinds(limits)),
    gauge('suyuan_request_bytes_underway', 'Announced bytes of bodies', one(bytes)),
    gauge('suyuan_request_bytes_underway_limit', 'How many may be', one(limits.bytes)),
    { ...gauge('suyuan_requests_refused_total', refusals, one(refused)), counts: true },
    { ...gauge('suyuan_requests_ended_slow_total', 'Requests ended because others needed their place', one(ended)), counts: true },
  ];
}

/** A replica that was never heard of has no age. */
function replicaOf(replica: Watched['replica']): State {
  const age = replica?.ageMs() ?? Number.POSITIVE_INFINITY;
  return [
    gauge('suyuan_replica_age_seconds', 'How late the replica’s reads are', one(Number.isFinite(age) ? age / 1_000 : undefined)),
    gauge(
      'suyuan_replica_age_limit_seconds',
      'How late they may be before the primary is asked',
      one(replica && replica.stalenessMs / 1_000),
    ),
  ];
}

async function askedOf(read: Read): Promise<State> {
  const entries = await read
    .selectFrom('chain')
    .select(({ fn }) => fn.sum<number | string | null>('seq').as('n'))
    .executeTakeFirst();
  const logged = await logSize(read);
  const checkpoint = await latestCheckpoint(read);
  const written = Number(entries?.n ?? 0);
  return [
    gauge('suyuan_ledger_entries', 'Entries of all chains', one(written)),
    gauge(
      'suyuan_follower_entries_behind',
      'Entries that are not in the signed log’s tree yet: the follower’s last work',
      one(written - logged),
    ),
    gauge('suyuan_ledger_signed_entries', 'Entries under the last signature', one(checkpoint?.size)),
    gauge('suyuan_ledger_signed_timestamp_seconds', 'When the ledger was last signed', seconds(checkpoint?.at ?? null)),
    gauge('suyuan_findings_open', 'Open findings, by weight', await findings(read)),
    ...(await waiting(read, 'filing', 'filings', ['queued', 'sent'])),
    ...(await waiting(read, 'delivery', 'webhooks', ['waiting'])),
    gauge('suyuan_webhooks_given_up', 'Messages to webhooks nobody took within three days', await total(read, 'delivery', 'given-up')),
    gauge('suyuan_filings_failed', 'Filings that were given up', await total(read, 'filing', 'failed')),
    gauge(
      'suyuan_imports_underway',
      'Imports that are being read or recorded',
      await total(read, 'import_job', 'checking', 'applying', 'previewing'),
    ),
  ];
}

type Counted = 'filing' | 'delivery' | 'import_job';

async function total(read: Read, table: Counted, ...states: string[]): Promise<Told['values']> {
  const row = await read
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number | string>().as('n'))
    .where('state', 'in', states)
    .executeTakeFirst();
  return one(Number(row?.n ?? 0));
}

/** Rule by rule, since that is what the index begins with. */
async function findings(read: Read): Promise<Told['values']> {
  const rows = await read
    .selectFrom('finding')
    .select(({ fn }) => ['weight', fn.countAll<number | string>().as('n')])
    .where('rule', 'in', [...ruleIds])
    .where('state', '=', 'open')
    .groupBy('weight')
    .execute();
  return weights.map((weight) => ({ labels: { weight }, value: Number(rows.find((row) => row.weight === weight)?.n ?? 0) }));
}

/** How many wait, and since when the oldest of them does. */
async function waiting(read: Read, table: 'filing' | 'delivery', name: string, states: string[]): Promise<State> {
  const row = await read
    .selectFrom(table)
    .select(({ fn }) => [fn.countAll<number | string>().as('n'), sql<number | string | null>`min(at)`.as('oldest')])
    .where('state', 'in', states)
    .executeTakeFirst();
  const oldest = row?.oldest ?? null;
  return [
    gauge(`suyuan_${name}_waiting`, `Waiting to be sent: ${name}`, one(Number(row?.n ?? 0))),
    gauge(
      `suyuan_${name}_oldest_timestamp_seconds`,
      `Since when the oldest of them waits: ${name}`,
      seconds(oldest === null ? null : Number(oldest)),
    ),
  ];
}

const gauge = (name: string, help: string, values: Told['values']): Told => ({ name, help, values });
const one = (value: number | undefined): Told['values'] => (value === undefined ? [] : [{ value }]);
const seconds = (at: number | null): Told['values'] => (at === null ? [] : [{ value: at / 1_000 }]);

async function freeBytes(folder: string): Promise<number | undefined> {
  for (const place of [folder, dirname(folder)]) {
    const found = await statfs(place).catch(() => null);
    if (found) return found.bavail * found.bsize;
  }
  return undefined;
}
