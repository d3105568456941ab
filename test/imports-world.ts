import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestApp, type TestParty, testApp } from './app.ts';

export type ImportAnswer = Awaited<ReturnType<TestApp['request']>>['json'];

/** A producer and what it sends to /v1/imports. */
export async function importWorld() {
  const t = await testApp();
  const producer = await t.party({ name: '示例酱油厂' });
  const send = (raw: BodyInit, query = 'kind=batches', key: string = producer.key) =>
    t.request('POST', `/v1/imports?${query}`, { key, raw });
  const read = async (id: string, key: string = producer.key): Promise<ImportAnswer> =>
    (await t.request('GET', `/v1/imports/${id}?limit=200`, { key })).json;

  /** Sends a file and answers the import once it is at its end, with every mistake. */
  async function run(raw: BodyInit, query = 'kind=batches', by: TestParty | { key: string } = producer): Promise<ImportAnswer> {
    const sent = await send(raw, query, by.key);
    if (sent.status > 299) throw new Error(`${sent.status} ${sent.text}`);
    await t.sweep();
    const items = [];
    let view = await read(sent.json.id, by.key);
    items.push(...view.errors.items);
    while (view.errors.next) {
      view = (await t.request('GET', `/v1/imports/${sent.json.id}?limit=200&cursor=${view.errors.next}`, { key: by.key })).json;
      items.push(...view.errors.items);
    }
    return { ...view, errors: items };
  }

  /** The sheet with its reasons, as its bytes. */
  async function rejected(id: string, key: string = producer.key): Promise<Uint8Array<ArrayBuffer>> {
    const response = await t.app.request(`http://localhost/v1/imports/${id}/rejected`, { headers: { Authorization: `Bearer ${key}` } });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  const count = async (table: 'batch' | 'shipment' | 'product' | 'party' | 'disposition' | 'receipt') =>
    Number(
      (
        await t.store.read
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirst()
      )?.n,
    );

  return { ...t, producer, send, read, run, rejected, count };
}

export type ImportWorld = Awaited<ReturnType<typeof importWorld>>;

/** Mistakes as `3 C not-a-date`. */
export const placesOf = (errors: { row: number; column: string | null; code: string }[]) =>
  errors.map(({ row, column, code }) => `${row} ${column ?? '-'} ${code}`);

/** Names of the files that are kept for imports, beside a database. */
export const storedImports = (database: string) =>
  readdirSync(join(database, '../files/imports'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
