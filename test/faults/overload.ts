import { Agent, request as httpRequest } from 'node:http';
import { expect } from 'vitest';
import { audit, type Outcome } from './audit.ts';
import { askAgain, batch, emptyJournal, note, producerKey, type Told } from './clients.ts';
import { freshPlace } from './place.ts';
import { startService } from './service.ts';

/** What one process may grow to under a load it cannot carry, in bytes. */
const MOST_MEMORY = 700 * 1_048_576;

interface Answer extends Told {
  retryAfter: string | undefined;
  ms: number;
}

/** Many more clients than the service lets in, each with a connection of its own, all asking again as soon as they are answered. */
export async function overload(clients: number, seconds: number): Promise<Outcome> {
  const place = await freshPlace('sqlite');
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  try {
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const before = service.peakBytes();
    const answers: Answer[] = [];
    const until = Date.now() + seconds * 1_000;
    let n = 0;
    const client = async () => {
      while (Date.now() < until) {
        const name = `o${n++}`;
        const answer = await ask(agent, service.url, key, name);
        note(journal, name, answer);
        if (answer) answers.push(answer);
        if (answer?.status !== 201) await new Promise((later) => setTimeout(later, 1_000 * Number(answer?.retryAfter ?? 1)));
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    const peak = service.peakBytes();
    await askAgain(service.url, key, journal);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await service.stop()).toBe(0);

    const refused = answers.filter((answer) => answer.status !== 201);
    expect(new Set(refused.map((answer) => answer.status))).toEqual(new Set([503]));
    expect(refused.every((answer) => Number(answer.retryAfter) >= 1)).toBe(true);
    expect(peak).toBeLessThan(MOST_MEMORY);
    const of = (some: Answer[]) => `p99 ${percentile(some.map((answer) => answer.ms))} ms`;
    const told = `${clients} clients, ${refused.length} refused ${of(refused)}, written ${of(answers.filter(({ status }) => status === 201))}, memory ${mib(before)} → ${mib(peak)} MiB`;
    return await audit(
      { fault: 'overload', engine: 'sqlite', rounds: refused.length, note: told },
      place.database,
      journal,
      service.publicKey,
    );
  } finally {
    agent.destroy();
    await place.remove();
  }
}

const mib = (bytes: number) => Math.round(bytes / 1_048_576);

function percentile(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
}

/** One request over the agent's connections; undefined when it was not answered. */
function ask(agent: Agent, url: string, key: string, name: string): Promise<Answer | undefined> {
  const started = performance.now();
  const body = JSON.stringify(batch(name));
  const headers = {
    Authorization: `Bearer ${key}`,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Accept-Language': 'en',
    'Idempotency-Key': name,
  };
  return new Promise((answered) => {
    const sent = httpRequest(`${url}/v1/batches`, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => answered(undefined));
      response.on('end', () => {
        const told = JSON.parse(Buffer.concat(parts).toString()) as Told['body'];
        answered({
          status: response.statusCode ?? 0,
          body: told,
          retryAfter: response.headers['retry-after'],
          ms: performance.now() - started,
        });
      });
    });
    sent.on('error', () => answered(undefined));
    sent.end(body);
  });
}
