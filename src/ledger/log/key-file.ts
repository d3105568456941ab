import type { RandomBytes } from '../../codes/ids.ts';
import { madeOnce, replaceDurably, textOf, writeDurably } from '../../platform/made-file.ts';
import { newKey } from './note.ts';
import type { Memory } from './signer.ts';

/**
 * The secret key in a file, made on the first start with mode 0600; the public key is put beside it as `FILE.pub`. The name it signs under
 * is in it, so the log stays the same log when the service gets another address.
 * @param origin name of the log where a key has to be made: the public address without its scheme, and `/ledger`
 */
export async function keyInFile(file: string, origin: string, random: RandomBytes): Promise<{ secret: string; isNew: boolean }> {
  let made = '';
  const make = async () => {
    const { secret, publicKey } = await newKey(origin, random(32));
    made = publicKey;
    return secret;
  };
  const { text, isNew } = await madeOnce(file, make, random);
  if (isNew) await writeDurably(`${file}.pub`, `${made}\n`, 0o644);
  return { secret: text, isNew };
}

/** The name a log gets at this address. */
export function originOf(publicUrl: string): string {
  return `${publicUrl.replace(/^https?:\/\//, '').replace(/[\s+]/gu, '-')}/ledger`;
}

/** Remembers in a file, replaced in one step. */
export function memoryInFile(file: string): Memory {
  return { read: () => textOf(file), write: (note) => replaceDurably(file, note, 0o600) };
}
