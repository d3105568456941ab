import { constants } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RandomBytes } from '../codes/ids.ts';

/** What stands in a file; null when there is none. */
export async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Returns once the text would survive a crash. */
export async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts another text in a file in one step: a reader, also after a crash, has the one or the other. */
export async function replaceDurably(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeDurably(draft, text, mode);
  await rename(draft, file);
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * A secret in a file of its own, made on the first start with mode 0600.
 * @param make what is written where the file is missing
 */
export async function madeOnce(file: string, make: () => Promise<string>, random: RandomBytes): Promise<{ text: string; isNew: boolean }> {
  const known = await textOf(file);
  if (known !== null) return { text: known.trim(), isNew: false };
  await mkdir(dirname(file), { recursive: true });
  const text = await make();
  const draft = `${file}.${Buffer.from(random(6)).toString('hex')}`;
  await writeDurably(draft, `${text}\n`, 0o600);
  try {
    // A link fails where the name is taken: of two processes starting together one makes the file, and no half-written one is read.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { text: (await readFile(file, 'utf8')).trim(), isNew: false };
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(file));
  return { text, isNew: true };
}
