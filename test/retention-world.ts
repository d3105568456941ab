import { dirname, join } from 'node:path';
import { listRemovable, removeClass } from '../src/ops/retention/retention.ts';
import { bags } from './custody-world.ts';
import { signedWorld } from './signed-world.ts';

/** Noon of a day in Shanghai. */
export const noon = (text: string) => Date.parse(`${text}T12:00:00+08:00`);

let serial = 0;

/** A day's work, and sales to a person. */
export async function retentionWorld() {
  const s = await signedWorld();
  const { w } = s;
  const database = `file:${w.file}`;
  const files = join(dirname(w.file), 'files');
  /** A sale to a person who is not registered. */
  async function soldTo(fields: Record<string, unknown>, product: Record<string, unknown>): Promise<string> {
    const code = await w.batch({ batchNumber: `S${++serial}`, ...fields }, product);
    return (await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { name: '王小明' } })).id;
  }
  const one = async (name: string, now: number) => (await listRemovable(database, now)).find((listed) => listed.name === name);
  const remove = (name: string, now: number) => removeClass({ database, filesDir: files, name, reason: 'the yearly clearing' }, now);
  const values = async () => (await w.store.read.selectFrom('personal').select('value').execute()).map(({ value }) => value);
  return { ...s, database, files, soldTo, one, remove, values };
}
