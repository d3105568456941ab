import { ADMIN_KEY, freshUscc } from '../app.ts';

/** What each request came to, as a client knows it: batch number → trace code, and what it has no answer to. */
export interface Journal {
  acknowledged: Map<string, string>;
  unknown: Set<string>;
}

function post(url: string, path: string, key: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Registers a producer and gives a key of it. */
export async function producerKey(url: string): Promise<string> {
  const firm = { uscc: freshUscc(), name: '示例酱油厂', kinds: ['producer'], regionCode: '330110' };
  const party = (await (await post(url, '/v1/parties', ADMIN_KEY, firm)).json()) as { id: string };
  const made = await post(url, `/v1/parties/${party.id}/keys`, ADMIN_KEY, { label: 'load' });
  return ((await made.json()) as { key: string }).key;
}

const batch = (name: string) => ({
  product: { name: '示例酱油', category: 'food' },
  batchNumber: name,
  productionDate: '2026-01-01',
  quantity: { amount: '10', unit: '瓶' },
});

/** Records a batch of that number under an idempotency key of the same name, and notes what came of it. */
export async function recordBatch(url: string, key: string, name: string, journal: Journal): Promise<void> {
  try {
    const response = await post(url, '/v1/batches', key, batch(name), { 'Idempotency-Key': name });
    const body = (await response.json()) as { traceCode: string };
    if (response.status !== 201) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    journal.acknowledged.set(name, body.traceCode);
    journal.unknown.delete(name);
  } catch {
    journal.unknown.add(name);
  }
}
