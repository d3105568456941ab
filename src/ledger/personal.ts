import type { RandomBytes } from '../codes/ids.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { sha256Hex } from './entry.ts';

/**
 * A personal value as the ledger and the fact tables may hold it: a salted commitment. The value itself lies in `personal`, whose row
 * can be erased on request; what was proven stays proven, what was said is gone.
 */
export function conceal(random: RandomBytes, value: string): { commitment: string; row: DB['personal'] } {
  const salt = Buffer.from(random(16)).toString('hex');
  const commitment = commitmentOf(salt, value);
  return { commitment, row: { commitment, salt, value } };
}

/** `c:` and the SHA-256 of salt and value, so that a commitment is never taken for the value. */
export function commitmentOf(salt: string, value: string): string {
  return `c:${sha256Hex(`${salt}\n${value}`)}`;
}

export function isCommitment(text: string): boolean {
  return /^c:[0-9a-f]{64}$/.test(text);
}

/**
 * A value with every commitment in it that can still be opened replaced by what it stands for; erased ones stay commitments, or become `gone`.
 * Only for values that came from {@link conceal}: free text could be written like a commitment of somebody else.
 */
export async function revealed<T>(read: Store['read'], value: T, gone?: string): Promise<T> {
  const text = JSON.stringify(value);
  const commitments = [...new Set(text.match(/(?<=")c:[0-9a-f]{64}(?=")/g))];
  if (commitments.length === 0) return value;
  const rows = await read.selectFrom('personal').select(['commitment', 'value']).where('commitment', 'in', commitments).execute();
  const clear = new Map(rows.map((row) => [row.commitment, row.value]));
  return JSON.parse(text, (_, inner: unknown) =>
    typeof inner === 'string' ? (clear.get(inner) ?? (gone !== undefined && isCommitment(inner) ? gone : inner)) : inner,
  ) as T;
}
