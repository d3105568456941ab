import { ADMIN_KEY, freshUscc } from '../app.ts';

/** What each request came to, as a client knows it: batch number → trace code, what was refused, and what it has no answer to. */
export interface Journal {
  acknowledged: Map<string, string>;
  /** The service said that nothing was stored; never asked again. */
  refused: Set<string>;
  unknown: Set<string>;
}

export const emptyJournal = (): Journal => ({ acknowledged: new Map(), refused: new Set(), unknown: new Set() });

function post(url: string, path: string, key: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Accept-Language': 'en', ...headers },
    body: JSON.stringify(body),
  });
}

/** Registers a producer and gives a key of it. */
export async function producerKey(url: string): Promise<string> {
  const made = async (path: string, by: string, body: unknown) => {
    const response = await post(url, path, by, body);
    if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string; key: string };
  };
  const firm = { uscc: freshUscc(), name: '示例酱油厂', kinds: ['producer'], regionCode: '330110' };
  const party = await made('/v1/parties', ADMIN_KEY, firm);
  const security = await made('/v1/administrators', ADMIN_KEY, { role: 'security' });
  return (await made(`/v1/parties/${party.id}/keys`, security.key, { label: 'load' })).key;
}

/** A batch of that number, which is no key: sent twice under two idempotency keys it is there twice. */
export const batch = (name: string) => ({
  product: { name: '示例酱油', category: 'food' },
  batchNumber: name,
  productionDate: '2026-01-01',
  quantity: { amount: '10', unit: '瓶' },
});

export interface Told {
  status: number;
  body: { traceCode?: string; detail?: string };
}

/** Notes what an answer means for the client. A refusal counts as one only where it says that nothing was stored. */
export function note(journal: Journal, name: string, told: Told | undefined): void {
  if (told?.status === 201) {
    journal.acknowledged.set(name, told.body.traceCode ?? '');
    journal.unknown.delete(name);
  } else if (told && told.status >= 400 && /nothing was stored/.test(told.body.detail ?? '') && !journal.unknown.has(name))
    journal.refused.add(name);
  else journal.unknown.add(name);
}

/**
 * Records a batch of that number under an idempotency key of the same name, and notes what came of it.
 * @returns the status, 0 without an answer
 */
export async function recordBatch(url: string, key: string, name: string, journal: Journal): Promise<number> {
  try {
    const response = await post(url, '/v1/batches', key, batch(name), { 'Idempotency-Key': name });
    const body = (await response.json()) as Told['body'];
    note(journal, name, { status: response.status, body });
    return response.status;
  } catch {
    note(journal, name, undefined);
    return 0;
  }
}

/** Asks again, under the same keys, what each fault left open. */
export async function askAgain(url: string, key: string, journal: Journal): Promise<void> {
  await Promise.all([...journal.unknown].map((name) => recordBatch(url, key, name, journal)));
}

/** How long a load may go on without the answers it is waited for, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Clients that write without a pause, each under names of its own, until they are told to stop. */
export function load(urls: readonly string[], key: string, journal: Journal, name: string, clients = 16) {
  let n = 0;
  let isOver = false;
  const statuses = new Map<number, number>();
  const client = async (id: number) => {
    while (!isOver) {
      const status = await recordBatch(urls[id % urls.length] ?? '', key, `${name}-${n++}`, journal);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // Whoever is refused waits a little, as any client would.
      if (status !== 201) await new Promise((turn) => setTimeout(turn, 20));
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, id) => client(id)));
  return {
    /** How often each status came; 0 is no answer. */
    statuses,
    /** Resolves when so many more were acknowledged. */
    acknowledged: async (more: number) => {
      const target = journal.acknowledged.size + more;
      const late = Date.now() + PATIENCE_MS;
      while (journal.acknowledged.size < target) {
        if (Date.now() > late) throw new Error(`${target} were not acknowledged in time: ${JSON.stringify([...statuses])}`);
        await new Promise((turn) => setTimeout(turn, 2));
      }
    },
    stop: async () => {
      isOver = true;
      await running;
    },
  };
}
