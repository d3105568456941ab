import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Manifest } from './manifest.ts';

/** Who gets in by a restored copy. */
interface Access {
  what: 'account' | 'key';
  id: string;
  of: string;
  owner: string;
  may: string;
  label: string;
  since: number;
  expiresAt: number | null;
  madeBy: string | null;
  /** An account whose invitation nobody followed lets nobody in: the links of a backup are not restored. */
  state: 'invited' | 'active';
}

const OWNER = `CASE "ownerKind" WHEN 'party' THEN (SELECT "publicId" FROM party p WHERE p.id = "ownerId")
  WHEN 'authority' THEN (SELECT "publicId" FROM authority a WHERE a.id = "ownerId") END`;
const ACCOUNTS = `SELECT 'account' AS what, "publicId" AS id, "ownerKind" AS of, ${OWNER} AS owner, coalesce("role", "rights") AS may, NULL AS label, "createdAt" AS since,
  NULL AS "expiresAt", NULL AS "madeBy", CASE WHEN (SELECT c."login" FROM credential c WHERE c.id = account.id) IS NULL THEN 'invited' ELSE 'active' END AS state
  FROM account WHERE "endedAt" IS NULL ORDER BY "ownerKind", id`;
const KEYS = `SELECT 'key' AS what, "publicId" AS id, "ownerKind" AS of, ${OWNER} AS owner, coalesce("role", "rights") AS may, label, "createdAt" AS since,
  "expiresAt", "madeBy", 'active' AS state
  FROM api_key WHERE "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > ?) ORDER BY "ownerKind", id`;

/**
 * Lists beside the folder of files which accounts and keys a backup makes live: what was ended or revoked after it was taken nobody can read
 * out of it, so somebody has to look.
 * @param file the database of the backup
 * @returns what to tell the operator
 */
export async function listAccess(file: string, filesDir: string, { takenAt }: Manifest, now: number): Promise<string[]> {
  const { live, delegations } = accessIn(file, now);
  const list = join(dirname(filesDir), `access-of-${takenAt.replace(/\.\d+|[-:]/g, '')}.tsv`);
  const head = ['what', 'id', 'of', 'owner', 'may', 'label', 'since', 'expiresAt', 'madeBy', 'state'].join('\t');
  const listed = await written(list, `${[head, ...live.map(lineOf)].join('\n')}\n`);
  const many = (of: string, what: Access['what']) =>
    live.filter((one) => one.of === of && one.what === what && one.state === 'active').length;
  const count = (of: string) => `${many(of, 'account')} accounts and ${many(of, 'key')} keys`;
  return [
    `revoked since ${takenAt} and live again: every account, key and member of staff that was ended after that moment. End them once more`,
    `live now: of administrators ${count('admin')}, of authorities ${count('authority')}, of firms ${count('party')}; ${listed}`,
    `as of ${takenAt} too: passwords, phones, second factors, rights, and ${delegations} delegations in force. Who changed one since changes it again`,
  ];
}

/** The restore has come through by then: where there is no room for the list, that is said and no more. */
async function written(list: string, text: string): Promise<string> {
  try {
    await writeFile(list, text, { mode: 0o600 });
    await chmod(list, 0o600);
    return `listed in ${list}`;
  } catch (error) {
    return `the list ${list} was NOT WRITTEN: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function accessIn(file: string, now: number): { live: Access[]; delegations: number } {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const live = [...db.prepare(ACCOUNTS).all(), ...db.prepare(KEYS).all(now)] as unknown as Access[];
    const { n } = db.prepare('SELECT count(*) AS n FROM delegation WHERE "endedAt" IS NULL').get() as { n: number };
    return { live, delegations: n };
  } finally {
    db.close();
  }
}

function lineOf({ what, id, of, owner, may, label, since, expiresAt, madeBy, state }: Access): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const expires = expiresAt === null ? '' : new Date(expiresAt).toISOString();
  // A label is free text: it makes no columns and no lines.
  return [what, id, of, owner, may, label, day(since), expires, madeBy, state]
    .map((value) => String(value ?? '').replace(/\s/gu, ' '))
    .join('\t');
}
