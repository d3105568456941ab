/** Run by a test as a process of its own: commits as often as told to party/1 of a database, and prints how many went in. */
import { openPostgres } from '../src/store/postgres.ts';

const [url = '', times = '0', name = ''] = process.argv.slice(2);
const store = openPostgres(url);
const results = await Promise.all(
  Array.from({ length: Number(times) }, (_, i) =>
    store.commit({
      chain: 'party/1',
      at: 1_000,
      entries: [{ kind: 'noted', subject: `${name}/${i}`, payload: null }],
      moves: [{ holdingId: 1, delta: -1 }],
      finish: () => ({ reply: { status: 201, headers: {}, body: '' } }),
    }),
  ),
);
await store.close();
process.stdout.write(String(results.filter((result) => result.committed).length));
