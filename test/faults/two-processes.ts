import { expect } from 'vitest';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey } from './clients.ts';
import { freshPlace, type Place } from './place.ts';
import { startService } from './service.ts';

/** Two processes on one database, both writing the chain of one firm; one of them is killed half-way and comes back. */
export async function twoProcesses(engine: Place['engine'], writes: number): Promise<Outcome> {
  const place = await freshPlace(engine);
  try {
    const [first, second] = await Promise.all([startService(place.env), startService(place.env)]);
    const key = await producerKey(first.url);
    const journal = emptyJournal();
    const writing = load([first.url, second.url], key, journal, 'both');
    await writing.acknowledged(writes / 2);
    await second.kill();
    await writing.stop();
    const third = await startService(place.env);
    const again = load([first.url, third.url], key, journal, 'again');
    await again.acknowledged(writes / 2);
    await again.stop();
    await askAgain(third.url, key, journal);
    expect(await Promise.all([first.stop(), third.stop()])).toEqual([0, 0]);
    expect(journal.unknown.size).toBe(0);
    return await audit(
      { fault: 'two processes on one database', engine, rounds: 2, note: '1 of 2 killed' },
      place.database,
      journal,
      third.publicKey,
    );
  } finally {
    await place.remove();
  }
}
