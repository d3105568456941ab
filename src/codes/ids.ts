import { random as cryptoRandom, customRandom } from 'nanoid';

/** Gives `count` fresh random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** Letters and digits without 0 O 1 I l o: an id read aloud or copied from paper comes back the same, and a double click selects all of it. */
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz';

/**
 * The name a resource has outside the service: 16 url-safe characters, 92 random bits. It means nothing and orders nothing.
 */
export function newPublicId(random: RandomBytes = cryptoRandom): string {
  return customRandom<string>(READABLE, 16, random)();
}

/**
 * A bearer key or link secret: `prefix` (e.g. `sy_`, so that a leaked key is recognised) and 32 characters, 185 random bits.
 * So many bits that a plain SHA-256 of it may be stored.
 */
export function newSecret(prefix: string, random: RandomBytes = cryptoRandom): string {
  return prefix + customRandom<string>(READABLE, 32, random)();
}
