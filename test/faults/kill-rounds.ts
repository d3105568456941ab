import { expect } from 'vitest';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey } from './clients.ts';
import { freshPlace, type Place, sequence } from './place.ts';
import { startService } from './service.ts';

/**
 * Kills the real service under load that many times, asks again under the same keys what each kill left open, and then holds what is
 * stored against what the clients were told. The follower works all the while: it is killed while it derives as well.
 */
export async function killRounds(engine: Place['engine'], rounds: number, seed: number): Promise<Outcome> {
  const place = await freshPlace(engine);
  try {
    const journal = emptyJournal();
    const random = sequence(seed);
    let key = '';
    for (let round = 0; round < rounds; round++) {
      const service = await startService(place.env);
      key ||= await producerKey(service.url);
      await askAgain(service.url, key, journal);
      const writing = load([service.url], key, journal, `r${round}`);
      await writing.acknowledged(20 + Math.floor(random() * 200));
      await service.kill();
      await writing.stop();
    }
    const last = await startService(place.env);
    await askAgain(last.url, key, journal);
    expect(await last.stop()).toBe(0);
    expect(journal.unknown.size).toBe(0);
    return await audit({ fault: 'kill -9 at random', engine, rounds, note: `seed ${seed}` }, place.database, journal, last.publicKey);
  } finally {
    await place.remove();
  }
}
