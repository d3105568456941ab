import { expect } from 'vitest';
import { custodyWorld } from '../custody-world.ts';
import { damaged, damagedText } from './bytes.ts';
import { type Format, formats, utf8 } from './formats.ts';
import { seeded } from './random.ts';

/** Longer than any answer may take. */
const SLOW_MS = 2_000;

export interface Fuzzed {
  requests: number;
  statuses: Record<string, number>;
  failures: string[];
}

const TEXTS = new Set(['EPCIS', 'JSON', 'NDJSON']);

/** The sample itself first, then damaged ones; where it is JSON every other one still is. */
function bytesOf(kind: string, { samples }: Format, n: number, random: () => number): Uint8Array<ArrayBuffer> {
  const sample = samples[Math.floor(random() * samples.length)] ?? new Uint8Array();
  if (n === 0) return new Uint8Array(sample);
  return TEXTS.has(kind) && n % 2 === 1
    ? new Uint8Array(utf8(damagedText(new TextDecoder().decode(sample), random)))
    : damaged(sample, random);
}

/** Sends damaged bytes to everything that reads a format, `each` times a kind; the service must answer, soon, and live. */
export async function fuzzRun({ seed, each }: { seed: number; each: number }): Promise<Fuzzed> {
  const w = await custodyWorld();
  const random = seeded(seed);
  const { key } = w.producer;
  let defect = '';
  w.deps.log = { ...w.deps.log, error: (event, fields) => (defect = event === 'defect' ? String(fields.error) : defect) };
  const result: Fuzzed = { requests: 0, statuses: {}, failures: [] };
  const send = async (kind: string, format: Format, n: number) => {
    const bytes = bytesOf(kind, format, n, random);
    const [method, path, more] = format.ask(bytes);
    defect = '';
    const began = performance.now();
    const answer = await w.request(method, path, { key, ...more });
    const took = performance.now() - began;
    const status = `${kind} ${answer.status}`;
    result.requests++;
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    const sent = Buffer.from(bytes).toString('base64').slice(0, 2_000);
    if (answer.status >= 500) result.failures.push(`${status}: ${defect || answer.text.slice(0, 200)} ${sent}`);
    if (took > SLOW_MS) result.failures.push(`${status} took ${Math.round(took)} ms: ${sent}`);
  };
  for (const [kind, format] of Object.entries(formats)) for (let n = 0; n < each; n++) await send(kind, format, n);
  // What was taken is worked on now: that must end too, and the service be there.
  await w.sweep();
  await w.follower.catchUp();
  for (const path of ['/healthz', '/readyz']) expect((await w.request('GET', path)).status).toBe(200);
  const again = await w.post('/v1/batches', key, {
    product: { name: '示例', category: 'food' },
    batchNumber: 'ALIVE',
    productionDate: '2026-11-01',
    quantity: { amount: '1', unit: '袋' },
  });
  if (again.status !== 201) result.failures.push(`a well-formed record afterwards: ${again.status} ${again.text}`);
  return result;
}

/** One line of what was done. */
export function fuzzLine({ requests, statuses, failures }: Fuzzed, seed: number): string {
  const told = Object.entries(statuses).map(([status, count]) => `${status} × ${count}`);
  return `byte fuzz: ${requests} requests, ${failures.length} failures (seed ${seed}): ${told.join(', ')}`;
}
