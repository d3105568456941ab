import { expect } from 'vitest';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey } from './clients.ts';
import { startPair } from './pair.ts';
import { freshPlace } from './place.ts';
import { startService } from './service.ts';

/**
 * Two processes of the service write to a primary with a synchronous standby. The primary and all its backends are killed under load, the
 * standby is promoted, and the same two processes go on with it: nobody starts them again or tells them anything.
 */
export async function failover(): Promise<Outcome> {
  const pair = await startPair(true);
  const place = await freshPlace('postgres', pair.both);
  try {
    const env = { ...place.env, DATABASE_REPLICA_URL: pair.standby };
    const services = await Promise.all([startService(env), startService(env)]);
    const [first, second] = services;
    const urls = services.map(({ url }) => url);
    const key = await producerKey(first.url);
    const journal = emptyJournal();
    const writing = load(urls, key, journal, 'f');
    await writing.acknowledged(300);
    pair.killPrimary();
    const died = performance.now();
    await pair.promote();
    const promoted = performance.now();
    await writing.acknowledged(1);
    const back = performance.now();
    await writing.acknowledged(200);
    await writing.stop();
    await askAgain(second.url, key, journal);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
    expect(await Promise.all(services.map((service) => service.stop()))).toEqual([0, 0]);
    expect(journal.unknown.size).toBe(0);
    const note = `promoted after ${Math.round(promoted - died)} ms, writing ${Math.round(back - promoted)} ms later`;
    const statuses = [...writing.statuses.keys()].filter((status) => ![201, 503].includes(status));
    expect(statuses).toEqual([]);
    return await audit(
      { fault: 'primary killed, standby promoted', engine: 'postgres', rounds: 1, note },
      pair.standby,
      journal,
      first.publicKey,
    );
  } finally {
    await place.remove();
    await pair.stop();
  }
}
