import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from './steps.ts';

/** The database of a backup, whichever engine it came from: an SQLite file that the verifier and any SQLite tool can read. */
export const DATABASE = 'suyuan.db';
/** Lines of path, size in bytes and SHA-256 of each file. */
export const FILE_LIST = 'files.tsv';
export const FILES = 'files';
export const MANIFEST = 'manifest.json';

/** The form of the backup itself; a change that an older program could not read raises it. */
export const FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

const schema = z.object({
  service: z.literal('suyuan'),
  format: z.literal(FORMAT),
  /** The program that wrote it. */
  version: z.string(),
  engine: z.enum(['sqlite', 'postgres', 'd1']),
  /** When the snapshot was taken: what was acknowledged before is in it. */
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()).min(1),
  /** Rows of each table, and a digest of all of them that does not depend on their order or on the engine. */
  tables: z.record(z.string(), z.object({ rows: count, digest: hash })),
  /** The heads of all chains, as lines of chain, seq and hash, sorted. */
  heads: z.object({ chains: count, entries: count, sha256: hash }),
  /** The largest tree that was signed, as it was published; null when nothing was signed yet. */
  checkpoint: z.string().nullable(),
  parts: z.array(z.object({ name: z.enum([DATABASE, FILE_LIST]), bytes: count, sha256: hash })),
  files: z.object({ count, bytes: count }),
  /** What was amiss already when it was taken. */
  warnings: z.array(z.string()),
});

export type Manifest = z.infer<typeof schema>;

/** Tables whose rows a restore leaves out: sessions, links and codes that may have been ended or used since. */
export const NOT_RESTORED: ReadonlySet<string> = new Set(['session', 'person_session']);

/** What a database must hold after a restore. */
export function asRestored(manifest: Manifest): Manifest {
  const tables = Object.entries(manifest.tables).map(([table, sum]) => [
    table,
    NOT_RESTORED.has(table) ? { rows: 0, digest: '0'.repeat(64) } : sum,
  ]);
  return { ...manifest, tables: Object.fromEntries(tables) };
}

/** @throws {Refusal} when there is none, it cannot be read, or another kind of program wrote it */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new Refusal(`${folder} has no ${MANIFEST}: it is no backup, or one that was not finished. Take another.`);
  });
  const found = parsed(text, folder);
  const { format, service } = found as { format?: unknown; service?: unknown };
  if (service !== 'suyuan' || format !== FORMAT)
    throw new Refusal(
      `${folder} is a backup of ${service ?? 'an unknown service'} in format ${format ?? '?'}; this program reads format ${FORMAT}.`,
    );
  const read = schema.safeParse(found);
  if (!read.success) throw new Refusal(`${MANIFEST} in ${folder} is damaged: ${z.prettifyError(read.error)}`);
  return read.data;
}

function parsed(text: string, folder: string): object {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null) return found;
  } catch {
    // Said below: what is wrong with the text helps nobody.
  }
  throw new Refusal(`${MANIFEST} in ${folder} is damaged: it is not JSON.`);
}

/** @throws {Refusal} when the backup's schema has a step this program does not know */
export function mustKnowMigrations(names: readonly string[], known: readonly string[], what: string): void {
  const foreign = names.filter((name, i) => known[i] !== name);
  if (foreign.length > 0)
    throw new Refusal(
      `${what} has the schema step ${foreign.join(', ')}, which this program does not know: use the version that wrote it, or a newer one.`,
    );
}
