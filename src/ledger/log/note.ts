import { createHash } from 'node:crypto';

/*
 * Signed notes (C2SP signed-note): a text, an empty line, and signature lines `— name base64(key id, signature)`. A note may carry lines of
 * several algorithms; who knows one of them passes over the others, so an SM2 line can stand beside the Ed25519 one.
 */

/** Signature algorithms by the byte that names them in keys and key ids. */
const ALGORITHMS: Readonly<Record<number, { name: string; keyBytes: number }>> = { 1: { name: 'Ed25519', keyBytes: 32 } };
const ED25519 = 1;

export interface NoteKey {
  /** Who signs; for a log the origin of its checkpoints. */
  name: string;
  algorithm: string;
  /** The four bytes that stand before a signature, as hex. */
  id: string;
  verify(text: string, signature: Uint8Array): Promise<boolean>;
  /** Keys that signed before this one was made: where a key was lost and replaced, notes of either are good. */
  earlier?: readonly NoteKey[];
}

export interface NoteSigner {
  name: string;
  /** The public key as a verifier is given it: `name+id+base64(algorithm, key)`. */
  publicKey: string;
  /** The note with its signature line. */
  sign(text: string): Promise<string>;
}

/** Key ids are over the name, so that a key under another name is another key. */
function keyId(name: string, algorithm: number, key: Uint8Array): string {
  return createHash('sha256')
    .update(name)
    .update(new Uint8Array([10, algorithm]))
    .update(key)
    .digest('hex')
    .slice(0, 8);
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** WebCrypto takes bytes over a buffer of their own. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410), the only form in which WebCrypto takes a private one. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A name the format allows: no spaces, no plus sign. */
export function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name);
}

/**
 * A new key pair in the texts Go's note package writes: `PRIVATE+KEY+name+id+…` and the public key.
 * @param seed 32 random bytes
 * @throws {Error} for a name the format does not allow
 */
export async function newKey(name: string, seed: Uint8Array): Promise<{ secret: string; publicKey: string }> {
  if (!isKeyName(name)) throw new Error(`A key's name has no spaces and no plus sign: found "${name}".`);
  const key = await publicBytes(seed);
  const id = keyId(name, ED25519, key);
  return {
    secret: `PRIVATE+KEY+${name}+${id}+${base64(new Uint8Array([ED25519, ...seed]))}`,
    publicKey: `${name}+${id}+${base64(new Uint8Array([ED25519, ...key]))}`,
  };
}

async function privateKey(seed: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', own(Buffer.concat([PKCS8, seed])), { name: 'Ed25519' }, true, ['sign']);
}

async function publicBytes(seed: Uint8Array): Promise<Uint8Array> {
  const { x = '' } = (await crypto.subtle.exportKey('jwk', await privateKey(seed))) as JsonWebKey;
  return Buffer.from(x, 'base64url');
}

/** @throws {Error} for a text that is no secret key, without repeating it */
export async function signerOf(secret: string): Promise<NoteSigner> {
  const parts = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(secret.trim());
  const [algorithm, ...seed] = Buffer.from(parts?.[3] ?? '', 'base64');
  if (!parts || algorithm !== ED25519 || seed.length !== 32) throw new Error('Not a signing key: expected PRIVATE+KEY+name+id+base64.');
  const [name = '', id] = [parts[1], parts[2]];
  const key = await privateKey(new Uint8Array(seed));
  const shown = await publicBytes(new Uint8Array(seed));
  if (keyId(name, ED25519, shown) !== id) throw new Error('Not a signing key: its id does not fit its name and key.');
  return {
    name,
    publicKey: `${name}+${id}+${base64(new Uint8Array([ED25519, ...shown]))}`,
    sign: async (text) => {
      const signature = new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, key, bytesOf(text)));
      return `${text}\n— ${name} ${base64(new Uint8Array([...Buffer.from(id ?? '', 'hex'), ...signature]))}\n`;
    },
  };
}

/** @throws {Error} for a text that is no public key of an algorithm this program knows */
export async function publicKeyOf(text: string): Promise<NoteKey> {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  const [byte = 0, ...bytes] = Buffer.from(parts?.[3] ?? '', 'base64');
  const [name = '', id = ''] = [parts?.[1], parts?.[2]];
  const algorithm = ALGORITHMS[byte];
  if (!algorithm || bytes.length !== algorithm.keyBytes || keyId(name, byte, new Uint8Array(bytes)) !== id)
    throw new Error('Not a public key: expected name+id+base64, as the service prints it at its start.');
  const key = await crypto.subtle.importKey('raw', new Uint8Array(bytes), { name: algorithm.name }, false, ['verify']);
  const verify = (said: string, signature: Uint8Array) =>
    crypto.subtle.verify({ name: algorithm.name }, key, own(signature), bytesOf(said));
  return { name, algorithm: algorithm.name, id, verify };
}

/**
 * Public keys, one a line, the newest last: that one, with those before it.
 * @throws {Error} as {@link publicKeyOf}
 */
export async function publicKeysOf(text: string): Promise<NoteKey> {
  const lines = text.trim().split(/\s+/);
  const [newest = '', ...earlier] = lines.reverse();
  return { ...(await publicKeyOf(newest)), earlier: await Promise.all(earlier.map(publicKeyOf)) };
}

/**
 * The text of a note that this key, or one before it, has signed; null when it has not, or when what it signed was changed.
 * Lines of other keys are passed over.
 */
export async function openNote(note: string, key: NoteKey): Promise<string | null> {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const signed = /^— (\S+) (\S+)$/u.exec(line);
    if (signed === null) return null;
    const bytes = Buffer.from(signed[2] ?? '', 'base64');
    const id = bytes.subarray(0, 4).toString('hex');
    const theirs = [key, ...(key.earlier ?? [])].find((one) => one.name === signed[1] && one.id === id);
    if (theirs) return (await theirs.verify(text, bytes.subarray(4))) ? text : null;
  }
  return null;
}
