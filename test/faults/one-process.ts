/**
 * Run by a test under strace: the service in this process over a migrated file. Records a batch for each further argument, one after the
 * other, reads one back after each, and says at once what became of it, one JSON line a request.
 */
import { writeSync } from 'node:fs';
import { openSqlite } from '../../src/store/sqlite.ts';
import { worldOver } from '../world.ts';
import { batch } from './clients.ts';

const [file = '', writer = '', key = '', ...names] = process.argv.slice(2);
const store = openSqlite(file, { thread: writer === 'thread' });
const { request } = worldOver(store, { put: async () => {}, get: async () => null });
for (const name of names) {
  const headers = { 'Idempotency-Key': name, 'Accept-Language': 'en' };
  const { status, json } = await request('POST', '/v1/batches', { key, body: batch(name), headers });
  const { status: read } = await request('GET', '/v1/batches', { key });
  writeSync(1, `${JSON.stringify({ name, status, body: json, read })}\n`);
}
await store.close();
