import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { entriesAbout, runsOf } from './evidence-entries.ts';

const COUNT = 130;
const BEGAN = 1_000_000;

/** A chain of entries a second apart, each about a thing of its own: `thing/1` first. */
async function chainOfThings() {
  const t = await testApp();
  for (let n = 1; n <= COUNT; n++)
    await t.store.commit({
      chain: 'party:x',
      at: BEGAN + n * 1_000,
      entries: [{ kind: 'thing.recorded', subject: `thing/${n}`, payload: { n } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
  return t;
}

describe('entries looked for by their instant', () => {
  it('are found wherever they stand in the chain, and not from an instant after them', async () => {
    const t = await chainOfThings();
    const look = async (n: number, at: number) => {
      const found = await entriesAbout(t.store.read, new Set([`thing/${n}`]), [{ chain: 'party:x', from: at, to: at }]);
      return found.entries.map((entry) => entry.seq);
    };
    for (let n = 1; n <= COUNT; n++) {
      expect(await look(n, BEGAN + n * 1_000), `${n}`).toEqual([n]);
      expect(await look(n, BEGAN + n * 1_000 + 1), `${n}`).toEqual([]);
    }
    expect(await look(COUNT, BEGAN)).toEqual([]);
  });

  it('come as runs: neighbours together, each run with the hash before it', async () => {
    const t = await chainOfThings();
    const subjects = new Set(['thing/1', 'thing/2', 'thing/90']);
    const { entries, cut } = await entriesAbout(t.store.read, subjects, [{ chain: 'party:x', from: 0, to: BEGAN * 2 }]);
    const runs = runsOf([...entries, ...entries]);
    expect(runs.map((run) => run.entries.map((entry) => entry.seq))).toEqual([[1, 2], [90]]);
    expect(runs[0]?.start).toEqual({ seq: 0, hash: '0'.repeat(64), at: 0 });
    const before = await t.store.read
      .selectFrom('entry')
      .select('hash')
      .where('chain', '=', 'party:x')
      .where('seq', '=', 89)
      .executeTakeFirst();
    expect(runs[1]?.start).toEqual({ seq: 89, hash: before?.hash, at: 0 });
    expect(cut).toEqual([]);
  });
});
