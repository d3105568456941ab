import { newPublicId } from '../src/codes/ids.ts';
import { partyByRef, siteOf } from '../src/parties/facts.ts';
import { civilDateOf } from '../src/platform/civil-date.ts';
import { judge } from '../src/rules/engine.ts';
import { reconcile } from '../src/rules/findings.ts';
import { ruleContext } from '../src/rules/judging.ts';
import type { RuleId } from '../src/rules/model.ts';
import type { DB } from '../src/store/schema.ts';
import type { TestApp, TestParty } from './app.ts';

export interface Seeded {
  id: string;
  row: DB['finding'];
}

/** A lead of a rule against a party, as if one of its shipments had met the rule; stored with an entry of the party about that shipment. */
export async function seedLead(t: TestApp, party: TestParty, rule: RuleId, change: Partial<DB['finding']> = {}): Promise<Seeded> {
  const { store, random } = t.deps;
  const now = t.clock.now();
  const known = await partyByRef(store.read, party.id);
  const site = known && (await siteOf(store.read, known.id));
  if (!known || !site) throw new Error('The party is not there.');
  const [subjectId = 0, ...ids] = await store.ids(2);
  const shipment = shipmentOf({ id: subjectId, publicId: newPublicId(random), slip: newPublicId(random) }, known, site, now);
  const note = {
    noteId: subjectId,
    notePublicId: shipment.publicId,
    party: known,
    site,
    seenAt: now,
    text: '示例',
    enteredBy: `party:${party.id}/key`,
  };
  const event = { kind: 'officer-note', rule, ...note } as const;
  const context = await ruleContext(t.deps, now);
  const { rows } = reconcile([], judge(event, context), { events: [event], ids: ids.values(), random, now, today: civilDateOf(now) });
  const [found] = rows.finding ?? [];
  if (!found) throw new Error('The rule found nothing.');
  const row = { ...found, subjectType: 'shipment', ...change };
  const sent = { purpose: shipment.purpose, to: { name: shipment.toName }, shippedAt: shipment.shippedAt, deliveredAt: null, lines: [] };
  const payload = { party: party.id, actedBy: 'test', ...sent };
  const result = await store.commit({
    chain: `party:${party.id}`,
    at: now,
    entries: [{ kind: 'shipment.recorded', subject: `shipment/${shipment.publicId}`, payload }],
    rows: { shipment: [shipment], finding: [row] },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  if (!result.committed) throw new Error(`conflict on ${result.conflict}`);
  return { id: row.publicId, row };
}

type Named = Pick<DB['shipment'], 'id' | 'publicId' | 'slip'>;

/** A shipment to a buyer who is not registered, with no lines. */
export function shipmentOf(named: Named, party: { id: number }, site: { id: number; regionCode: string }, at: number): DB['shipment'] {
  return {
    ...named,
    partyId: party.id,
    siteId: site.id,
    purpose: 'sale',
    toPartyId: null,
    toSiteId: null,
    toName: '示例买方',
    toUscc: null,
    toNatural: 0,
    documentNumber: null,
    shippedAt: at,
    deliveredAt: null,
    regionCode: site.regionCode,
    state: 'in-transit',
    actedBy: 'test',
    revision: 1,
    recordedAt: at,
  };
}
