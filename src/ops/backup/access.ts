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
}

const OWNER = `CASE "ownerKind" WHEN 'party' THEN (SELECT "publicId" FROM party p WHERE p.id = "ownerId")
  WHEN 'authority' THEN (SELECT "publicId" FROM authority a WHERE a.id = "ownerId") END`;
const ACCOUNTS = `SELECT 'account' AS what, "publicId" AS id, "ownerKind" AS of, ${OWNER} AS owner, coalesce("role", "rights") AS may, NULL AS label, "createdAt" AS since
  FROM account WHERE "endedAt" IS NULL ORDER BY "ownerKind", id`;
const KEYS = `SELECT 'key' AS what, "publicId" AS id, "ownerKind" AS of, ${OWNER} AS owner, coalesce("role", "rights") AS may, label, "createdAt" AS since
  FROM api_key WHERE "revokedAt" IS NULL ORDER BY "ownerKind", id`;

/**
 * Lists beside the folder of files which accounts and keys a backup makes live: what was ended or revoked after it was taken nobody can read
 * out of it, so somebody has to look.
 * @param file the database of the backup
 * @returns what to tell the operator
 */
export async function listAccess(file: string, filesDir: string, { takenAt }: Manifest): Promise<string[]> {
  const { live, delegations } = accessIn(file);
  const list = join(dirname(filesDir), `access-of-${takenAt.replace(/\.\d+|[-:]/g, '')}.tsv`);
  const head = ['what', 'id', 'of', 'owner', 'may', 'label', 'since'].join('\t');
  await writeFile(list, `${[head, ...live.map(lineOf)].join('\n')}\n`, { mode: 0o600 });
  await chmod(list, 0o600);
  const count = (of: string) =>
    `${live.filter((one) => one.of === of && one.what === 'account').length} accounts and ${live.filter((one) => one.of === of && one.what === 'key').length} keys`;
  return [
    `revoked since ${takenAt} and live again: every account, key and member of staff that was ended after that moment. End them once more`,
    `live now: of administrators ${count('admin')}, of authorities ${count('authority')}, of firms ${count('party')}; listed in ${list}`,
    `as of ${takenAt} too: passwords, phones, second factors, rights, and ${delegations} delegations in force. Who changed one since changes it again`,
  ];
}

function accessIn(file: string): { live: Access[]; delegations: number } {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const live = [...db.prepare(ACCOUNTS).all(), ...db.prepare(KEYS).all()] as unknown as Access[];
    const { n } = db.prepare('SELECT count(*) AS n FROM delegation WHERE "endedAt" IS NULL').get() as { n: number };
    return { live, delegations: n };
  } finally {
    db.close();
  }
}

function lineOf({ what, id, of, owner, may, label, since }: Access): string {
  const day = new Date(since).toISOString().slice(0, 10);
  // A label is free text: it makes no columns and no lines.
  return [what, id, of, owner, may, label, day].map((value) => String(value ?? '').replace(/\s/gu, ' ')).join('\t');
}
