import pg from 'pg';
import { expect } from 'vitest';
import { type Cut, cuttingProxy } from '../cutting-proxy.ts';
import { startOwnCluster } from '../postgres.ts';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey } from './clients.ts';
import { freshPlace } from './place.ts';
import { startService } from './service.ts';

/** A server of one's own is ended and started again under load that many times; the service is never started again. */
export async function serverRestarts(rounds: number): Promise<Outcome> {
  const cluster = await startOwnCluster(true);
  const place = await freshPlace('postgres', cluster.url);
  try {
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    for (let round = 0; round < rounds; round++) {
      const writing = load([service.url], key, journal, `r${round}`);
      await writing.acknowledged(50);
      await cluster.restart();
      await writing.acknowledged(20);
      await writing.stop();
    }
    await askAgain(service.url, key, journal);
    expect(await service.stop()).toBe(0);
    expect(journal.unknown.size).toBe(0);
    return await audit({ fault: 'server restarted, immediate', engine: 'postgres', rounds }, cluster.url, journal, service.publicKey);
  } finally {
    await place.remove();
    await cluster.stop();
  }
}

/** Every backend of the service is terminated, again and again, under load. */
export async function backendsTerminated(rounds: number): Promise<Outcome> {
  const place = await freshPlace('postgres');
  const admin = new pg.Client({ connectionString: place.database });
  await admin.connect();
  try {
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const writing = load([service.url], key, journal, 't');
    for (let round = 0; round < rounds; round++) {
      await writing.acknowledged(20);
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    }
    await writing.acknowledged(20);
    await writing.stop();
    await askAgain(service.url, key, journal);
    expect(await service.stop()).toBe(0);
    expect(journal.unknown.size).toBe(0);
    return await audit({ fault: 'backends terminated', engine: 'postgres', rounds }, place.database, journal, service.publicKey);
  } finally {
    await admin.end();
    await place.remove();
  }
}

/** The connection to the server is cut around COMMITs under load: before it arrives, or after it was carried out but before the answer came through. */
export async function cutCommits(when: Exclude<Cut, 'never'>, rounds: number): Promise<Outcome> {
  const place = await freshPlace('postgres');
  const proxy = await cuttingProxy(place.database);
  try {
    const service = await startService({ ...place.env, DATABASE_URL: proxy.url });
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const writing = load([service.url], key, journal, 'c');
    for (let round = 0; round < rounds; round++) {
      const before = journal.unknown.size;
      proxy.cut(when);
      // The follower commits too: it is cut until a client was hit.
      while (journal.unknown.size === before) await new Promise((turn) => setTimeout(turn, 1));
      proxy.cut('never');
      await writing.acknowledged(20);
    }
    await writing.stop();
    const left = journal.unknown.size;
    await askAgain(service.url, key, journal);
    expect(await service.stop()).toBe(0);
    expect(journal.unknown.size).toBe(0);
    expect(left).toBeGreaterThan(0);
    const fault = when === 'after COMMIT' ? 'reply lost after commit' : 'cut before commit';
    return await audit(
      { fault, engine: 'postgres', rounds: proxy.cuts(), note: `${left} asked again` },
      place.database,
      journal,
      service.publicKey,
    );
  } finally {
    proxy.close();
    await place.remove();
  }
}
