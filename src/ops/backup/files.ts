import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FILE_LIST, FILES } from './manifest.ts';
import { Refusal } from './steps.ts';

export interface Listed {
  path: string;
  bytes: number;
  sha256: string;
}

/** Places a file of the service may have: its hash in a folder of the first two letters; sheets being taken in lie apart. */
const OWN = /^(?:imports\/)?([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;

/** Hash and size of a file, read piece by piece. */
export async function hashOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 262_144 })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Paths of the service's files in a folder, with `/` between their parts; anything else that lies there (a key, a half-written file) is none. */
export async function* ownFiles(folder: string): AsyncIterable<string> {
  for (const above of ['', 'imports/'])
    for (const part of await namesIn(join(folder, above)))
      if (/^[0-9a-f]{2}$/.test(part))
        for (const name of await namesIn(join(folder, above, part))) {
          const path = `${above}${part}/${name}`;
          if (OWN.test(path)) yield path;
        }
}

async function namesIn(folder: string): Promise<string[]> {
  return (
    await readdir(folder).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ENOTDIR' ? [] : Promise.reject(error),
    )
  ).sort();
}

/**
 * Copies every file and lists it. A file is named by its hash, so the copy is held against its name; one that has another hash in the service's
 * own folder already is told and left out.
 */
export async function copyFiles(from: string, to: string): Promise<{ count: number; bytes: number; warnings: string[] }> {
  const list = createWriteStream(join(to, FILE_LIST), { mode: 0o600, flush: true });
  const warnings: string[] = [];
  let [count, bytes] = [0, 0];
  for await (const path of ownFiles(from)) {
    const copied = await copyOne(join(from, path), join(to, FILES, path));
    // A sheet whose import was refused may be deleted while we walk; evidence never is.
    if (copied === null) continue;
    if (!path.endsWith(copied.sha256)) {
      warnings.push(`${path} has other bytes than its name says and was left out: it is whole in an older backup, or lost`);
      await rm(join(to, FILES, path));
      continue;
    }
    if (!list.write(`${path}\t${copied.bytes}\t${copied.sha256}\n`)) await once(list, 'drain');
    count++;
    bytes += copied.bytes;
  }
  list.end();
  await once(list, 'close');
  return { count, bytes, warnings };
}

async function copyOne(from: string, to: string): Promise<{ sha256: string; bytes: number } | null> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  await synced(to);
  return hashOf(to);
}

/** Returns once a file or folder is on the disk. */
export async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws {Refusal} for a line that is none */
export async function listedFiles(folder: string): Promise<Listed[]> {
  const text = await readFile(join(folder, FILE_LIST), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [path = '', bytes = '', sha256 = ''] = line.split('\t');
      if (!OWN.test(path) || !path.endsWith(sha256) || !/^\d+$/.test(bytes)) throw new Refusal(`${FILE_LIST} has the line "${line}".`);
      return { path, bytes: Number(bytes), sha256 };
    });
}

/** Files that records name and the list does not have. */
export function missingFiles(database: string, listed: readonly Listed[]): string[] {
  const there = new Set(listed.map(({ sha256 }) => sha256));
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    const named = db
      .prepare('SELECT sha256 FROM stored_file UNION SELECT sha256 FROM receipt_photo UNION SELECT sha256 FROM note_photo ORDER BY sha256')
      .all() as { sha256: string }[];
    return named.map(({ sha256 }) => sha256).filter((sha256) => !there.has(sha256));
  } finally {
    db.close();
  }
}

/** Every listed file is there with its bytes. @throws {Refusal} naming the first that is not */
export async function checkFiles(files: string, listed: readonly Listed[]): Promise<void> {
  for (const { path, bytes, sha256 } of listed) {
    const found = await hashOf(join(files, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new Refusal(`the file ${path} is missing`);
      throw error;
    });
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw new Refusal(`the file ${path} was changed: it has ${found.bytes} bytes and the hash ${found.sha256}`);
  }
}

/** Puts the listed files into the service's folder. */
export async function placeFiles(from: string, to: string, listed: readonly Listed[]): Promise<void> {
  const folders = new Set<string>();
  for (const { path } of listed) {
    const place = join(to, ...path.split('/'));
    const folder = dirname(place);
    if (!folders.has(folder)) await mkdir(folder, { recursive: true });
    folders.add(folder);
    await copyFile(join(from, path), place);
    await synced(place);
  }
  for (const folder of folders) await synced(folder);
}

/** Whether one folder is the other or lies in it. */
export function isInside(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}
