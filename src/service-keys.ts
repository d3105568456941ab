import type { RandomBytes } from './codes/ids.ts';
import { parseCheckpoint } from './ledger/log/checkpoint.ts';
import { keyInFile, memoryInFile, originOf } from './ledger/log/key-file.ts';
import { latestCheckpoint } from './ledger/log/read.ts';
import type { Memory } from './ledger/log/signer.ts';
import type { PeopleTools } from './people/tools.ts';
import type { Config } from './platform/config.ts';
import type { Log } from './platform/deps.ts';
import { madeOnce, textOf } from './platform/made-file.ts';
import type { Store } from './store/store.ts';

/** The secrets a service keeps in files beside its folder of files, each on its own. */
export interface Keys {
  /** Signs the ledger. */
  signing: { secret: string; isNew: boolean };
  /** What was signed last, outside the database. */
  memory: Memory;
  /** Seals secrets of second factors: whoever replaces the signing key locks nobody out. */
  sealing: string;
}

type Places = Pick<Config, 'signingKeyFile' | 'sealingKeyFile' | 'publicUrl'>;

const SEALING_BYTES = 32;

/**
 * Reads the keys, and makes those that are missing where nothing needs the old one yet.
 * @throws {Error} naming each key that is missing though the ledger was signed, or second factors were sealed, with it
 */
export async function openKeys(places: Places, store: Store, random: RandomBytes): Promise<Keys> {
  const { signingKeyFile, sealingKeyFile, publicUrl } = places;
  const memory = memoryInFile(`${signingKeyFile}.checkpoint`);
  const wrong = [await signingKeyLost(signingKeyFile, memory, store), await sealingKeyLost(sealingKeyFile, store)];
  const told = wrong.filter((one) => one !== null);
  if (told.length > 0) throw new Error(`The service does not start:\n  ${told.join('\n  ')}`);
  const signing = await keyInFile(signingKeyFile, originOf(publicUrl), random);
  const { text: sealing } = await madeOnce(sealingKeyFile, async () => Buffer.from(random(SEALING_BYTES)).toString('hex'), random);
  if (sealing.length < SEALING_BYTES)
    throw new Error(
      `The service does not start:\n  SEALING_KEY_FILE: ${sealingKeyFile} has ${sealing.length} characters, expected ${SEALING_BYTES} or more`,
    );
  return { signing, memory, sealing };
}

/** A new key would go on without a word where another has signed: who verifies would take the whole ledger for forged. */
async function signingKeyLost(file: string, memory: Memory, store: Store): Promise<string | null> {
  if ((await textOf(file)) !== null) return null;
  const note = (await latestCheckpoint(store.read))?.note ?? (await memory.read());
  if (note === null) return null;
  const signed = parseCheckpoint(note);
  const made = `npm run -s signing-key -- ${signed?.origin ?? 'NAME'} | head -n 1 > ${file}`;
  return `SIGNING_KEY_FILE: ${file} is not there, but the ledger was signed up to entry ${signed?.size ?? '?'}: put that key back. Where it is lost for good, make another on purpose (umask 077; ${made}); the log then says how LEDGER_RESUME gives up what the lost one signed`;
}

async function sealingKeyLost(file: string, store: Store): Promise<string | null> {
  if ((await textOf(file)) !== null) return null;
  const { n } = await store.read
    .selectFrom('credential')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('totpSince', 'is not', null)
    .executeTakeFirstOrThrow();
  if (Number(n) === 0) return null;
  return `SEALING_KEY_FILE: ${file} is not there, but ${n} second factors were sealed with it: put it back. Where it is lost for good, make another on purpose (umask 077; openssl rand -hex 32 > ${file}); those people then need a recovery code or a reset`;
}

/** Says at the start, rather than at somebody's sign-in, that the sealing key is not the one that second factors were sealed with. */
export async function trySealing(people: PeopleTools, store: Store, log: Log, file: string): Promise<void> {
  const sealed = await store.read
    .selectFrom('credential')
    .select('totp')
    .where('totpSince', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (typeof sealed?.totp !== 'string') return;
  await people
    .open(sealed.totp)
    .catch(() => log.error('second-factors-not-opened', { file, fix: 'put back the key they were sealed with' }));
}
