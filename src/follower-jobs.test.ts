import { expect, it } from 'vitest';
import { testApp } from '../test/app.ts';
import { makeTraceCode } from './codes/trace-code.ts';
import { loadShipmentFacts } from './custody/facts.ts';
import { ownFacts } from './exchange/epcis/own-facts.ts';
import { pageVersions } from './follower-jobs.ts';
import type { FollowedEntry } from './ledger/follower.ts';

/** SQLite takes 32,766 parameters in one statement. */
const CODES = 40_000;

/** A hundred shipments, each of four hundred lots of its own. */
function shipments(random: (count: number) => Uint8Array): FollowedEntry[] {
  return Array.from({ length: 100 }, (_, n) => ({
    chain: 'party:A',
    seq: n + 1,
    at: 0,
    kind: 'shipment.recorded',
    subject: `shipment/${n}`,
    hash: '',
    bytes: '{}',
    payload: { traceCodes: Array.from({ length: CODES / 100 }, () => makeTraceCode(random)) },
  }));
}

it('more batches than a statement takes parameters raise the versions of their pages in one go', async () => {
  const t = await testApp();
  const entries = shipments(t.deps.random);
  const plant = await t.party();
  const body = { product: { name: '大米', category: 'food' }, batchNumber: 'L1', quantity: { amount: '1', unit: '千克' } };
  const made = await t.request('POST', '/v1/batches', { key: plant.key, body });
  expect(made.status, made.text).toBe(201);
  const known = { ...(entries[0] as FollowedEntry), subject: `batch/${made.json.traceCode.replaceAll('-', '')}`, payload: {} };
  const { touch } = await pageVersions(t.deps).handle([...entries, known]);
  expect(touch).toHaveLength(1);
});

it('more batches than a statement takes parameters are read into events in one go', async () => {
  const t = await testApp();
  const plant = await t.party();
  const ref = { id: plant.id, innerId: 1, uscc: plant.uscc, natural: false, name: '示例企业' };
  const facts = await ownFacts(t.deps, ref, shipments(t.deps.random));
  expect(facts.shipment('1')).toBeUndefined();
});

it('what is due is read of however many shipments', async () => {
  const t = await testApp();
  const ids = Array.from({ length: CODES }, (_, n) => n + 1);
  expect(await loadShipmentFacts(t.store.read, ids)).toEqual([]);
});
