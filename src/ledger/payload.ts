import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import type { Json } from './entry.ts';

type Payload = { [key: string]: Json };

/**
 * The payloads of entries as they were handed in, in the order given: a large one stands in its entry as its
 * hash alone and is read from where it was set aside.
 * @throws {Error} when a payload that was set aside is not there
 */
export async function payloadsOf(read: Store['read'], entries: readonly { bytes: string }[]): Promise<Payload[]> {
  const payloads = entries.map(({ bytes }) => (JSON.parse(bytes) as { payload: Payload }).payload);
  const hashes = payloads.flatMap((payload) => setAsideHash(payload) ?? []);
  const rows = await rowsOf(hashes, (part) => read.selectFrom('large_payload').selectAll().where('hash', 'in', part).execute());
  const large = new Map(rows.map((row) => [row.hash, row.bytes]));
  return payloads.map((payload) => {
    const hash = setAsideHash(payload);
    if (hash === undefined) return payload;
    const text = large.get(hash);
    if (text === undefined) throw new Error(`The payload ${hash} was set aside and is not there.`);
    return JSON.parse(text) as Payload;
  });
}

/** Every payload names its party beside whatever hash it holds, so one that is nothing but a hash was set aside. */
export function setAsideHash(payload: Payload): string | undefined {
  return Object.keys(payload).length === 1 && typeof payload.sha256 === 'string' ? payload.sha256 : undefined;
}
