import { chmod, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceDurably } from '../../platform/made-file.ts';
import type { Manifest } from './manifest.ts';

/** Beside the folder of files, like the signing key: the one place that service and backup share on every engine. */
function placeOf(filesDir: string): string {
  return join(dirname(filesDir), 'last-backup');
}

/** Leaves word for the service's metrics of when the last whole backup was taken. */
export async function noteBackup(filesDir: string, { takenAt }: Manifest): Promise<void> {
  await replaceDurably(placeOf(filesDir), `${takenAt}\n`, 0o644);
  // The service may run as somebody else, whom a strict umask would keep out.
  await chmod(placeOf(filesDir), 0o644);
}

/** When the last backup was taken, in epoch milliseconds; null when nobody knows of one. */
export async function lastBackupAt(filesDir: string): Promise<number | null> {
  const text = await readFile(placeOf(filesDir), 'utf8').catch(() => '');
  const at = Date.parse(text.trim());
  return Number.isNaN(at) ? null : at;
}
