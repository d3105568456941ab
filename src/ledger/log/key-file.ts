import { constants } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RandomBytes } from '../../codes/ids.ts';
import { newKey } from './note.ts';
import type { Memory } from './signer.ts';

/**
 * The secret key in a file, made on the first start with mode 0600; the public key is put beside it as `FILE.pub`. The name it signs under
 * is in it, so the log stays the same log when the service gets another address.
 * @param origin name of the log where a key has to be made: the public address without its scheme, and `/ledger`
 */
export async function keyInFile(file: string, origin: string, random: RandomBytes): Promise<{ secret: string; isNew: boolean }> {
  const known = await textOf(file);
  if (known !== null) return { secret: known.trim(), isNew: false };
  await mkdir(dirname(file), { recursive: true });
  const { secret, publicKey } = await newKey(origin, random(32));
  const draft = `${file}.${Buffer.from(random(6)).toString('hex')}`;
  await writeDurably(draft, `${secret}\n`, 0o600);
  try {
    // A link fails where the name is taken: of two processes starting together one makes the key, and no half-written one is read.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { secret: (await readFile(file, 'utf8')).trim(), isNew: false };
  } finally {
    await rm(draft, { force: true });
  }
  await writeDurably(`${file}.pub`, `${publicKey}\n`, 0o644);
  return { secret, isNew: true };
}

/** The name a log gets at this address. */
export function originOf(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, '').replace(/[\s+]/gu, '-')}/ledger`;
}

/** Remembers in a file, replaced in one step. */
export function memoryInFile(file: string): Memory {
  return {
    read: () => textOf(file),
    write: async (note) => {
      const draft = `${file}.${process.pid}`;
      await writeDurably(draft, note, 0o600);
      await rename(draft, file);
      await syncFolder(dirname(file));
    },
  };
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
