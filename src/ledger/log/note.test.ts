import { describe, expect, it } from 'vitest';
import { checkpointText, notesIn, parseCheckpoint } from './checkpoint.ts';
import { newKey, openNote, publicKeyOf, signerOf } from './note.ts';

/** The example of the signed-note specification (c2sp.org/signed-note), as Go's note package writes and reads it. */
const GO = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
};

/** A seed of 32 bytes counting up from 0; the pair of RFC 8032 section 7.1 test 1 stands beside it. */
const seed = Uint8Array.from({ length: 32 }, (_, i) => i);

describe('a signed note', () => {
  it('signed by Go’s note package opens with its key', async () => {
    const key = await publicKeyOf(GO.key);
    expect(key).toMatchObject({ name: 'PeterNeumann', algorithm: 'Ed25519', id: 'c74f20a3' });
    expect(await openNote(`${GO.text}\n${GO.signature}\n`, key)).toBe(GO.text);
  });

  it('makes the public key of RFC 8032 from its secret', async () => {
    const secret = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const { publicKey } = await newKey('trace.example/ledger', secret);
    const [name, id, encoded] = publicKey.split('+', 2).concat(publicKey.split('+').slice(2).join('+'));
    expect([name, id?.length]).toEqual(['trace.example/ledger', 8]);
    expect(Buffer.from(encoded ?? '', 'base64').toString('hex')).toBe('01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  it('opens with the key that signed it, and not when a character was changed or another key is asked', async () => {
    const { secret, publicKey } = await newKey('trace.example/ledger', seed);
    const signer = await signerOf(secret);
    expect(signer.publicKey).toBe(publicKey);
    const note = await signer.sign('trace.example/ledger\n7\nAAAA\n');
    const key = await publicKeyOf(publicKey);
    expect(await openNote(note, key)).toBe('trace.example/ledger\n7\nAAAA\n');
    expect(await openNote(note.replace('\n7\n', '\n8\n'), key)).toBeNull();
    const other = await newKey('trace.example/ledger', seed.toReversed());
    expect(await openNote(note, await publicKeyOf(other.publicKey))).toBeNull();
    expect(await openNote('trace.example/ledger\n7\nAAAA\n', key)).toBeNull();
  });

  it('opens beside signatures of algorithms that are not known', async () => {
    const { secret, publicKey } = await newKey('trace.example/ledger', seed);
    const note = await (await signerOf(secret)).sign('text\n');
    const [text, line] = [note.slice(0, note.indexOf('\n\n') + 2), note.slice(note.indexOf('\n\n') + 2)];
    expect(await openNote(`${text}— trace.example/ledger.sm2 AAAAAAAA\n${line}`, await publicKeyOf(publicKey))).toBe('text\n');
  });

  it('takes no key that is none, and does not repeat a secret', async () => {
    await expect(signerOf('PRIVATE+KEY+me+00000000+AAAA')).rejects.toThrow('Not a signing key');
    await expect(signerOf('hunter2')).rejects.not.toThrow(/hunter2/);
    await expect(publicKeyOf('me+00000000+AAAA')).rejects.toThrow('Not a public key');
    await expect(newKey('a b', seed)).rejects.toThrow('found "a b"');
    const { secret } = await newKey('me', seed);
    await expect(signerOf(secret.replace('+me+', '+you+'))).rejects.toThrow('its id does not fit');
  });
});

describe('a checkpoint', () => {
  const root = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';

  it('is three lines, the root in base64', () => {
    const text = 'trace.example/ledger\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n';
    expect(checkpointText({ origin: 'trace.example/ledger', size: 1, root })).toBe(text);
    expect(parseCheckpoint(`${text}extension\n\n— someone AAAA\n`)).toEqual({ origin: 'trace.example/ledger', size: 1, root });
  });

  it('is not read from anything else', () => {
    const encoded = 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=';
    for (const text of ['', `o\n01\n${encoded}\n`, `o\n-1\n${encoded}\n`, 'o\n1\nAAAA\n', `o\n1\n${encoded}`, `\n1\n${encoded}\n`])
      expect(parseCheckpoint(text)).toBeNull();
  });

  it('stands in a file after others', async () => {
    const { secret } = await newKey('trace.example/ledger', seed);
    const signer = await signerOf(secret);
    const notes = [await signer.sign('trace.example/ledger\n1\nAA\n'), await signer.sign('trace.example/ledger\n2\nAA\n')];
    expect(notesIn(notes.join('\n'))).toEqual(notes);
    expect(notesIn(notes.join(''))).toEqual(notes);
    expect(notesIn('\n')).toEqual([]);
  });
});
