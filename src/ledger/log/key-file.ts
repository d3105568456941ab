import type { RandomBytes } from '../../codes/ids.ts';
import { madeOnce, replaceDurably, textOf } from '../../platform/made-file.ts';
import { newKey, signerOf } from './note.ts';
import type { Memory } from './signer.ts';

/**
 * The secret key in a file, made on the first start with mode 0600; the public key stands beside it in `FILE.pub`. The name it signs under
 * is in it, so the log stays the same log when the service gets another address.
 * @param origin name of the log where a key has to be made: the public address without its scheme, and `/ledger`
 */
export async function keyInFile(file: string, origin: string, random: RandomBytes): Promise<{ secret: string; isNew: boolean }> {
  const { text, isNew } = await madeOnce(file, async () => (await newKey(origin, random(32))).secret, random);
  await publish(file, (await signerOf(text)).publicKey);
  return { secret: text, isNew };
}

/**
 * Adds the public key to `FILE.pub` where it is not in it yet: after a lost key was replaced, the line of that one stays above the new one's,
 * since what it has signed is still to be checked. Where the file cannot be written the service runs all the same: each start logs its key.
 */
async function publish(file: string, publicKey: string): Promise<void> {
  try {
    const known = ((await textOf(`${file}.pub`)) ?? '').split('\n').filter((line) => line !== '');
    if (!known.includes(publicKey)) await replaceDurably(`${file}.pub`, `${[...known, publicKey].join('\n')}\n`, 0o644);
  } catch {}
}

/** The name a log gets at this address. */
export function originOf(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, '').replace(/[\s+]/gu, '-')}/ledger`;
}

/** Remembers in a file, replaced in one step. */
export function memoryInFile(file: string): Memory {
  return { read: () => textOf(file), write: (note) => replaceDurably(file, note, 0o600) };
}
